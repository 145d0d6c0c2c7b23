"""Reads that only the console needs: the clocks of an inbox page, the way of a report through the offices."""

from collections.abc import Sequence
from uuid import UUID

from lapor.reports.models import Assignment, Clock, Report


def nearest_clocks(reports: Sequence[Report]) -> dict[UUID, Clock]:
    """For each report its running clock that is due first; reports without one are left out."""
    rows = Clock.objects.filter(report__in=reports, status=Clock.Status.RUNNING).order_by("-due_at")
    return {row.report_id: row for row in rows}


def way_of(report: Report) -> list[Assignment]:
    """Which office handed it to which, when and why, oldest first: one query."""
    return list(Assignment.objects.filter(report=report).select_related("from_agency", "to_agency").order_by("began_at", "id"))
