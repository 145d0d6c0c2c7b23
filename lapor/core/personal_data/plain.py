"""Text in the one form in which personal data is looked for, with the way back to where each sign stood."""

import unicodedata
from dataclasses import dataclass
from itertools import compress

from lapor.core.text import INVISIBLE

MAX_KEPT = 20_000  # signs whose plain form is remembered: all scripts that people write here, not all of Unicode
MAX_PARTS = 4
_SIGNS = {
    "·": ".",
    "•": ".",
    "‧": ".",
    "∙": ".",
    "・": ".",
    "‑": "-",
    "−": "-",
    "⁃": "-",
    "⁄": "/",
    "∕": "/",
    "‘": "'",
    "’": "'",
}
_BY_CATEGORY = {"Pd": "-", "Zs": " ", "Zl": "\n", "Zp": "\n", "So": " ", "Cf": "", "Mn": "", "Me": "", "Cc": " "}


def _plain_sign(sign: str) -> str:
    if sign in "\t\n":
        return sign if sign == "\n" else " "
    if sign in _SIGNS:
        return _SIGNS[sign]
    digit = unicodedata.digit(sign, None)
    if digit is not None or ord(sign) in INVISIBLE:
        return "" if digit is None else str(digit)
    parts = unicodedata.normalize("NFKD", sign)
    if len(parts) > MAX_PARTS:  # a whole phrase in one sign
        return " "
    if len(parts) > 1 and any(part.isdigit() for part in parts):  # ⒈ ⑴ ⑩: its digits
        return "".join(part for part in parts if part.isdigit())
    return "".join(_SIGNS.get(part) or _BY_CATEGORY.get(unicodedata.category(part), part) for part in parts)


class _Table(dict[str, str]):
    def __missing__(self, sign: str) -> str:
        plain = _plain_sign(sign)
        if len(self) < MAX_KEPT:
            self[sign] = plain
        return plain


_table = _Table()


@dataclass(frozen=True)
class Plain:
    """`words`: a line end, then the text in NFKD without accents and format characters, every digit 0-9, every dash
    "-".

    `low`: the same in lower case, as long.
    """

    text: str
    words: str
    low: str
    offsets: list[int] | None  # of each sign of `words` in `text`; None: the same place

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of `words` stands in `text`; what was dropped behind its last sign belongs to it."""
        if self.offsets is None:
            return max(0, start - 1), max(0, end - 1)
        last = end - 1
        return self.offsets[max(0, start - 1)], self.offsets[last] if last < len(self.offsets) else len(self.text)


def plain(text: str) -> Plain:
    """In linear time, whatever the signs."""
    if text.isascii():
        words = "\n" + text.replace("\t", " ").replace("\r", " ")
        return Plain(text, words, words.lower(), None)
    pieces = list(map(_table.__getitem__, text))
    words = "\n" + "".join(pieces)
    offsets = list(compress(range(len(text)), pieces))
    if len(offsets) + 1 < len(words):
        offsets = [at for at, piece in enumerate(pieces) for _ in piece]
    low = words.lower()
    return Plain(text, words, low if len(low) == len(words) else words, offsets)
