"""The public figures and the numbers of the inbox. Sums of rollups: their cost does not grow with the reports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from lapor.agencies.models import Agency
from lapor.measure.models import DailyCount, StateCount
from lapor.reports.vocabulary import State


@dataclass(frozen=True)
class Figures:
    """Of the reports filed in a period: how many, and what has become of them until now."""

    received: int = 0
    answered: int = 0
    answered_in_time: int = 0
    confirmed: int = 0
    unconfirmed: int = 0
    archived: int = 0
    merged: int = 0
    referred: int = 0
    open: int = 0

    @property
    def in_time_share(self) -> int | None:
        """Per cent of the answered ones, rounded down; None where none was answered."""
        return self.answered_in_time * 100 // self.answered if self.answered else None


def _figures(rows: Iterable[Mapping[str, Any]]) -> Figures:
    sums: dict[str, int] = {"received": 0, "answered": 0, "answered_in_time": 0}
    by_state: dict[str, int] = {}
    for row in rows:
        sums["received"] += int(row["n"] or 0)
        sums["answered"] += int(row["a"] or 0)
        sums["answered_in_time"] += int(row["t"] or 0)
        by_state[str(row["state"])] = by_state.get(str(row["state"]), 0) + int(row["n"] or 0)
    ended = {"confirmed": State.RESOLVED, "unconfirmed": State.CLOSED_UNCONFIRMED, "archived": State.ARCHIVED,
             "merged": State.MERGED, "referred": State.REFERRED}  # fmt: skip
    counts = {name: by_state.get(state, 0) for name, state in ended.items()}
    return Figures(**sums, **counts, open=sums["received"] - sum(counts.values()))


def _in_period(root: Agency, first: date, last: date) -> QuerySet[DailyCount]:
    return DailyCount.objects.filter(root=root, filed_on__gte=first, filed_on__lte=last)


def figures(root: Agency, *, first: date, last: date, agency: Agency | None = None) -> Figures:
    """The figures of the reports filed from `first` to `last`, both included; of one agency if given."""
    rows = _in_period(root, first, last)
    if agency is not None:
        rows = rows.filter(agency=agency)
    return _figures(rows.values("state").annotate(n=Sum("reports"), a=Sum("answered"), t=Sum("answered_in_time")))


def monthly(root: Agency, *, first: date, last: date) -> list[tuple[date, Figures]]:
    """The figures month by month, oldest first, months without reports left out."""
    rows = _in_period(root, first, last).extra(select={"month": "date_trunc('month', filed_on)::date"})
    found = rows.values("month", "state").annotate(n=Sum("reports"), a=Sum("answered"), t=Sum("answered_in_time")).order_by("month")
    months: dict[date, list[Mapping[str, Any]]] = {}
    for row in found:
        months.setdefault(row["month"], []).append(row)
    return [(month, _figures(rows)) for month, rows in months.items()]


def by_agency(root: Agency, *, first: date, last: date) -> list[tuple[str, Figures]]:
    """The figures of each agency, the one with the most reports first."""
    found = _in_period(root, first, last).exclude(agency=None).values("agency__name", "state")
    agencies: dict[str, list[Mapping[str, Any]]] = {}
    for row in found.annotate(n=Sum("reports"), a=Sum("answered"), t=Sum("answered_in_time")):
        agencies.setdefault(row["agency__name"], []).append(row)
    return sorted(((name, _figures(rows)) for name, rows in agencies.items()), key=lambda pair: (-pair[1].received, pair[0]))


def state_counts(root: Agency, *, agencies: list[UUID] | None, is_protected: bool) -> dict[str, int]:
    """How many reports stand in each state: of the jurisdiction, or of the agencies given."""
    rows = StateCount.objects.filter(root=root, is_protected=is_protected)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    return dict(rows.values_list("state").annotate(n=Sum("reports")))
