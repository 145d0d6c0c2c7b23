"""What the writer wrote now, and what the mail program added of earlier mails. Called by reading.

Rather too much stays in the text than too little: words are folded away only behind a sign that a program left.
"""

import re

from lapor.channels.email.headers import address_and_name
from lapor.channels.email.html import QUOTE_MARK

FORWARD_MARK = "\ufdd1"  # a line that is only this: what follows is a mail that came along, all of it new

_LONGEST_LINE = 400  # characters of a line that are looked at
_LINES_OF_ATTRIBUTION = 4
_LONGEST_SIGNATURE = 12  # lines
_AFTER_SENT_FROM = 2  # lines
_FEWEST_FIELDS = 3
_MOST_WRITERS = 10

_QUOTED = re.compile(r"[ \t]{0,3}(?:>|&gt;)")
_WROTE = r"(?:menulis|wrote|nulis|ngirim|mengirim|schrieb|écrit|escribió|escreveu|ha scritto|schreef|написала?|пишет)"
_OPENING = re.compile(
    r"[*_\s]*(?:pada|tanggal|hari|on|am|le|el|em|op|il|den|vào|senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|\d)\b",
    re.I,
)
_ATTRIBUTION = re.compile(rf".*\b{_WROTE}\b.{{0,40}}[:：]\s*[*_]?\s*$", re.I | re.S)
_ANY_ATTRIBUTION = re.compile(r".*[\w>)\"][ \t]*[:：]\s*$", re.S)
_TIME_OR_ADDRESS = re.compile(r"\d{1,2}[.:]\d{2}|\b(?:19|20)\d\d\b|[^\s<>@]{1,64}@[^\s<>@]")
_TIME_OR_AT = re.compile(r"\d{1,2}[.:]\d{2}|@")
_ORIGINAL = re.compile(
    r"[\s>]*[-_=*]{2,}\s*(?:original message|original appointment|pesan asli|pesan awal|pesan sebelumnya|reply"
    r" message|balasan"
    r"|ursprüngliche nachricht|message d'origine|mensaje original)\s*[-_=*]{2,}\s*$",
    re.I,
)
_FORWARDED = re.compile(
    r"[\s>]*(?:[-_=*]{2,}\s*(?:forwarded message|pesan terusan|pesan (?:yang )?diteruskan|pesan yang"
    r" dialihkan|forwarded by .{1,80})\b.*"
    r"|begin forwarded message:|awal pesan (?:yang )?diteruskan:|mulai pesan terusan:)\s*$",
    re.I,
)
_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|trs|terusan|teruskan|diteruskan)\s*:", re.I)
_REPLY_SUBJECT = re.compile(r"\s*(?:re|bls|balas|aw|sv|r|antw)\s*(?:\[\d+\])?\s*:", re.I)
_FIELD = re.compile(
    r"[\s>*_]*(from|dari|sent|date|terkirim|dikirim|tanggal|to|kepada|ke|untuk|cc|tembusan|subject|subjek|perihal|judul|hal)\b[*_"
    r" \t]*:",
    re.I,
)
_FROM = re.compile(r"[\s>*_]*(?:from|dari)\b[*_ \t]*:[*_ \t]*(.{3,300})", re.I)
_RULE = re.compile(r"\s*[_-]{10,}\s*$")
_SENT_FROM = re.compile(
    r"\s*(?:dikirim (?:dari|dengan|melalui|lewat)|sent (?:from|with|via)|get outlook for|dapatkan outlook"
    r" untuk|terkirim dari|download)\b.{0,40}"
    r"(?:iphone|ipad|android|samsung|galaxy|yahoo|outlook|gmail|\bmail\b|e-?mail|surel|xiaomi|redmi|poco|oppo|vivo|realme|huawei|blackberry"
    r"|ponsel|smartphone|perangkat|windows|mobile|sparrow|ios|my phone|tablet)",
    re.I,
)

# The polite end of a letter: behind it stands who wrote it. With a name on the same line, or on the next ones.
_POLITE = re.compile(
    r"\s*(?:(?:best|kind|warm)?\s*regards|sincerely(?: yours)?|yours (?:truly|faithfully|sincerely)|cheers|thanks|thank"
    r" you|tertanda|ttd"
    r"|salam(?: (?:hormat|hangat|sejahtera|sehat|warga|kenal))?(?: (?:saya|kami))?|hormat (?:saya|kami)|dari"
    r" saya|wa(?:s|ss)alam\w*"
    r"|terima ?kasih(?: (?:banyak|sebelumnya))?|makasih|matur ?nuwun|suwun)\b[ \t]*(?:[,.!:–-]+[ \t]*(.{0,80}))?$",
    re.I,
)
_NAMED = re.compile(r"(?:[A-Z(+\d/][^\s]{0,40}(?:[ \t]+|$)){1,8}")  # nothing but names, numbers and addresses
_HAS_CONTACT = re.compile(r"\d{6}|@")
_LINES_OF_NAMES = 5

