"""Events that wait some seconds before any consumer reads them, so that what they tell can still be recalled.

What follows from an event (messages, public lists, figures) follows from its being handed out (cursors.py): while it is
held nobody was told, and of a recalled one nobody ever is. Order stays: those behind a held one wait with it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lapor.core import clock
from lapor.ledger.models import Event, HeldEvent, Stream

MARGIN = timedelta(seconds=2)  # between the last moment of recalling and the first of telling: clocks of two machines


def hold(event: Event, *, until: datetime, before: dict[str, Any]) -> None:
    """In the transaction of the event: it can be recalled until then, and is handed out a little later."""
    forget_before(clock.now())
    HeldEvent.objects.create(
        event_id=event.id,
        recorded_at=event.recorded_at,
        stream_id=event.stream_id,
        sequence=event.sequence,
        actor_id=event.actor_id,
        until=until,
        before=before,
    )


def held_last(stream_id: UUID) -> HeldEvent | None:
    """The newest event of the stream, where it can be recalled still. One query."""
    newest = Stream.objects.filter(pk=stream_id).values("length")
    rows = HeldEvent.objects.filter(stream_id=stream_id, sequence=newest[:1], recalled_at=None, until__gt=clock.now())
    return rows.first()


def recall(held: HeldEvent, by: Event) -> None:
    """Neither it nor the event that tells of the recall is handed to anybody. In the transaction of the latter, which
    holds the lock of what the stream is about."""
    at = clock.now()
    HeldEvent.objects.filter(pk=held.pk).update(recalled_at=at, before=None)
    hold(by, until=at, before={})
    HeldEvent.objects.filter(pk=by.id).update(recalled_at=at, before=None)


def forget_before(at: datetime) -> int:
    """What held events remember and nobody can recall any more: rows that were recalled stay, for readers that are
    behind."""
    old = HeldEvent.objects.filter(until__lt=at, recalled_at=None)
    return int(old.exclude(before=None).delete()[0])


def forget_memory_of(stream_ids: Sequence[UUID]) -> None:
    """They can be recalled no longer, and are handed out at once."""
    HeldEvent.objects.filter(stream_id__in=stream_ids, recalled_at=None).delete()
