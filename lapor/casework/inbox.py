"""Officers' lists: which reports stand in a queue, narrowed by filters, in pages that cost the same however deep.

The same for the console and REST. Every list is in the order of `queue_key` (reports.models.queue) and is read from the
index that fits its narrowest filter; over several offices or areas, from each of them one page, which are merged."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices, Value
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from lapor.agencies.codes import agency_of, area_codes, category_of
from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.officers.delegations import acting_accounts
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.agencies.search_names import readings
from lapor.agencies.teams import team_ids_of, unstaffed_team_ids
from lapor.agencies.units import answered_by, subtree_ids
from lapor.casework.snoozing import is_snoozed
from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.gateway.queries import to_reporters
from lapor.reports.handed_on import handed_on_reports
from lapor.reports.models import Report
from lapor.reports.models.queue import FIRST_CLOSED
from lapor.reports.models.report import FOR_HEAD, FOR_TRIAGE
from lapor.reports.officer_search import officer_search
from lapor.reports.permissions import has_unit
from lapor.reports.queries import PAGE, Page, held_reports, supported_reports, visible_reports
from lapor.reports.sql_literal import SQLLiteral, literals
from lapor.reports.vocabulary import OfficerCall, Publication, WaitsFor

COUNTED = 99
TITLE_MOST = 120  # characters; a line holds fewer
_FOR_PROTECTED = (WaitsFor.TRIAGE, WaitsFor.AGENCY, WaitsFor.HEAD, WaitsFor.CITY_HEAD)


class QueueName(TextChoices):
    """`MINE`: what waits for this officer now. `OPEN`, `CLOSED`: what their unit holds, or the whole city for who sees
    it. `HELPING`: what another office asked theirs to help with. `HANDED_ON`: what their unit held before and sent back
    or on. `SNOOZED`: what this officer put off."""

    MINE = "mine", _("Waiting for me")
    OPEN = "open", _("Open")
    HELPING = "helping", _("Helping another office")
    HANDED_ON = "handed_on", _("Sent on by us")
    SNOOZED = "snoozed", _("Put off until later")
    CLOSED = "closed", _("Closed")


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
    """One officer's list, narrowed. Raises ValueError for a position that is none."""

    def __init__(self, officer: Officer, filters: InboxFilters) -> None:
        rows = _narrowed(_in_queue(officer, filters.queue), root_of(officer), filters)
        self.lists = [rows.filter(**part) for part in _parts(officer, filters)]

    def page(self, *, after: str = "", size: int = PAGE) -> Page:
        """`after`: the `next` of the page before."""
        rows = self._rows(after, size).select_related("root", "category", "agency", "area__parent")
        found = list(rows.defer("search", "published_text"))
        return Page(found[:size], place_of(found[size - 1]) if len(found) > size else "")

    def lines(self, columns: Sequence[str], *, after: str = "", size: int = PAGE) -> tuple[list[dict[str, Any]], str]:
        """The same as values of these columns, and the beginning of the words as `words_begin`: a list of a page that
        is looked at often and shows little."""
        rows = self._rows(after, size).annotate(words_begin=Left("text", TITLE_MOST))
        found = list(rows.values("id", "queue_key", "words_begin", *columns))
        last = found[size - 1] if len(found) > size else None
        return found[:size], place(last["queue_key"], last["id"]) if last else ""

    def _rows(self, after: str, size: int) -> QuerySet[Report]:
        lists = [_after(rows, after) for rows in self.lists]
        rows = lists[0] if len(lists) == 1 else _merged(lists, size + 1)
        return rows.order_by("queue_key", "id")[: size + 1]

    def following(self, report: Report) -> str:
        """Number of the one behind a report's place, or else of the first one, "" for none; the place is the one it
        had when it was read. One query."""
        others = [rows.exclude(pk=report.pk) for rows in self.lists]
        behind = [_after(rows, place_of(report)) for rows in others]
        firsts = [*_firsts(behind, 1), *_firsts(others, 1, place=1)]
        if not firsts:
            return ""
        found = firsts[0].union(*firsts[1:], all=True).order_by("place", "queue_key", "id").first()
        return str(found[2]) if found else ""

    def holds(self, report: Report) -> bool:
        return any(rows.filter(pk=report.pk).exists() for rows in self.lists)


def counts(inboxes: Mapping[str, Inbox]) -> dict[str, int]:
    """How many each list holds, by its name, no further than COUNTED + 1: one query for all of them.

    In the order of the list, so that its index is read: without one the database guesses that reading the table from
    its beginning finds a hundred soon."""
    lists = [
        rows.order_by("queue_key", "id").annotate(list_name=Value(name)).values_list("list_name")[: COUNTED + 1]
        for name, inbox in inboxes.items()
        for rows in inbox.lists
    ]
    found = Counter(name for (name,) in (lists[0].union(*lists[1:], all=True) if lists else ()))
    return {name: min(found[name], COUNTED + 1) for name in inboxes}


def place(queue_key: int, pk: UUID) -> str:
    """Where a report stands in every list that holds it, as an address says it."""
    return f"{queue_key}|{pk}"


def place_of(report: Report) -> str:
    return place(report.queue_key, report.pk)


