"""Jobs of killed workers are taken up, each once, and none of a worker that lives."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from lapor.core import clock
from lapor.gateway import tasks
from lapor.gateway.models import OutboundMessage
from lapor.gateway.stalled_jobs import take_up_jobs_of
from tests.outgoing import queued_message

pytestmark = pytest.mark.django_db
ADD = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, queueing_lock)"
    " VALUES ('send', %s, jsonb_build_object('message_id', %s::text), %s, %s, %s) RETURNING id"
)


@pytest.fixture(autouse=True)
def no_other_jobs():
    """Tests with real transactions leave theirs."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def one(query, *given):
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchone()[0]


def worker(silent_for=0):
    return one(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
        silent_for,
    )


def job(worker_id, task="x", message="", status="doing", queueing_lock=None):
    return one(ADD, task, str(message), status, worker_id, queueing_lock)


def states():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


def sweep(worker_id):
    tasks.stalled.func(SimpleNamespace(job=SimpleNamespace(worker_id=worker_id)), timestamp=0)  # type: ignore[arg-type]


def test_only_jobs_of_workers_without_a_sign_of_life_are_taken_up():
    silent, orphan, alive, own = job(worker(31)), job(None), job(worker(25)), job(asking := worker(100))
    sweep(asking)  # its own sign is late where the database stood still; its jobs run
    assert states() == {silent: "todo", orphan: "todo", alive: "doing", own: "doing"}


def test_of_a_dead_worker_its_own_jobs_only_are_taken_up_and_once():
    dead, other = worker(), worker()
    left, running = job(dead), job(other)
    assert [take_up_jobs_of([dead]), take_up_jobs_of([dead]), take_up_jobs_of([])] == [1, 0, 0]
    assert states() == {left: "todo", running: "doing"}


def test_job_that_waits_already_is_not_put_back_beside_itself():
    """Its lock in the queue refused it, and with it all others that were left."""
    dead = worker()
    double, waiting, other = job(dead, queueing_lock="a"), job(None, status="todo", queueing_lock="a"), job(dead)
    assert take_up_jobs_of([dead]) == 2
    assert states() == {waiting: "todo", other: "todo"}
    assert double not in states()


def test_message_of_a_killed_worker_is_free_at_once():
    message = queued_message(channel="email", address=b"x", cause="x", dedupe_key="a")
    OutboundMessage.objects.update(leased_until=clock.now() + timedelta(minutes=3))
    dead = worker()
    job(dead, "gateway.send", message.pk)
    take_up_jobs_of([dead])
    message.refresh_from_db()
    assert message.leased_until is None
