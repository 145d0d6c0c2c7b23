"""How readers of events (notify, publish, measure) go forward: each from its own cursor, at its own pace, exactly once.

Events are handed out by their positions (sequencer.py): one that commits late gets a later position and is never
skipped. The cursor moves in the same transaction as the consumer's writes: a crash repeats the batch, it never doubles
it.
"""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, NamedTuple

from django.db import InterfaceError, OperationalError, connection, transaction

from lapor.core import clock
from lapor.ledger.holding import MARGIN
from lapor.ledger.models import Cursor, Event, SetAsideEvent
from lapor.ledger.sequencer import give_positions

logger = logging.getLogger(__name__)
BATCH = 200
TRIES = 5  # of one event, at least the worker's five seconds apart


@dataclass(frozen=True)
class Consumer:
    """A reader of events. `handle` gets a batch in order and writes what follows from it, inside a transaction."""

    name: str
    handle: Callable[[Sequence[Event]], None]


_NEXT = """
SELECT p.position, e.id, e.recorded_at, e.stream_id, e.stream_kind, e.sequence, e.name, e.actor_kind, e.actor_id,
    e.data, h.until AS held_until, h.recalled_at IS NOT NULL AS is_recalled
FROM ledger_position p JOIN ledger_event e ON e.recorded_at = p.recorded_at AND e.id = p.event_id
    LEFT JOIN ledger_heldevent h ON h.event_id = p.event_id
WHERE p.position > %s ORDER BY p.position LIMIT %s
"""


_AT_THE_END = """
SELECT consumer FROM ledger_cursor WHERE position >= (SELECT coalesce(max(position), 0) FROM ledger_position)
"""


class Placed(NamedTuple):
    position: int
    event: Event
    is_recalled: bool


def _placed(row: dict[str, Any]) -> Placed:
    position, is_recalled = row.pop("position"), row.pop("is_recalled")
    return Placed(position, Event(**{**row, "data": json.loads(row["data"])}), is_recalled)


def _not_held(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Up to the first that may still be recalled (holding.py)."""
    now = clock.now() - MARGIN
    return list(takewhile(lambda row: not (until := row.pop("held_until")) or row["is_recalled"] or until < now, rows))


def advance(consumer: Consumer, *, batch: int = BATCH) -> int:
    """Hand the consumer its next events and move its cursor. Gives the number handled; 0 when there is nothing to do
    or another process is at it. Raises what the consumer raises: the caller backs off, nothing is lost."""
    with transaction.atomic():
        placed = _next_events(consumer, batch)
        if placed:
            if events := [one.event for one in placed if not one.is_recalled]:
                consumer.handle(events)
            _move(consumer, placed[-1].position)
        return len(placed)


def _next_events(consumer: Consumer, batch: int) -> list[Placed]:
    """The events after the cursor, which stays locked until the transaction ends; none while another process holds
    it, or while the next one is held."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_cursor (consumer, position, failures) VALUES (%s, 0, 0) ON CONFLICT DO NOTHING",
            [consumer.name],
        )
        cursor.execute(
            "SELECT position FROM ledger_cursor WHERE consumer = %s FOR UPDATE SKIP LOCKED",
            [consumer.name],
        )
        position = cursor.fetchone()
        if position is None:
            return []
        cursor.execute(_NEXT, [position[0], batch])
        columns = [column.name for column in cursor.description]
        return [_placed(row) for row in _not_held(dict(zip(columns, row, strict=True)) for row in cursor.fetchall())]


def _move(consumer: Consumer, position: int) -> None:
    Cursor.objects.filter(consumer=consumer.name).update(position=position, moved_at=clock.now(), failures=0)


def catch_up(consumers: Sequence[Consumer]) -> int:
    """Bring every consumer to the end of the ledger.

    Used by tests, commands and the worker; a failing consumer stops only itself, and only until the event that it
    cannot read has been set aside."""
    try:
        give_positions()
    except (OperationalError, InterfaceError):
        logger.exception("no positions given: the database failed; it will be tried again")
        return 0
    behind = _behind(consumers)
    return sum(_to_the_end(consumer) for consumer in consumers if consumer.name in behind)


def _behind(consumers: Sequence[Consumer]) -> set[str]:
    """Those for whom there is anything to read, by one query: mostly there is nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_AT_THE_END)
            done = {row[0] for row in cursor.fetchall()}
    except (OperationalError, InterfaceError):
        logger.exception("nothing read: the database failed; it will be tried again")
        return set()
    return {consumer.name for consumer in consumers} - done


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
        placed = _next_events(consumer, 1)
        if not placed:
            return False
        position, event, _is_recalled = placed[0]
        row = Cursor.objects.get(consumer=consumer.name)
        if row.failures + 1 < TRIES:
            Cursor.objects.filter(consumer=consumer.name).update(failures=row.failures + 1)
            return False
        text = f"{type(error).__name__}: {error}"[:300]
        SetAsideEvent.objects.get_or_create(
            consumer=consumer.name,
            event_id=event.id,
            defaults={"recorded_at": event.recorded_at, "error": text, "at": clock.now()},
        )
        _move(consumer, position)
    logger.error(
        "consumer %s: event %s is set aside after %s tries: see `lapor events`", consumer.name, event.id, TRIES
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
