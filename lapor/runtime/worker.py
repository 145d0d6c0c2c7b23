"""`lapor worker`: reads events for the consumers and works off the job queue, in one process."""

import asyncio
import logging
import os
import signal
import threading
import time
from contextlib import suppress

import psycopg
from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection, connections
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException

from lapor.core.outage import OutageLog
from lapor.ledger.actions import WAKE_CHANNEL
from lapor.ledger.cursors import catch_up
from lapor.ledger.epochs import current_epoch
from lapor.runtime.consumers import CONSUMERS
from lapor.runtime.inbound_loop import read_inbound
from lapor.runtime.liveness import LivenessJobManager, LivenessLock, take_up_left_jobs
from lapor.runtime.notify_loop import listen
from lapor.runtime.restore_detection import detect_restore, remember_position

logger = logging.getLogger(__name__)
RETRY_SECONDS = 3.0
REMEMBER_SECONDS = 60.0
POOL_SECONDS = 5.0  # after which jobs that find no connection end the pool, and with it this look
CONCURRENCY = 8  # jobs at a time; three slow platforms must not keep it from the rest (gateway.tasks.PLACES)


def read_events(stop: threading.Event) -> None:
    """Bring every consumer up to date whenever something happened."""
    remembered, is_behind = 0.0, False

    def catch_up_and_remember() -> None:
        nonlocal remembered, is_behind
        is_behind = bool(catch_up(CONSUMERS)) or is_behind
        if is_behind and time.monotonic() - remembered > REMEMBER_SECONDS:
            remember_position()
            remembered, is_behind = time.monotonic(), False

    listen(WAKE_CHANNEL, catch_up_and_remember, stop)


async def _work_off_jobs(asked: threading.Event, outage: OutageLog, lock: LivenessLock) -> None:
    """Until a signal asks for the end, or the database went away. Raises ConnectorException where it is not there."""
    # An app of its own: had we replaced the connector of `app`, the reader in this process would queue its jobs on
    # another connection, and a job could run before the message it sends is committed.
    # Periodic jobs are queued on `app` all the same, by a connection of Django's, and one that broke stays so.
    await sync_to_async(connections.close_all)()
    worker_app = app.with_connector(PsycopgConnector(kwargs=connector_params(), timeout=POOL_SECONDS))
    worker_app.job_manager = LivenessJobManager(worker_app.connector, lock)
    async with worker_app.open_async():
        outage.back()
        work = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=CONCURRENCY,
                name=f"worker-{os.getpid()}",
                listen_notify=True,
                install_signal_handlers=False,
                delete_jobs="successful",  # else the crons alone leave a million rows a year
            )
        )

        def end() -> None:
            asked.set()
            work.cancel()  # jobs that run are waited for

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, end)
        with suppress(asyncio.CancelledError):
            await work


def _next_liveness_lock() -> LivenessLock:
    """After what dead ones had in hand was taken up, also this process's own where its database went away."""
    if taken := take_up_left_jobs():
        logger.warning("%s jobs of a worker that was ended in the middle are taken up", taken)
    return LivenessLock(current_epoch())


def _heed(asked: threading.Event) -> None:
    """While no loop runs that has its own handlers; when it ends it takes them back."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())


def main() -> int:
    """Runs until SIGINT or SIGTERM; a database that went away is waited for."""
    stop, asked = threading.Event(), threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    readers = [
        threading.Thread(target=read_events, args=(stop,), name="events", daemon=True),
        threading.Thread(target=read_inbound, args=(stop,), name="inbound", daemon=True),
    ]
    try:
        outage = OutageLog("jobs", logger)
        while not asked.is_set():
            _heed(asked)
            try:
                # a pool that meets no database looks again in ever longer pauses: it is opened when there is one
                connection.ensure_connection()
                detect_restore()
                lock = _next_liveness_lock()
                connection.close()
                while readers:  # only now: what they read may be told
                    readers.pop().start()
                try:
                    asyncio.run(_work_off_jobs(asked, outage, lock))
                finally:
                    lock.release()  # only now: the threads of its jobs have ended
            except (ConnectorException, DatabaseError, psycopg.Error) as error:
                outage.away(error)
            _heed(asked)
            asked.wait(RETRY_SECONDS)
    finally:
        stop.set()
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0
