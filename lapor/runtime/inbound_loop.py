"""The worker's second reader: what came in through the door becomes messages, conversations, reports.

Woken by NOTIFY or every five seconds.

Lanes: each channel is read by one thread at a time, three channels at once, so that a slow one starves nobody.
"""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import close_old_connections, connection

from lapor.gateway.inbound.channel_lock import WAKE_CHANNEL
from lapor.gateway.inbound.receiving import waiting_channels
from lapor.intake.conversations.reading import read_channel
from lapor.runtime.notify_loop import listen

logger = logging.getLogger(__name__)
LANES = 3


def read_inbound(stop: threading.Event) -> None:
    """Forever, until `stop`."""
    with ThreadPoolExecutor(LANES, thread_name_prefix="lane") as lanes:
        busy: dict[str, Future[None]] = {}
        listen(WAKE_CHANNEL, lambda: _start_lanes(lanes, busy), stop)


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
