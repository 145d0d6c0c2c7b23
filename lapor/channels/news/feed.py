"""Reads feeds of news outlets (RSS 0.9x to 2.0, CDF, Atom), also broken ones, as far as they go. Pure; called by news.

Bounded for whatever is sent: bytes, items, characters. Document types are not believed: no entity is expanded, nothing
is fetched.
"""

import hashlib
import io
import re
import zlib
from calendar import timegm
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lapor.channels.base import Inbound, InboundKind, Media, Unreadable
from lapor.channels.email.html import QUOTE_MARK, html_to_text
from lapor.channels.payload import LONGEST_ID, ignored
from lapor.core.links import post_key
from lapor.core.text import clean_text, fold, one_line

LARGEST_FEED = 8 * 1024 * 1024  # bytes that are downloaded, or come out of what is packed
LARGEST_READ = 4 * 1024 * 1024  # bytes that are parsed: a hostile feed costs seconds, not minutes
MOST_TAGS = (
    200_000  # that are parsed: about 7 s of one core where nothing else is written; a thousand items of 200 tags
)
MOST_ITEMS = 1000  # of one feed; those that stand first
LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINK = 300, 20_000, 2000
ARTICLE = "artikel"
_END_OF_ITEM = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s{0,5}>", re.IGNORECASE)
_ROOT = re.compile(rb"<([A-Za-z][\w:.-]{0,60})")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml[^<>]{0,200}\?>")
# surrogates are no characters
_HALF = re.compile(r"&#(?:[xX]0{0,9}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,9}(?:55[3-9]|5[67]\d)\d{2});?")
_LINK_TAG = re.compile(r"</?a\b[^<>]*>", re.IGNORECASE)
_BROKEN = "the feed is broken and was read as far as it goes"


@dataclass(frozen=True)
class Feed:
    """The outlet's own name for it, and its items."""

    title: str
    items: tuple[Inbound, ...]


def read_feed(body: bytes, *, base: str = "") -> Feed:
    """`base`: the feed's address, for links that are written in short. Raises Unreadable."""
    content, flaws = _unpacked(body)
    if not content.strip(b"\x00\t\n\r \xef\xbb\xbf\xfe\xff"):
        raise Unreadable("the file is empty")
    content, cut = _bounded(content)
    found = _parsed(content)
    if not _has_feed(found) and (plain := _as_utf8(content)) is not None:
        found, flaws = _parsed(plain), [*flaws, "it cannot be read as it says; read as plain UTF-8"]
    if found is None:
        raise Unreadable("so broken that nothing can be read")
    entries = [entry for entry in found.get("entries", []) if isinstance(entry, dict)]
    # CDF, of which the library names no version
    is_feed = bool(found.get("version")) or _root_of(content).lower() == "channel"
    if not is_feed and (not entries or _HTML.search(content[:4000])):
        raise Unreadable(_no_feed(content))
    flaws = [*flaws, *cut, *_bozo(found)]
    head = found.get("feed", {})
    title = one_line(_field(head, "title"), LONGEST_TITLE)
    items = list(_items(entries[:MOST_ITEMS], base or str(dict.get(head, "link") or ""), title))
    if len(entries) > MOST_ITEMS:
        items.append(
            ignored(
                [len(entries), title],
                f"{len(entries) - MOST_ITEMS} further items of the feed are left: {MOST_ITEMS} are read",
            )
        )
    if not items:
        items.append(ignored(hashlib.sha256(body).hexdigest(), "the feed has no items"))
    items[0] = _with_flaws(items[0], flaws)
    return Feed(title, tuple(items))


def looks_like_a_page(body: bytes) -> bool:
    """Whether it is a web page rather than a feed: what broken servers answer with status 200."""
    start = body[:4000]
    return bool(_HTML.search(start)) and not re.search(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf)[\s>]", start, re.IGNORECASE)


# --- the whole -------------------------------------------------------------------------------------------------------


def _unpacked(body: bytes) -> tuple[bytes, list[str]]:
    if body[:2] != b"\x1f\x8b":
        return body, []
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(body, LARGEST_FEED)
    except zlib.error:
        content = b""
    if not content:
        raise Unreadable("packed (gzip), but what is inside cannot be had")
    return content, ["it was packed (gzip)"]


def _bounded(content: bytes) -> tuple[bytes, list[str]]:
    """What is too large is cut behind an item, and what follows the last item put after it, so that the rest stays
    well-formed."""
    most = _readable(content)
    if len(content) <= most:
        return content, []
    text = f"only {most >> 10} of {len(content) >> 10} KiB are read"
    ends = [found.end() for found in _END_OF_ITEM.finditer(content)]
    inside = [end for end in ends if end <= most]
    if not inside:
        return content[:most], [text]
    return content[: inside[-1]] + content[ends[-1] : ends[-1] + 2000], [text]


def _readable(content: bytes) -> int:
    """How many bytes are parsed at most; a tag costs more than a letter."""
    beyond = next(islice(re.finditer(b"<", content), MOST_TAGS, None), None)
    return min(LARGEST_READ, beyond.start()) if beyond else LARGEST_READ


def _parsed(content: bytes) -> Any:
    """None where the library gives up.

    Links and tags are ours to look at: its cleaning of them costs more than the reading."""
    import feedparser  # noqa: PLC0415 - 6 MB, of use only where news are read

    try:
        return feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # noqa: BLE001 - whatever a hostile feed makes of the library, it is this feed's own affair
        return None


def _has_feed(found: Any) -> bool:
    return found is not None and bool(found.get("version") or found.get("entries"))


