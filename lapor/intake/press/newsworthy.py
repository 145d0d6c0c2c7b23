"""Whether news is about this city and its services: a topic and a place, by words that are rows (preset.toml, [news]).

Called by news, console.

Topics are compared by their Indonesian stems. A kelurahan whose name is also a common word counts with "kelurahan"
before it, or beside another place of the city; other names of places have to begin with a capital letter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID
from zlib import crc32

from lapor.agencies.models import Agency, Area
from lapor.agencies.queries import active_categories, rules_of
from lapor.core.text import fold
from lapor.core.ttl_cache import TTLCache

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]
MOST_LOOKED_AT = 20_000  # characters of one story
PASSAGE = 320  # characters of the passage that an officer is shown
SHORTEST_WORD = 4  # letters of a word that tells one story from another
HEAD = 600  # characters in which two outlets' stories are compared
# share of all words, share of the shorter story's words, words that have to be there
ALIKE, INSIDE, FEWEST = (
    0.4,
    0.6,
    6,
)
NEARLY_ALL = 0.8  # share of all words, where there are fewer
_TOKEN = re.compile(r"[^\W_]+")
_VILLAGE_MARKS = frozenset({"kelurahan", "kel", "desa", "lurah"})
_OTHER_REGION = frozenset({"kabupaten", "kab", "regency"})  # Kabupaten Semarang is another government than the city
_COMMON_IN_STORIES = frozenset(
    {
        "yang",
        "dengan",
        "untuk",
        "dari",
        "pada",
        "dalam",
        "tidak",
        "akan",
        "telah",
        "sudah",
        "juga",
        "karena",
        "oleh",
        "sebagai",
        "adalah",
        "atau",
        "bisa",
        "dapat",
        "harus",
        "masih",
        "saat",
        "kata",
        "ujar",
        "jelas",
        "warga",
        "kota",
        "semarang",
        "hari",
        "lalu",
        "lebih",
        "mereka",
        "kami",
        "kita",
        "tersebut",
        "secara",
        "hingga",
        "seperti",
        "baca",
        "berita",
    }
)
# What is looked for where the jurisdiction's rules name nothing themselves.
USUAL_TOPICS = (
    "keluhan",
    "mengeluh",
    "aduan",
    "protes",
    "rusak",
    "berlubang",
    "longsor",
    "banjir",
    "genangan",
    "sampah",
    "limbah",
    "air bersih",
    "lampu jalan",
    "macet",
    "parkir liar",
    "puskesmas",
    "antrean",
    "pungli",
    "pelayanan publik",
    "trotoar",
    "drainase",
    "kebakaran",
)


@dataclass(frozen=True)
class Newsworthiness:
    """`topics` and `places` as they stand in the words; `why` says what was found or missing, for logs and `lapor
    ingest`."""

    is_ours: bool
    topics: tuple[str, ...]
    places: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class _Matcher:
    topics: Phrases
    city: Phrases
    places: Phrases
    common: Phrases


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    raw: str
    folded: str


def judge(root: Agency, title: str, text: str) -> Newsworthiness:
    """By title and words together."""
    words = f"{title}\n{text}"[:MOST_LOOKED_AT]
    matcher = _matchers.get(root.pk)
    tokens = _tokens(words)
    topics, places, doubtful = _topics(matcher, tokens), _places(matcher, tokens), _found(matcher.common, tokens)
    named_topics, named_places = _named(words, tokens, topics), _named(words, tokens, places)
    if topics and places:
        return Newsworthiness(
            True, named_topics, named_places, f"about {_listed(named_topics)} in {_listed(named_places)}"
        )
    if not topics:
        missing = (
            "nothing of the city's services in it" if places else "neither a service nor a place of the city in it"
        )
        return Newsworthiness(False, (), named_places, missing)
    if doubtful:
        names = _listed(_named(words, tokens, list(doubtful)))
        return Newsworthiness(
            False,
            named_topics,
            (),
            f"{names} may be anything: no kelurahan before it, no other place of the city beside it",
        )
    return Newsworthiness(False, named_topics, (), "no place of the city in it")


def marks(root: Agency, text: str) -> list[tuple[int, int]]:
    """(start, end) of what made the words a candidate, in order, none over another."""
    matcher, tokens = _matchers.get(root.pk), _tokens(text[:MOST_LOOKED_AT])
    spans = [
        (tokens[at].start, tokens[at + size - 1].end)
        for at, size in sorted({*_topics(matcher, tokens), *_places(matcher, tokens)})
    ]
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def passage(root: Agency, text: str) -> list[tuple[str, bool]]:
    """The part of the words in which most of what matters stands, in pieces: (words, whether they are marked)."""
    spans = marks(root, text)
    first = max(
        (start for start, _end in spans),
        key=lambda at: sum(at <= start < at + PASSAGE for start, _end in spans),
        default=0,
    )
    begins = max((text.rfind(sign, 0, first) + 1 for sign in ".!?\n"), default=0)
    begins = begins if first - begins < PASSAGE // 2 else max(0, first - PASSAGE // 4)
    ends = min(len(text), begins + PASSAGE)
    pieces: list[tuple[str, bool]] = [("… ", False)] if begins else []
    at = begins
    for start, end in spans:
        if begins <= start and end <= ends:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    tail = text[at:ends]
    pieces.append((tail if ends == len(text) else f"{tail.rsplit(' ', 1)[0]} …", False))
    return [
        (words.lstrip() if number == 0 else words, is_marked)
        for number, (words, is_marked) in enumerate(pieces)
        if words
    ]


def fingerprint(title: str, text: str) -> list[int]:
    """The words that tell a story from another, as numbers."""
    stems = {_stem(token.folded) for token in _tokens(f"{title}\n{text[:HEAD]}") if len(token.folded) >= SHORTEST_WORD}
    return sorted(crc32(stem.encode()) for stem in stems - _COMMON_IN_STORIES)


def is_same_story(one: Iterable[int], other: Iterable[int]) -> bool:
    """Whether two fingerprints are of nearly the same words."""
    first, second = set(one), set(other)
    shared, least = len(first & second), min(len(first), len(second))
    if least < FEWEST:
        return least >= FEWEST // 2 and shared / len(first | second) >= NEARLY_ALL
    return shared / len(first | second) >= ALIKE or shared / least >= INSIDE


# --- how words are found ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)
def _stem(folded: str) -> str:
    import snowballstemmer  # noqa: PLC0415 - 3 MB, of use only where news are read

    return str(snowballstemmer.stemmer("indonesian").stemWord(folded))


def _tokens(text: str) -> list[_Token]:
    return [_Token(found.start(), found.end(), found.group(), fold(found.group())) for found in _TOKEN.finditer(text)]


def _topics(matcher: _Matcher, tokens: Sequence[_Token]) -> list[tuple[int, int]]:
    return list(_looked_up(matcher.topics, [_stem(token.folded) for token in tokens]))


def _places(matcher: _Matcher, tokens: Sequence[_Token]) -> list[tuple[int, int]]:
    """What counts as a place of the city; names that are common words as well only beside a sure one."""
    sure = [
        (at, size) for at, size in _found(matcher.city, tokens) if not (at and tokens[at - 1].folded in _OTHER_REGION)
    ]
    sure += _found(matcher.places, tokens)
    common = _found(matcher.common, tokens)
    sure += [(at, size) for at, size in common if at and tokens[at - 1].folded in _VILLAGE_MARKS]
    return sorted({*sure, *common}) if sure else []


def _found(phrases: Phrases, tokens: Sequence[_Token]) -> list[tuple[int, int]]:
    found = _looked_up(phrases, [token.folded for token in tokens])
    return [(at, size) for at, size in found if tokens[at].raw[:1].isupper()]


def _looked_up(phrases: Phrases, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(position, number of words) of each phrase that stands there; the longest one of each beginning."""
    for at, word in enumerate(words):
        sizes = [len(phrase) for phrase in phrases.get(word, ()) if tuple(words[at : at + len(phrase)]) == phrase]
        if sizes:
            yield at, max(sizes)


