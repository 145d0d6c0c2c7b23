"""The numbers of the inbox.

Sums of rollups: their cost does not grow with the reports. The public figures: scorecards."""

from uuid import UUID

from django.db.models import Sum

from lapor.agencies.models import Agency
from lapor.measure.models import StateCount


def state_counts(root: Agency, *, agencies: list[UUID] | None, is_protected: bool) -> dict[str, int]:
    """How many reports stand in each state: of the jurisdiction, or of the agencies given."""
    rows = StateCount.objects.filter(root=root, is_protected=is_protected)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    return dict(rows.values_list("state").annotate(n=Sum("reports")))