def _in_queue(officer: Officer, queue: str) -> QuerySet[Report]:
    queues: dict[str, Callable[[Officer], QuerySet[Report]]] = {
        QueueName.MINE: lambda by: _waiting_for(by).exclude(is_snoozed(by)),
        QueueName.OPEN: lambda by: held_reports(by).filter(queue_key__lt=FIRST_CLOSED),
        QueueName.HELPING: lambda by: supported_reports(by).filter(queue_key__lt=FIRST_CLOSED),
        QueueName.HANDED_ON: handed_on_reports,
        QueueName.SNOOZED: lambda by: held_reports(by).filter(is_snoozed(by)),
        QueueName.CLOSED: lambda by: held_reports(by).filter(queue_key__gte=FIRST_CLOSED),
    }
    return queues.get(queue, visible_reports)(officer)


def _waiting_for(officer: Officer) -> QuerySet[Report]:
    """The conditions are those of the indexes (models.report), in the very words."""
    held = held_reports(officer)
    if may(officer, Can.SEE_PROTECTED):
        return held.filter(waits_for__in=_FOR_PROTECTED)
    if may(officer, Can.TRIAGE):
        return held.filter(waits_for__in=literals(FOR_TRIAGE))
    if may(officer, Can.APPROVE):
        return held.filter(waits_for__in=literals(FOR_HEAD))
    given = Q(officer__in=[account.pk for account in acting_accounts(officer)])
    return held.filter(given | _for_somebody_like(officer), waits_for=WaitsFor.AGENCY)


def _for_somebody_like(officer: Officer) -> Q:
    """What nobody has: of the officer's teams, and for who takes what was given to nobody that too; no condition where
    there is neither."""
    teams = team_ids_of(officer)
    found = Q(officer=None, team__in=teams) if teams else Q()
    if may(officer, Can.TAKE_UNASSIGNED):
        gone = unstaffed_team_ids(officer.agency)
        found |= Q(officer=None) & (Q(team=None) | Q(team__in=gone) if gone else Q(team=None))
    return found


def _narrowed(rows: QuerySet[Report], root: Agency, filters: InboxFilters) -> QuerySet[Report]:
    exact: dict[str, Any] = {
        "state": filters.state,
        "kind": filters.kind,
        "publication": filters.publication,
        "category": _id_of(category_of, root, filters.category),
        "agency": _id_of(agency_of, root, filters.agency),
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.late:
        rows = rows.filter(due_at__lt=clock.now(), queue_key__lt=FIRST_CLOSED)
    if filters.unanswered:
        rows = rows.exclude(unanswered_act="").filter(queue_key__lt=FIRST_CLOSED)
    if filters.unchecked:
        rows = rows.filter(has_unchecked=True, publication=Publication.PUBLISHED)
    if filters.called:
        rows = rows.filter(officer_call=SQLLiteral(OfficerCall.OPEN))
    if filters.unreached:
        rows = rows.filter(_last_message_failed())
    words = filters.q.replace("\x00", "")
    return officer_search(rows, words, readings(root, words, with_officers=True)) if words else rows


def _id_of(named: Callable[[Agency, str], Category | Agency | None], root: Agency, code: str) -> UUID | None:
    """Of a code that nothing has: an id that nothing has either."""
    if not code:
        return None
    one = named(root, code)
    return one.pk if one else UUID(int=0)


def _parts(officer: Officer, filters: InboxFilters) -> list[dict[str, Any]]:
    """What divides a list so that each part is read in order from one index."""
    if filters.area:
        return [{"area": code} for code in area_codes(root_of(officer), filters.area)]
    is_held = filters.queue in {QueueName.MINE, QueueName.OPEN, QueueName.CLOSED}
    if not is_held or filters.q or filters.agency or not has_unit(officer):
        return [{}]
    if filters.queue == QueueName.MINE and may(officer, Can.BE_GIVEN_WORK):
        if may(officer, Can.TAKE_UNASSIGNED):
            return [{"agency": pk} for pk in answered_by(officer.agency)]
        teams = team_ids_of(officer)
        given = {"officer__in": [account.pk for account in acting_accounts(officer)]}
        return [given, *({"team": pk, "officer": None} for pk in teams)] if teams else [{}]
    return [{"agency": pk} for pk in subtree_ids(officer.agency)]


def _after(rows: QuerySet[Report], where: str) -> QuerySet[Report]:
    """`where`: a place; "" = from the beginning."""
    if not where:
        return rows
    key_text, _bar, id_text = where.partition("|")
    key = int(key_text)
    return rows.filter(Q(queue_key__gt=key) | Q(id__gt=UUID(id_text)), queue_key__gte=key)


def _firsts(lists: Sequence[QuerySet[Report]], most: int, *, place: int = 0) -> list[Any]:
    """Of each list the first ones: key, id, number and `place`, by which several lists can stand behind each other.
    None of a list that holds nothing for this officer: there is no union with it."""
    columns = ("queue_key", "id", "tracking_id", "place")
    return [
        rows.annotate(place=Value(place)).order_by("queue_key", "id").values_list(*columns)[:most]
        for rows in lists
        if not rows.query.is_empty()
    ]


def _merged(lists: Sequence[QuerySet[Report]], most: int) -> QuerySet[Report]:
    """The first ones of all lists together."""
    firsts = _firsts(lists, most)
    if not firsts:
        return Report.objects.none()
    first_of_all = firsts[0].union(*firsts[1:], all=True).order_by("queue_key", "id")[:most]
    return Report.objects.filter(pk__in=[pk for _key, pk, _number, _place in first_of_all])


def _last_message_failed() -> Exists:
    """Nothing that was sent to the reporter after it arrived either."""
    told = to_reporters()
    later = told.filter(
        report_id=OuterRef("report_id"), status=OutboundMessage.Status.SENT, created_at__gt=OuterRef("created_at")
    )
    return Exists(told.filter(~Exists(later), report_id=OuterRef("pk"), status=OutboundMessage.Status.FAILED))
