"""The worker: jobs that follow from events belong to the transaction that read them, and outlive a database that went away."""

import uuid

import procrastinate
import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from lapor.gateway.tasks import queue_send
from lapor.runtime import worker


@pytest.mark.django_db(transaction=True)
def test_job_queued_beside_a_running_worker_is_not_seen_before_its_transaction_ends(monkeypatch):
    seen = []

    def instead_of_running(self, **options):
        message = uuid.uuid4()
        with transaction.atomic():
            queue_send(message)
            seen.append(jobs_for(message))
            transaction.set_rollback(True)
        seen.append(jobs_for(message))

    for reader in ("read_events", "read_inbound"):
        monkeypatch.setattr(worker, reader, lambda *_: None)
    monkeypatch.setattr(procrastinate.App, "run_worker", instead_of_running)
    assert worker.main() == 0
    assert seen == [1, 0]


def jobs_for(message):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'message_id' = %s", [str(message)])
        return cursor.fetchone()[0]


def jobs_for_one_thing():
    """All but those that the clock brings again."""
    by_clock = {name for name, _id in app.periodic_registry.periodic_tasks}
    return [task for name, task in app.tasks.items() if name not in by_clock and not task.name.startswith("builtin")]


def test_every_job_is_tried_again_once_the_database_is_back():
    job = Job(id=1, queue="send", lock=None, queueing_lock=None, task_name="any", attempts=5)
    found = {task.name: task.get_retry_exception(OperationalError("the server closed the connection"), job) for task in jobs_for_one_thing()}
    assert "gateway.send" in found
    assert [name for name, again in found.items() if again is None] == []
    assert [task.name for task in jobs_for_one_thing() if task.get_retry_exception(ValueError("a mistake of ours"), job)] == []