def _as_utf8(content: bytes) -> bytes | None:
    """For feeds that lie of their encoding, or hold characters that there are not: what the first bytes show, without
    what is said of it."""
    marks = (("utf-32", (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")), ("utf-16", (b"\xff\xfe", b"\xfe\xff")))
    name = next((name for name, starts in marks if content.startswith(starts)), "utf-8")
    text = content.decode(name, "replace").lstrip("\ufeff")
    if not text.lstrip().startswith("<"):
        return None
    return _HALF.sub("\ufffd", _DECLARATION.sub("", text, count=1)).encode("utf-8", "replace")


def _no_feed(content: bytes) -> str:
    start = content[:4000]
    if _HTML.search(start):
        return "a web page (HTML), no feed"
    root = _root_of(content)
    return f"no feed: it begins with <{root}>" if root else "no feed: neither RSS nor Atom"


def _root_of(content: bytes) -> str:
    """The name of the first element, "" where it does not look like XML."""
    start = content[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    root = _ROOT.search(start) if start.startswith(b"<") else None
    return root.group(1).decode("ascii", "replace") if root else ""


def _bozo(found: Any) -> list[str]:
    error = found.get("bozo_exception")
    if not found.get("bozo") or error is None:
        return []
    name = type(error).__name__
    if name == "CharacterEncodingOverride":
        return [one_line(f"its encoding is another than it says: {error}", 160)]
    if name in {"NonXMLContentType", "MissingGzip", "ContentNotRecognized"}:
        return []
    return [f"{_BROKEN}: {one_line(str(error).removeprefix('<unknown>:'), 120)}"]


def _with_flaws(item: Inbound, flaws: list[str]) -> Inbound:
    return replace(item, flaws=(*flaws, *item.flaws))


# --- items -----------------------------------------------------------------------------------------------------------


def _items(entries: list[dict[str, Any]], base: str, outlet: str) -> Iterator[Inbound]:
    """An address that stands at several items of other titles (some outlets give their front page) says nothing of
    which item it is."""
    links = [_link(entry, base) for entry in entries]
    titles = [one_line(_field(entry, "title"), LONGEST_TITLE) for entry in entries]
    shared = Counter(
        key for key, _title in {(post_key(link), fold(title)) for link, title in zip(links, titles, strict=True)}
    )
    for entry, link, title in zip(entries, links, titles, strict=True):
        is_page = bool(urlsplit(link).path.strip("/") or urlsplit(link).query)
        yield _item(entry, link, title, outlet, is_own_link=is_page and shared[post_key(link)] == 1)


def _item(entry: dict[str, Any], link: str, title: str, outlet: str, *, is_own_link: bool) -> Inbound:
    text = _words(entry)
    if not title and not text:
        return ignored([link, str(dict.get(entry, "id") or "")[:400]], "an item without title and words")
    key = post_key(link)
    if not is_own_link:
        # without any address nothing but all its words tells it from others
        said = (title or text) if link else f"{title}\n{text}"
        key += f"#{hashlib.sha256(fold(said).encode()).hexdigest()[:32]}"
    return Inbound(
        kind=InboundKind.MENTION,
        external_id=key if len(key) <= LONGEST_ID else hashlib.sha256(key.encode()).hexdigest(),
        sender_name=outlet[:120],
        subject=title,
        text=text or title,
        sent_at=_moment(entry),
        url=link,
        media=(Media(name=ARTICLE, content_type="text/html", reference=link),) if link and is_own_link else (),
        flaws=() if link else ("it has no address of its own",),
    )


def _field(source: Any, name: str) -> str:
    """As plain words. `dict.get`, since the library's own looks for other fields in its place."""
    text, detail = dict.get(source, name), dict.get(source, f"{name}_detail")
    kind = str(dict.get(detail, "type") or "") if isinstance(detail, dict) else "text/plain"
    return _plain(text, kind) if isinstance(text, str) else ""


def _plain(text: str, kind: str) -> str:
    text = text[: LONGEST_TEXT * 4]
    return clean_text(text if kind == "text/plain" else html_to_text(_LINK_TAG.sub("", text)).replace(QUOTE_MARK, ""))


def _words(entry: dict[str, Any]) -> str:
    """The longest of what the item says: some outlets give the whole article in the feed."""
    found = [_field(entry, "summary")]
    contents = dict.get(entry, "content")
    for one in contents[:5] if isinstance(contents, list) else []:
        value = dict.get(one, "value") if isinstance(one, dict) else ""
        if isinstance(value, str):
            found.append(_plain(value, str(dict.get(one, "type") or "")))
    return max(found, key=len)[:LONGEST_TEXT]


def _link(entry: dict[str, Any], base: str) -> str:
    """The article's own address: where somebody counts clicks in between, the one behind.

    "" where it is no address of a web page."""
    others = [
        dict.get(one, "href")
        for one in dict.get(entry, "links") or []
        if isinstance(one, dict) and dict.get(one, "rel") == "alternate"
    ]
    guid = dict.get(entry, "id")
    is_address = isinstance(guid, str) and guid.startswith(("https://", "http://"))
    given = [dict.get(entry, "feedburner_origlink"), dict.get(entry, "link"), *others, guid if is_address else ""]
    for one in given:
        if isinstance(one, str) and (found := _address(one, base)):
            return found
    return ""


def _address(text: str, base: str) -> str:
    text = "".join(text.split())
    try:
        found = urljoin(base, text) if text else ""
        parts = urlsplit(found)
        is_fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port is not NotImplemented
    except ValueError:
        return ""
    return found if is_fine and len(found) <= LONGEST_LINK and found.isprintable() else ""


def _moment(entry: dict[str, Any]) -> datetime | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        parts = dict.get(entry, name)
        try:
            if parts:
                return datetime.fromtimestamp(timegm(parts), UTC)
        except (ValueError, OverflowError, OSError, TypeError):
            continue
    return None
