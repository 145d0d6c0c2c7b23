"""Says what is wrong in a chain that does not hold: which event, and how.

Pure; called by verifying.py for broken streams only."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from lapor.ledger.chain import EMPTY, Content, event_hash

MOST_COMPARED = 2000  # looking for an event's place is work by the square


@dataclass(frozen=True)
class Fault:
    """One thing wrong: in which stream, at which event, and what.

    `sequence` 0: it is about the whole thing named by `stream_id`."""

    stream_id: str
    sequence: int
    event_id: int | None
    what: str

    def __str__(self) -> str:
        if not self.sequence:
            return f"{self.stream_id}: {self.what}"
        where = f"event {self.event_id}, " if self.event_id else ""
        return f"{where}number {self.sequence} of stream {self.stream_id}: {self.what}"


class Row(NamedTuple):
    """An event as it is read to be checked; `data` as the database writes JSON."""

    stream_id: str
    kind: str
    sequence: int
    recorded_at: datetime
    name: str
    actor_kind: str
    actor_id: str | None
    data: str
    hash: bytes
    event_id: int


def follows(row: Row, number: int, previous: bytes) -> bool:
    """Whether the row's hash is that of its content standing at `number` after `previous`."""
    actor = UUID(row.actor_id) if row.actor_id else None
    content = Content(
        UUID(row.stream_id), row.kind, number, row.recorded_at, row.name, row.actor_kind, actor, json.loads(row.data)
    )
    return event_hash(content, previous) == row.hash


def missing(stream_id: str, first: int, last: int) -> Fault:
    return Fault(stream_id, first, None, "missing" if first == last else f"missing, with all up to number {last}")


def diagnose(stream_id: str, rows: Sequence[Row], length: int) -> list[Fault]:
    """The faults of one stream that should have `length` events and has `rows`, in order of their numbers.

    After a gap the next event is taken as given: what it followed is not there.
    """
    at_number: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        at_number[row.sequence].append(row)
    faults: list[Fault] = []
    placed: set[int] = set()
    previous: bytes | None = EMPTY
    expected, last = 1, 0  # the number after the last event found, and that event
    for number in sorted({*range(1, len(rows) + 1), *at_number}):
        here = [row for row in at_number.get(number, ()) if row.event_id not in placed]
        before = previous if number == expected else None
        found, fault = _at(number, here, before, (row for row in rows if row.event_id not in placed), len(rows))
        if found is None:
            continue
        if number > expected:
            faults.append(missing(stream_id, expected, number - 1))
        if fault:
            faults.append(Fault(stream_id, number, found.event_id, fault))
        placed.add(found.event_id)
        previous, expected, last = found.hash, number + 1, found.event_id
    if length >= expected:
        faults.append(missing(stream_id, expected, length))
    elif length < expected - 1:
        faults.append(Fault(stream_id, expected - 1, last, f"inserted: the chain should end at number {length}"))
    faults += [
        Fault(stream_id, row.sequence, row.event_id, "inserted (it follows from no event of this chain)")
        for row in rows
        if row.event_id not in placed
    ]
    return faults


def _at(
    number: int, here: Sequence[Row], previous: bytes | None, others: Iterable[Row], size: int
) -> tuple[Row | None, str]:
    """The event that stands at `number`, and what is wrong with it. `previous` None: the event before it is missing."""
    if previous is None:
        return (here[0], "") if here else (None, "")
    if (fitting := next((row for row in here if follows(row, number, previous)), None)) is not None:
        return fitting, ""
    if (
        size <= MOST_COMPARED
        and (moved := next((row for row in others if follows(row, number, previous)), None)) is not None
    ):
        return moved, f"reordered (it stands at number {moved.sequence} now)"
    if here:
        return here[0], "altered (its hash does not follow from what it says and from the event before it)"
    return None, ""
