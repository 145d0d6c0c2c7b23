"""The parts of a MIME mail: which text to read, which files came along. Called by reading.

An own splitter, since the standard library's parser recurses as deep as the mail wants and looks at every line once per
depth. Bounds: 40 MB of a mail, 8 levels, 200 parts, 1 million characters of text, 20 files; what is beyond is named in
`flaws`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lapor.channels.base import Media
from lapor.channels.email.calendar import calendar_words
from lapor.channels.email.decoding import decode_text, decode_transfer, looks_binary, unflow
from lapor.channels.email.headers import Headers, parameter, read_headers, words
from lapor.channels.email.html import html_and_rest
from lapor.channels.email.ornaments import is_ornament
from lapor.channels.email.quotes import FORWARD_MARK
from lapor.channels.email.smime import signed_content
from lapor.channels.email.tnef import opened_tnef

LONGEST_MAIL = 40 * 1024 * 1024
_DEEPEST = 8
MOST_PARTS = 200
_LONGEST_TEXT = 4 * 1024 * 1024  # bytes of one text part that are decoded
_MOST_CHARACTERS = 1_000_000
MOST_FILES = 20
_LONGEST_BOUNDARY = 200
_MOST_LOOKALIKES = 10_000  # lines that begin like a boundary, in a row
_LONGEST_STUB = 300  # characters of "this mail is in HTML"
_LEFT_OUT = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "text/x-amp-html",
    "text/watch-html",
}
_REPORTS = {
    "message/delivery-status",
    "message/disposition-notification",
    "text/rfc822-headers",
    "message/feedback-report",
}
_MAILS = {"message/rfc822", "message/global"}
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_BOUNDARY_LINE = re.compile(r"^--\S{1,200}$\n?", re.M)
_TYPE = re.compile(r"\s*([\w.+!#$&^-]{1,80})\s*/\s*([\w.+!#$&^-]{1,120})", re.ASCII)


@dataclass(frozen=True)
class MailPart:
    """A stretch of the mail with its header fields; `start` is where its body begins."""

    raw: bytes
    headers: Headers
    start: int
    end: int
    is_whole: bool = True
    default_type: str = "text/plain"

    @property
    def content_type(self) -> str:
        match = _TYPE.match(self.headers.first("content-type"))
        return f"{match[1]}/{match[2]}".lower() if match else self.default_type

    def type_parameter(self, name: str) -> str:
        return parameter(self.headers.first("content-type"), name)

    @property
    def file_name(self) -> str:
        name = parameter(self.headers.first("content-disposition"), "filename") or self.type_parameter("name")
        return words(re.split(r"[/\\]", words(name))[-1], 150)

    @property
    def is_attached(self) -> bool:
        return self.headers.first("content-disposition").lstrip()[:10].lower() == "attachment"

    def content(self) -> tuple[bytes, str]:
        return decode_transfer(self.raw[self.start : self.end], self.headers.first("content-transfer-encoding"))


def read_part(raw: bytes, start: int, end: int, default_type: str = "text/plain") -> MailPart:
    headers, body, is_whole = read_headers(raw, start, end)
    return MailPart(raw, headers, body, end, is_whole, default_type)


@dataclass
class MailBody:
    """What stands in a part and all below it."""

    plain: list[str] = field(default_factory=list)
    rich: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Plain text where there is some that says more than "this mail is in HTML"."""
        plain, rich = ("\n\n".join(texts)[:_MOST_CHARACTERS] for texts in (self.plain, self.rich))
        is_stub = len(plain) < _LONGEST_STUB and re.search(r"\bhtml\b", plain, re.I) and len(rich) > len(plain)
        return rich if (is_stub or not plain.strip()) and rich.strip() else plain


