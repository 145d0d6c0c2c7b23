"""Places by words: "depan SMPN 3" or "Jl. Pandanaran" as somebody types it, for the form's pin.

Asked of the city's gazetteer, its kelurahan, and the places that published texts name. At most six queries a phrase,
by trigram indexes, however many reports there are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency, NamedPlace
from lapor.core.place_words import fold_place, names_one, phrases_of, says_something, without_leading

MOST = 8
_LOOKED_AT = 200  # rows of one source that fit, of which the best are shown
_LEFT_OUT = 3  # words at the end of a phrase that need not fit
_LEAST_ALIKE = 4  # letters: shorter words are alike too much
# The gazetteer comes before what people wrote; the kelurahan between them.
_SOURCES = """
SELECT kind, name, folded, latitude, longitude, area_id, 0 AS source FROM
  (SELECT * FROM agencies_namedplace WHERE root_id = %(root)s AND {fits} LIMIT {most}) AS known
UNION ALL
SELECT 'area', name, ' kelurahan ' || lower(name), latitude, longitude, code, 1 FROM agencies_area
  WHERE root_id = %(root)s AND level = 'village' AND {area_fits}
UNION ALL
SELECT 'said', name, folded, latitude, longitude, area_id, 2 FROM
  (SELECT * FROM publish_saidplace WHERE root_id = %(root)s AND {fits} LIMIT {most}) AS said
"""
_RANKED = """
SELECT found.kind, found.name, found.latitude, found.longitude, area.name, district.name, found.area_id
FROM ({sources}) AS found
LEFT JOIN agencies_area area ON area.code = found.area_id
LEFT JOIN agencies_area district ON district.code = area.parent_id
ORDER BY found.source = 2, similarity(found.folded, %(words)s) DESC, found.source, found.name, found.latitude
LIMIT {most}
"""


@dataclass(frozen=True)
class FoundPlace:
    """`kind_label`: what it is, for people; `area`: the kelurahan it lies in, with its kecamatan."""

    name: str
    kind_label: str
    area: str
    area_code: str
    latitude: float
    longitude: float


def find_places(root: Agency, text: str, *, most: int = MOST) -> list[FoundPlace]:
    """The likeliest first; of each phrase ("depan …", after a comma) the best, then the next best."""
    phrases = phrases_of(text)
    groups = [_of_phrase(root, phrase) for phrase in phrases]
    return _distinct(_in_turn(groups), most)


def _of_phrase(root: Agency, phrase: list[str]) -> list[FoundPlace]:
    """Where each word begins a word of the name; else where all but the last ones do ("jalan pemuda rusak parah"), or
    all but a word for its kind before it; else where the words are alike (a typing error)."""
    for words_of in _ways(phrase):
        if found := _starting_with(root, words_of):
            return found
    words = " ".join(without_leading(phrase))
    if len(words) < _LEAST_ALIKE:
        return []
    alike, area_alike = "folded %%> %(words)s", "' kelurahan ' || lower(name) %%> %(words)s"
    return _rows(root, alike, area_alike, {"words": words})


def _ways(phrase: list[str]) -> Iterator[list[str]]:
    """All words, then without one for its kind before them, then without the last ones, as long as they name one."""
    yield phrase
    rest = without_leading(phrase)
    for end in range(len(rest), max(0, len(rest) - _LEFT_OUT - 1), -1):
        if rest[:end] != phrase and says_something(rest[:end]) and names_one(rest[:end]):
            yield rest[:end]


def _starting_with(root: Agency, phrase: list[str]) -> list[FoundPlace]:
    starts = {f"word{number}": f"% {_plain(word)}%" for number, word in enumerate(phrase)}
    fits = " AND ".join(f"folded LIKE %({name})s" for name in starts)
    area_fits = " AND ".join(f"(' kelurahan ' || lower(name)) LIKE %({name})s" for name in starts)
    return _rows(root, fits, area_fits, {**starts, "words": " ".join(phrase)})


def _plain(word: str) -> str:
    """Letters and digits are all that a folded word holds; said here since it goes into a pattern."""
    return "".join(sign for sign in word if sign.isalnum())


def _rows(root: Agency, fits: str, area_fits: str, values: dict[str, Any]) -> list[FoundPlace]:
    sources = _SOURCES.format(fits=fits, area_fits=area_fits, most=_LOOKED_AT)
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(sources=sources, most=3 * MOST), {**values, "root": root.pk})
        return [
            FoundPlace(
                name=name,
                kind_label=kind_label(kind),
                area=", ".join(part for part in (area, district) if part),
                area_code=code or "",
                latitude=latitude,
                longitude=longitude,
            )
            for kind, name, latitude, longitude, area, district, code in cursor.fetchall()
        ]


def kind_label(kind: str) -> str:
    if kind == "area":
        return _("Kelurahan")
    if kind == "said":
        return _("Named in an earlier report")
    return str(NamedPlace.Kind(kind).label)


def _in_turn(groups: list[list[FoundPlace]]) -> Iterable[FoundPlace]:
    for number in range(max(map(len, groups), default=0)):
        yield from (group[number] for group in groups if number < len(group))


def _distinct(places: Iterable[FoundPlace], most: int) -> list[FoundPlace]:
    """A street is offered once for each kelurahan it runs through, however many reports name it."""
    kept: dict[tuple[str, str], FoundPlace] = {}
    for place in places:
        kept.setdefault((fold_place(place.name), place.area_code), place)
        if len(kept) == most:
            break
    return list(kept.values())
