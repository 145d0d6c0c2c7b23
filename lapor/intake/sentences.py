"""Whether words tell a trouble or a place, and whether they go on with a report that is open. Pure; the words stand in grammar.py."""

import re

from lapor.core.text import fold
from lapor.intake import grammar

SHORTEST = 4  # letters: "air", "jalan" … shorter words stand in everything
STEM = 5  # letters that have to be the same: lubang, berlubang; sampah, sampahnya
_STREET = re.compile(r"\b(?:jl|jln|jalan|gang|gg)\b\.?\s+(?:[\w./-]+[ ]?){1,5}", re.IGNORECASE)
_ITS = re.compile(r"\w{3,}(?:nya|ne)$")  # "lampunya", "tiange": of what was spoken of before
_CAPITAL = re.compile(r"[A-Z0-9]")


def tells_trouble(text: str) -> bool:
    """Whether something is said to be wrong. "Jl. Rusak" is no street of ours."""
    words = fold(text).split()
    return any(word in grammar.TROUBLE or any(stem in word for stem in grammar.TROUBLE_STEMS) for word in words)


def reads_as_place(text: str) -> bool:
    """Whether a line may be the answer to "where?"; never one that tells a trouble."""
    words = fold(text).split()
    if not words or len(words) > grammar.LONGEST_PLACE or tells_trouble(text):
        return False
    if set(words) & grammar.PLACE:
        return True
    return len(words) <= grammar.SHORT_PLACE and "?" not in text and not set(words) & grammar.SPEECH


def place_in(text: str) -> str:
    """The street that a line names by its name ("Jl. Anggrek 4"), "" where it names none."""
    for found in _STREET.finditer(text):
        kind, *names = found.group().split()
        named = []
        for name in names:
            if not _CAPITAL.match(name) or fold(name) in grammar.TROUBLE:
                break
            named.append(name)
        if named:
            return " ".join([kind, *named])[:300]
    return ""


def hardly_fits(text: str, known: str, *, is_soon: bool = False) -> bool:
    """Whether a message tells a trouble of its own and shares nothing with what is `known` of the open report: its words, place and category.
    `is_soon`: it follows another within minutes; then it goes on with that, unless it names a place of its own."""
    words = fold(text).split()
    if is_soon and not (set(words) & grammar.PLACE - {"rumah"} or "di" in words):
        return False
    has_own = tells_trouble(" ".join(word for word in words if word not in grammar.FEELINGS))
    if len(words) < grammar.LEAST_NEW or not has_own or set(words) & grammar.GOES_ON or any(_ITS.match(word) for word in words):
        return False
    said = {word for word in words if len(word) >= SHORTEST} - grammar.COMMON
    other = {word for word in fold(known).split() if len(word) >= SHORTEST} - grammar.COMMON
    return bool(said) and not any(same_stem(word, one) for word in said for one in other)


def same_stem(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) >= STEM and short in long)
