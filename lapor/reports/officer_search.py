"""Officers' search: by number, by words (Indonesian stems) of title, text and address, by what a word is the name of.

Which way is fast depends on how many fit. Of common words the beginning of the list fills a page in some milliseconds.
Of others the open reports do, which stand before all closed ones and have an index of their own; of rare ones all are
found by the index of all reports and put in order. How common words are is seen on the way, by counting: what the
database guesses is far off where several words like to stand together."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet

from lapor.agencies.search_names import SearchReading
from lapor.core.ids import parse_tracking_id
from lapor.db.compiled import Given, GivenLiteral
from lapor.db.sql_literal import SQLLiteral
from lapor.db.sql_parts import NOTHING, SQL, sql_of, together
from lapor.reports.models import Report
from lapor.reports.models.queue import FIRST_CLOSED

MOST_SORTED = 5000  # reports that fit and are put in order one by one
BEGINNING = 2_000  # reports of a list that are looked through first
FURTHER = 10_000  # the same where enough of the beginning fit to fill a page so, and open ones did not fill it
ALL = 2**31 - 1  # of them; a limit all the same, or the database reads and sorts the table
Rows = QuerySet[Report]


class SearchLimits(NamedTuple):
    most_sorted: int
    beginning: int
    further: int


def limits() -> SearchLimits:
    return SearchLimits(MOST_SORTED, BEGINNING, FURTHER)


class ReadingPattern(NamedTuple):
    """`has_words`: some are to be found in the report; `named`: the columns that may hold what each other one names."""

    has_words: bool
    named: tuple[tuple[str, ...], ...]


class SearchPattern(NamedTuple):
    """All that the statement of a search is made of, but the words and what they name. `is_number`: of a report.
    `is_called`: there is something that a former number may be."""

    is_number: bool
    is_called: bool
    readings: tuple[ReadingPattern, ...]


class SearchWords:
    """What is searched for, and how it can be read: a pattern, and the values that a statement of it is given."""

    def __init__(self, text: str, readings: Sequence[SearchReading]) -> None:
        number, called = parse_tracking_id(text), text.strip()
        named = [tuple(tuple(columns) for columns in one.named) for one in readings]
        patterns = [ReadingPattern(bool(one.words), columns) for one, columns in zip(readings, named, strict=True)]
        self.pattern = SearchPattern(bool(number), bool(called), () if number else tuple(patterns))
        self.values: dict[str, Any] = {"called": number or called}
        for place, one in enumerate(readings):
            self.values[_words(place)] = one.words
            for word, columns in enumerate(one.named):
                self.values |= {_named(place, word, column): list(values) for column, values in columns.items()}


def _words(place: int) -> str:
    return f"words_{place}"


def _named(place: int, word: int, column: str) -> str:
    return f"named_{place}_{word}_{column}"


def fits(pattern: SearchPattern) -> Q:
    """A condition on reports that no index fits, so that a list is read in its order: of this number, called so, or
    with all words of one reading."""
    if pattern.is_number:
        return Q(tracking_id=GivenLiteral("called")) | Q(former_number=GivenLiteral("called"))
    ways = (_in_columns(place, one) & _by_row(place, one) for place, one in enumerate(pattern.readings))
    return reduce(or_, ways, _is_called(pattern))


def _in_columns(place: int, reading: ReadingPattern) -> Q:
    """Each word's name in one of its columns."""
    found = Q()
    for word, columns in enumerate(reading.named):
        each = (Q(**{f"{column}__any_of": Given(_named(place, word, column))}) for column in columns)
        found &= reduce(or_, each, Q())
    return found


def _by_row(place: int, reading: ReadingPattern) -> Q:
    """No index fits this function."""
    if not reading.has_words:
        return Q()
    return Q(Func(F("search"), _query(place), function="ts_match_vq", output_field=BooleanField()))


def _by_index(place: int, reading: ReadingPattern) -> Q:
    return Q(search=_query(place)) if reading.has_words else Q()


def _query(place: int) -> SearchQuery:
    return SearchQuery(GivenLiteral(_words(place)), config="indonesian", search_type="websearch")


def _is_called(pattern: SearchPattern) -> Q:
    return Q(former_number=GivenLiteral("called")) if pattern.is_called else Q(pk__in=())


def numbered(rows: Rows, pattern: SearchPattern, most: int) -> SQL:
    """The ones of a list that have this number now or had it."""
    return sql_of(rows.filter(fits(pattern)).order_by("queue_key", "id").values_list("queue_key", "id")[:most])


_FITTING = "SELECT queue_key, id FROM ({}) AS part WHERE is_fitting ORDER BY queue_key, id LIMIT {most:d}"


def fitting(rows: Rows, pattern: SearchPattern, looked_at: int, most: int) -> SQL:
    """The first ones that fit of the first `looked_at` of a list. That limit also keeps the database from sorting the
    table instead."""
    is_fitting = ExpressionWrapper(fits(pattern), output_field=BooleanField())
    in_order = rows.order_by("queue_key", "id").annotate(is_fitting=is_fitting)
    read = sql_of(in_order.values_list("queue_key", "id", "is_fitting")[:looked_at])
    return read.within(_FITTING, most=most)


def found_by_index(rows: Rows, pattern: SearchPattern, most: int) -> SQL:
    """All of a list that fit, no more than `most` of each way; each way by its own index."""
    ways = [_in_columns(place, one) & _by_index(place, one) for place, one in enumerate(pattern.readings)]
    each = (rows.order_by().filter(way).values_list("queue_key", "id")[:most] for way in (_is_called(pattern), *ways))
    return together(map(sql_of, each), union="UNION")


def open_ones(rows: Rows) -> Rows:
    """The condition is that of their index, in the very number."""
    return rows.filter(queue_key__lt=SQLLiteral(str(FIRST_CLOSED)))


class SearchWay(NamedTuple):
    """`least`: so many the first way must have found for this one to be worth it."""

    sql: SQL
    least: int = 0


_COUNT = "(SELECT count(*) FROM way_{place})"
_WAY = "way_{place} AS MATERIALIZED (SELECT * FROM ({rows}) AS found WHERE {needed})"
_FILLED = "SELECT * FROM way_{place} WHERE {condition}"
_FIRST_THAT_FILLS = """
WITH {ways}
SELECT queue_key, id, GREATEST({found}) FROM ({filled}) AS best ORDER BY queue_key, id LIMIT {most}
"""


def first_that_fills(ways: Sequence[SearchWay], most: int) -> SQL:
    """The rows (key, id, how many were found) of the first way that fills a page, of the last one if none does. A way
    that is not needed is not read (a "one-time filter" of its plan)."""
    some = [way for way in ways if way.sql.text]
    texts: list[str] = []
    filled: list[str] = []
    counts: list[str] = []
    needed = ["TRUE"]
    for place, way in enumerate(some):
        count, is_last = _COUNT.format(place=place), place == len(some) - 1
        conditions = [*needed, f"{counts[0]} >= {way.least:d}"] if counts and way.least else needed
        texts.append(_WAY.format(place=place, rows=way.sql.text, needed=" AND ".join(conditions)))
        filled.append(_FILLED.format(place=place, condition="TRUE" if is_last else f"{count} >= {most:d}"))
        counts.append(count)
        needed = [*needed, f"{count} < {most:d}"]
    if not some:
        return NOTHING
    text = _FIRST_THAT_FILLS.format(
        ways=", ".join(texts), filled=" UNION ALL ".join(filled), found=", ".join(counts), most=int(most)
    )
    return SQL(text, tuple(param for way in some for param in way.sql.params))
