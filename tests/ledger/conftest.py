"""The ledger's table changed as only its owner can; events of each kind of stream."""

import threading
import uuid
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from lapor.ledger.actions import append
from lapor.ledger.models import Stream

LEDGER = "ledger_event, ledger_stream, ledger_dailyhead, ledger_timedhead, ledger_cursor, ledger_position, ledger_tail"


@contextmanager
def without_triggers():
    """As somebody who owns the database: the triggers are silent."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def tamper(statement, *values):
    with without_triggers() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def write(count=1, *, stream_id=None, kind=Stream.Kind.REPORT, **data):
    """Append events to one stream, each in a transaction of its own; gives them."""
    stream_id = stream_id or uuid.uuid4()
    events = []
    for number in range(count):
        with transaction.atomic():
            events.append(
                append(
                    stream_id=stream_id, kind=kind, name="report.note", actor_kind="system", data={"n": number, **data}
                )
            )
    return events


@pytest.fixture
def clean_ledger(db):
    """No events, streams, heads and cursors, also where a test with real transactions left some."""
    with without_triggers() as cursor:
        cursor.execute(f"TRUNCATE {LEDGER}")
        cursor.execute("SELECT ledger_make_partition(date_trunc('month', now())::date)")


def in_thread(work, *arguments):
    """Start `work` on a database connection of its own; gives the thread, whose `result` or `error` is set at its
    end."""

    class Worker(threading.Thread):
        result = error = None

        def run(self):
            try:
                self.result = work(*arguments)
            except Exception as error:  # noqa: BLE001 - told to the test
                self.error = error
            finally:
                connection.close()

    worker = Worker(daemon=True)
    worker.start()
    return worker
