"""Checks the ledger: every chain against its hashes, every head against the events. Called by `lapor verify`.

The caller holds one repeatable-read transaction around it, so that work going on meanwhile is no fault.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connection

from lapor.ledger.chain import EMPTY
from lapor.ledger.diagnosis import Fault, Row, diagnose, follows
from lapor.ledger.epochs import epochs_begun
from lapor.ledger.heads import FORMATS
from lapor.ledger.sequencer import count_until, last_position, without_position
from lapor.ledger.verifying_heads import Heads, check_heads, check_moments

_BATCH = 5000
MOST_DIAGNOSED = 200  # broken streams that are looked at one by one; of more only the stream is named

_EVENT = (
    "e.stream_id::text, e.stream_kind, e.sequence, e.recorded_at, e.name, e.actor_kind, e.actor_id::text, e.data,"
    " e.hash, e.id"
)
_EVERYTHING = f"""
SELECT {_EVENT}, s.id::text, s.kind, s.length, s.head, NULL::bytea
FROM ledger_event e FULL JOIN ledger_stream s ON s.id = e.stream_id
ORDER BY coalesce(e.stream_id, s.id), e.sequence, e.id
"""  # noqa: S608 - the names of columns
_SINCE = f"""
SELECT {_EVENT}, s.id::text, s.kind, s.length, s.head, p.hash
FROM (
    SELECT event_id, recorded_at FROM ledger_position WHERE position > %(since)s
    UNION ALL SELECT event_id, recorded_at FROM ledger_tail
) n JOIN ledger_event e ON e.recorded_at = n.recorded_at AND e.id = n.event_id
LEFT JOIN ledger_stream s ON s.id = e.stream_id
LEFT JOIN (ledger_event p JOIN ledger_position o ON o.event_id = p.id AND o.position <= %(since)s)
    ON p.stream_id = e.stream_id AND p.sequence = e.sequence - 1
ORDER BY e.stream_id, e.sequence, e.id
"""  # noqa: S608
_WIDTH = len(Row._fields)


@dataclass(frozen=True)
class CheckedEvents:
    """How far a clean verification came: all events up to a position, and the heads up to a day."""

    position: int
    head: Mapping[str, Any] | None = None  # the last document that was checked

    def to_json(self) -> dict[str, Any]:
        return {
            "position": self.position,
            "head": dict(self.head) if self.head else None,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "CheckedEvents | None":
        """None where nothing (usable) was kept."""
        try:
            return cls(int(kept["position"]), kept["head"])
        except (KeyError, TypeError, ValueError):
            return None


@dataclass
class Verification:
    """What was read, what is wrong, and how far the next one may count on this one."""

    streams: int = 0
    events: int = 0
    heads: int = 0
    saved_heads: int = 0
    timed: int = 0  # timed heads and witnesses
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # restores, and what they lost: told, no fault
    checked: CheckedEvents | None = None


def verify(
    *,
    since: CheckedEvents | None = None,
    saved: Sequence[Mapping[str, Any]] = (),
    watch: Callable[[Row], None] | None = None,
) -> Verification:
    """Check all chains and heads, or with `since` what was added to what it names.

    `saved` heads are kept outside by somebody.

    `watch` is shown each event that is read, stream by stream, in order: for who compares what they say with something
    else.

    Saved heads are only as good as the whole way to them: give them without `since`.
    """
    result = Verification()
    if since is not None and (found := count_until(since.position)) != since.position:
        text = f"there were {since.position} events, now there are {found}; reading everything says which"
        result.faults.append(Fault("what was checked before", 0, None, text))
    broken: list[str] = []
    for stream_id, rows in groupby(_rows(since), key=lambda row: row[0] or row[_WIDTH]):
        result.streams += 1
        if not _is_whole(rows, result, watch):
            broken.append(stream_id)
    for place, stream_id in enumerate(broken):
        result.faults += _name_faults(stream_id, in_detail=place < MOST_DIAGNOSED)
    timed = check_moments([document for document in saved if document["format"] not in FORMATS])
    saved = [document for document in saved if document["format"] in FORMATS]
    heads: Heads = check_heads(since.head if since else None, saved)
    result.notes = [*map(str, epochs_begun()), *heads.notes, *timed.notes]
    result.timed, result.faults = timed.own + timed.saved, [*result.faults, *timed.faults]
    result.heads, result.saved_heads = heads.own, heads.saved
    result.faults += heads.faults
    if since is None and (found := count_until(last_position())) != last_position():
        text = f"{last_position()} events had a position, {found} are here: some were taken away with their streams"
        result.faults.append(Fault("the order of events", 0, None, text))
    if since is None and (strays := without_position()):
        text = f"{strays} events have neither a position nor a place in the queue for one: nobody was told of them"
        result.faults.append(Fault("the order of events", 0, None, text))
    result.checked = CheckedEvents(last_position(), heads.last)
    return result


def _rows(since: CheckedEvents | None) -> Iterator[tuple[Any, ...]]:
    """Events in order of stream and number, each with its stream's row, through a server-side cursor: constant
    memory."""
    with connection.chunked_cursor() as cursor:
        if since is None:
            cursor.execute(_EVERYTHING)
        else:
            cursor.execute(_SINCE, {"since": since.position})
        while rows := cursor.fetchmany(_BATCH):
            yield from rows


def _is_whole(rows: Iterable[tuple[Any, ...]], result: Verification, watch: Callable[[Row], None] | None) -> bool:
    """Whether the rows of one stream follow from each other, from what was checked before, and end where the stream's
    row says."""
    expected, previous, whole = 1, EMPTY, True
    for row in rows:
        if row[0] is None:
            return False  # the stream's row without any event
        event = Row._make(row[:_WIDTH])
        _, kind, length, head, before = row[_WIDTH:]
        if before is not None and expected == 1:
            expected, previous = event.sequence, before
        result.events += 1
        if watch is not None:
            watch(event)
        whole = whole and event.sequence == expected and kind == event.kind and follows(event, expected, previous)
        expected, previous = expected + 1, event.hash
    return whole and (length, head) == (expected - 1, previous)


def _name_faults(stream_id: str, *, in_detail: bool) -> list[Fault]:
    """What is wrong in a stream that does not hold."""
    if not in_detail:
        return [Fault(f"stream {stream_id}", 0, None, "broken (too many are broken to look at each event)")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_EVENT} FROM ledger_event e WHERE e.stream_id = %s ORDER BY e.sequence, e.id",  # noqa: S608
            [stream_id],
        )
        rows = [Row._make(row) for row in cursor.fetchall()]
        cursor.execute("SELECT kind, length, head FROM ledger_stream WHERE id = %s", [stream_id])
        stream = cursor.fetchone()
    last = rows[-1] if rows else None
    if last is None:
        return [Fault(stream_id, stream[1], None, "all its events are missing")]
    if stream is None:
        return [Fault(stream_id, last.sequence, last.event_id, "the stream is not registered")]
    if faults := diagnose(stream_id, rows, stream[1]):
        return faults
    what = (
        "the chain should end with another hash"
        if stream[0] == last.kind
        else f"the stream should be of the kind {stream[0]}"
    )
    return [Fault(stream_id, last.sequence, last.event_id, f"rewritten: {what}")]
