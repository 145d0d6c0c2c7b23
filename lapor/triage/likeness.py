"""How alike two reports are as people write them: words by their stems, names of streets and places, numbers of lanes,
neighbourhoods (RT, RW) and houses. Pure; called by duplicates.py.

The weights were set by hand on invented reports and are measured on others (tests/triage/duplicate_clusters.txt)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lapor.core.text import fold
from lapor.suggest.normalisation import EMPTY_WORDS, plain_words

LONGEST_READ = 800  # characters of a report: what it is about stands at its beginning
NEIGHBOUR_HOUSES = 6  # house numbers so far apart may still mean the same hole in the road
_NAME_WORDS = 2  # that follow "jalan", "gang" … and make its name

# Different words for one thing, by the word that stands for all of them (stems).
_ONE_WORD = {
    other: word
    for word, others in {
        "lampu": "pju penerangan penerang bangjo traffic",
        "mati": "padam gelap gulita nyala menyala",
        "lubang": "lobang bolong jeglong jeglongan kubang",
        "amblas": "ambles ambrol",
        "tumpuk": "umpuk tumpu numpuk gunung",
        "saluran": "salur got selokan parit drainase gorong",
        "sumbat": "mampet mampat buntu nyumbat",
        "banjir": "genang endam luber luap rob",
        "roboh": "tumbang ambruk rubuh",
        "miring": "doyong",
        "ular": "kobra sanca",
        "zebra": "seberang penyeberangan",
        "bus": "bis",
        "bau": "busuk sengat",
        "pdam": "ledeng",
        "rusak": "hancur remuk patah jebol",
        "wc": "toilet",
        "spbu": "bensin",
        "pasar": "ps",
        "sd": "sdn",
        "smp": "smpn",
        "sma": "sman",
        "masjid": "mesjid",
        "kali": "sungai",
        "simpang": "prapatan empat perempatan pertigaan",
    }.items()
    for other in others.split()
}
# Followed by a name or a number that says which one.
_NAMED = frozenset(
    """jalan gang perumahan griya kampung desa dusun pasar sd smp sma masjid musala gereja jembatan taman kali simpang
    lapangan terminal stasiun halte makam puskesmas kelurahan kecamatan rs tanjakan kampus kantor toko warung spbu
    bank""".split()  # noqa: SIM905 - one list
)
_NUMBERED = frozenset({"rt", "rw", "gang", "nomor", "blok", "km", "koridor", "sd", "smp", "sma"})
_ROADS = frozenset({"jalan", "gang"})  # who names two of them means two places
# Says how or where, and is no name: "jalan rusak", "jalan depan pasar".
_NO_NAMES = EMPTY_WORDS | frozenset(
    """air amblas arah bahaya banjir bau becek besar buat dr gelap jadi jl kecil kh km kotor licin lingkungan lubang
    macet mati menuju orang padam parah pinggir putus raya rt rusak rw sampah samping sekitar sempit seberang sumbat
    tengah tutup umum utama""".split()  # noqa: SIM905 - one list
)
_NEVER_NAMES = _NO_NAMES | _NAMED | _NUMBERED
# Says where, whatever it is called.
_PLACES = (
    _NAMED
    | _NUMBERED
    | frozenset(
        """apotek barat depan gapura indomaret kota perempatan pinggir pom sebelah selatan sekitar timur
        utara""".split()  # noqa: SIM905 - one list
    )
)
# Stands in reports of every kind.
_WEAK = EMPTY_WORDS | frozenset(
    """air anak bahaya banyak besar diperbaiki hujan jatuh jalan malam mobil motor orang parah pdam pengendara petugas
    rawan tidur total truk""".split()  # noqa: SIM905 - one list
)
_WEAK_WEIGHT = 0.4
_AGAINST = 0.25  # what is left of the score for each name or number that differs
_NEARLY_ALL = 0.7  # of the words of both
_FEWEST_EQUAL = 4  # words: "Banjir lagi!" is said of every street
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_TWICE = re.compile(r"^([a-z]{3,})2(an|nya)?$")  # "anak2", "ugal2an"
_GLUED = re.compile(r"^(rt|rw|gg|gang|no|blok|km)(\d{1,4}[a-z]?)$")
_NUMBER = re.compile(r"^0*(\d{1,5})[a-z]?$")


@dataclass(frozen=True)
class Matter:
    """What a report is about. `words`: by stem the word as it was written. `names`: by "jalan", "pasar" … the first
    word of each name and the whole of it. `numbers`: by "rt", "gang", or the name of a street, the numbers given.
    `places`: the stems that say where."""

    words: dict[str, str] = field(default_factory=dict)
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    numbers: dict[str, frozenset[str]] = field(default_factory=dict)
    places: frozenset[str] = _PLACES


@dataclass(frozen=True)
class Likeness:
    """`score`: 0 to 1. `shared`: the words that both have, as the second one writes them."""

    score: float
    shared: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def _parts(written: str) -> tuple[str, ...]:
    """Informal spelling made plain, digits stay: "gg4" is "gang" and "4", "anak2" is "anak"."""
    glued = _GLUED.match(written)
    parts = glued.groups() if glued else (_TWICE.sub(r"\1", written),)
    return tuple(part if any(sign.isdigit() for sign in part) else plain_words(part)[0] for part in parts)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    import snowballstemmer  # noqa: PLC0415 - 3 MB, of use only where reports are compared

    stem = _ONE_WORD.get(word) or str(snowballstemmer.stemmer("indonesian").stemWord(word))
    return _ONE_WORD.get(stem, stem)


def matter_of(text: str) -> Matter:
    """Reads the first LONGEST_READ characters."""
    text = text[:LONGEST_READ]
    written = _ASCII_WORD.findall(text.lower()) if text.isascii() else fold(text).split()  # the same, much faster
    tokens = [part for word in written for part in _parts(word)]
    words: dict[str, str] = {}
    for token in tokens:
        if token not in EMPTY_WORDS and len(token) > 1 and not token.isdigit():
            words.setdefault(_stem(token), token)
    return _with_places(words, tokens)


def _with_places(words: dict[str, str], tokens: list[str]) -> Matter:
    places = set(_PLACES)
    names: dict[str, set[str]] = {}
    numbers: dict[str, set[str]] = {}
    for place, token in enumerate(tokens):
        stem = _stem(token)
        kind = stem if stem in _NAMED else token
        if kind not in _NUMBERED and kind not in _NAMED:
            continue
        after = tokens[place + 1 : place + 2 + _NAME_WORDS]
        if kind in _NUMBERED and after and (number := _number(after[0], kind)):
            numbers.setdefault(kind, set()).add(number)
        elif kind in _NAMED:
            name = _name(after)
            names.setdefault(kind, set()).update({name[0], "".join(name)} if name else ())  # also "Tirtoagung"
            places.update(map(_stem, name))
            following = after[len(name) :]
            if name and following and (number := _number(following[0], kind)):
                numbers.setdefault(name[-1], set()).add(number)
    return Matter(
        words,
        {kind: frozenset(found) for kind, found in names.items() if found},
        {kind: frozenset(found) for kind, found in numbers.items()},
        frozenset(places),
    )


def _name(after: list[str]) -> list[str]:
    """The words at the beginning that are a name."""
    found: list[str] = []
    for word in after[:_NAME_WORDS]:
        if _stem(word) in _NEVER_NAMES or word in _NEVER_NAMES or _number(word, ""):
            break
        found.append(word)
    return found


def _number(word: str, kind: str) -> str:
    """A number as it is compared, "" for none: "03" and "III" are 3; of a block one letter."""
    if found := _NUMBER.match(word):
        return found[1]
    if kind == "blok" and len(word) == 1:
        return word
    return str(_ROMAN.get(word, ""))


def likeness(one: Matter, other: Matter, *, nearness: float | None, is_same_category: bool | None) -> Likeness:
    """`nearness`: 1 at the same point, 0 at the radius; None where one of the two has no point. `is_same_category`:
    None where one of the two has none.

    Both have to agree, what is wrong and where: the one times the other."""
    shared = one.words.keys() & other.words.keys()
    of_places = one.places | other.places
    what = min(1.0, 1.4 * alike_in_matter(one, other) + {True: 0.3, False: -0.25, None: 0.0}[is_same_category])
    agree, against = _compared_places(one, other, of_places & shared)
    where = (0.35 + 0.4 * nearness if nearness is not None else 0.35) + 0.25 * min(1.0, agree / 2)
    score = max(0.0, what) * where * _AGAINST**against
    return Likeness(score, tuple(other.words[stem] for stem in other.words if stem in shared))


def alike_in_matter(one: Matter, other: Matter) -> float:
    """0 to below 1: how much of what is wrong both say, wherever it is."""
    of_places = one.places | other.places
    shared = (one.words.keys() & other.words.keys()) - of_places
    return _weight(shared) / (min(_weight(each.words.keys() - of_places) for each in (one, other)) + 1)


def _weight(stems: Iterable[str]) -> float:
    return sum(_WEAK_WEIGHT if stem in _WEAK else 1.0 for stem in stems)


def _compared_places(one: Matter, other: Matter, shared: Collection[str]) -> tuple[float, float]:
    """How many names and numbers agree, and how many say that it is another place; half a one where both name places
    and none is the same."""
    agree = against = 0.0
    for kind in one.names.keys() | other.names.keys():
        ones, others = _names_of(one, kind), _names_of(other, kind)
        if ones and others:
            is_same = any(_nearly(a, b) for a in ones for b in others)
            agree, against = agree + is_same, against + (not is_same)
    for kind in one.numbers.keys() & other.numbers.keys():
        is_same = bool(one.numbers[kind] & other.numbers[kind]) or (
            kind == "nomor" and _are_neighbours(one.numbers[kind], other.numbers[kind])
        )
        agree, against = agree + is_same, against + (not is_same)
    agree += len(shared) / 2
    return agree, against + 0.5 * (bool(one.names and other.names) and not agree)


def _names_of(one: Matter, kind: str) -> frozenset[str]:
    """Of a road those of every kind of road."""
    if kind not in _ROADS:
        return one.names.get(kind, frozenset())
    return frozenset().union(*(one.names.get(road, frozenset()) for road in _ROADS))


def _are_neighbours(ones: Iterable[str], others: Iterable[str]) -> bool:
    return any(abs(int(a) - int(b)) <= NEIGHBOUR_HOUSES for a in ones for b in others)


def _nearly(one: str, other: str) -> bool:
    """Equal, or one slip of the finger apart where the word is long."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:  # noqa: PLR2004 - letters
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def is_nearly_equal(one: Matter, other: Matter) -> bool:
    """Whether the one says what the other says but for a few words, and of the same place: a post passed on."""
    both, either = one.words.keys() & other.words.keys(), one.words.keys() | other.words.keys()
    if len(both) < _FEWEST_EQUAL or len(both) / len(either) < _NEARLY_ALL:
        return False
    return _compared_places(one, other, both)[1] == 0