def _named(text: str, tokens: Sequence[_Token], places: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[tokens[at].start : tokens[at + size - 1].end] for at, size in places))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:4])


def _phrases(texts: Iterable[str], *, stemmed: bool = False) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for text in texts:
        words = tuple(_stem(word) if stemmed else word for word in fold(text).split())
        if words:
            found.setdefault(words[0], []).append(words)
    return {word: tuple(phrases) for word, phrases in found.items()}


def _matcher(root_id: UUID) -> _Matcher:
    root = Agency.objects.get(pk=root_id)
    rules = rules_of(root)
    categories = [category.name for category in active_categories(root) if " " in category.name]
    watched = [*rules.urgent, *(word for _code, words in rules.protected for word in words)]
    areas = list(Area.objects.filter(root=root).values_list("level", "name"))
    common = {fold(name) for name in rules.news.get("common_names", ())}
    parts = [name for level, name in areas if level != "city"]
    return _Matcher(
        topics=_phrases([*(rules.news.get("topics") or USUAL_TOPICS), *categories, *watched], stemmed=True),
        city=_phrases([*rules.news.get("city", ()), *(name for level, name in areas if level == "city")]),
        places=_phrases(name for name in parts if fold(name) not in common),
        common=_phrases(name for name in parts if fold(name) in common),
    )


_matchers: TTLCache[UUID, _Matcher] = TTLCache(_matcher)
