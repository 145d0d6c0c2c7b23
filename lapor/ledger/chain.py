"""How an event is hashed. Pure; the same function writes and verifies."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

EMPTY = b"\x00" * 32


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


def event_hash(content: Content, previous: bytes) -> bytes:
    """SHA-256 over the hash before and the canonical JSON (sorted keys, no spaces, UTF-8, microseconds in UTC) of the content."""
    body = {
        "stream": str(content.stream_id),
        "kind": content.stream_kind,
        "sequence": content.sequence,
        "at": content.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "name": content.name,
        "actor": [content.actor_kind, str(content.actor_id) if content.actor_id else None],
        "data": content.data,
    }
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous + canonical.encode("utf-8", "surrogatepass")).digest()


def head_over(heads: list[tuple[UUID, int, bytes]]) -> bytes:
    """One hash over (stream, length, head) of all streams in the order given (by stream id)."""
    digest = hashlib.sha256()
    for stream_id, length, head in heads:
        digest.update(stream_id.bytes + length.to_bytes(8, "big") + head)
    return digest.digest()
