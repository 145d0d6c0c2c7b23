"""Reads of the ledger. What checks it stands in verifying.py."""

from uuid import UUID

from lapor.ledger.chain import EMPTY, Content, event_hash
from lapor.ledger.models import Event


def stream_events(stream_id: UUID) -> list[Event]:
    """The history of one stream, oldest first."""
    return list(Event.objects.filter(stream_id=stream_id).order_by("sequence"))


def first_event(stream_id: UUID) -> Event | None:
    """What a stream began with, where it stands there unaltered."""
    event = Event.objects.filter(stream_id=stream_id, sequence=1).first()
    return event if event and event_hash(_content(event), EMPTY) == bytes(event.hash) else None


def _content(event: Event) -> Content:
    return Content(
        event.stream_id,
        event.stream_kind,
        event.sequence,
        event.recorded_at,
        event.name,
        event.actor_kind,
        event.actor_id,
        event.data,
    )
