"""How many reports a search will probably find, by the counts that events keep (cells.py, words.py): what decides the
way it takes. Called by searching.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection

from lapor.agencies.models import Agency
from lapor.agencies.search_names import SearchReading, known_words, readings
from lapor.publish.filters import Condition, Filters, plain_words

ORDERED_BY = ("category", "agency", "area", "state")  # filters with an index of their own, newest first
# Of each word the reports it stands in: the sum over the words of its stem, which some reports hold several of.
_COUNT_WORDS = """
SELECT asked, coalesce(sum(w.documents), 0) FROM unnest(%s::text[]) AS asked LEFT JOIN publish_publicword w
ON w.root_id = %s AND w.stem = coalesce((ts_lexize('indonesian_stem', asked))[1], asked) GROUP BY asked
"""
_COUNT_VALUES = (
    "SELECT facet, value, opened + closed FROM publish_mapcell WHERE root_id = %s AND level = 0 AND x = 0 AND y = 0 AND"
    " ({})"
)
Values = Mapping[str, Iterable[str]]


@dataclass
class Expected:
    """`counts`: reports expected for each condition and for all ("all"); `unknown`: words that stand nowhere."""

    counts: dict[str, float] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def expected_of(root: Agency, filters: Filters, wanted: Mapping[str, Condition]) -> Expected:
    """Two queries at most."""
    pairs = {name: one.values for name, one in wanted.items() if name in ORDERED_BY and one.values}
    has_words = "words" in wanted
    if not pairs and not has_words:
        return Expected()
    several = readings(root, filters.words.strip()) if has_words else []
    named = [columns for reading in several for columns in reading.named]
    known = _count_values(root, [pairs, *({name: map(str, ids) for name, ids in one.items()} for one in named)])
    counts = {"all": known.get(("all", ""), 0.0)}
    for name, values in pairs.items():
        counts[name] = sum(known.get((name, value), 0.0) for value in values)
    if not has_words:
        return Expected(counts)
    plain = plain_words(filters.words)
    documents = _count_words(root, plain.needed)
    total = max(1.0, counts["all"])
    counts["words"] = (
        total if plain.has_choice else min(total, sum(total * _share(one, documents, known, total) for one in several))
    )
    names = known_words(root) if not all(documents.values()) else set()
    return Expected(counts, [word for word, count in documents.items() if not count and word not in names])


def _share(
    reading: SearchReading, documents: Mapping[str, float], known: Mapping[tuple[str, str], float], total: float
) -> float:
    """Of all reports, as if words and places knew nothing of each other."""
    share = 1.0
    for word in plain_words(reading.words).needed:
        share *= min(1.0, documents.get(word, 0.0) / total)
    for columns in reading.named:
        fitting = sum(known.get((name, str(value)), 0.0) for name, values in columns.items() for value in values)
        share *= min(1.0, fitting / total)
    return share


def _count_words(root: Agency, words: list[str]) -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_WORDS, [words, root.pk])
        return {word: float(count) for word, count in cursor.fetchall()}


def _count_values(root: Agency, asked: Iterable[Values]) -> dict[tuple[str, str], float]:
    """By facet and value, of published reports."""
    pairs: dict[str, set[str]] = {}
    for values in asked:
        for name, several in values.items():
            pairs.setdefault(name, set()).update(several)
    clause = " OR ".join(["facet = 'all'", *("(facet = %s AND value = ANY(%s))" for _ in pairs)])
    params = [part for name, values in pairs.items() for part in (name, sorted(values))]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_VALUES.format(clause), [root.pk, *params])
        return {(facet, value): float(count) for facet, value, count in cursor.fetchall()}
