"""How readers of events (notify, publish, measure) go forward: each from its own cursor, at its own pace, exactly once.

An event is only handed out once every transaction that began before its own has ended (its transaction id is below the
snapshot's xmin), so that an event which commits late is never skipped, and in its stream's order: `append` sees to it
that these numbers never fall within a stream, though a transaction that began early may write late. The cursor moves in
the same transaction as the consumer's writes: a crash repeats the batch, it never doubles it.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction

from lapor.core import clock
from lapor.ledger.models import Cursor, Event, SetAsideEvent

logger = logging.getLogger(__name__)
BATCH = 200
TRIES = 5  # of one event, at least the worker's five seconds apart


@dataclass(frozen=True)
class Consumer:
    """A reader of events. `handle` gets a batch in order and writes what follows from it, inside a transaction."""

    name: str
    handle: Callable[[Sequence[Event]], None]


_NEXT = """
SELECT id, recorded_at, stream_id, stream_kind, sequence, name, actor_kind, actor_id, data,
transaction_id::text::numeric
FROM ledger_event
WHERE (transaction_id, id) > (%s::text::xid8, %s) AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY transaction_id, id LIMIT %s
"""


def _event(row: dict[str, Any]) -> Event:
    return Event(**{**row, "data": json.loads(row["data"])})


def advance(consumer: Consumer, *, batch: int = BATCH) -> int:
    """Hand the consumer its next events and move its cursor. Gives the number handled; 0 when there is nothing to do
    or another process is at it. Raises what the consumer raises: the caller backs off, nothing is lost."""
    with transaction.atomic():
        events = _next_events(consumer, batch)
        if events:
            consumer.handle(events)
            _move(consumer, events[-1])
        return len(events)


def _next_events(consumer: Consumer, batch: int) -> list[Event]:
    """The events after the cursor, which stays locked until the transaction ends; none while another process holds
    it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_cursor (consumer, transaction_id, event_id, failures) VALUES (%s, 0, 0, 0) ON CONFLICT"
            " DO NOTHING",
            [consumer.name],
        )
        cursor.execute(
            "SELECT transaction_id, event_id FROM ledger_cursor WHERE consumer = %s FOR UPDATE SKIP LOCKED",
            [consumer.name],
        )
        position = cursor.fetchone()
        if position is None:
            return []
        cursor.execute(_NEXT, [str(position[0]), position[1], batch])
        columns = [column.name for column in cursor.description]
        return [_event(dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]


def _move(consumer: Consumer, last: Event) -> None:
    values = {"transaction_id": last.transaction_id, "event_id": last.id, "moved_at": clock.now(), "failures": 0}
    Cursor.objects.filter(consumer=consumer.name).update(**values)


def catch_up(consumers: Sequence[Consumer]) -> int:
    """Bring every consumer to the end of the ledger.

    Used by tests, commands and the worker; a failing consumer stops only itself, and only until the event that it
    cannot read has been set aside."""
    return sum(_to_the_end(consumer) for consumer in consumers)


def _to_the_end(consumer: Consumer) -> int:
    total = 0
    while True:
        try:
            handled = advance(consumer)
        except (OperationalError, InterfaceError):
            logger.exception("consumer %s: the database failed; it will try again", consumer.name)
            return total
        except Exception:
            logger.exception("consumer %s stopped in a batch; its events are handed out one by one", consumer.name)
            handled = _past_the_bad_event(consumer)
        total += handled
        if not handled:
            return total


def _past_the_bad_event(consumer: Consumer) -> int:
    """How many events were read or set aside; 0 while the bad one is tried again: at the next calls, five times in
    all."""
    done = 0
    while True:
        try:
            if not advance(consumer, batch=1):
                return done
        except (OperationalError, InterfaceError):
            logger.exception("consumer %s: the database failed; it will try again", consumer.name)
            return 0
        except Exception as error:
            logger.exception("consumer %s cannot read an event", consumer.name)
            return done + 1 if _note_failure(consumer, error) else 0
        done += 1


def _note_failure(consumer: Consumer, error: Exception) -> bool:
    """Whether the event was given up and the consumer may go on behind it."""
    with transaction.atomic():
        events = _next_events(consumer, 1)
        if not events:
            return False
        row = Cursor.objects.get(consumer=consumer.name)
        if row.failures + 1 < TRIES:
            Cursor.objects.filter(consumer=consumer.name).update(failures=row.failures + 1)
            return False
        text = f"{type(error).__name__}: {error}"[:300]
        SetAsideEvent.objects.get_or_create(
            consumer=consumer.name,
            event_id=events[0].id,
            defaults={"recorded_at": events[0].recorded_at, "error": text, "at": clock.now()},
        )
        _move(consumer, events[0])
    logger.error(
        "consumer %s: event %s is set aside after %s tries: see `lapor events`", consumer.name, events[0].id, TRIES
    )
    return True


def hand_out_again(consumers: Sequence[Consumer]) -> tuple[int, int]:
    """Once the fault is mended: every event set aside is handed to its consumer again.

    Gives (read now, still not readable)."""
    by_name = {consumer.name: consumer for consumer in consumers}
    read, left = 0, 0
    for row in SetAsideEvent.objects.filter(consumer__in=by_name):
        event = Event.objects.get(recorded_at=row.recorded_at, id=row.event_id)
        try:
            with transaction.atomic():
                by_name[row.consumer].handle([event])
                row.delete()
            read += 1
        except Exception as error:
            logger.exception("consumer %s still cannot read event %s", row.consumer, row.event_id)
            SetAsideEvent.objects.filter(pk=row.pk).update(
                error=f"{type(error).__name__}: {error}"[:300], at=clock.now()
            )
            left += 1
    return read, left
