"""Words of danger: stems with gaps, not exact phrases.

Pure; the rules are data of the deployment (docs/operate/preset.md).

A sign is written as people read it. `@name` is a list of the vocabulary, `a|b` one of several, `=word` that word only
(a plain word stands for all its forms: "pukul" for dipukuli, memukul, mukulin), `#` a number. Parts that follow each
other stand in this order with at most three words between, one with `+` right behind the one before; groups joined by
`&` stand near each other in any order. A part with `!` must not stand near.

Words are heard in disguise too: letters drawn out or doubled ("bunuuuh"), digits for letters ("d1pukul"), letters that
stand apart ("b.u.n.u.h").
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lapor.core.personal_data.plain import plain

GAP = 3  # words between two parts of a group
NEAR = 9  # words between two groups
_SENTENCE = 4  # words that the end of a sentence counts for
MOST_LETTERS = 30
SHORT = 3  # letters of a stem that has no forms: every second word would be one
_LONGEST = 10  # letters of affixes

# Affixes as they are spoken: standard and colloquial Indonesian, Javanese.
_FIRST = [
    "di",
    "ter",
    "ke",
    "ka",
    "ber",
    "be",
    "per",
    "pe",
    "pem",
    "pen",
    "peng",
    "penge",
    "me",
    "mem",
    "men",
    "meng",
    "menge",
    "memper",
    "diper",
    "dipe",
    "ku",
    "kau",
    "tak",
    "dak",
    "se",
    "m",
    "n",
    "ng",
    "nge",
    "ny",
    "en",
    "em",
    "sa",
]
_LAST = [
    "an",
    "kan",
    "ken",
    "in",
    "i",
    "ni",
    "ake",
    "ane",
    "ono",
    "nya",
    "ne",
    "e",
    "ku",
    "mu",
    "lah",
    "kah",
    "pun",
    "wi",
    "s",
]
_SECOND = ("ber", "per", "pe", "ke", "se", "n", "ng", "m")  # behind one of the first
_PREFIXES = frozenset(["", *_FIRST, *(first + second for first in _FIRST for second in _SECOND)])
_SUFFIXES = frozenset(["", *_LAST, *(first + second for first in _LAST for second in _LAST)])
_CLITICS = frozenset(["", "nya", "ku", "mu", "lah", "e", "ne", "pun"])
_NASAL = {"p": "m", "t": "n", "k": "ng", "s": "ny", "c": "ny"}
_WORDS = re.compile(r"[a-z0-9]+|[.!?;\n]+")
_APART = re.compile(r"[^a-z0-9][a-z](?:[ .,\-_*/]{1,3}[a-z](?![a-z0-9])){3,60}")  # b.u.n.u.h
_TWICE = re.compile(r"([a-z])\1")
_LONG = re.compile(r"([a-z])\1{2,}")
_LEET = str.maketrans("013457", "oieast")
_THOUSANDS = ("rb", "ribu", "jt", "juta", "k")  # behind digits: 500rb
_WORD = re.compile(r"=?[a-z0-9]+|#")
_PART = re.compile(r"[!+]?[^\s]+")


def as_sign(phrase: str) -> str:
    """The sign of these words, as they stand."""
    return " +".join(f"={word}" for word in _WORDS.findall(plain(phrase).low) if word.isalnum())


@dataclass(frozen=True)
class _Part:
    words: frozenset[str]  # keys of the lexicon
    is_next: bool = False
    is_absent: bool = False


@dataclass(frozen=True)
class _Sign:
    label: str
    groups: tuple[tuple[_Part, ...], ...]
    absent: tuple[_Part, ...]


class Danger:
    """Compiled rules.

    `labels`: (label, its signs), the first that is found wins; `harmless`: signs whose words count for nothing.

    Raises ValueError where a sign cannot be read.
    """

    def __init__(
        self,
        labels: Iterable[tuple[str, Sequence[str]]],
        *,
        vocabulary: Mapping[str, Sequence[str]] | None = None,
        harmless: Sequence[str] = (),
    ) -> None:
        self._vocabulary = vocabulary or {}
        self._harmless = [self._sign("", text) for text in harmless]
        self._signs = [self._sign(label, text) for label, texts in labels for text in texts]
        used = {key for sign in (*self._harmless, *self._signs) for part in _parts_of(sign) for key in part.words} - {
            "#"
        }
        short = {key for key in used if not key.startswith("=") and len(key) <= SHORT}
        self._exact = {
            word: [key for key in (f"={word}", word) if key in used]
            for word in {*short, *(key[1:] for key in used if key[0] == "=")}
        }
        self._cores = {core: key for key in sorted(used - short) if key[0] != "=" for core in _cores(key)}
        self._harmless_at, self._signs_at = _by_rarest(self._harmless), _by_rarest(self._signs)
        self._keys = lru_cache(maxsize=50_000)(self._keys_of)

    def find(self, *said: str) -> str:
        """The label of the first sign that stands in one of the texts; "" where none does. Linear in their length."""
        return next(self.all(*said), "")

    def all(self, *said: str) -> Iterator[str]:
        """The label of each sign that is found, in the order of the rules."""
        places = self._heard("\n.\n".join(one for one in said if one))
        for sign in _possible(self._signs, self._signs_at, places):
            if _is_met(sign, places):
                yield sign.label

    def words_of(self, label: str, text: str) -> list[str]:
        """The words of the text that meet the first sign of this label that is met, each once, in their order."""
        places = self._heard(text)
        for sign in _possible(self._signs, self._signs_at, places):
            if sign.label == label and _is_met(sign, places):
                at = set(_matched(sign, places))
                return list(dict.fromkeys(word for place, word in self._words(text) if place in at))
        return []

    def _sign(self, label: str, text: str) -> _Sign:
        groups = [tuple(self._part(one) for one in _PART.findall(group)) for group in text.split("&")]
        present = tuple(parts for group in groups if (parts := tuple(part for part in group if not part.is_absent)))
        if not present:
            raise ValueError(f"{text!r} names no word")
        return _Sign(label, present, tuple(part for group in groups for part in group if part.is_absent))

    def _part(self, text: str) -> _Part:
        words: set[str] = set()
        for one in text.lstrip("!+").split("|"):
            if one.startswith("@") and one[1:] not in self._vocabulary:
                raise ValueError(f"{text!r}: there is no list {one!r} in the vocabulary")
            words.update(self._vocabulary[one[1:]] if one.startswith("@") else [one])
        if not all(_WORD.fullmatch(word) for word in words):
            raise ValueError(f"{text!r}: only small letters and the signs @ | = # + ! are read")
        return _Part(frozenset(words), is_next=text.startswith("+"), is_absent=text.startswith("!"))

    def _heard(self, text: str) -> dict[str, set[int]]:
        """Where each word of the lexicon stands, counted in words; without those of what is harmless."""
        places: dict[str, set[int]] = {}
        for at, word in self._words(text):
            for key in self._keys(word[:MOST_LETTERS]):
                places.setdefault(key, set()).add(at)
        for sign in _possible(self._harmless, self._harmless_at, places):
            if nothing := set(_matched(sign, places)):
                places = {key: left for key, found in places.items() if (left := found - nothing)}
        return places

    def _words(self, text: str) -> Iterator[tuple[int, str]]:
        """The words in plain letters, each with its place; the end of a sentence counts for some words."""
        at = 0
        for word in _WORDS.findall(_APART.sub(self._joined, plain(text).low)):
            if word[0].isalnum():
                at += 1
                yield at, word
            else:
                at += _SENTENCE

    def _joined(self, apart: re.Match[str]) -> str:
        """Letters that stand apart, as the words of the lexicon that they make; as they stand where they make none."""
        letters = "".join(sign for sign in apart[0] if sign.isalpha())
        words, at = [], 0
        while at < len(letters):
            ends = range(min(len(letters), at + MOST_LETTERS), at + SHORT - 1, -1)
            end = next((end for end in ends if (piece := letters[at:end]) in self._cores or piece in self._exact), 0)
            if end:
                words.append(letters[at:end])
            at = end or at + 1
        return f"{apart[0][0]}{' '.join(words)}" if words else apart[0]

    def _keys_of(self, token: str) -> tuple[str, ...]:
        if token.isdecimal() or (token[0].isdigit() and token.lstrip("0123456789") in _THOUSANDS):
            return ("#",)
        token = _LONG.sub(r"\1", token)
        if not token.isalpha():
            token = token.rstrip("2").translate(_LEET)
        return self._keys_in(token) or (self._keys_in(_TWICE.sub(r"\1", token)) if _TWICE.search(token) else ())

    def _keys_in(self, token: str) -> tuple[str, ...]:
        clear = [
            token[:end] for end in range(len(token), 0, -1) if token[:end] in self._exact and token[end:] in _CLITICS
        ]
        found = {key for word in clear for key in self._exact[word]}
        starts = [at for at in range(min(len(token), _LONGEST)) if token[:at] in _PREFIXES]
        ends = [at for at in range(len(token), max(0, len(token) - _LONGEST), -1) if token[at:] in _SUFFIXES]
        found |= {self._cores[core] for start in starts for end in ends if (core := token[start:end]) in self._cores}
        return tuple(found)


def _cores(stem: str) -> Iterator[str]:
    """The stem, and as it begins behind a nasal: "pukul", "mukul"."""
    yield stem
    if stem[0] in _NASAL:
        yield _NASAL[stem[0]] + stem[1:]


def _by_rarest(signs: Sequence[_Sign]) -> dict[str, list[int]]:
    """For each word the signs that cannot be met without it or one of its like: most signs are never looked at."""
    found: dict[str, list[int]] = {}
    for number, sign in enumerate(signs):
        rarest = min((part for group in sign.groups for part in group), key=lambda part: len(part.words))
        for key in rarest.words:
            found.setdefault(key, []).append(number)
    return found


def _possible(
    signs: Sequence[_Sign], by_rarest: Mapping[str, list[int]], places: Mapping[str, set[int]]
) -> list[_Sign]:
    return [signs[number] for number in sorted({number for key in places for number in by_rarest.get(key, ())})]


def _parts_of(sign: _Sign) -> Iterator[_Part]:
    for group in sign.groups:
        yield from group
    yield from sign.absent


def _at(part: _Part, places: Mapping[str, set[int]]) -> list[int]:
    found: set[int] = set()
    for key in part.words & places.keys():
        found |= places[key]
    return sorted(found)


def _chain(group: tuple[_Part, ...], places: Mapping[str, set[int]]) -> list[list[int]]:
    """For each part the places where it ends a row of all parts before it; empty lists where there is none."""
    rows = [_at(group[0], places)]
    for part in group[1:]:
        gap = 1 if part.is_next else GAP + 1
        rows.append(_behind(rows[-1], _at(part, places), gap))
    return rows


def _behind(before: list[int], here: list[int], gap: int) -> list[int]:
    found, first = [], 0
    for at in here:
        while first < len(before) and before[first] < at - gap:
            first += 1
        if first < len(before) and before[first] < at:
            found.append(at)
    return found


def _before(here: list[int], behind: list[int], gap: int) -> list[int]:
    return [-at for at in _behind([-at for at in reversed(behind)], [-at for at in reversed(here)], gap)]


def _near(left: list[int], right: list[int]) -> list[int]:
    """Those of `right` that have one of `left` near."""
    found, first = [], 0
    for at in right:
        while first < len(left) and left[first] < at - NEAR:
            first += 1
        if first < len(left) and abs(left[first] - at) <= NEAR and (left[first] != at or len(left) > first + 1):
            found.append(at)
    return found


def _is_met(sign: _Sign, places: Mapping[str, set[int]]) -> bool:
    ends: list[int] = []
    for number, group in enumerate(sign.groups):
        last = _chain(group, places)[-1]
        ends = _near(ends, last) if number else last
        if not ends:
            return False
    return not any(_near(_at(part, places), ends) for part in sign.absent)


def _matched(sign: _Sign, places: Mapping[str, set[int]]) -> Iterator[int]:
    """Where each word of a harmless sign that is met stands: it counts for nothing else."""
    if not _is_met(sign, places):
        return
    for group in sign.groups:
        rows = _chain(group, places)
        if not rows[-1]:
            continue
        for number in range(len(rows) - 2, -1, -1):  # back from the end: only what leads there
            gap = 1 if group[number + 1].is_next else GAP + 1
            rows[number] = _before(rows[number], rows[number + 1], gap)
        for row in rows:
            yield from row
