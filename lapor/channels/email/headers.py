"""Header fields of a mail, whatever state they are in: values, parameters, addresses, dates.

Called by the other files beside this one."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import collapse_rfc2231_value, parsedate_tz

from lapor.channels.email.decoding import decode_text, decode_words
from lapor.core.text import clean_text, one_line

MOST_FIELDS = 1000
LONGEST_BLOCK = 1024 * 1024  # bytes
LONGEST_FIELD = 16_000  # bytes; References of a long thread are the longest honest ones
_LONGEST_PARAMETERS = 2000  # characters; the standard library's reader of parameters is quadratic
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
# A line that is no field, but has one of these behind it, is damage within the block, not its end.
_GOES_ON = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{1,30}|received|return-path|reply-to|x-[a-z-]{1,60})["
    rb" \t]*:",
    re.I,
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,255}")
_IN_BRACKETS = re.compile(r"<\s*([^\s<>@()]{1,64}@[^\s<>@()]{1,255})\s*>")
_COMMENT = re.compile(r"\s{0,9}\(((?:[^()\\]|\\.){1,200})\)\s{0,9}")
_DOT = re.compile(r"\s{0,9}([.@])\s{0,9}")
_MESSAGE_ID = re.compile(r"<[^\s<>]{1,300}>")
_YEARS = range(1980, 2101)
_LONGEST_OFFSET = 86_400  # seconds
_LOCAL_ZONES = {"WIB": "+0700", "WITA": "+0800", "WIT": "+0900"}


@dataclass(frozen=True)
class Headers:
    """Values by name in small letters, in the order of the mail, folding undone."""

    fields: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def first(self, name: str) -> str:
        return self.fields[name][0] if self.fields.get(name) else ""

    def all(self, name: str) -> list[str]:
        return self.fields.get(name, [])

    def has(self, name: str) -> bool:
        return name in self.fields


def read_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int, bool]:
    """The fields from `start`, where the body begins, and whether the block was whole (ended by an empty line, not too
    long)."""
    headers, pieces, size, count = Headers(), list[bytes](), 0, 0
    is_damaged = False
    longest = start + LONGEST_BLOCK
    while start < end and count < MOST_FIELDS and start < longest:
        stop = raw.find(b"\n", start, end)
        next_line = end if stop < 0 else stop + 1
        line = raw[start : min(next_line, start + LONGEST_FIELD)].rstrip(b"\r\n")
        if not line:
            _add(headers, pieces)
            return headers, next_line, not is_damaged
        if line[:1] in b" \t" and pieces:
            size += len(line)
            if size < LONGEST_FIELD:
                pieces.append(line)
        elif _FIELD.match(line):
            _add(headers, pieces)
            pieces, size, count = [line], len(line), count + 1
        elif not line.startswith((b"From ", b">From ")) and _GOES_ON.match(raw, next_line, end):
            is_damaged = True
        elif not line.startswith((b"From ", b">From ")):
            _add(headers, pieces)
            return headers, start, False
        start = next_line
    _add(headers, pieces)
    is_whole = count < MOST_FIELDS and start < longest
    return headers, end if is_whole else _after_empty_line(raw, start, end), is_whole


def _after_empty_line(raw: bytes, start: int, end: int) -> int:
    found = [at + len(gap) for gap in (b"\n\n", b"\n\r\n") if (at := raw.find(gap, start, end)) >= 0]
    return min(found, default=end)


def _add(headers: Headers, pieces: list[bytes]) -> None:
    match = _FIELD.match(b"".join(pieces)[:LONGEST_FIELD])
    if match:
        value = decode_text(match[2].strip())[0]
        headers.fields[match[1].decode("ascii").lower()].append(value.replace("\0", ""))


def words(value: str, limit: int = 0) -> str:
    """A header's value as a person reads it, in one line."""
    return one_line(clean_text(decode_words(value)), limit)


def parameter(value: str, name: str) -> str:
    """One parameter of a header such as Content-Type, also as RFC 2231 writes it; "" where it is missing or
    unreadable."""
    message = Message()
    message["X"] = value[:_LONGEST_PARAMETERS]
    try:
        found = message.get_param(name, "", "X")
        return collapse_rfc2231_value(found) if isinstance(found, tuple) else str(found)
    except (ValueError, LookupError, TypeError, AssertionError):
        return ""


def address_and_name(value: str) -> tuple[str, str]:
    """Of the first mailbox in a From-like header.

    The address is looked for before words are decoded, so that none hides in a name."""
    value = value[:LONGEST_FIELD]
    for text in (value, _DOT.sub(r"\1", _COMMENT.sub(" ", value)), decode_words(value)):
        match = _IN_BRACKETS.search(text)
        if match:
            return match[1].strip("\"'"), _name(text[: match.start()])
        match = _ADDRESS.search(text)
        if match:
            comment = _COMMENT.search(text)
            before, bracket, _ = text.partition("<")
            return match[0], _name(before if bracket else comment[1] if comment else "")
    return "", _name(value.replace("<>", ""))


def _name(value: str) -> str:
    name = re.sub(r"\\([\"\\])", r"\1", value.strip().strip(",").strip().strip('"'))
    return words(name, 120).strip("\"' ")


def addresses(values: list[str]) -> list[str]:
    """Every address in recipient headers, at most 200."""
    found = [address for value in values for address in _ADDRESS.findall(value[:LONGEST_FIELD])]
    return found[:200]


def message_ids(value: str) -> list[str]:
    """In order, with their angle brackets; a lone word without them gets some."""
    found = _MESSAGE_ID.findall(value)
    bare = value.strip()
    return found or ([f"<{bare}>"] if re.fullmatch(r"[^\s<>@]{1,200}@[^\s<>@]{1,200}", bare) else [])


def aware_date(value: str) -> datetime | None:
    """The time a mail says; a date without zone is taken as UTC (RFC 5322 "-0000"). None for what is no date."""
    value = re.sub(r"\b(WIB|WITA|WIT)\b", lambda match: _LOCAL_ZONES[match[1]], value[:200])
    try:
        parts = parsedate_tz(value)
        if parts is None or parts[0] not in _YEARS or abs(parts[9] or 0) > _LONGEST_OFFSET:
            return None
        return datetime(*parts[:6], tzinfo=UTC) - timedelta(seconds=parts[9] or 0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
