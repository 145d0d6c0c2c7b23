"""How a place is written and looked for: "depan SMP Negeri 3, Jl Pandanaran no 12" and "SMPN 3", "jalan pandanaran" are
the same words. Pure; used where places are kept (agencies.areas.gazetteer, publish.said_places) and where they are
looked for (publish.place_search)."""

import re
from itertools import pairwise

from lapor.core.text import fold

LONGEST = 140  # signs of a kept place
MOST_PHRASES, MOST_WORDS = 3, 6
_SAME = {
    "jl": "jalan",
    "jln": "jalan",
    "jalanan": "jalan",
    "gg": "gang",
    "kp": "kampung",
    "kel": "kelurahan",
    "kec": "kecamatan",
    "perum": "perumahan",
    "pkm": "puskesmas",
    "rs": "rumah sakit",
    "mesjid": "masjid",
    "dr": "dokter",
    "simpang5": "simpang lima",
}
_SCHOOL = re.compile(r"\b(sd|smp|sma|smk|tk|mi|mts|ma) n(?:egeri|eg)?\b")  # SMP Negeri 3, SD N 2
_NUMBERED = re.compile(r"\b(sd|smp|sma|smk|tk)(n?)(\d)")  # SMPN3
_HOUSE = re.compile(r"\b(?:no|nomor|nomer|rt|rw) ?\d+ ?[a-z]?\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Where something is from a landmark: the phrase after it is looked for by itself.
BESIDE = _words("""
    depan dpn muka belakang blkg samping sebelah seberang sebrang dekat dkt deket pojok pertigaan perempatan tikungan
    sekitar antara arah menuju
""")
_SMALL = _words("di ke dari yang dan persis pas itu ini nya kota semua sama")
# Before a name as people say it, and in few names themselves.
_LEADING = _words("bundaran kawasan daerah sekolah area komplek kompleks")
# What a place is, which many are: alone they name none.
_KINDS = _words("""
    jalan gang kelurahan kecamatan kampung perumahan pasar masjid gereja puskesmas rumah sakit rsud rsup stasiun
    terminal halte taman jembatan simpang gedung kantor balai universitas sd sdn smp smpn sma sman smk smkn
""")


def fold_place(text: str) -> str:
    """The words by which a place is found, each with one space before it: " smpn 3 semarang"."""
    words = _NUMBERED.sub(r"\1\2 \3", fold(text))
    words = _SCHOOL.sub(r"\1n", " ".join(_SAME.get(word, word) for word in words.split()))
    return f" {words}"[:LONGEST]


def with_glued(folded: str) -> str:
    """A folded name and each two words of it as one, as many write them: "tugumuda", "jalan gajahmada"."""
    words = folded.split()
    return " ".join([folded, *(one + other for one, other in pairwise(words))])[:LONGEST]


def phrases_of(text: str) -> list[list[str]]:
    """The words to look for, a list for each place that is named: split at commas and at words like "depan"; house
    numbers, RT and RW left out. The first named comes first, at most MOST_PHRASES."""
    found: list[list[str]] = []
    for part in re.split(r"[,;()\n]+", text):
        folded = _HOUSE.sub(" ", fold_place(part))
        phrase: list[str] = []
        for word in folded.split():
            if word in BESIDE:
                found.append(phrase)
                phrase = []
            elif word not in _SMALL:
                phrase.append(word)
        found.append(phrase)
    return [phrase[:MOST_WORDS] for phrase in found if says_something(phrase)][:MOST_PHRASES]


def without_leading(phrase: list[str]) -> list[str]:
    """ "bundaran tugu muda" is Tugu Muda; the same where its first word is none of these."""
    return phrase[1:] if phrase and phrase[0] in _LEADING else phrase


def names_one(phrase: list[str]) -> bool:
    """Not only what kind of place it is: "pasar" alone, "rsud"."""
    return any(word not in _KINDS for word in phrase)


def says_something(phrase: list[str]) -> bool:
    """Not "jalan" alone, nor a single letter."""
    return any(len(word) > 1 and word not in {"jalan", "gang", "kelurahan", "kecamatan"} for word in phrase)
