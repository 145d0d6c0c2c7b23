"""What an officers' list is narrowed to: the same for the console's inbox and for REST."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from lapor.core import clock
from lapor.gateway.models import OutboundMessage
from lapor.gateway.queries import to_reporters
from lapor.reports.models import Report
from lapor.reports.queries import officer_search
from lapor.reports.vocabulary import OfficerCall, Publication


@dataclass(frozen=True)
class InboxFilters:
    """Empty = everything. `late`: only those past their deadline."""

    q: str = ""
    state: str = ""
    late: str | bool = ""
    publication: str = ""
    kind: str = ""
    category: str = ""
    agency: str = ""
    area: str = ""
    unchecked: str | bool = ""  # only those with later words or files that wait for the privacy check
    called: str | bool = ""  # only those whose reporter asks for an officer
    unreached: str | bool = ""  # only those whose reporter could not be told the last time


def narrowed(rows: QuerySet[Report], filters: InboxFilters) -> QuerySet[Report]:
    """The rows that fit every filter; categories, agencies and areas by code."""
    exact = {
        "state": filters.state,
        "kind": filters.kind,
        "publication": filters.publication,
        "category__code": filters.category,
        "agency__code": filters.agency,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.late:
        rows = rows.filter(due_at__lt=clock.now())
    if filters.unchecked:
        rows = rows.filter(has_unchecked=True, publication=Publication.PUBLISHED)
    if filters.called:
        rows = rows.filter(officer_call=OfficerCall.OPEN)
    if filters.unreached:
        rows = rows.filter(_last_message_failed())
    if filters.area:
        rows = rows.filter(Q(area=filters.area) | Q(area__parent=filters.area))
    words = filters.q.replace("\x00", "")
    return officer_search(rows, words) if words else rows


def _last_message_failed() -> Exists:
    """Nothing that was sent to the reporter after it arrived either."""
    told = to_reporters()
    later = told.filter(
        report_id=OuterRef("report_id"), status=OutboundMessage.Status.SENT, created_at__gt=OuterRef("created_at")
    )
    return Exists(told.filter(~Exists(later), report_id=OuterRef("pk"), status=OutboundMessage.Status.FAILED))
