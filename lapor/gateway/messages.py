"""Messages between their channel's form and the sealed row."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from lapor.channels.base import Inbound, InboundKind, Media, Received
from lapor.reporters import vault

__all__ = ["Inbound", "InboundKind", "Received"]  # what intake knows of channels comes from here

MOST_TEXT = 200_000  # characters kept of a message; the delivery keeps all


def sealed_call(call: Received) -> bytes:
    """Headers, query and body of a call in one sealed value."""
    head = json.dumps({"headers": dict(call.headers), "query": dict(call.query)}).encode("utf-8", "surrogateescape")
    return vault.seal_bytes(len(head).to_bytes(4, "big") + head + call.body)


def opened_call(raw: bytes) -> Received:
    content = vault.open_bytes(raw)
    size = int.from_bytes(content[:4], "big")
    head = json.loads(content[4 : 4 + size].decode("utf-8", "surrogateescape"))
    return Received(body=content[4 + size :], headers=head["headers"], query=head["query"])


def body_digest(account_id: UUID, call: Received, window: str = "") -> bytes:
    """What makes two deliveries the same: account and body, and where the platform gives no ids the window of time."""
    return hashlib.sha256(account_id.bytes + window.encode() + call.body).digest()


def window_of(at: datetime, seconds: int) -> str:
    """In which stretch of `seconds` an instant lies; "" where copies are copies however late they come."""
    return str(int(at.timestamp()) // seconds) if seconds else ""


def message_key(account_id: UUID, message: Inbound, window: str = "") -> bytes:
    """What makes two messages the same: the platform's id; without one sender, text and the platform's time, else the
    window of time."""
    at = message.sent_at.isoformat() if message.sent_at else window
    parts = (
        [message.kind.value, message.external_id]
        if message.external_id
        else [message.kind.value, message.sender, message.text, at]
    )
    if message.kind == InboundKind.EDITED:
        parts.append(message.text)
    if message.kind == InboundKind.STATUS:
        parts.append(message.status)
    if message.part is not None:
        parts.append(f"{message.part.reference}/{message.part.total}/{message.part.number}")
    return hashlib.sha256(account_id.bytes + json.dumps(parts).encode("utf-8", "surrogatepass")).digest()


def group_key(account_id: UUID, message: Inbound) -> bytes:
    """The same for all pieces of one message; b"" where it is whole."""
    if message.part is None:
        return b""
    parts = [message.sender, message.part.reference, str(message.part.total)]
    return hashlib.sha256(account_id.bytes + json.dumps(parts).encode("utf-8", "surrogatepass")).digest()


def says_the_same(body: bytes, message: Inbound) -> bool:
    """Whether a kept message of the same id is this one. What was forgotten meanwhile is taken to be."""
    return not body or _content(opened_message(body)) == _content(opened_message(sealed_message(message)))


def other_key(key: bytes, message: Inbound) -> bytes:
    """For another message under an id that was used before: a platform's mistake must not swallow somebody's words."""
    return hashlib.sha256(key + json.dumps(_content(opened_message(sealed_message(message)))).encode()).digest()


def said_digest(message: Inbound) -> bytes:
    """What a message that comes again and again says now: another one means that its words were changed."""
    parts = [" ".join(message.subject.split()), " ".join(message.text.split())]
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).digest()[:16]


def _content(message: Inbound) -> list[object]:
    """What a person said; the address of a file may be signed anew at each delivery."""
    files = [media.reference.partition("?")[0] for media in message.media]
    return [message.sender, message.text, list(message.place or ()), files]


def sealed_message(message: Inbound) -> bytes:
    """Everything but the bytes of files: these are in the delivery."""
    return vault.seal_bytes(json.dumps(_as_json(message)).encode())


def _as_json(message: Inbound) -> dict[str, Any]:
    return {
        "kind": message.kind.value,
        "external_id": message.external_id,
        "sender": _clean(message.sender),
        "sender_name": _clean(message.sender_name),
        "text": _clean(message.text)[:MOST_TEXT],
        "quoted": _clean(message.quoted)[:MOST_TEXT],
        "subject": _clean(message.subject),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "answers": list(message.answers),
        "media": [[m.name, m.content_type, m.reference, len(m.content)] for m in message.media],
        "place": list(message.place) if message.place else None,
        "url": message.url,
        "album": message.album,
        "status": message.status,
        "reason": message.reason,
        "sender_check": message.sender_check,
        "is_nobody": message.is_nobody,
        "is_person": message.is_person,
        "flaws": list(message.flaws),
        "forwarded": [list(writer) for writer in message.forwarded],
    }


def _clean(text: str) -> str:
    """Without halves of characters, which no database takes."""
    return text.encode("utf-8", "replace").decode()


def opened_message(body: bytes) -> Inbound:
    """The message; its files are without bytes (see receiving.files_of)."""
    kept = json.loads(vault.open_bytes(body))
    return Inbound(
        kind=InboundKind(kept["kind"]),
        external_id=kept["external_id"],
        sender=kept["sender"],
        sender_name=kept["sender_name"],
        text=kept["text"],
        quoted=kept["quoted"],
        subject=kept["subject"],
        sent_at=datetime.fromisoformat(kept["sent_at"]) if kept["sent_at"] else None,
        answers=tuple(kept["answers"]),
        media=tuple(Media(name, kind, reference=reference) for name, kind, reference, _size in kept["media"]),
        place=tuple(kept["place"]) if kept["place"] else None,
        url=kept["url"],
        album=kept.get("album", ""),
        status=kept["status"],
        reason=kept["reason"],
        sender_check=kept.get("sender_check", ""),
        is_nobody=kept.get("is_nobody", False),
        is_person=kept.get("is_person", False),
        flaws=tuple(kept["flaws"]),
        forwarded=tuple((name, address) for name, address in kept.get("forwarded", ())),
    )
