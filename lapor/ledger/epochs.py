"""Epochs: in how many databases, one after the other, this ledger went on.

A restore, a move by dump and load, a promotion: each begins an epoch by an event of its own, which says at which
position the epoch before ended. Heads name their epoch. So whoever checks can tell events that a restore lost, which is
said here for all times, from events that somebody took away.

That the database is another one is seen by what PostgreSQL says of itself; `lapor restore` says it outright.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import DatabaseIdentity, Event, Stream
from lapor.ledger.queries import stream_events
from lapor.ledger.sequencer import give_positions, last_position

STREAM = UUID("6c617065-7200-4000-8000-000000000001")  # one in every installation: the ledger's own
_LOCK = 7_234_003
_WHERE_WE_ARE = """
SELECT (SELECT system_identifier::text FROM pg_control_system()) || '/'
    || (SELECT oid::text FROM pg_database WHERE datname = current_database()),
    substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
"""


class ClusterIdentity(NamedTuple):
    """A database: `cluster` is another one after a move or a load of a dump, `timeline` after each promotion."""

    cluster: str
    timeline: str


class Began(NamedTuple):
    """An epoch after the first: the position up to which the events of before were brought along, and when that was
    noticed."""

    epoch: int
    position: int
    last_event_at: datetime | None  # None where nothing was brought along
    noticed_at: datetime

    def __str__(self) -> str:
        until = f" of {self.last_event_at:%Y-%m-%d %H:%M} UTC" if self.last_event_at else ""
        return (
            f"epoch {self.epoch} began after event {self.position}{until}: the ledger goes on in another database,"
            f" restored or moved, as was noticed at {self.noticed_at:%Y-%m-%d %H:%M} UTC"
        )


def current_epoch() -> int:
    """1 until the first restore."""
    last = Event.objects.filter(stream_id=STREAM).order_by("-sequence").values_list("data", flat=True).first()
    return int(last["epoch"]) if last else 1


def epochs_begun() -> list[Began]:
    """The later epochs, oldest first, by the words of their events."""
    found = []
    for event in stream_events(STREAM):
        position = int(event.data["position"])
        found.append(Began(int(event.data["epoch"]), position, _recorded_at(position), event.recorded_at))
    return found


def brought_along(epoch: int, begun: Sequence[Began]) -> Began | None:
    """Of the restores since `epoch` the one that kept least: what stands behind its position, that epoch's own events
    are not. None where there was none."""
    later = [one for one in begun if one.epoch > epoch]
    return min(later, key=lambda one: one.position) if later else None


def _recorded_at(position: int) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT recorded_at FROM ledger_position WHERE position = %s", [position])
        row = cursor.fetchone()
    return row[0] if row else None


def read_identity() -> ClusterIdentity | None:
    """Where this database lies; None where a managed PostgreSQL does not tell."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_WHERE_WE_ARE)
            return ClusterIdentity(*cursor.fetchone())
    except DatabaseError:
        return None


@contextmanager
def identity_lock() -> Iterator[None]:
    """One process at a time looks whether the database is another one; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    yield


@transaction.atomic
def begin_epoch_if_moved(*, is_restored: bool = False, known_epoch: int = 1) -> Event | None:
    """Begin an epoch where the ledger goes on in another database than the last time, or where `is_restored` says so.

    `known_epoch`: the highest that is known from outside of this database, which a restore may have lost. Gives the
    event, whose data say what `changed` (cluster, timeline, restored); None where all is as it was.
    """
    with identity_lock():
        known, here = DatabaseIdentity.objects.first(), read_identity()
    if here is not None:
        DatabaseIdentity.objects.update_or_create(pk=1, defaults=here._asdict())
    changed = _what_changed(known, here, is_restored=is_restored)
    if not changed:
        return None
    give_positions()
    data = {"epoch": max(current_epoch(), known_epoch) + 1, "position": last_position(), "changed": changed}
    return append(
        stream_id=STREAM,
        kind=Stream.Kind.INSTALLATION,
        name=EventName.LEDGER_WENT_ON,
        actor_kind="system",
        data=data,
    )


def _what_changed(known: DatabaseIdentity | None, here: ClusterIdentity | None, *, is_restored: bool) -> str:
    if is_restored:
        return "restored"
    if known is None or here is None:
        return ""
    if known.cluster != here.cluster:
        return "cluster"
    return "timeline" if known.timeline != here.timeline else ""
