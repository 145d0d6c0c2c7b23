"""Officers' search: by number, by words (Indonesian stems) of title, text and address, by what a word is the name of.

Which of two ways is fast depends on how many fit: of common words the beginning of the list fills a page in some
milliseconds, of rare ones all are found by the index and put in order. How common they are is seen in the beginning of
the list itself; what the database guesses is far off where several words like to stand together."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet

from lapor.agencies.search_names import SearchReading
from lapor.core.ids import parse_tracking_id
from lapor.db.compiled import Given, GivenLiteral
from lapor.db.sql_parts import NOTHING, SQL, sql_of, together
from lapor.reports.models import Report

MOST_SORTED = 5000  # reports that fit and are put in order one by one
BEGINNING = 2_000  # reports of a list that are looked through first
FURTHER = 10_000  # the same where enough of the beginning fit to fill a page so
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
_WALKED = "SELECT queue_key, id FROM ({}) AS walked ORDER BY queue_key, id LIMIT {most:d}"
_FOUND_IN_ORDER = """
WITH found AS MATERIALIZED ({})
SELECT queue_key, id, (SELECT count(*) FROM found) FROM found ORDER BY queue_key, id LIMIT {most:d}
"""


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


def walked(lists: SQL, most: int) -> SQL:
    return lists.within(_WALKED, most=most)


def in_order(found: SQL, most: int) -> SQL:
    """Put in order: how many there are, key, id."""
    return found.within(_FOUND_IN_ORDER, most=most)


# A part whose condition does not hold is not read (a "one-time filter" of its plan).
_BEGIN_OR_ALL = """
WITH begin AS MATERIALIZED ({begin}),
further AS MATERIALIZED (
    SELECT * FROM ({further}) AS walked WHERE (SELECT count(*) FROM begin) BETWEEN {enough} AND {most} - 1
),
found AS MATERIALIZED (
    SELECT * FROM ({found}) AS ways
    WHERE (SELECT count(*) FROM begin) < {most} AND (SELECT count(*) FROM further) < {most}
)
SELECT queue_key, id, (SELECT count(*) FROM found) FROM (
    SELECT * FROM begin WHERE (SELECT count(*) FROM begin) >= {most}
    UNION ALL SELECT * FROM further WHERE (SELECT count(*) FROM further) >= {most}
    UNION ALL SELECT * FROM found
) AS best ORDER BY queue_key, id LIMIT {most}
"""


def begin_or_all(listed: Rows, found: SQL, pattern: SearchPattern, within: SearchLimits, most: int) -> SQL:
    """As in_order(); the beginning of the list where it fills a page, else all that are found by the index."""
    begin, further = (fitting(listed, pattern, share, most) for share in (within.beginning, within.further))
    enough = max(1, most * within.beginning // within.further)
    text = _BEGIN_OR_ALL.format(begin=begin.text, further=further.text, found=found.text, enough=enough, most=int(most))
    return SQL(text, (*begin.params, *further.params, *found.params)) if begin.text and found.text else NOTHING
