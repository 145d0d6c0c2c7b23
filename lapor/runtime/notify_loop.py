"""The worker's readers wait in one way: LISTEN, woken by NOTIFY or every five seconds; a lost database is waited
for."""

import logging
import threading
import time
from collections.abc import Callable

import psycopg
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lapor.core.outage import OutageLog

logger = logging.getLogger(__name__)
POLL_SECONDS = 5.0
RETRY_SECONDS = 3.0


def listen(channel: str, work: Callable[[], object], stop: threading.Event) -> None:
    """Call `work` at once and at each wake-up, until `stop`.

    What it raises is logged and tried again; that the database is away is logged once, and once that it is back."""
    outage = OutageLog(channel, logger)
    while not stop.is_set():
        try:
            close_old_connections()
            connection.ensure_connection()
            raw: psycopg.Connection[tuple[object, ...]] = connection.connection
            raw.execute(f"LISTEN {channel}")
            outage.back()
            while not stop.is_set():
                work()
                next(raw.notifies(timeout=POLL_SECONDS, stop_after=1), None)
        except (psycopg.Error, OperationalError, InterfaceError, OSError) as error:
            outage.away(error)
            connection.close()
            time.sleep(RETRY_SECONDS)
        except Exception:
            logger.exception("%s: reading stopped; trying again", channel)
            connection.close()
            time.sleep(RETRY_SECONDS)
