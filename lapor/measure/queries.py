"""The numbers of the inbox.

Sums of rollups: their cost does not grow with the reports. The public figures: scorecards."""

from functools import partial
from uuid import UUID

from django.db.models import QuerySet, Sum

from lapor.agencies.models import Agency
from lapor.db.compiled import Compiled, Given
from lapor.measure.models import StateCount


def state_counts(root: Agency, *, agencies: list[UUID] | None, is_protected: bool) -> dict[str, int]:
    """How many reports stand in each state: of the jurisdiction, or of the agencies given."""
    counted = _STATES if agencies is None else _STATES_OF_AGENCIES
    return dict(counted.rows(is_protected, root=root.pk, agencies=agencies))


def _states(is_protected: bool, **of: Given) -> QuerySet[StateCount, tuple[str, int]]:
    rows = StateCount.objects.filter(root=Given("root"), is_protected=is_protected, **of)
    return rows.values_list("state").annotate(n=Sum("reports"))


_STATES = Compiled(_states)
_STATES_OF_AGENCIES = Compiled(partial(_states, agency__any_of=Given("agencies")))
