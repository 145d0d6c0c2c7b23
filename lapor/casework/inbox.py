"""Officers' lists: which reports stand in a queue, narrowed by filters, in pages that cost the same however deep.

The same for the console and REST. How they are read: inbox_rows."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from lapor.agencies.codes import agency_of, area_codes, category_of
from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.agencies.search_names import readings
from lapor.casework.inbox_rows import (
    BY_PK,
    FIRST_OF_ALL,
    FLAGS,
    FOLLOWING,
    NAMES_IN,
    ONE_PAGE,
    ListPlace,
    ListShape,
    QueueName,
    is_one_list,
)
from lapor.casework.inbox_search import holds, search
from lapor.core import clock
from lapor.reports.models import Report
from lapor.reports.officer_scope import scope_of
from lapor.reports.officer_search import SearchWords
from lapor.reports.permissions import has_unit
from lapor.reports.queries import PAGE, Page

__all__ = ["COUNTED", "Inbox", "InboxFilters", "QueueName", "counts", "landing", "lines_of", "query_of", "queues_of"]

COUNTED = 99


@dataclass(frozen=True)
class InboxFilters:
    """Empty = everything that the officer may see. Category, agency and area by code."""

    queue: str = ""
    q: str = ""  # a number, or words
    state: str = ""
    late: str | bool = ""  # only those past their deadline
    publication: str = ""
    kind: str = ""
    category: str = ""
    agency: str = ""
    area: str = ""
    unanswered: str | bool = ""  # only those where somebody outside said something last
    unchecked: str | bool = ""  # only those with later words or files that wait for the privacy check
    called: str | bool = ""  # only those whose reporter asks for an officer
    unreached: str | bool = ""  # only those whose reporter could not be told the last time


_FILTER_NAMES = tuple(InboxFilters.__dataclass_fields__)


@lru_cache(maxsize=1000)  # some hundred characters each; a page has ten of them
def query_of(filters: InboxFilters, **changed: str) -> str:
    """The query string that means these filters, with some of them changed: of an address, and what a saved view
    keeps."""
    values = {name: getattr(filters, name) for name in _FILTER_NAMES} | changed
    return urlencode({name: value for name, value in values.items() if value})


def landing(officer: Officer) -> QueueName:
    """What an officer sees first: what waits for them; all that is open for who has nothing to decide."""
    waits = may(officer, Can.TRIAGE, Can.SEE_PROTECTED, Can.BE_GIVEN_WORK, Can.APPROVE)
    return QueueName.MINE if waits else QueueName.OPEN


def queues_of(officer: Officer) -> list[QueueName]:
    """The queues that this officer has."""
    return [
        *([QueueName.MINE] if landing(officer) == QueueName.MINE else []),
        QueueName.OPEN,
        *([QueueName.HELPING, QueueName.HANDED_ON] if has_unit(officer) else []),
        QueueName.SNOOZED,
        QueueName.CLOSED,
    ]


class Inbox:
    """One officer's list, narrowed."""

    def __init__(self, officer: Officer, filters: InboxFilters) -> None:
        root, text = root_of(officer), filters.q.replace("\x00", "")
        self.shape = _shape(officer, root, filters)
        self._words = SearchWords(text, readings(root, text, with_officers=True)) if text else None

    def page(self, *, after: str = "", size: int = PAGE) -> Page:
        """`after`: the `next` of the page before. Raises ValueError for a position that is none."""
        found = self._rows(None, after, size)
        return Page(found[:size], place_of(found[size - 1]) if len(found) > size else "")

    def lines(self, columns: Sequence[str], *, after: str = "", size: int = PAGE) -> tuple[list[dict[str, Any]], str]:
        """The same as values of these columns, and the beginning of the words as `words_begin`: a list of a page that
        is looked at often and shows little."""
        found = self._rows(tuple(columns), after, size)
        last = found[size - 1] if len(found) > size else None
        return found[:size], place(last["queue_key"], last["id"]) if last else ""

    def _rows(self, columns: tuple[str, ...] | None, after: str, size: int) -> list[Any]:
        at = _position(after)
        if self._words:
            found = search(self.shape, self._words, size + 1, at=at)
            return BY_PK.rows(columns, pks=found) if found else []
        if is_one_list(self.shape):
            return ONE_PAGE.ask(self.shape, columns, size, at=at)
        first = FIRST_OF_ALL.ask(self.shape, size, at=at)
        return BY_PK.rows(columns, pks=[row[1] for row in first]) if first else []

    def following(self, report: Report) -> str:
        """Number of the one behind a report's place, or else of the first one, "" for none; the place is the one it
        had when it was read. One query, several where words are searched for."""
        at = ListPlace(report.queue_key, report.pk)
        if not self._words:
            found = FOLLOWING.ask(self.shape, at=at)
            return str(found[0][2]) if found else ""
        for place_before in (at, None):
            if found := search(self.shape, self._words, 1, at=place_before, but=report.pk):
                return str(BY_PK.rows(("tracking_id",), pks=found)[0]["tracking_id"])
        return ""

    def holds(self, report: Report) -> bool:
        return holds(self.shape, self._words, report.pk)


def counts(inboxes: Mapping[str, Inbox]) -> dict[str, int]:
    """How many each list without words holds, by its name, no further than COUNTED + 1: one query for all of them."""
    shapes = tuple((name, inbox.shape) for name, inbox in inboxes.items())
    found = Counter(name for (name,) in NAMES_IN.rows(shapes, COUNTED + 1, now=clock.now()))
    return {name: min(found[name], COUNTED + 1) for name in inboxes}


def lines_of(reports: Sequence[Report], columns: Sequence[str]) -> list[dict[str, Any]]:
    """Values of these reports as Inbox.lines() gives them, in the order given."""
    pks = [report.pk for report in reports]
    found = {line["id"]: line for line in BY_PK.rows(tuple(columns), pks=pks)} if pks else {}
    return [found[report.pk] for report in reports if report.pk in found]


def place(queue_key: int, pk: UUID) -> str:
    """Where a report stands in every list that holds it, as an address says it."""
    return f"{queue_key}|{pk}"


def place_of(report: Report) -> str:
    return place(report.queue_key, report.pk)


def _position(after: str) -> ListPlace | None:
    """ "" = from the beginning. Raises ValueError."""
    key, _bar, pk = after.partition("|")
    return ListPlace(int(key), UUID(pk)) if after else None


def _shape(officer: Officer, root: Agency, filters: InboxFilters) -> ListShape:
    scope = scope_of(officer)
    exact: dict[str, Any] = {
        "state": filters.state,
        "kind": filters.kind,
        "publication": filters.publication,
        "category": _id_of(category_of, root, filters.category),
        "agency": _id_of(agency_of, root, filters.agency),
    }
    return ListShape(
        scope=scope if filters.queue in (QueueName.MINE, QueueName.SNOOZED) else scope.of_office(),
        queue=str(filters.queue),
        exact=tuple((name, value) for name, value in exact.items() if value),
        areas=area_codes(root, filters.area) if filters.area else (),
        flags=tuple(name for name in FLAGS if getattr(filters, name)),
        is_divided=not filters.agency,
    )


def _id_of(named: Callable[[Agency, str], Category | Agency | None], root: Agency, code: str) -> UUID | None:
    """Of a code that nothing has: an id that nothing has either."""
    if not code:
        return None
    one = named(root, code)
    return one.pk if one else UUID(int=0)
