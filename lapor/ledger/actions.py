"""Writes to the ledger. `append` is called by every action that changes something people may ask about later."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from lapor.core import clock
from lapor.ledger.bulk_insert import insert_in_one_statement
from lapor.ledger.chain import EMPTY, Content, event_hash, event_row
from lapor.ledger.models import Event, Stream

WAKE_CHANNEL = "lapor_events"
_LENGTHEN = "INSERT INTO ledger_stream (id, kind, length, head)"
_LENGTHENED = "ON CONFLICT (id) DO UPDATE SET length = ledger_stream.length + 1 RETURNING length, head"


def append(
    *,
    stream_id: UUID,
    kind: Stream.Kind,
    name: str,
    actor_kind: str,
    actor_id: UUID | None = None,
    data: Mapping[str, object] | None = None,
) -> Event:
    """Add one event to the end of its stream, inside the caller's transaction; the stream's row is locked until it
    ends.

    Two statements: lock or make the stream; insert the event and move the head, with a NOTIFY that wakes the consumers
    at commit. `data` must be JSON of strings, whole numbers, booleans, null: no floats, since they have no single way
    to be written.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{_LENGTHEN} VALUES (%s, %s, 1, %s) {_LENGTHENED}", [stream_id, kind.value, EMPTY])
        sequence, previous = cursor.fetchone()
    content = Content(stream_id, kind.value, sequence, clock.now(), name, actor_kind, actor_id, _body(data))
    return _insert(content, bytes(previous))


def append_once(
    *,
    since: datetime,
    stream_id: UUID,
    kind: Stream.Kind,
    name: str,
    actor_kind: str,
    actor_id: UUID,
    data: Mapping[str, object] | None = None,
) -> Event | None:
    """The same, but nothing where this actor added one of this name to the stream later than `since`: one statement
    then, which neither locks nor changes anything."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_LENGTHEN} SELECT %s, %s, 1, %s WHERE NOT EXISTS (SELECT FROM ledger_event"  # noqa: S608 - two constants
            f" WHERE stream_id = %s AND name = %s AND actor_id = %s AND recorded_at > %s) {_LENGTHENED}",
            [stream_id, kind.value, EMPTY, stream_id, name, actor_id, since],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    sequence, previous = row
    content = Content(stream_id, kind.value, sequence, clock.now(), name, actor_kind, actor_id, _body(data))
    return _insert(content, bytes(previous))


def _insert(content: Content, previous: bytes) -> Event:
    """Behind the event with the hash `previous`, in the stream that is locked."""
    digest = event_hash(content, previous)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH moved AS (UPDATE ledger_stream SET head = %s WHERE id = %s) INSERT INTO ledger_event (recorded_at,"
            " stream_id, stream_kind, sequence, name, actor_kind, actor_id, data, hash) VALUES (%s, %s,"
            " %s, %s, %s, %s, %s, %s, %s) RETURNING id, pg_notify(%s, '')",
            [digest, content.stream_id, *event_row(content, digest), WAKE_CHANNEL],
        )
        event_id = cursor.fetchone()[0]
    return _event(content, event_id, digest)


def _event(content: Content, event_id: int, digest: bytes) -> Event:
    return Event(
        id=event_id,
        recorded_at=content.recorded_at,
        stream_id=content.stream_id,
        stream_kind=content.stream_kind,
        sequence=content.sequence,
        name=content.name,
        actor_kind=content.actor_kind,
        actor_id=content.actor_id,
        data=content.data,
        hash=digest,
    )


_BEGIN = """
stream AS (
    INSERT INTO ledger_stream (id, kind, length, head) VALUES (%s, %s, 1, %s)
)
INSERT INTO ledger_event (recorded_at, stream_id, stream_kind, sequence, name, actor_kind, actor_id, data, hash)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id, pg_notify(%s, '')
"""


def start_stream(
    rows: Sequence[Model],
    *,
    stream_id: UUID,
    kind: Stream.Kind,
    name: str,
    actor_kind: str,
    actor_id: UUID | None,
    data: Mapping[str, object],
) -> Event:
    """The first event of a new stream and the rows that it tells of, in one statement.

    Raises IntegrityError where the stream is there.

    Nobody can hold a lock on a stream that is not there yet: its number and the hash before it are known without
    asking.
    """
    content = Content(stream_id, kind.value, 1, clock.now(), name, actor_kind, actor_id, _body(data))
    digest = event_hash(content, EMPTY)
    event_id, _none = insert_in_one_statement(
        rows,
        _BEGIN,
        [stream_id, kind.value, digest, *event_row(content, digest), WAKE_CHANNEL],
    )
    return _event(content, event_id, digest)


def _body(data: Mapping[str, object] | None) -> dict[str, object]:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "the ledger needs a transaction around an event and what it tells of"
        )
    return {**(data or {}), "injected_clock": True} if clock.is_injected() else dict(data or {})


def make_partitions(*, first: date, months: int) -> None:
    """Make the monthly partitions from `first` on, where they are missing.

    Called by the preparation and by a daily job."""
    month = first.replace(day=1)
    with connection.cursor() as cursor:
        for _ in range(months):
            cursor.execute("SELECT ledger_make_partition(%s)", [month])
            month = (month + timedelta(days=32)).replace(day=1)
