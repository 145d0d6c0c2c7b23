"""Reads of the ledger: one stream's history, and the check of all chains."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import connection

from lapor.ledger.chain import EMPTY, Content, event_hash
from lapor.ledger.models import Event, Stream

_BATCH = 5000


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a chain: which stream, at which event, and what."""

    stream_id: UUID
    sequence: int
    event_id: int | None
    what: str

    def __str__(self) -> str:
        where = f"event {self.event_id}, " if self.event_id else ""
        return f"{where}number {self.sequence} of stream {self.stream_id}: {self.what}"


@dataclass
class Verification:
    """The outcome of `verify`: how much was read and what was found."""

    streams: int = 0
    events: int = 0
    faults: list[Fault] | None = None


def stream_events(stream_id: UUID) -> list[Event]:
    """The history of one stream, oldest first."""
    return list(Event.objects.filter(stream_id=stream_id).order_by("sequence"))


def _rows() -> Iterator[tuple[object, ...]]:
    """All events in order of stream and sequence, through a server-side cursor: constant memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT stream_id, stream_kind, sequence, recorded_at, name, actor_kind, actor_id, data, hash, id "
            "FROM ledger_event ORDER BY stream_id, sequence, id"
        )
        while rows := cursor.fetchmany(_BATCH):
            yield from rows


def _check_stream(stream_id: UUID, rows: Iterator[tuple[object, ...]], result: Verification) -> tuple[int, bytes]:
    faults = result.faults if result.faults is not None else []
    expected, previous = 1, EMPTY
    for row in rows:
        result.events += 1
        _, kind, sequence, recorded_at, name, actor_kind, actor_id, data, stored, event_id = row
        assert isinstance(sequence, int) and isinstance(event_id, int) and isinstance(recorded_at, datetime)  # noqa: S101
        if sequence != expected:
            what = "inserted or doubled" if sequence < expected else f"{sequence - expected} before it missing"
            faults.append(Fault(stream_id, sequence, event_id, what))
            expected = max(sequence, expected)
        content = Content(stream_id, str(kind), sequence, recorded_at, str(name), str(actor_kind), actor_id, json.loads(str(data)))  # type: ignore[arg-type]
        digest = bytes(stored)  # type: ignore[call-overload]
        if event_hash(content, previous) != digest:
            faults.append(Fault(stream_id, sequence, event_id, "altered (its hash does not follow from what it says)"))
        expected, previous = expected + 1, digest
    return expected - 1, previous


def verify() -> Verification:
    """Recompute every hash and compare every chain with its head. Reads the whole ledger once, in a stable order.

    Runs in one repeatable-read transaction of the caller (`lapor verify`), so that work going on meanwhile is no fault.
    """
    result = Verification(faults=[])
    faults = result.faults
    assert faults is not None  # noqa: S101
    heads = {s.id: (s.length, bytes(s.head)) for s in Stream.objects.all().iterator(_BATCH)}
    for key, rows in groupby(_rows(), key=lambda row: row[0]):
        stream_id = UUID(str(key))
        result.streams += 1
        length, head = _check_stream(stream_id, iter(rows), result)
        known = heads.pop(stream_id, None)
        if known is None:
            faults.append(Fault(stream_id, length, None, "the stream is not registered"))
        elif known != (length, head):
            faults.append(Fault(stream_id, length, None, f"the chain should end at number {known[0]}: its end was changed"))
    for stream_id, (length, _) in heads.items():
        faults.append(Fault(stream_id, length, None, "all its events are missing"))
    return result
