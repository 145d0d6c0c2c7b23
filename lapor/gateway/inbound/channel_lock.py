"""A channel's lane: one process at a time reads it or asks its platform, and whoever reads is woken when something
comes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

WAKE_CHANNEL = "lapor_inbound"
_TRY = "SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))"
_WAIT = "SELECT true FROM pg_advisory_lock(hashtext(%s), hashtext(%s))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))"


@contextmanager
def advisory_lock(kind: str, name: str, *, wait: bool = False) -> Iterator[bool]:
    """True within the block: the lane is ours, over all processes, also where this one dies.

    False: another is at it; `wait`: until it is ours."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT if wait else _TRY, [kind, name])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute(_UNLOCK, [kind, name])


def wake(channel: str = "") -> None:
    """When the caller's transaction ends, whoever reads looks for what waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [WAKE_CHANNEL, channel])
