"""What fits a search in an officer's list, in the order of the list, from kept SQL (inbox_rows)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lapor.casework.inbox_rows import (
    IN_ORDER,
    NOW,
    ListPlace,
    ListQuestion,
    ListShape,
    QueueName,
    after,
    begins_an_index,
    parts_of,
    rows_of,
)
from lapor.db.compiled import Given
from lapor.db.sql_parts import SQL, together
from lapor.reports.models import Report
from lapor.reports.models.queue import FIRST_CLOSED
from lapor.reports.officer_search import (
    ALL,
    SearchLimits,
    SearchPattern,
    SearchWay,
    SearchWords,
    first_that_fills,
    fits,
    fitting,
    found_by_index,
    limits,
    numbered,
    open_ones,
)

Rows = QuerySet[Report]


def search(
    shape: ListShape, words: SearchWords, most: int, *, at: ListPlace | None, but: UUID | None = None
) -> list[UUID]:
    """The first ones of a list behind a place that fit these words, without one of them. One or two queries."""
    pattern, within = words.pattern, limits()
    more, given = (pattern, most, but is not None), {**words.values, "but": but}
    if pattern.is_number:
        return _pks(_NUMBERED.ask(shape, *more, at=at, **given))
    found = _QUICKLY.ask(shape, *more, within, _has_open_ones(shape, at), at=at, **given)
    if found and found[0][2] > within.most_sorted:
        return _pks(_WALKED.ask(shape, *more, at=at, **given))
    return _pks(found)


def _has_open_ones(shape: ListShape, at: ListPlace | None) -> bool:
    """Whether open reports may stand behind a place; they stand before all closed ones."""
    return shape.queue != QueueName.CLOSED and (at is None or at.queue_key < FIRST_CLOSED)


def holds(shape: ListShape, words: SearchWords | None, pk: UUID) -> bool:
    """Whether a report stands in a list and fits."""
    return bool(_HOLDS.ask(shape, words and words.pattern, pk=pk, **(words.values if words else {})))


def _pks(rows: list[tuple[Any, ...]]) -> list[UUID]:
    return [row[1] for row in rows]


def _others(at: ListPlace | None, has_but: bool) -> Callable[[Rows], Rows]:
    """Behind a place, without the one that is given."""
    return lambda rows: after(rows.exclude(pk=Given("but")) if has_but else rows, at)


def _numbered(shape: ListShape, pattern: SearchPattern, most: int, has_but: bool, *, at: ListPlace | None) -> SQL:
    return numbered(_others(at, has_but)(rows_of(shape, NOW)), pattern, most)


def _quickly(
    shape: ListShape,
    pattern: SearchPattern,
    most: int,
    has_but: bool,
    within: SearchLimits,
    has_open_ones: bool,
    *,
    at: ListPlace | None,
) -> SQL:
    """Key, id, and how many were found: more than may be put in order, and the list is to be walked instead."""
    rows, has_order = _others(at, has_but)(rows_of(shape, NOW)), begins_an_index(shape)
    enough = max(1, most * within.beginning // within.further)
    ways = [SearchWay(fitting(rows, pattern, within.beginning, most))] if has_order else []
    if has_open_ones:
        ways.append(SearchWay(found_by_index(open_ones(rows), pattern, within.most_sorted + 1)))
    if has_order and shape.queue != QueueName.OPEN:
        ways.append(SearchWay(fitting(rows, pattern, within.further, most), least=enough))
    if shape.queue != QueueName.OPEN:
        ways.append(SearchWay(found_by_index(rows, pattern, within.most_sorted + 1)))
    return first_that_fills(ways, most)


def _walked(shape: ListShape, pattern: SearchPattern, most: int, has_but: bool, *, at: ListPlace | None) -> SQL:
    """In the order of the list; several parts to their ends, or one would run ahead of another."""
    others = _others(at, has_but)
    parts = (part.first(lambda rows: fitting(others(rows), pattern, ALL, most)) for part in parts_of(shape, NOW))
    return together(parts).within(IN_ORDER, most=most)


def _holds(shape: ListShape, pattern: SearchPattern | None, *, at: None) -> QuerySet[Any, Any]:
    rows = after(rows_of(shape, NOW), at).filter(pk=Given("pk"))
    return (rows.filter(fits(pattern)) if pattern else rows).values_list("pk")


_NUMBERED = ListQuestion(_numbered)
_QUICKLY = ListQuestion(_quickly)
_WALKED = ListQuestion(_walked)
_HOLDS = ListQuestion(_holds)
