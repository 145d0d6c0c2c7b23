"""How an event is hashed, and how a head is made of many hashes. Pure; the same functions write and verify."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

EMPTY = b"\x00" * 32
MOST_MARKS = 1024
MARK_BYTES = 8
EVENT_COLUMNS = (
    "recorded_at",
    "stream_id",
    "stream_kind",
    "sequence",
    "name",
    "actor_kind",
    "actor_id",
    "data",
    "hash",
)
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class Content:
    """What one event says. `data` holds strings, whole numbers, booleans, null, and lists or maps of these."""

    stream_id: UUID
    stream_kind: str
    sequence: int
    recorded_at: datetime
    name: str
    actor_kind: str
    actor_id: UUID | None
    data: Mapping[str, object]


def event_row(content: Content, digest: bytes) -> tuple[Any, ...]:
    """Values of EVENT_COLUMNS."""
    return (
        content.recorded_at,
        content.stream_id,
        content.stream_kind,
        content.sequence,
        content.name,
        content.actor_kind,
        content.actor_id,
        json.dumps(content.data),
        digest,
    )


def canonical(body: Mapping[str, object]) -> bytes:
    """The one way to write a JSON object: sorted keys, no spaces, UTF-8."""
    return _ENCODER.encode(body).encode("utf-8", "surrogatepass")


def event_hash(content: Content, previous: bytes) -> bytes:
    """SHA-256 over the hash before and the canonical JSON (times in UTC with microseconds) of the content."""
    body = {
        "stream": str(content.stream_id),
        "kind": content.stream_kind,
        "sequence": content.sequence,
        "at": content.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "name": content.name,
        "actor": [content.actor_kind, str(content.actor_id) if content.actor_id else None],
        "data": content.data,
    }
    return hashlib.sha256(previous + canonical(body)).digest()


def commitment(salt: bytes, text: str) -> str:
    """A salted hash that shows later that a text is the one that was written, without saying anything of it."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def block_size(events: int) -> int:
    """How many events stand in one block of a head: one while they are few, so that a mark names its event."""
    return max(1, -(-events // MOST_MARKS))


@dataclass(frozen=True)
class HeadSum:
    """The head over the hashes of events, and a short mark of each block of them (8 bytes), by which a changed one is
    found."""

    head: bytes
    marks: tuple[bytes, ...]


def sum_head(previous: bytes, hashes: Iterable[bytes], size: int) -> HeadSum:
    """SHA-256 over the head before and the SHA-256 of each block of `size` hashes, in order."""
    head, marks = hashlib.sha256(previous), []
    remaining = iter(hashes)
    while block := b"".join(islice(remaining, size)):
        digest = hashlib.sha256(block).digest()
        head.update(digest)
        marks.append(digest[:MARK_BYTES])
    return HeadSum(head.digest(), tuple(marks))
