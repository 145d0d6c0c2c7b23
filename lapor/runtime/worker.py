"""`lapor worker`: reads events for the consumers and works off the job queue, in one process."""

import os
import threading

from procrastinate.contrib.django import app

from lapor.ledger.actions import WAKE_CHANNEL
from lapor.ledger.cursors import catch_up
from lapor.runtime.consumers import CONSUMERS
from lapor.runtime.inbound_loop import read_inbound
from lapor.runtime.notify_loop import listen

CONCURRENCY = 8  # jobs at a time; they mostly wait for others, and three slow platforms must not keep it from the rest (gateway.tasks.PLACES)


def read_events(stop: threading.Event) -> None:
    """Bring every consumer up to date whenever something happened."""
    listen(WAKE_CHANNEL, lambda: catch_up(CONSUMERS), stop)


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