# What each line is.
_NEW, _OLD = False, True


def _is_name(line: str) -> bool:
    return bool(_NAMED.fullmatch(line) or _HAS_CONTACT.search(line)) and len(line) <= 80  # noqa: PLR2004 - longer is a sentence


def is_reply(subject: str, *, names_earlier: bool) -> bool:
    """Whether a mail says that it answers another: by In-Reply-To or References, or its subject."""
    return names_earlier or bool(_REPLY_SUBJECT.match(subject))


def forwarded_writers(text: str, *, subject: str = "") -> tuple[tuple[str, str], ...]:
    """(name, address) of who wrote the mails that were passed on in this text, the last one first; none where nothing
    was."""
    lines = [line[:_LONGEST_LINE] for line in text.split("\n")]
    marks = [n for n, line in enumerate(lines) if line == FORWARD_MARK or _FORWARDED.match(line)]
    if not marks and not _FORWARD_SUBJECT.match(subject):
        return ()
    found = [address_and_name(match[1]) for line in lines[marks[0] if marks else 0 :] if (match := _FROM.match(line))]
    return tuple(dict.fromkeys((name, address) for address, name in found if address))[:_MOST_WRITERS]


def split_quotes(text: str, *, subject: str = "", is_answer: bool = False) -> tuple[str, str]:
    """(new, old).

    Where nothing would be left the whole text is new. Words of a forwarded mail are new; so are answers between
    quotations."""
    lines = text.split("\n")
    plain = [
        line[:_LONGEST_LINE].replace("\u00a0", " ").replace("\u202f", " ").strip("\u200e\u200f\u202a\u202c\ufeff")
        for line in lines
    ]
    if _FORWARD_SUBJECT.match(subject):
        return _unmarked(text), ""
    old = _Marks(plain, is_answer=is_answer).find()
    new = [line for line, is_old in zip(lines, old, strict=True) if not is_old]
    if not any(old) or not _unmarked("".join(new)).strip():
        return _unmarked(text), ""
    kept = re.sub(r"\n{3,}", "\n\n", _unmarked("\n".join(new)))
    rest = "\n".join(line for line, is_old in zip(lines, old, strict=True) if is_old)
    return kept, _unmarked(rest)


def _unmarked(text: str) -> str:
    return re.sub(f"{FORWARD_MARK}\n?|{QUOTE_MARK}\n?", "", text)


