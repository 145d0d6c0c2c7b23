"""The worker: jobs that follow from events belong to the transaction that read them, and outlive a database that went
away."""

import asyncio
import logging
import os
import signal
import threading
import uuid
from types import SimpleNamespace

import procrastinate
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from lapor.core.outage import TracebackFilter
from lapor.gateway.tasks import queue_send
from lapor.runtime import notify_loop, worker


@pytest.fixture
def jobs_only(monkeypatch, settings, tmp_path):
    """The worker without its readers, and at once where it waits; what it remembers of the ledger is its own."""
    settings.DATA_DIR = tmp_path
    for reader in ("read_events", "read_inbound"):
        monkeypatch.setattr(worker, reader, lambda *_: None)
    monkeypatch.setattr(worker, "RETRY_SECONDS", 0.01)


@pytest.mark.django_db(transaction=True)
def test_job_queued_beside_a_running_worker_is_not_seen_before_its_transaction_ends(jobs_only, monkeypatch):
    seen = []

    def beside_it():
        message = uuid.uuid4()
        with transaction.atomic():
            queue_send(message)
            seen.append(jobs_for(message))
            transaction.set_rollback(True)
        seen.append(jobs_for(message))
        connection.close()

    async def instead_of_running(self, **options):
        await asyncio.to_thread(beside_it)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(10)

    monkeypatch.setattr(procrastinate.App, "run_worker_async", instead_of_running)
    assert worker.main() == 0
    assert seen == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_worker_whose_database_went_away_begins_again_until_it_is_told_to_end(jobs_only, monkeypatch):
    """It ended with 0, as if somebody had asked for it."""
    begun = []

    async def running(self, **options):
        begun.append(len(begun))
        if begun[-1] == 0:
            return  # as procrastinate ends when its line to the database breaks
        if begun[-1] == 1:
            raise ConnectorException
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(10)

    monkeypatch.setattr(procrastinate.App, "run_worker_async", running)
    assert worker.main() == 0
    assert begun == [0, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_connection_that_broke_while_jobs_were_queued_is_not_used_again(jobs_only, monkeypatch):
    """Periodic jobs are queued by Django's connection in a thread of its own: each try met the same dead one."""
    asked = []

    def ask_and_break():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            asked.append(cursor.fetchone()[0])
        connection.connection.close()  # as if the server had ended it

    async def running(self, **options):
        await sync_to_async(ask_and_break)()
        if len(asked) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(10)

    monkeypatch.setattr(procrastinate.App, "run_worker_async", running)
    assert worker.main() == 0
    assert asked == [1, 1]


@pytest.mark.parametrize(
    ("logger", "error", "is_written"),
    [
        ("procrastinate.worker.worker-1", ConnectorException(), False),
        ("procrastinate.worker.worker-1", ValueError(), True),
        ("lapor.ops", ConnectorException(), True),
    ],
)
def test_of_a_lost_database_no_traceback_is_written(logger, error, is_written):
    record = logging.LogRecord(logger, logging.ERROR, "", 1, "failed", (), (type(error), error, None))
    assert TracebackFilter().filter(record) is is_written
    handlers: dict[str, dict[str, list[str]]] = settings.LOGGING["handlers"]  # type: ignore[assignment]
    assert all("outage" in handler["filters"] for handler in handlers.values())


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
    found = {
        task.name: task.get_retry_exception(OperationalError("the server closed the connection"), job)
        for task in jobs_for_one_thing()
    }
    assert "gateway.send" in found
    assert [name for name, again in found.items() if again is None] == []
    assert [
        task.name for task in jobs_for_one_thing() if task.get_retry_exception(ValueError("a mistake of ours"), job)
    ] == []


def test_a_reader_says_once_that_the_database_is_away_and_once_that_it_is_back(monkeypatch, caplog):
    stop, tried = threading.Event(), []

    def ensured():
        tried.append(1)
        if len(tried) < 4:
            raise OperationalError("connection refused")

    line = SimpleNamespace(execute=lambda *_: None, notifies=lambda **_: iter(()))
    monkeypatch.setattr(notify_loop, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(notify_loop, "close_old_connections", lambda: None)
    monkeypatch.setattr(
        notify_loop, "connection", SimpleNamespace(ensure_connection=ensured, connection=line, close=lambda: None)
    )
    notify_loop.listen("lapor_test", stop.set, stop)
    assert [record.message for record in caplog.records] == [
        "lapor_test: the database is away (OperationalError); trying again",
        "lapor_test: the database is back",
    ]
