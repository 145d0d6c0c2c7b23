"""Who of an office has what: the open reports of each officer who is given work, and those that nobody was given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from lapor.agencies.models import Officer
from lapor.casework.bulk import MOST, BulkResult, chosen_reports
from lapor.casework.handing_over import give, takers
from lapor.core import clock
from lapor.reports.queries import held_reports
from lapor.reports.workflow.act import WORKED_ON

LISTED = 400  # reports of all together; the numbers count all
COLUMNS = ("id", "tracking_id", "title", "text", "state", "urgency", "officer_id", "due_at", "area__name", "version")


@dataclass
class Workload:
    """`officer`: None for what nobody was given. `lines`: values of COLUMNS, the first ones in the order of queues."""

    officer: Officer | None
    count: int = 0
    late: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)


def workloads(by: Officer) -> list[Workload]:
    """What nobody has first, then the officers by name, those without work too. Three queries.

    Who was given a report and has no work of this kind any more (another role, switched off) stands among them while
    they have one: `lapor officer` and the page of handing over take it from them."""
    rows = held_reports(by).filter(state__in=WORKED_ON)
    late = Count("pk", filter=Q(due_at__lt=clock.now()))
    counts = rows.order_by().values("officer_id").annotate(held=Count("pk"), late=late)
    found: dict[UUID | None, Workload] = {row["officer_id"]: Workload(None, row["held"], row["late"]) for row in counts}
    lines: dict[UUID | None, list[dict[str, Any]]] = {}
    for line in rows.order_by("queue_key", "id").values(*COLUMNS)[:LISTED]:
        lines.setdefault(line["officer_id"], []).append(line)
    named = Q(pk__in=takers(by).values("pk")) | Q(pk__in=[pk for pk in found if pk])
    officers = list(Officer.objects.filter(named).select_related("agency").order_by("name", "pk"))
    for one in (None, *officers):
        load = found.setdefault(one.pk if one else None, Workload(None))
        load.officer, load.lines = one, lines.get(one.pk if one else None, [])
    return [found[one.pk if one else None] for one in (None, *officers)]


def share_out(numbers: Sequence[str], to: Officer, *, by: Officer, reason: str = "") -> BulkResult:
    """These reports, MOST at most, are given to `to`: each by an act of its own, refused ones with the reason."""
    return give(chosen_reports(by, numbers[:MOST]), to, by, reason)
