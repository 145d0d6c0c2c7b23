"""Officers' search: by number, by words (Indonesian stems) of title, text and address, by what a word is the name of.

Which of two ways is fast depends on how many fit. Of common words the beginning of the list fills a page in some
milliseconds; of rare ones all are found by the index and put in order. The database guesses which they are, badly where
several words like to stand together: so a short beginning is always looked through, and either way ends where it takes
too long."""

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
FURTHER = 10_000  # the same for words that the database expects to be common
COMMON = 4_000  # reports: it expects them in more
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
    """The first ones of a list that fit, no more than `most`, by one to five queries. `parts`: what makes up `rows`,
    each to be read in order from an index. `has_order`: there is one part and it has such an index, so that a beginning
    of it is the beginning of the list."""
    if parse_tracking_id(words.text):
        return list(rows.filter(fits(words)).order_by("queue_key", "id").values_list("pk", flat=True)[:most])
    begin = _walk(parts, words, most, BEGINNING) if has_order else []
    if has_order and len(begin) < most and _expected(words) > COMMON:
        begin = _walk(parts, words, most, FURTHER)
    if len(begin) == most:
        return begin
    found = _sorted(rows, words, most)
    return _walk(parts, words, most, ALL) if found is None else found


def _walk(parts: Sequence[Rows], words: SearchWords, most: int, share: int) -> list[UUID]:
    """In the order of the list; several parts to their ends, or one would run ahead of another."""
    fitting = ExpressionWrapper(fits(words), output_field=BooleanField())
    inner = [rows.order_by("queue_key", "id").annotate(is_fitting=fitting)[:share] for rows in parts]
    each = "(SELECT queue_key, id FROM ({}) AS part WHERE is_fitting ORDER BY queue_key, id LIMIT {})"
    sql, params = _joined([rows.values_list("queue_key", "id", "is_fitting") for rows in inner], each, most)
    if not sql:
        return []
    first = f"SELECT id FROM ({sql}) AS walked ORDER BY queue_key, id LIMIT {int(most)}"  # noqa: S608 - our own
    return [pk for (pk,) in _asked(first, params)]


def _expected(words: SearchWords) -> int:
    """How many of all reports fit, as the database guesses: nothing is read."""
    way = reduce(or_, (_by_index(reading) for reading in words.readings))
    sql, params = Report.objects.filter(way).values_list("pk").query.sql_with_params()
    [(plan,)] = _asked(f"EXPLAIN (FORMAT JSON) {sql}", params)
    return int(plan[0]["Plan"]["Plan Rows"])


def _sorted(rows: Rows, words: SearchWords, most: int) -> list[UUID] | None:
    """Each way by its index, and put in order; None where that is too much."""
    ways = [_is_called(words), *(_by_index(reading) for reading in words.readings)]
    inner = [rows.order_by().filter(way).values_list("queue_key", "id")[: MOST_SORTED + 1] for way in ways]
    sql, params = _joined(inner, "({})", most)
    if not sql:
        return []
    found = _asked(
        f"WITH found AS MATERIALIZED ({sql}) SELECT (SELECT count(*) FROM found), page.id FROM (VALUES (1)) AS one"  # noqa: S608 - our own
        f" LEFT JOIN (SELECT queue_key, id FROM found ORDER BY queue_key, id LIMIT {int(most)}) AS page ON TRUE"
        " ORDER BY page.queue_key, page.id",
        params,
    )
    return None if found[0][0] > MOST_SORTED else [pk for _count, pk in found if pk]


def _joined(lists: Sequence[QuerySet[Any, Any]], each: str, most: int) -> tuple[str, list[Any]]:
    """As one statement; "" where nothing can fit any of them."""
    texts: list[str] = []
    params: list[Any] = []
    for rows in lists:
        try:
            text, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        texts.append(each.format(text, int(most)))
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
