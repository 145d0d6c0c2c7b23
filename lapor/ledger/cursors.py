"""How readers of events (notify, publish, measure) go forward: each from its own cursor, at its own pace, exactly once.

An event is only handed out once every transaction that began before its own has ended (its transaction id is below the
snapshot's xmin), so that an event which commits late is never skipped, and in its stream's order: `append` sees to it that
these numbers never fall within a stream, though a transaction that began early may write late. The cursor moves in the same transaction as
the consumer's writes: a crash repeats the batch, it never doubles it.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from lapor.core import clock
from lapor.ledger.models import Event

logger = logging.getLogger(__name__)
BATCH = 200


@dataclass(frozen=True)
class Consumer:
    """A reader of events. `handle` gets a batch in order and writes what follows from it, inside a transaction."""

    name: str
    handle: Callable[[Sequence[Event]], None]


_NEXT = """
SELECT id, recorded_at, stream_id, stream_kind, sequence, name, actor_kind, actor_id, data, transaction_id::text::numeric
FROM ledger_event
WHERE (transaction_id, id) > (%s::text::xid8, %s) AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY transaction_id, id LIMIT %s
"""


def _event(row: dict[str, Any]) -> Event:
    return Event(**{**row, "data": json.loads(row["data"])})


def advance(consumer: Consumer, *, batch: int = BATCH) -> int:
    """Hand the consumer its next events and move its cursor. Gives the number handled; 0 when there is nothing to do
    or another process is at it. Raises what the consumer raises: the caller backs off, nothing is lost."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_cursor (consumer, transaction_id, event_id) VALUES (%s, 0, 0) ON CONFLICT DO NOTHING",
            [consumer.name],
        )
        cursor.execute(
            "SELECT transaction_id, event_id FROM ledger_cursor WHERE consumer = %s FOR UPDATE SKIP LOCKED",
            [consumer.name],
        )
        position = cursor.fetchone()
        if position is None:
            return 0
        cursor.execute(_NEXT, [str(position[0]), position[1], batch])
        columns = [column.name for column in cursor.description]
        events = [_event(dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]
        if not events:
            return 0
        consumer.handle(events)
        last = events[-1]
        cursor.execute(
            "UPDATE ledger_cursor SET transaction_id = %s, event_id = %s, moved_at = %s WHERE consumer = %s",
            [last.transaction_id, last.id, clock.now(), consumer.name],
        )
        return len(events)


def catch_up(consumers: Sequence[Consumer]) -> int:
    """Bring every consumer to the end of the ledger. Used by tests, commands and the worker; a failing consumer stops only itself."""
    total = 0
    for consumer in consumers:
        try:
            while handled := advance(consumer):
                total += handled
        except Exception:
            logger.exception("consumer %s stopped at an event; it will try again", consumer.name)
    return total
