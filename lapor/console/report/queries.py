"""The way of a report through the offices."""

from lapor.reports.models import Assignment, Report


def way_of(report: Report) -> list[Assignment]:
    """Which office handed it to which, when and why, oldest first: one query."""
    return list(
        Assignment.objects.filter(report=report).select_related("from_agency", "to_agency").order_by("began_at", "id")
    )
