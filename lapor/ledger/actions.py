"""Writes to the ledger. `append` is called by every action that changes something people may ask about later."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from lapor.core import clock
from lapor.ledger.bulk_insert import insert_in_one_statement
from lapor.ledger.chain import EMPTY, Content, event_hash
from lapor.ledger.models import Event, Stream

WAKE_CHANNEL = "lapor_events"


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

    Three statements: lock or make the stream, insert the event, move the head; and a NOTIFY that wakes the consumers at
    commit. `data` must be JSON of strings, whole numbers, booleans, null: no floats, since they have no single way to
    be written.
    """
    body = _body(data)
    recorded_at = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_stream (id, kind, length, head) VALUES (%s, %s, 1, %s) ON CONFLICT (id) DO UPDATE SET"
            " length = ledger_stream.length + 1 RETURNING length, head",
            [stream_id, kind.value, EMPTY],
        )
        sequence, previous = cursor.fetchone()
        content = Content(stream_id, kind.value, sequence, recorded_at, name, actor_kind, actor_id, body)
        digest = event_hash(content, bytes(previous))
        cursor.execute(
            "WITH moved AS (UPDATE ledger_stream SET head = %s WHERE id = %s) INSERT INTO ledger_event (recorded_at,"
            " stream_id, stream_kind, sequence, name, actor_kind, actor_id, data, hash) VALUES (%s, %s,"
            " %s, %s, %s, %s, %s, %s, %s) RETURNING id, pg_notify(%s, '')",
            [
                digest,
                stream_id,
                recorded_at,
                stream_id,
                kind.value,
                sequence,
                name,
                actor_kind,
                actor_id,
                json.dumps(body),
                digest,
                WAKE_CHANNEL,
            ],
        )
        event_id = cursor.fetchone()[0]
    return Event(
        id=event_id,
        recorded_at=recorded_at,
        stream_id=stream_id,
        stream_kind=kind.value,
        sequence=sequence,
        name=name,
        actor_kind=actor_kind,
        actor_id=actor_id,
        data=body,
        hash=digest,
    )


_BEGIN = """
stream AS (
    INSERT INTO ledger_stream (id, kind, length, head) VALUES (%s, %s, 1, %s)
)
INSERT INTO ledger_event (recorded_at, stream_id, stream_kind, sequence, name, actor_kind, actor_id, data, hash)
VALUES (%s, %s, %s, 1, %s, %s, %s, %s, %s) RETURNING id, pg_notify(%s, '')
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
    body, recorded_at = _body(data), clock.now()
    digest = event_hash(Content(stream_id, kind.value, 1, recorded_at, name, actor_kind, actor_id, body), EMPTY)
    event_id, _none = insert_in_one_statement(
        rows,
        _BEGIN,
        [
            stream_id,
            kind.value,
            digest,
            recorded_at,
            stream_id,
            kind.value,
            name,
            actor_kind,
            actor_id,
            json.dumps(body),
            digest,
            WAKE_CHANNEL,
        ],
    )
    return Event(
        id=event_id,
        recorded_at=recorded_at,
        stream_id=stream_id,
        stream_kind=kind.value,
        sequence=1,
        name=name,
        actor_kind=actor_kind,
        actor_id=actor_id,
        data=body,
        hash=digest,
    )


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
