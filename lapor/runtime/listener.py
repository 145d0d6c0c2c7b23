"""`lapor listen`: one thread for each account whose platform has to be asked or listened to; accounts that come, go or
change are noticed within seconds."""

import logging
import signal
import threading
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connection

from lapor.core.outage import OutageLog
from lapor.gateway.inbound.polling import poll_account, pollable_accounts

logger = logging.getLogger(__name__)
LOOK_SECONDS = 15.0
RETRY_SECONDS = 3.0


@dataclass(frozen=True)
class _AccountListener:
    """A thread that hears one account as its settings were when it began."""

    settings: str
    ends: threading.Event
    thread: threading.Thread


def main() -> int:
    """Runs until SIGINT or SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    listen_to_all(stop)
    return 0


def listen_to_all(stop: threading.Event) -> None:
    """A thread that is in the middle of a question is not waited for: what it has not stored comes again."""
    ears: dict[UUID, _AccountListener] = {}
    outage = OutageLog("listen", logger)
    while not stop.is_set():
        wanted = _wanted(outage)
        if wanted is not None:
            for account_id in [
                one for one, ear in ears.items() if wanted.get(one) != ear.settings or not ear.thread.is_alive()
            ]:
                ears.pop(account_id).ends.set()
            for account_id, settings in wanted.items():
                if account_id not in ears:
                    ears[account_id] = _start(account_id, settings)
        stop.wait(LOOK_SECONDS if wanted is not None else RETRY_SECONDS)
    for ear in ears.values():
        ear.ends.set()


def _start(account_id: UUID, settings: str) -> _AccountListener:
    ends = threading.Event()
    ear = _AccountListener(
        settings,
        ends,
        threading.Thread(target=_listen, args=(account_id, ends), name=f"hear-{account_id}", daemon=True),
    )
    ear.thread.start()
    return ear


def _wanted(outage: OutageLog) -> dict[UUID, str] | None:
    """None: the database is away; the threads that are there go on trying."""
    try:
        close_old_connections()
        found = pollable_accounts()
    except DatabaseError as error:
        outage.away(error)
        connection.close()
        return None
    outage.back()
    return found


def _listen(account_id: UUID, ends: threading.Event) -> None:
    outage = OutageLog(f"account {account_id}", logger)
    try:
        while not ends.is_set():
            try:
                close_old_connections()
                pause: float = poll_account(account_id, ends)
                outage.back()
            except DatabaseError as error:
                outage.away(error)
                connection.close()
                pause = RETRY_SECONDS
            ends.wait(pause)
    finally:
        connection.close()
