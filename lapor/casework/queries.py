"""What an officers' list is narrowed to: the same for the console's inbox and for REST."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lapor.core import clock
from lapor.reports.models import Report
from lapor.reports.queries import officer_search


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


def narrowed(rows: QuerySet[Report], filters: InboxFilters) -> QuerySet[Report]:
    """The rows that fit every filter; categories, agencies and areas by code."""
    exact = {"state": filters.state, "kind": filters.kind, "publication": filters.publication,
             "category__code": filters.category, "agency__code": filters.agency}  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.late:
        rows = rows.filter(due_at__lt=clock.now())
    if filters.area:
        rows = rows.filter(Q(area=filters.area) | Q(area__parent=filters.area))
    words = filters.q.replace("\x00", "")
    return officer_search(rows, words) if words else rows
