"""Reads that only the console needs: the clocks of an inbox page, in one query."""

from collections.abc import Sequence
from uuid import UUID

from lapor.reports.models import Clock, Report


def nearest_clocks(reports: Sequence[Report]) -> dict[UUID, Clock]:
    """For each report its running clock that is due first; reports without one are left out."""
    rows = Clock.objects.filter(report__in=reports, status=Clock.Status.RUNNING).order_by("-due_at")
    return {row.report_id: row for row in rows}
