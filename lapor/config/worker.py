"""`lapor worker`: reads events for the consumers and works off the job queue, in one process."""

import logging
import os
import threading
import time

import psycopg
from django.db import close_old_connections, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lapor.config.consumers import CONSUMERS
from lapor.config.intake_loop import read_inbound
from lapor.ledger.actions import WAKE_CHANNEL
from lapor.ledger.cursors import catch_up

logger = logging.getLogger(__name__)
POLL_SECONDS = 5.0
RETRY_SECONDS = 3.0
CONCURRENCY = 4
RETRY = RetryStrategy(max_attempts=3, wait=10)


def read_events(stop: threading.Event) -> None:
    """Wait for NOTIFY (or five seconds), bring every consumer up to date, forever. A lost database is waited for."""
    while not stop.is_set():
        try:
            close_old_connections()
            connection.ensure_connection()
            raw: psycopg.Connection[tuple[object, ...]] = connection.connection
            raw.execute(f"LISTEN {WAKE_CHANNEL}")
            while not stop.is_set():
                catch_up(CONSUMERS)
                next(raw.notifies(timeout=POLL_SECONDS, stop_after=1), None)
        except (psycopg.Error, OSError) as error:
            logger.warning("events: the database is away (%s); trying again", type(error).__name__)
            connection.close()
            time.sleep(RETRY_SECONDS)
        except Exception:
            logger.exception("events: reading stopped; trying again")
            connection.close()
            time.sleep(RETRY_SECONDS)


def main() -> int:
    """Runs until SIGINT or SIGTERM."""
    stop = threading.Event()
    reader = threading.Thread(target=read_events, args=(stop,), name="events", daemon=True)
    reader.start()
    threading.Thread(target=read_inbound, args=(stop,), name="inbound", daemon=True).start()
    try:
        # An app of its own: had we replaced the connector of `app`, the reader in this process would queue its jobs on another
        # connection, and a job could run before the message it sends is committed.
        worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        worker_app.run_worker(concurrency=CONCURRENCY, name=f"worker-{os.getpid()}", listen_notify=True)
    except KeyboardInterrupt:
        return 0
    finally:
        stop.set()
    return 0
