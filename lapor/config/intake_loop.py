"""The worker's second reader: what came in through the door becomes messages, conversations, reports. Woken by NOTIFY or every five seconds.

Lanes: each channel is read by one thread at a time, three channels at once, so that a slow one starves nobody.
"""

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import psycopg
from django.db import close_old_connections, connection

from lapor.gateway.receiving import WAKE_CHANNEL, waiting_channels
from lapor.intake.reading import read_channel

logger = logging.getLogger(__name__)
LANES = 3
POLL_SECONDS = 5.0
RETRY_SECONDS = 3.0


def read_inbound(stop: threading.Event) -> None:
    """Forever, until `stop`. A lost database is waited for."""
    with ThreadPoolExecutor(LANES, thread_name_prefix="lane") as lanes:
        busy: dict[str, Future[None]] = {}
        while not stop.is_set():
            try:
                close_old_connections()
                connection.ensure_connection()
                raw: psycopg.Connection[tuple[object, ...]] = connection.connection
                raw.execute(f"LISTEN {WAKE_CHANNEL}")
                while not stop.is_set():
                    _start_lanes(lanes, busy)
                    next(raw.notifies(timeout=POLL_SECONDS, stop_after=1), None)
            except (psycopg.Error, OSError) as error:
                logger.warning("inbound: the database is away (%s); trying again", type(error).__name__)
                connection.close()
                time.sleep(RETRY_SECONDS)
            except Exception:
                logger.exception("inbound: reading stopped; trying again")
                connection.close()
                time.sleep(RETRY_SECONDS)


def _start_lanes(lanes: ThreadPoolExecutor, busy: dict[str, "Future[None]"]) -> None:
    """A lane for each channel on which something waits and that nobody is reading."""
    for channel in waiting_channels():
        if channel not in busy or busy[channel].done():
            busy[channel] = lanes.submit(_read, channel)


def _read(channel: str) -> None:
    try:
        close_old_connections()
        read_channel(channel)
    except Exception:
        logger.exception("inbound: channel %s stopped; trying again", channel)
    finally:
        connection.close()
