"""Officers' search: by number, by words (Indonesian stems) of title, text and address, by what a word is the name of.

Which of two ways is fast depends on how many fit: of common words the beginning of the list fills a page in some
milliseconds, of rare ones all are found by the index and put in order. How common they are is seen in the beginning of
the list itself; what the database guesses is far off where several words like to stand together."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet

from lapor.agencies.search_names import SearchReading
from lapor.core.ids import parse_tracking_id
from lapor.db.sql_literal import SQLLiteral
from lapor.reports.models import Report

MOST_SORTED = 5000  # reports that fit and are put in order one by one
BEGINNING = 2_000  # reports of a list that are looked through first
FURTHER = 10_000  # the same where enough of the beginning fit to fill a page so
ALL = 2**31 - 1  # of them; a limit all the same, or the database reads and sorts the table
Rows = QuerySet[Report]


class SearchWords(NamedTuple):
    """What is searched for, and how it can be read."""

    text: str
    readings: Sequence[SearchReading]


def _in_columns(reading: SearchReading) -> Q:
    """Each word's name in one of its columns."""
    found = Q()
    for columns in reading.named:
        either = Q()
        for column, values in columns.items():
            either |= Q(**{f"{column}__in": values})
        found &= either
    return found


def _by_index(reading: SearchReading) -> Q:
    return _in_columns(reading) & (Q(search=_query(reading.words)) if reading.words else Q())


def _by_row(reading: SearchReading) -> Q:
    """The same as an expression that no index fits, so that the list is read in its order."""
    if not reading.words:
        return _in_columns(reading)
    fits = Func(F("search"), _query(reading.words), function="ts_match_vq", output_field=BooleanField())
    return _in_columns(reading) & Q(fits)


def fits(words: SearchWords) -> Q:
    """A condition on reports that no index fits, so that a list is read in its order: of this number, called so, or
    with all words of one reading."""
    if number := parse_tracking_id(words.text):
        return Q(tracking_id=number) | Q(former_number=number)
    return reduce(or_, (_by_row(reading) for reading in words.readings), _is_called(words))


def first_fitting(rows: Rows, parts: Sequence[Rows], words: SearchWords, most: int, *, has_order: bool) -> list[UUID]:
    """The first ones of a list that fit, no more than `most`, by one or two queries. `parts`: what makes up `rows`,
    each to be read in order from an index. `has_order`: there is one part and it has such an index, so that a beginning
    of it is the beginning of the list."""
    if parse_tracking_id(words.text):
        return list(rows.filter(fits(words)).order_by("queue_key", "id").values_list("pk", flat=True)[:most])
    found = _begin_or_sorted(rows, parts[0], words, most) if has_order else _sorted(rows, words, most)
    return _walk(parts, words, most) if found is None else found


def _walk(parts: Sequence[Rows], words: SearchWords, most: int) -> list[UUID]:
    """In the order of the list; several parts to their ends, or one would run ahead of another."""
    sql, params = _joined([_read(rows, words) for rows in parts], _FITTING, ALL, most)
    if not sql:
        return []
    first = _WALKED.format(parts=sql)
    return [pk for _key, pk in _asked(first, [*params, most])]


def _read(rows: Rows, words: SearchWords) -> QuerySet[Any, Any]:
    """In order, and whether each fits."""
    fitting = ExpressionWrapper(fits(words), output_field=BooleanField())
    in_order = rows.order_by("queue_key", "id").annotate(is_fitting=fitting)
    return in_order.values_list("queue_key", "id", "is_fitting")


# The first limit, of rows that are looked at, also keeps the database from sorting the table instead.
_FITTING = "(SELECT queue_key, id FROM ({} LIMIT {}) AS part WHERE is_fitting ORDER BY queue_key, id LIMIT {})"
_WALKED = "SELECT * FROM ({parts}) AS walked ORDER BY queue_key, id LIMIT %s"
_SORTED = """
WITH found AS MATERIALIZED ({found})
SELECT (SELECT count(*) FROM found), queue_key, id FROM found ORDER BY queue_key, id LIMIT %s
"""
# A part whose condition does not hold is not read (a "one-time filter" of its plan).
_BEGIN_OR_SORTED = """
WITH begin AS MATERIALIZED ({begin}),
further AS MATERIALIZED (
    SELECT * FROM ({further}) AS walked WHERE (SELECT count(*) FROM begin) BETWEEN %s AND %s
),
found AS MATERIALIZED (
    SELECT * FROM ({found}) AS ways
    WHERE (SELECT count(*) FROM begin) < %s AND (SELECT count(*) FROM further) < %s
)
SELECT (SELECT count(*) FROM found), queue_key, id FROM (
    SELECT * FROM begin WHERE (SELECT count(*) FROM begin) >= %s
    UNION ALL SELECT * FROM further WHERE (SELECT count(*) FROM further) >= %s
    UNION ALL SELECT * FROM found
) AS best ORDER BY queue_key, id LIMIT %s
"""


def _begin_or_sorted(rows: Rows, in_order: Rows, words: SearchWords, most: int) -> list[UUID] | None:
    """The beginning where it fills a page, else all that the index gives; None where that is too much."""
    found, found_params = _by_index_of(rows, words)
    if not found:
        return []
    in_list, list_params = _read(in_order, words).query.sql_with_params()
    begin, further = (_FITTING.format(in_list, share, int(most)) for share in (BEGINNING, FURTHER))
    enough = max(1, most * BEGINNING // FURTHER)
    sql = _BEGIN_OR_SORTED.format(begin=begin, further=further, found=found)
    params = [*list_params, *list_params, enough, most - 1, *found_params, most, most, most, most, most]
    return _page_of(_asked(sql, params))


def _sorted(rows: Rows, words: SearchWords, most: int) -> list[UUID] | None:
    """All that the index gives, put in order; None where that is too much."""
    found, params = _by_index_of(rows, words)
    return _page_of(_asked(_SORTED.format(found=found), [*params, most])) if found else []


def _page_of(rows: list[tuple[Any, ...]]) -> list[UUID] | None:
    return None if rows and rows[0][0] > MOST_SORTED else [pk for _count, _key, pk in rows]


def _by_index_of(rows: Rows, words: SearchWords) -> tuple[str, list[Any]]:
    """Each way by its own index."""
    ways = [_is_called(words), *(_by_index(reading) for reading in words.readings)]
    each = [rows.order_by().filter(way).values_list("queue_key", "id")[: MOST_SORTED + 1] for way in ways]
    return _joined(each, "({})")


def _joined(lists: Sequence[QuerySet[Any, Any]], each: str, *limits: int) -> tuple[str, list[Any]]:
    """As one statement; "" where nothing can fit any of them."""
    texts: list[str] = []
    params: list[Any] = []
    for rows in lists:
        try:
            text, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        texts.append(each.format(text, *map(int, limits)))
        params.extend(values)
    return " UNION ".join(texts), params


def _asked(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _is_called(words: SearchWords) -> Q:
    called = words.text.strip()
    return Q(former_number=SQLLiteral(called)) if called else Q(pk__in=())


def _query(words: str) -> SearchQuery:
    return SearchQuery(SQLLiteral(words), config="indonesian", search_type="websearch")
