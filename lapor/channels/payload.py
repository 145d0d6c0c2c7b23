"""Reads JSON of platforms without trusting its shape: whatever is missing or of another kind is "", None, {} or [].
Never raises but Unreadable."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from lapor.channels.base import Inbound, InboundKind, Unreadable

LONGEST_ID = 400
MILLISECONDS_FROM = 100_000_000_000  # a larger number of seconds lies in the year 5138
OF_POST = "post:"
X_TIME = "%a %b %d %H:%M:%S %z %Y"


def loaded(body: bytes) -> Any:
    """Raises Unreadable."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no JSON: {error}"[:300]) from error


def value(source: Any, *path: str) -> Any:
    """What stands at the end of a path of names, None where it breaks off."""
    for name in path:
        source = source.get(name) if isinstance(source, dict) else None
    return source


def record(source: Any, *path: str) -> dict[str, Any]:
    found = value(source, *path)
    return found if isinstance(found, dict) else {}


def several(source: Any, *path: str) -> list[Any]:
    """A list; one thing where a list was expected is a list of one."""
    found = value(source, *path)
    return found if isinstance(found, list) else [found] if isinstance(found, dict) else []


def words(source: Any, *path: str) -> str:
    """A text as it was written, without halves of characters; a number as text."""
    found = value(source, *path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return str(found).encode("utf-8", "replace").decode()


def ident(source: Any, *path: str) -> str:
    """An id, given as text or number: printable, and short whatever was sent."""
    found = "".join(sign for sign in words(source, *path).strip() if sign.isprintable())
    return found if len(found) <= LONGEST_ID else hashlib.sha256(found.encode()).hexdigest()


def moment(source: Any, *path: str) -> datetime | None:
    """Seconds or milliseconds since 1970 as number or text, ISO 8601, or X's own way of writing a time."""
    text = words(source, *path)
    try:
        if text.replace(".", "", 1).isdecimal():
            number = float(text)
            return (
                datetime.fromtimestamp(number / 1000 if number >= MILLISECONDS_FROM else number, UTC)
                if number
                else None
            )
        at = datetime.strptime(text, X_TIME) if text[:1].isalpha() else datetime.fromisoformat(text)  # noqa: DTZ007 - it has a %z
    except (ValueError, OverflowError, OSError):
        return None
    return at if at.tzinfo is not None else None


def lines(*texts: str) -> str:
    """The texts that are there, one below the other, each once."""
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def ignored(piece: Any, reason: str, *, text: str = "", sender: str = "") -> Inbound:
    """A piece of a delivery that says nothing to people. Known again by its content, so that it is counted once."""
    try:
        content = json.dumps(piece, sort_keys=True)
    except RecursionError:  # nested as deep as could just be read
        content = names(piece)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Inbound(
        kind=InboundKind.IGNORED, external_id=f"ignored:{digest}", sender=sender, text=text, reason=reason[:200]
    )


def unread(found: Inbound, what: str, text: str = "") -> Inbound:
    """A person's message that the platform hides or that is no words: answered, never passed over in silence."""
    return replace(found, kind=InboundKind.UNREAD, reason=what[:200], text=text, media=())


def reaction(found: Inbound, sign: str, to: str) -> Inbound:
    """A sign put on a message. Each is a thing of its own: taken off and put again it comes once."""
    return replace(
        found,
        kind=InboundKind.REACTION,
        external_id=f"reaction:{to}:{sign}"[:LONGEST_ID],
        text=sign,
        answers=(to,),
        media=(),
    )


def writer(sender: str, external_id: str) -> str:
    """Who wrote a public post: where the platform does not say, nobody but this post's writer."""
    return sender or f"{OF_POST}{external_id}"


def names(piece: Any) -> str:
    """The names in a piece, to say what was not understood."""
    return ", ".join(sorted(str(name)[:30] for name in piece)[:8]) if isinstance(piece, dict) else type(piece).__name__
