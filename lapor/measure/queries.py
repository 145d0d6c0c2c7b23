"""The numbers of the inbox, and which reports are late.

Sums of rollups: their cost does not grow with the reports. The public figures: scorecards."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, Sum

from lapor.agencies.models import Agency
from lapor.measure.models import ReportFigure, StateCount


def state_counts(root: Agency, *, agencies: list[UUID] | None, is_protected: bool) -> dict[str, int]:
    """How many reports stand in each state: of the jurisdiction, or of the agencies given."""
    rows = StateCount.objects.filter(root=root, is_protected=is_protected)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    return dict(rows.values_list("state").annotate(n=Sum("reports")))


def late_reports(report_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Which of them an office has left past a deadline, as the figures of "late now" count it."""
    rows = ReportFigure.objects.filter(Q(is_overdue=True) | Q(is_check_overdue=True), pk__in=report_ids)
    return frozenset(rows.values_list("pk", flat=True)) if report_ids else frozenset()
