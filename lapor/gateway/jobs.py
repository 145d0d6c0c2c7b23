"""What becomes of a job that meets a database which is away (it is not lost, and what it did outside is not done
twice), or no free place."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import psycopg
from django.db import InterfaceError, OperationalError, connection
from procrastinate import RetryStrategy
from procrastinate.exceptions import ConnectorException

# Gone, starting anew, or it undid a transaction that stood in another's way; in Django's words, the driver's or the
# queue's.
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError, ConnectorException)
T = TypeVar("T")
PAUSES = (0.5, 1, 2, 4, 8, 15)  # seconds

# For every job that is put into the queue for one thing (`@app.task(retry=…)`); those that come by the clock come again
# by themselves. 2, 4, 6 … seconds between: about an hour in all.
RETRY_ON_DISCONNECT = RetryStrategy(max_attempts=60, wait=2, linear_wait=2, retry_exceptions=AWAY)


def retry_on_disconnect(work: Callable[[], T]) -> T:
    """What `work` gives, called again for half a minute while the database is away; for what must not be begun anew.

    Not within a transaction."""
    for pause in PAUSES:
        try:
            return work()
        except AWAY:
            connection.close()
            time.sleep(pause)
    return work()


@contextmanager
def acquire_slot(places: threading.BoundedSemaphore) -> Iterator[bool]:
    """Whether one was free; it is ours meanwhile.

    A job that gets none is put back: one that waited would keep a worker's place from all others."""
    is_free = places.acquire(blocking=False)
    try:
        yield is_free
    finally:
        if is_free:
            places.release()
