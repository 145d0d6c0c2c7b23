"""Whether words tell a trouble or a place, and whether they go on with a report that is open.

Pure; the words stand in word_lists.py."""

import re
from collections.abc import Sequence

from lapor.core.personal_data import find_personal_data
from lapor.core.text import fold
from lapor.intake.understanding import word_lists

SHORTEST = 4  # letters: "air", "jalan" … shorter words stand in everything
STEM = 5  # letters that have to be the same: lubang, berlubang; sampah, sampahnya
_MOST_NAMES, _MOST_SMALL = 5, 2  # words of a street's name, and of one in small letters
_GLUED = re.compile(r"\b(jl|jln|gg)\.(?=\w)", re.IGNORECASE)
_OWN_HOME = re.compile(r"\brumah(?:ku| saya| kami| aku| sy)\b", re.IGNORECASE)
_READ = 2000  # signs in which a place is looked for
_ENDS = (",", ".", ";", ":", "!", "?", ")")
_NEVER_NAMES = frozenset({*word_lists.TROUBLE, *word_lists.SPEECH, *word_lists.BESIDE, *word_lists.NO_NAME}) - {"raya"}
_STOPS = frozenset(
    {
        *word_lists.TROUBLE,
        *word_lists.SPEECH,
        *word_lists.COMMON,
        *word_lists.GOES_ON,
        *word_lists.FEELINGS,
        *word_lists.NO_NAME,
    }
)
_ITS = re.compile(r"\w{3,}(?:nya|ne)$")  # "lampunya", "tiange": of what was spoken of before
_CAPITAL = re.compile(r"[A-Z0-9]")


def tells_trouble(text: str) -> bool:
    """Whether something is said to be wrong. "Jl. Rusak" is no street of ours."""
    words = fold(text).split()
    return any(word in word_lists.TROUBLE or any(stem in word for stem in word_lists.TROUBLE_STEMS) for word in words)


def reads_as_place(text: str) -> bool:
    """Whether a line may be the answer to "where?"; never one that tells a trouble."""
    words = fold(text).split()
    if not words or len(words) > word_lists.LONGEST_PLACE or tells_trouble(text):
        return False
    if set(words) & word_lists.PLACE:
        return True
    return len(words) <= word_lists.SHORT_PLACE and "?" not in text and not set(words) & word_lists.SPEECH


def place_in(text: str) -> str:
    """The street that a line names by its name, with the landmark behind it ("Jl.

    Anggrek 4", "jl pemuda dpn balaikota"); "" where it names none."""
    words = _GLUED.sub(r"\1. ", text).split()
    for at, word in enumerate(words):
        if fold(word) not in word_lists.STREETS:
            continue
        named = _names(words[at + 1 :], may_be_small=fold(word) in word_lists.SHORT_STREETS)
        if named:
            end = at + 1 + len(named)
            mark = words[end] if end < len(words) and fold(words[end]) in word_lists.BESIDE else ""
            beside = _names(words[end + 1 :], may_be_small=True) if mark else []
            return " ".join([word, *named, *([mark, *beside] if beside else [])]).rstrip("".join(_ENDS))[:300]
    return ""


def _names(words: Sequence[str], *, may_be_small: bool) -> list[str]:
    """The words of a name at the beginning: with capitals or numbers, in small letters two that are no ordinary
    words."""
    found: list[str] = []
    small = 0
    for word in words[:_MOST_NAMES]:
        plain = fold(word)
        is_small = not _CAPITAL.match(word)
        small += is_small and plain != "raya"
        if not plain or plain in _NEVER_NAMES:
            break
        if is_small and (not may_be_small or small > _MOST_SMALL or not _may_be_name(plain)):
            break
        found.append(word)
        if word.endswith(_ENDS):
            break
    return [] if [fold(word) for word in found] == ["raya"] else found


def _may_be_name(plain: str) -> bool:
    is_word = plain in _STOPS or tells_trouble(plain) or bool(_ITS.match(plain))
    return plain == "raya" or (len(plain) >= SHORTEST - 1 and not is_word)


def place_told(text: str) -> str:
    """The place that a line names beside what is wrong, so that nobody asks for it again.

    Not an exact address, which may be their own home: that is a place only when they say so, asked for it."""
    text = text[:_READ]
    found = place_in(text)
    is_exact = bool(found) and any(one.kind == "address" for one in find_personal_data(text, ()))
    return "" if is_exact or _OWN_HOME.search(text) else found


def corrects_place(text: str) -> bool:
    """Whether a line says another street in place of the one that was said: "bukan, di Jl. Pahlawan"."""
    return reads_as_place(text) and bool(place_in(text)) and bool(set(fold(text).split()) & word_lists.CORRECTS)


def names_place(text: str) -> bool:
    """Whether a line that reads as a place says it by a street or a word for a place, not by being short."""
    return reads_as_place(text) and (bool(place_in(text)) or bool(set(fold(text).split()) & word_lists.PLACE))


def hardly_fits(text: str, known: str, *, is_soon: bool = False) -> bool:
    """Whether a message tells a trouble of its own and shares nothing with what is `known` of the open report: its
    words, place and category. `is_soon`: it follows another within minutes; then it goes on with that, unless it names
    a place of its own."""
    words = fold(text).split()
    if is_soon and not (set(words) & word_lists.PLACE - {"rumah"} or "di" in words):
        return False
    has_own = tells_trouble(" ".join(word for word in words if word not in word_lists.FEELINGS))
    if (
        len(words) < word_lists.LEAST_NEW
        or not has_own
        or set(words) & word_lists.GOES_ON
        or any(_ITS.match(word) for word in words)
    ):
        return False
    said = {word for word in words if len(word) >= SHORTEST} - word_lists.COMMON
    other = {word for word in fold(known).split() if len(word) >= SHORTEST} - word_lists.COMMON
    return bool(said) and not any(same_stem(word, one) for word in said for one in other)


def same_stem(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) >= STEM and short in long)