class _Marks:
    """Goes over the lines once, each known as new or old."""

    def __init__(self, lines: list[str], *, is_answer: bool) -> None:
        self.lines = lines
        self.is_answer = is_answer
        self.old = [_NEW] * len(lines)
        self.prefix_is_old = is_answer or QUOTE_MARK in "".join(lines)
        self.forwarded_from = len(lines)

    def find(self) -> list[bool]:
        at = 0
        while at < len(self.lines):
            if _FORWARDED.match(self.lines[at]) or self.lines[at] == FORWARD_MARK:
                self.forwarded_from = at
                break
            length = self._separator(at)
            if length:
                at = self._fold(at, length)
                continue
            if self.prefix_is_old and _QUOTED.match(self.lines[at]):
                self.old[at] = _OLD
            at += 1
        self._fold_signatures()
        return self.old

    def _fold(self, at: int, length: int) -> int:
        """A separator is old; behind it all is old too, unless ">" shows there what is old."""
        self.prefix_is_old = True
        behind = self._next_filled(at + length)
        only_prefixed = behind < len(self.lines) and bool(_QUOTED.match(self.lines[behind]))
        stop = behind if only_prefixed else len(self.lines)
        self.old[at:stop] = [_OLD] * (stop - at)
        return stop

    def _next_filled(self, at: int) -> int:
        while at < len(self.lines) and not self.lines[at].strip(f" \t{QUOTE_MARK}"):
            at += 1
        return at

    def _separator(self, at: int) -> int:
        """How many lines a separator takes that begins here; 0 where none does."""
        line = self.lines[at]
        if not line.strip():
            return 0
        if line.strip() == QUOTE_MARK:
            return self._marked(at)
        if _ORIGINAL.match(line):
            return 1 + self._fields(at + 1)
        rule = 1 if _RULE.match(line) else 0
        fields = self._fields(at + rule)
        return rule + fields if fields else self._attribution(at)

    def _marked(self, at: int) -> int:
        """The mark of an HTML wrapper: old from here, but up to the ">" where there is one near."""
        near = range(at + 1, min(len(self.lines), at + 1 + 2 * _LINES_OF_ATTRIBUTION))
        return next((n - at for n in near if _QUOTED.match(self.lines[n])), 1)

    def _fields(self, at: int) -> int:
        """From:, Sent:, To:, Subject: … of an earlier mail, set out as text; at least three, From first, with an
        address or a time: a letter typed into a mail may begin in the same words."""
        start = at
        at = self._next_filled(at)
        if at - start > 1 or at >= len(self.lines) or _QUOTED.match(self.lines[at]):
            return 0
        names: list[str] = []
        while at < len(self.lines) and len(names) < 8:  # noqa: PLR2004 - more fields than any program writes
            match = _FIELD.match(self.lines[at])
            if match:
                names.append(match[1].lower())
            elif not names or not self._is_continuation(at):
                break
            at += 1
        is_block = len(names) >= _FEWEST_FIELDS and names[0] in {"from", "dari"}
        return at - start if is_block and _TIME_OR_AT.search("\n".join(self.lines[start:at])) else 0

    def _is_continuation(self, at: int) -> bool:
        """A folded list of recipients, or an empty line between two fields."""
        following = self.lines[at + 1 : at + 2]
        return bool(following and _FIELD.match(following[0])) and len(self.lines[at]) < 200  # noqa: PLR2004

    def _attribution(self, at: int) -> int:
        """ "Pada … menulis:" over at most four lines.

        Without ">" behind it only an answer has one: people write such sentences too."""
        opens = bool(_OPENING.match(self.lines[at]))
        joined = ""
        for count, line in enumerate(self.lines[at : at + _LINES_OF_ATTRIBUTION], 1):
            if not line.strip() or (count > 1 and _QUOTED.match(line)):
                return 0
            joined = f"{joined} {line}".strip()
            if line.rstrip(" *_").endswith((":", "：")):
                break
        else:
            return 0
        if not _TIME_OR_ADDRESS.search(joined):
            return 0
        behind = self._next_filled(at + count)
        is_followed = behind < len(self.lines) and bool(_QUOTED.match(self.lines[behind]))
        if opens and _ATTRIBUTION.match(joined) and (is_followed or self.is_answer):
            return count
        return count if is_followed and count <= 2 and _ANY_ATTRIBUTION.match(joined) else 0  # noqa: PLR2004 - other languages: two lines at most

    def _fold_signatures(self) -> None:
        """ "-- " and what follows it, "Dikirim dari iPhone saya": at the end of a new stretch, so that no words between
        are lost."""
        end = self.forwarded_from
        while end > 0:
            start = end
            while start > 0 and self.old[start - 1] == self.old[end - 1]:
                start -= 1
            if self.old[end - 1] == _NEW:
                self._fold_signature(start, end)
                self._fold_polite(start, end)
            end = start

    def _fold_polite(self, start: int, end: int) -> None:
        """ "Salam, Siti 0812…" at the end of what was written: who it is stands in the sealed message, not in the
        report's words."""
        filled = [n for n in range(start, end) if self.old[n] == _NEW and self.lines[n].strip(f" \t{QUOTE_MARK}")]
        for place in range(max(1, len(filled) - _LINES_OF_NAMES - 1), len(filled)):
            polite = _POLITE.match(self.lines[filled[place]])
            behind = [
                line
                for line in (
                    (polite[1] or "").strip() if polite else "",
                    *(self.lines[n].strip() for n in filled[place + 1 :]),
                )
                if line
            ]
            if polite and behind and all(_is_name(line) for line in behind):
                self.old[filled[place] : end] = [_OLD] * (end - filled[place])
                return

    def _fold_signature(self, start: int, end: int) -> None:
        filled = [n for n in range(start, end) if self.lines[n].strip(f" \t{QUOTE_MARK}")]
        for n in filled[-_AFTER_SENT_FROM - 1 :]:
            if _SENT_FROM.match(self.lines[n]) and len(self.lines[n]) <= 100:  # noqa: PLR2004 - a longer line is a sentence of the writer
                self.old[n:end] = [_OLD] * (end - n)
                break
        for n in filled[-_LONGEST_SIGNATURE - 1 :]:
            if self.lines[n] == "-- " or (self.is_answer and self.lines[n].rstrip() == "--"):
                self.old[n:end] = [_OLD] * (end - n)
                break
