"""What a word of a search is the name of: an area, an office and, to officers, an officer. "sampah genuk" is sampah in
Genuk as well as both words in a text. For the officers' search (casework) and the public's (publish)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from lapor.agencies.models import Agency, Area, Officer
from lapor.core.plain_addresses import plain_addresses
from lapor.core.ttl_cache import TTLCache

MOST_NAMES = 3  # of one search
MOST_WORDS = 8  # of one name
# Words before a name that people write or leave out, and that name nothing by themselves.
_KIND = re.compile("di|dinas|badan|bagian|kantor|kecamatan|kec|kelurahan|kel|kota|upt|uptd|rsud")
_SIGNS = re.compile(r'["-]')  # of the search's own language (websearch_to_tsquery)
_WORD = re.compile(r"[^\W_]+")
Columns = dict[str, list[Any]]


@dataclass(frozen=True)
class SearchReading:
    """One way to read what was typed. `words`: those to be found in the report, "" for none; `named`: for each of the
    other words which columns may hold what it names ("genuk": {"area": [...]})."""

    words: str
    named: Sequence[Mapping[str, Sequence[Any]]] = ()


def readings(root: Agency, words: str, *, with_officers: bool = False) -> list[SearchReading]:
    """All ways to read what was typed, the words as words first. No query but each few seconds."""
    words = plain_addresses(words)
    found = [SearchReading(words)]
    if _SIGNS.search(words):
        return found
    tokens = _tokens(words)
    spans = _spans(tokens, _names.get((root.pk, with_officers)))[:MOST_NAMES]
    for size in range(1, len(spans) + 1):
        for chosen in combinations(spans, size):
            taken = {place for start, end, _columns in chosen for place in range(start, end)}
            rest = [token for place, token in enumerate(tokens) if place not in taken]
            named = [columns for _start, _end, columns in chosen]
            found.append(SearchReading(" ".join(rest), named))
    return found


def known_words(root: Agency, *, with_officers: bool = False) -> set[str]:
    """All that stand in a name."""
    return {word for name in _names.get((root.pk, with_officers)) for word in name}


def _tokens(text: str) -> list[str]:
    """Without the words for kinds of places and offices: "kecamatan genuk" is genuk."""
    return [word for word in _WORD.findall(text.lower()) if not _KIND.fullmatch(word)]


def _spans(tokens: Sequence[str], names: dict[tuple[str, ...], Columns]) -> list[tuple[int, int, Columns]]:
    """(first, end, what it names) of names that stand in the words, the longest at each place."""
    found, start = [], 0
    while start < len(tokens):
        for end in range(min(len(tokens), start + MOST_WORDS), start, -1):
            if columns := names.get(tuple(tokens[start:end])):
                found.append((start, end, columns))
                start = end
                break
        else:
            start += 1
    return found


def _all_names(key: tuple[UUID, bool]) -> dict[tuple[str, ...], Columns]:
    root_id, with_officers = key
    found: dict[tuple[str, ...], Columns] = defaultdict(lambda: defaultdict(list))
    officers = _officers(root_id) if with_officers else ()
    for column, name, value in (*_areas(root_id), *_agencies(root_id), *officers):
        if name and value not in found[name][column]:
            found[name][column].append(value)
    return {name: dict(columns) for name, columns in found.items()}


def _areas(root_id: UUID) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """A district's name stands for its villages too."""
    below_city = Area.objects.filter(root=root_id).exclude(parent=None)
    for code, name, district, city in below_city.values_list("code", "name", "parent__name", "parent__parent"):
        yield "area", tuple(_tokens(name)), code
        if city:
            yield "area", tuple(_tokens(district)), code


def _agencies(root_id: UUID) -> Iterator[tuple[str, tuple[str, ...], UUID]]:
    """By the name, and by the code, which is how offices call each other; with what is below it."""
    rows = list(Agency.objects.filter(root=root_id).values_list("pk", "name", "code", "path"))
    below: dict[UUID, list[UUID]] = {pk: [] for pk, _name, _code, _path in rows}
    for pk, _name, _code, path in rows:
        for above in {*path, pk} & below.keys():
            below[above].append(pk)
    for pk, name, code, _path in rows:
        for called in {tuple(_tokens(name)), tuple(_tokens(code))}:
            for one in below[pk]:
                yield "agency", called, one


def _officers(root_id: UUID) -> Iterator[tuple[str, tuple[str, ...], UUID]]:
    """By the name or how it begins."""
    for pk, name in Officer.objects.filter(agency__path__contains=[root_id]).values_list("pk", "name"):
        words = tuple(_tokens(name.partition("(")[0]))
        for count in range(1, len(words) + 1):
            yield "officer", words[:count], pk


_names: TTLCache[tuple[UUID, bool], dict[tuple[str, ...], Columns]] = TTLCache(_all_names)
