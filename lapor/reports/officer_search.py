"""Officers' search: by number, by words (Indonesian stems) of title, text and address, by what a word is the name of.

Which of two ways is fast depends on how many fit, which the database guesses badly for several words: so they are
counted first, as far as it matters. A few are looked up by the index of words and put in order; of many the first ones
are met soon in the order of the list."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, F, Func, Q, QuerySet

from lapor.agencies.search_names import SearchReading
from lapor.core.ids import parse_tracking_id
from lapor.db.sql_literal import SQLLiteral
from lapor.reports.models import Report
from lapor.reports.queries import PAGE

MOST_SORTED = 5000  # reports that fit and are put in order one by one


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


def officer_search(rows: QuerySet[Report], words: str, readings: Sequence[SearchReading] = ()) -> QuerySet[Report]:
    """Of `rows` those that fit one of the readings (none given: all of it as words), or are called so: one query
    to count them, however many readings."""
    if number := parse_tracking_id(words):
        return rows.filter(Q(tracking_id=number) | Q(former_number=number))
    readings = readings or [SearchReading(words)]
    unordered = rows.order_by().values_list("pk", flat=True)
    called_so = unordered.filter(former_number=SQLLiteral(words.strip()))[:PAGE]
    fitting = [unordered.filter(_by_index(reading))[: MOST_SORTED + 1] for reading in readings]
    found = called_so.union(*fitting, all=True)
    if found[: MOST_SORTED + 1].count() > MOST_SORTED:
        return rows.filter(reduce(or_, (_by_row(reading) for reading in readings)))
    return rows.filter(_is_one_of(found))


def _query(words: str) -> SearchQuery:
    return SearchQuery(SQLLiteral(words), config="indonesian", search_type="websearch")


def _is_one_of(found: QuerySet[Report, UUID]) -> Func:
    """Found before the list is read, as one value: as a join the database would guess how many there are."""
    ids = ArraySubquery(found)
    return Func(F("pk"), ids, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())