class Structure:
    """Reads a mail's parts once. After `read`, `files`, `flaws` and `reports` (parts of a bounce) are filled."""

    def __init__(self) -> None:
        self.files: list[Media] = []
        self.dropped = 0
        self.parts = 0
        self.text_files: list[MailPart] = []
        self.reports: list[str] = []
        self.calendar: list[str] = []
        self._is_related = False  # within what belongs to an HTML text
        self.packed_text = ""
        self._flaws: dict[str, None] = {}

    @property
    def flaws(self) -> tuple[str, ...]:
        more = (f"{self.dropped + len(self.files)} files: the first {MOST_FILES} are kept",) if self.dropped else ()
        return (*list(self._flaws)[:20], *more)

    def flaw(self, text: str) -> None:
        if text:
            self._flaws[text] = None

    def read(self, part: MailPart, depth: int = 0) -> str:
        """The text to read of a part and all below it."""
        self.parts += 1
        kind = part.content_type
        if not part.is_whole:
            self.flaw("a block of header fields is broken or too long")
        if depth >= _DEEPEST and kind.startswith(("multipart/", "message/rfc822")):
            self.flaw(f"nested deeper than {_DEEPEST} levels: the rest is kept as a file")
            return self._attach(part)
        if kind.startswith("multipart/"):
            return self._multipart(part, depth)
        if kind in _MAILS:
            return self._forwarded(part, depth)
        return self._smime(part, depth) if kind in _SMIME else self._leaf(part, depth)

    def _leaf(self, part: MailPart, depth: int) -> str:
        kind = part.content_type
        if kind in _REPORTS:
            self.reports.append(self._decoded(part))
            return ""
        if kind in _LEFT_OUT and depth:
            return ""
        if kind == "text/calendar" and (said := calendar_words(self._decoded(part))):
            if said not in self.calendar:
                self.calendar.append(said)
            return ""
        is_text = kind in {"text/plain", "text/html"} or (kind.startswith("text/") and not depth)
        if is_text and not part.is_attached and not (part.file_name and depth):
            return self._text(part)
        if kind in {"text/plain", "text/html"} and not self.text_files:
            self.text_files.append(part)
        return self._attach(part)

    def text_of_file(self) -> str:
        """Of the first text that came as a file, or of a winmail.dat: some programs send the whole mail so."""
        return self._text(self.text_files[0]) if self.text_files else self.packed_text

    # --- several parts

    def _multipart(self, part: MailPart, depth: int) -> str:
        if part.content_type == "multipart/encrypted":
            self.flaw("encrypted: kept, not read")
        body, count, was_related = MailBody(), 0, self._is_related
        self._is_related = was_related or part.content_type == "multipart/related"
        for count, child in enumerate(self._children(part), 1):  # noqa: B007 - read below: each part is read before the next is looked for
            text = self.read(child, depth + 1)
            is_rich = child.content_type != "text/plain" and part.content_type == "multipart/alternative"
            texts = body.rich if is_rich else body.plain
            if text.strip() and text not in texts:
                texts.append(text)
        self._is_related = was_related
        if not count:
            self.flaw("no parts where the mail says that there are some")
        return body.text() if count else _BOUNDARY_LINE.sub("", self._text(part))

    def _children(self, part: MailPart) -> Iterator[MailPart]:
        boundary = part.type_parameter("boundary")[:_LONGEST_BOUNDARY].rstrip()
        delimiter = b"--" + boundary.encode("utf-8", "replace")
        raw, start, end = part.raw, part.start, part.end
        first = self._delimiter_at(raw, delimiter, start, end) if boundary else -1
        if first < 0:
            line = raw[start : min(end, start + _LONGEST_BOUNDARY)].lstrip().split(b"\n", 1)[0].strip()
            if not re.fullmatch(rb"--[!-~ ]{1,190}", line):
                return
            self.flaw("the boundary between the parts is not the declared one")
            delimiter = line
            first = self._delimiter_at(raw, delimiter, start, end)
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        while first >= 0:
            after = raw.find(b"\n", first, end)
            if raw.startswith(b"--", first + len(delimiter), end) or after < 0:
                return
            following = self._delimiter_at(raw, delimiter, after + 1, end)
            stop = end if following < 0 else max(after + 1, following - 1)
            stop -= 1 if following >= 0 and raw[stop - 1 : stop] == b"\r" and stop - 1 > after else 0
            if self.parts >= MOST_PARTS:
                self.flaw(f"more than {MOST_PARTS} parts: the others are left out")
                return
            if following < 0:
                self.flaw("cut off: the end of the parts is missing")
            yield read_part(raw, after + 1, stop, default)
            first = following

    @staticmethod
    def _delimiter_at(raw: bytes, delimiter: bytes, start: int, end: int) -> int:
        """Where a line begins that is a delimiter; a longer word that begins in the same way is none."""
        at = start if raw.startswith(delimiter, start, end) else raw.find(b"\n" + delimiter, start, end) + 1 or -1
        for _ in range(_MOST_LOOKALIKES):
            if at < 0:
                break
            rest = raw[at + len(delimiter) : min(end, at + len(delimiter) + 3)]
            if not rest or rest[:1] in b" \t\r\n" or rest[:2] == b"--":
                return at
            at = raw.find(b"\n" + delimiter, at, end) + 1 or -1
        return -1

    def _forwarded(self, part: MailPart, depth: int) -> str:
        """A mail within the mail, readable: its main fields, an empty line, its text."""
        content, flaw = part.content()
        self.flaw(flaw)
        inner = read_part(content, 0, len(content))
        self.reports.append(content[: inner.start].decode("utf-8", "replace"))
        fields = [
            f"{name}: {words(inner.headers.first(name.lower()), 500)}" for name in ("From", "Date", "To", "Subject")
        ]
        head = "\n".join(line for line in fields if not line.endswith(": "))
        return f"{FORWARD_MARK}\n{head}\n\n{self.read(inner, depth + 1)}".rstrip("\n")

    def _smime(self, part: MailPart, depth: int) -> str:
        content, flaw = part.content()
        self.flaw(flaw)
        inner = signed_content(content)
        if inner:
            self.flaw("signed with S/MIME: the signature is not checked")
            return self.read(read_part(inner, 0, len(inner)), depth + 1)
        self.flaw("encrypted: kept, not read")
        return self._attach(part)

    # --- one part

    def _decoded(self, part: MailPart) -> str:
        content, flaw = part.content()
        self.flaw(flaw)
        if looks_binary(content) and flaw.startswith("base64"):
            content = part.raw[part.start : part.end]
        if len(content) > _LONGEST_TEXT:
            self.flaw("a text is too long: the rest is left out")
            content = content[:_LONGEST_TEXT]
        charset = part.type_parameter("charset")
        if not charset and part.content_type == "text/html" and (meta := _META_CHARSET.search(content[:4000])):
            charset = meta[1].decode("ascii", "replace")
        text, flaw = decode_text(content, charset)
        self.flaw(flaw)
        if "\0" in text:
            self.flaw("NUL bytes: left out")
        return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")

    def _text(self, part: MailPart) -> str:
        text = self._decoded(part)
        if part.content_type == "text/html":
            text, is_cut = html_and_rest(text)
            self.flaw("HTML too long: the end is left out" if is_cut else "")
        elif part.type_parameter("format").lower() == "flowed":
            text = unflow(text, delete_space=part.type_parameter("delsp").lower() == "yes")
        if len(text) > _MOST_CHARACTERS:
            self.flaw("a text is too long: the rest is left out")
        return text[:_MOST_CHARACTERS]

    def _attach(self, part: MailPart) -> str:
        """Kept as a file, or as those that a winmail.dat holds. Gives the text that it adds to the mail: none."""
        is_tnef = part.content_type in _TNEF or part.file_name.lower() == "winmail.dat"
        if len(self.files) >= MOST_FILES:
            self.dropped += 1
            return ""
        content, flaw = part.content()
        self.flaw(flaw)
        if is_ornament(
            content,
            part.content_type,
            is_inline=bool(part.headers.first("content-id")) and (self._is_related or not part.is_attached),
        ):
            return ""
        if is_tnef and (opened := opened_tnef(content)):
            self.packed_text, files = opened
            self.flaw("winmail.dat (TNEF): opened")
            self._keep(files)
            return ""
        self.flaw("winmail.dat (TNEF): cannot be opened, kept as it is" if is_tnef else "")
        self._keep([Media(name=part.file_name, content_type=part.content_type, content=content)])
        return ""

    def _keep(self, files: list[Media]) -> None:
        room = max(0, MOST_FILES - len(self.files))
        self.files += files[:room]
        self.dropped += len(files[room:])
