"""`lapor listen`: one thread for each account whose platform has to be asked; accounts that come or go are noticed within seconds."""

import logging
import signal
import threading
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connection

from lapor.gateway.polling import poll_account, polled_accounts

logger = logging.getLogger(__name__)
LOOK_SECONDS = 15.0
RETRY_SECONDS = 3.0


def main() -> int:
    """Runs until SIGINT or SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    listen_to_all(stop)
    return 0


def listen_to_all(stop: threading.Event) -> None:
    """A thread that is in the middle of a question is not waited for: what it has not stored is asked for again."""
    threads: dict[UUID, threading.Thread] = {}
    while not stop.is_set():
        wanted = _wanted()
        for account_id in wanted or ():
            if account_id not in threads or not threads[account_id].is_alive():
                threads[account_id] = threading.Thread(target=_listen, args=(account_id, stop), name=f"poll-{account_id}", daemon=True)
                threads[account_id].start()
        stop.wait(LOOK_SECONDS if wanted is not None else RETRY_SECONDS)


def _wanted() -> list[UUID] | None:
    """None: the database is away; the threads that are there go on trying."""
    try:
        close_old_connections()
        return polled_accounts()
    except DatabaseError as error:
        logger.warning("listen: the database is away (%s); trying again", type(error).__name__)
        connection.close()
        return None


def _listen(account_id: UUID, stop: threading.Event) -> None:
    """Until the account is off or `stop`."""
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                if account_id not in polled_accounts():
                    return
                pause: float = poll_account(account_id)
            except DatabaseError as error:
                logger.warning("account %s: the database is away (%s); trying again", account_id, type(error).__name__)
                connection.close()
                pause = RETRY_SECONDS
            stop.wait(pause)
    finally:
        connection.close()
