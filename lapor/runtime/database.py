"""Which database this process uses: the named one, else the data folder's own. Called by lapor.cli and `run`."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from lapor.core import environment
from lapor.runtime.cluster import running

URL = "LAPOR_DATABASE_URL"
ADMIN_URL = "LAPOR_DATABASE_ADMIN_URL"
APPLICATION_URL = "LAPOR_DATABASE_APPLICATION_URL"  # internal: whom `migrate`, which works as the owner, gives rights


def say(message: str) -> None:
    """A line for the person at the terminal."""
    print(message, file=sys.stderr, flush=True)  # noqa: T201 - the terminal is this function's purpose


@contextmanager
def provided(*, as_owner: bool = False, create: bool = False) -> Iterator[None]:
    """Set LAPOR_DATABASE_URL (and …_ADMIN_URL) for this process; start the embedded database where none is named.

    Raises ClusterError, also where there is no database yet and `create` is False.
    """
    if given := environment.read(URL):
        point_to(given, environment.read(ADMIN_URL) or given, as_owner=as_owner)
        yield
        return
    end_in_order()
    with running(environment.data_dir(), create=create, say=say) as cluster:
        point_to(cluster.url, cluster.admin_url, as_owner=as_owner)
        try:
            yield
        finally:
            close_connections()


def end_in_order() -> None:
    """Let SIGTERM end this process as Ctrl-C does: who started the database stops it."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def point_to(url: str, admin_url: str, *, as_owner: bool) -> None:
    os.environ[ADMIN_URL] = admin_url
    os.environ[APPLICATION_URL] = url
    os.environ[URL] = admin_url if as_owner else url


def explain(error: BaseException) -> str | None:
    """A sentence where the database's disk is full or it does not answer, None for what needs a traceback."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, psycopg.OperationalError):  # Django's error has it as its cause
        found = found.__cause__
    if found is None:
        return None
    if isinstance(found, psycopg.errors.DiskFull):
        return "The disk of the database is full: free some space there and start again."
    reason = str(found).strip().splitlines()[0].rsplit("failed: ", 1)[-1] if str(found).strip() else "no message"
    return (
        f"The database does not answer ({reason}): see that it runs, its disk has room and LAPOR_DATABASE_URL is right,"
        " then start again."
    )


def set_up_django() -> None:
    """Load settings and apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    import django  # noqa: PLC0415 - a second of loading that `run` and --help do not pay

    django.setup()


def close_connections() -> None:
    """Let go of the database before it is stopped."""
    if "django.db" in sys.modules:
        from django.db import connections  # noqa: PLC0415 - only where Django is loaded

        connections.close_all()
