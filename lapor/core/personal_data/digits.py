"""The digits of a text as one short string, in which every form of writing a number looks the same.

A digit that stands right behind another is "0" to "9"; one behind a space, dot, dash, bracket … (at most three) is "a"
to "j"; one that begins anew is "A" to "J". So "(0812) 33-44" is "A812d3e4", and one bounded pattern knows it however it
is grouped.
"""

import re
from itertools import compress

SEPARATORS = b" .,()/_*~-\n\t"
AFTER = "[0-9a-j]"  # any digit that goes on
_BREAK = ord("x")
_KINDS = bytes(one if one in b"0123456789" else (ord(" ") if one in SEPARATORS else _BREAK) for one in range(256))
_IS_DIGIT = bytes(one in b"0123456789" for one in range(256))
_NO_DIGITS = bytes(one for one in range(256) if one not in b"0123456789")
_DIGIT = re.compile(rb"[0-9]")
_FEW = (
    10  # where fewer than one sign in ten is a digit, going from one to the next is quicker than looking at every sign
)
_FAR = 4  # separators that part two digits
_VALUES = str.maketrans("abcdefghijABCDEFGHIJ", "01234567890123456789")


def any_of(digits: str, kinds: str = "1aA") -> str:
    """A pattern for one of these digits: in the middle of a group (1), at the begin of one (a), at the very begin
    (A)."""
    pick = ""
    for digit in digits:
        pick += (
            (digit if "1" in kinds else "")
            + ("abcdefghij"[int(digit)] if "a" in kinds else "")
            + ("ABCDEFGHIJ"[int(digit)] if "A" in kinds else "")
        )
    return f"[{pick}]"


class Digits:
    """`line`: the digits as above; `places[i]`: where the i-th stands in the text."""

    def __init__(self, low: str) -> None:
        raw = low.encode("ascii", "replace")
        if len(raw.translate(None, _NO_DIGITS)) * _FEW < len(raw):
            self.places = [match.start() for match in _DIGIT.finditer(raw)]
            self.line = _line_of_few(raw, self.places)
        else:
            self.places = list(compress(range(len(raw)), raw.translate(_IS_DIGIT)))
            self.line = _line(raw)

    def value(self, start: int, end: int) -> str:
        return self.line[start:end].translate(_VALUES)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the digits [start, end) stand in the text."""
        return self.places[start], self.places[end - 1] + 1


def _line_of_few(raw: bytes, places: list[int]) -> str:
    """The same as `_line`, from digit to digit."""
    signs, before = [], -_FAR - 1
    for at in places:
        value, gap = raw[at] - ord("0"), at - before - 1
        is_apart = gap >= _FAR or (gap > 0 and raw[before + 1 : at].translate(None, SEPARATORS) != b"")
        signs.append(("ABCDEFGHIJ" if is_apart else "abcdefghij" if gap else "0123456789")[value])
        before = at
    return "".join(signs)


def _line(raw: bytes) -> str:
    kinds = b"x" + raw.translate(_KINDS)
    for many, one in ((b" " * 4, b"x"), (b"   ", b" "), (b"  ", b" "), (b"x ", b"x")):
        kinds = kinds.replace(many, one)
    for digit in range(10):
        sign = b"%d" % digit
        kinds = kinds.replace(b"x" + sign, b"%c" % (ord("A") + digit)).replace(b" " + sign, b"%c" % (ord("a") + digit))
    return kinds.translate(None, b"x ").decode("ascii")
