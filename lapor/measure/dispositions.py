"""Which office hands reports to which, and how often they come back: what is sent back and forth costs people weeks."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Count, F, Q

from lapor.agencies.models import Agency, Officer
from lapor.agencies.queries import root_of
from lapor.agencies.units import subtree_ids
from lapor.core import clock
from lapor.reports.models import Assignment
from lapor.reports.permissions import sees_whole_city

DAYS = 90
MOST = 60


@dataclass(frozen=True)
class Pair:
    """`from_agency`: None = verification. `held`: how long `to_agency` had them on average, of those that left it."""

    from_agency: Agency | None
    to_agency: Agency
    handed: int
    refused: int
    held: timedelta | None


def pairs_for(officer: Officer) -> list[Pair]:
    """Of the whole city for who sees it, else of the officer's agency and those below it."""
    root = root_of(officer)
    if sees_whole_city(officer, root.pk):
        return disposition_pairs(root)
    return disposition_pairs(root, within=list(Agency.objects.filter(pk__in=subtree_ids(officer.agency))))


def disposition_pairs(root: Agency, *, within: list[Agency] | None = None) -> list[Pair]:
    """Of the last DAYS days, those refused most often first; `within`: only where one of these is on either side. Reads
    the assignments of that time by their index; protected cases are in none."""
    rows = Assignment.objects.filter(
        began_at__gte=clock.now() - timedelta(days=DAYS), report__root=root, report__is_protected=False
    )
    if within is not None:
        rows = rows.filter(Q(from_agency__in=within) | Q(to_agency__in=within))
    found = (
        rows.values("from_agency", "to_agency")
        .annotate(
            handed=Count("pk"),
            refused=Count("pk", filter=Q(was_refused=True)),
            held=Avg(F("ended_at") - F("began_at"), filter=~Q(ended_at=None)),
        )
        .order_by("-refused", "-handed", "to_agency")[:MOST]
    )
    pairs = list(found)
    ids = {pair[side] for pair in pairs for side in ("from_agency", "to_agency")}
    agencies = Agency.objects.in_bulk([pk for pk in ids if pk])
    return [
        Pair(
            agencies.get(pair["from_agency"]),
            agencies[pair["to_agency"]],
            pair["handed"],
            pair["refused"],
            pair["held"],
        )
        for pair in pairs
    ]
