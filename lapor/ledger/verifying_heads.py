"""Checks heads against the events: the ledger's own, and those that somebody saved outside. Called by verifying.py."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lapor.core import clock
from lapor.ledger.chain import EMPTY, HeadSum, block_size, sum_head
from lapor.ledger.diagnosis import Fault
from lapor.ledger.epochs import Began, brought_along, epochs_begun
from lapor.ledger.heads import FORMATS, covered
from lapor.ledger.models import DailyHead, Event, TimedHead
from lapor.ledger.sequencer import Mark, marks_between, position_of
from lapor.ledger.signing import is_genuine
from lapor.ledger.witness import TIMED_FORMATS, WITNESS

MOST_BYTES = 1_000_000
RECENT = timedelta(days=2)
Document = Mapping[str, Any]


class NotAHead(ValueError):
    """What was given is no daily head of this installation; the words say why."""


@dataclass
class Heads:
    """How many heads were checked, what is wrong, and the last document."""

    own: int = 0
    saved: int = 0
    faults: list[Fault] = field(default_factory=list)
    last: Document | None = None
    notes: list[str] = field(default_factory=list)


def read_saved(path: Path) -> list[Document]:
    """The head in a file, or those in a folder (files named by their day). Raises NotAHead, OSError."""
    files = sorted(path.glob("[0-9]*.json")) if path.is_dir() else [path]
    if not files:
        raise NotAHead(f"{path} holds no head (files named like 2026-01-31.json)")
    return [_read(file) for file in files]


def _read(file: Path) -> Document:
    with file.open("rb") as opened:
        raw = opened.read(MOST_BYTES + 1)
    try:
        document = json.loads(raw) if len(raw) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or document.get("format") not in FORMATS | TIMED_FORMATS | {WITNESS}:
        raise NotAHead(f"{file} is not a daily head, a timed head or a witness")
    if not is_genuine(document):
        raise NotAHead(f"{file} is not signed by a key of this installation, or it was changed after that")
    return document


def check_heads(checked: Document | None, saved: Sequence[Document]) -> Heads:
    """Recompute each day's head from the events since `checked`.

    Of a day that was saved outside, the saved one counts."""
    result = Heads(last=checked)
    saved, result.notes = without_lost(saved)
    saved = _of_this_epoch(saved, result)
    rows = DailyHead.objects.order_by("day")
    if checked is not None:
        rows = rows.filter(day__gt=date.fromisoformat(checked["day"]))
    own: dict[str, Document] = {row.day.isoformat(): row.document for row in rows.iterator()}
    outside = {document["day"]: document for document in saved}
    result.own, result.saved = len(own), len(saved)
    for document in saved:
        if document != outside[document["day"]]:
            result.faults.append(_fault(document["day"], "two different ones were published"))
    is_known = True  # whether the head before is one that can be compared with
    for day in sorted(own.keys() | outside.keys()):
        document = outside.get(day) or own[day]
        if fault := _origin_fault(day, own.get(day), outside.get(day)):
            result.faults.append(_fault(day, fault))
        if not _is_head(document):
            is_known = False
            continue
        if is_known and not _follows(document, result.last):
            result.faults.append(_fault(day, "does not follow from the head before it"))
        result.faults += _compare(document)
        result.last, is_known = document, True
    return result


def _of_this_epoch(saved: Sequence[Document], result: Heads) -> list[Document]:
    """Without heads of an older epoch whose events were kept but whose row was not (it was made just before the
    disaster): these are compared with the events, and not with the row of that day, which was made anew."""
    begun, kept = epochs_begun(), []
    for document in saved:
        restore = brought_along(int(document.get("epoch", 1)), begun)
        own = DailyHead.objects.filter(day=document["day"]).first()
        if restore is None or (own is not None and own.document["head"] == document["head"]):
            kept.append(document)
            continue
        result.faults += _compare(document)
        result.notes.append(f"{document['day']}: its events are here; the head itself was not brought back")
    return kept


def without_lost(saved: Sequence[Document]) -> tuple[list[Document], list[str]]:
    """What was saved of heads without those whose events a restore lost (epochs.py), and a word on each of these."""
    begun, kept, notes = epochs_begun(), [], []
    for document in saved:
        restore = brought_along(int(document.get("epoch", 1)), begun)
        if restore is None or not _is_lost(document, restore):
            kept.append(document)
            continue
        what = document.get("day") or f"{document.get('name', '')} {document.get('made_at', '?')}".strip()
        notes.append(
            f"{what}: was made of events that the restore noticed at {restore.noticed_at:%Y-%m-%d %H:%M} UTC did not"
            f" bring back; it kept the first {restore.position}, and these are checked"
        )
    return kept, notes


def _is_lost(document: Document, restore: Began) -> bool:
    """A head that covers more than was kept; a witness of later than what was kept, where its event is not here or
    another one stands there since."""
    if document["format"] != WITNESS:
        return int(document.get("events", 0)) > restore.position
    recorded_at = datetime.fromisoformat(document.get("recorded_at", document["made_at"]))
    if restore.last_event_at is not None and recorded_at <= restore.last_event_at:
        return False
    place = position_of(document["stream"], document["sequence"])
    return place is None or place > restore.position


def check_moments(saved: Sequence[Document]) -> Heads:
    """Timed heads and witnesses: the ledger's own of the last two days (older ones are covered by daily heads), and
    those that were saved."""
    saved, notes = without_lost(saved)
    result = Heads(saved=len(saved), notes=notes)
    recent = TimedHead.objects.filter(made_at__gt=clock.now() - RECENT).order_by("made_at")
    own = [row.document for row in recent]
    result.own = len(own)
    daily = {row.document.get("head"): row.document.get("events", 0) for row in DailyHead.objects.all()}
    daily[EMPTY.hex()] = 0
    for document in [*own, *saved]:
        moment = str(document.get("made_at", "?"))
        if not is_genuine(document):
            result.faults.append(_fault(moment, "stands here without a valid signature"))
        elif document["format"] == WITNESS:
            result.faults += _witnessed(document)
        elif document["previous"] not in daily:
            result.faults.append(_fault(moment, "does not follow from the daily head before it"))
        else:
            placed = {**document, "day": moment, "events": daily[document["previous"]] + document["new_events"]}
            if "marks" in document:
                result.faults += _compare(placed)
            elif _sum(placed).head.hex() != document["head"]:  # a line of the log
                result.faults.append(_fault(moment, "does not follow from its events"))
    return result


def _sum(document: Document) -> HeadSum:
    marks = (mark.hash for mark in marks_between(*covered(document)))
    return sum_head(bytes.fromhex(document["previous"]), marks, block_size(document["new_events"]))


def _witnessed(document: Document) -> list[Fault]:
    found = Event.objects.filter(stream_id=document["stream"], sequence=document["sequence"]).values_list(
        "hash", flat=True
    )
    if [bytes(one).hex() for one in found] == [document["hash"]]:
        return []
    what = "missing" if not found else "rewritten"
    return [
        Fault(
            document["stream"],
            document["sequence"],
            None,
            f"{what} since it was witnessed ({document['name']}, {document['made_at']})",
        )
    ]


def _is_head(document: Document) -> bool:
    return document.get("format") in FORMATS and is_genuine(document)


def _origin_fault(day: str, own: Document | None, outside: Document | None) -> str:
    """What is wrong with where the head of a day comes from."""
    if own is None:
        return "was published, it is gone here"
    if not (_is_head(own) and own["day"] == day):
        return "stands here without a valid signature"
    if outside is not None and outside["head"] != own["head"]:
        return "was published otherwise than it stands here now"
    return ""


def _follows(document: Document, before: Document | None) -> bool:
    if before is None:
        return bool(document["previous"] == EMPTY.hex() and covered(document)[0] == 0)
    return bool(document["previous"] == before["head"] and covered(document)[0] == covered(before)[1])


def _fault(day: str, what: str) -> Fault:
    return Fault(f"head of {day}", 0, None, what)


def _compare(document: Document) -> list[Fault]:
    """The faults of one day: the events it covers as they stand now against the head that was published."""
    size = block_size(document["new_events"])
    bounds: list[tuple[Mark, Mark]] = []
    found: HeadSum = sum_head(bytes.fromhex(document["previous"]), _watched(document, size, bounds), size)
    if found.head.hex() == document["head"]:
        return []
    day = document["day"]
    marks = [mark.hex() for mark in found.marks]
    published = document["marks"]
    if len(marks) == len(published):
        wrong = [place for place, pair in enumerate(zip(marks, published, strict=True)) if pair[0] != pair[1]]
    else:
        least = min(len(marks), len(published))
        wrong = [next((place for place in range(least) if marks[place] != published[place]), least)]
    return [_named(day, bounds, place, len(published)) for place in wrong] or [
        _fault(day, "does not follow from its events")
    ]


def _watched(document: Document, size: int, bounds: list[tuple[Mark, Mark]]) -> Iterator[bytes]:
    """The hashes of the day's events; `bounds` gets the first and last event of each block."""
    for place, mark in enumerate(marks_between(*covered(document))):
        if place % size == 0:
            bounds.append((mark, mark))
        else:
            bounds[-1] = (bounds[-1][0], mark)
        yield mark.hash


def _named(day: str, bounds: Sequence[tuple[Mark, Mark]], place: int, published: int) -> Fault:
    if place >= len(bounds):
        return _fault(day, "covers events that are missing now, after all those that stand here")
    first, last = bounds[place]
    more = "" if first == last else f" or one of those after it up to event {last.event_id}"
    others = "" if len(bounds) == published else ": there an event was inserted, is missing or was moved"
    return Fault(
        first.stream_id,
        first.sequence,
        first.event_id,
        f"rewritten since the head of {day} was published{more}{others}",
    )
