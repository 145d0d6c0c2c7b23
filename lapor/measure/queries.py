"""The public figures and the numbers of the inbox. Sums of rollups: their cost does not grow with the reports."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from lapor.agencies.models import Agency
from lapor.measure.models import DailyCount, StateCount
from lapor.reports.vocabulary import State

PROTECTED_FROM = 5  # fewer protected cases than this are in no figure: nobody can be guessed from it
_ENDED = {"confirmed": State.RESOLVED, "unconfirmed": State.CLOSED_UNCONFIRMED, "archived": State.ARCHIVED,
          "merged": State.MERGED, "referred": State.REFERRED}  # fmt: skip
_SUMS = {"n": Sum("reports"), "a": Sum("answered"), "t": Sum("answered_in_time"), "u": Sum("unreachable")}


@dataclass(frozen=True)
class Figures:
    """Of the reports filed in a period: how many, and what has become of them until now."""

    received: int = 0
    answered: int = 0
    answered_in_time: int = 0
    confirmed: int = 0
    unconfirmed: int = 0
    unreachable: int = 0
    archived: int = 0
    merged: int = 0
    referred: int = 0
    open: int = 0

    @property
    def in_time_share(self) -> int | None:
        """Per cent of the answered ones, rounded down; None where none was answered."""
        return self.answered_in_time * 100 // self.answered if self.answered else None


def _figures(rows: Iterable[Mapping[str, Any]]) -> Figures:
    """The figures of one group (a period, a month, an agency). Protected cases are in it only from five up."""
    rows = list(rows)
    if sum(int(row["n"] or 0) for row in rows if row["is_protected"]) < PROTECTED_FROM:
        rows = [row for row in rows if not row["is_protected"]]
    sums: Counter[str] = Counter()
    by_state: Counter[str] = Counter()
    for row in rows:
        for name, column in (("received", "n"), ("answered", "a"), ("answered_in_time", "t"), ("unreachable", "u")):
            sums[name] += int(row[column] or 0)
        by_state[str(row["state"])] += int(row["n"] or 0)
    counts = {name: by_state[state] for name, state in _ENDED.items()}
    counts["unconfirmed"] -= sums["unreachable"]
    ended = sum(counts.values()) + sums["unreachable"]
    named = {name: sums[name] for name in ("received", "answered", "answered_in_time", "unreachable")}
    return Figures(**named, **counts, open=sums["received"] - ended)


def _in_period(root: Agency, first: date, last: date) -> QuerySet[DailyCount]:
    return DailyCount.objects.filter(root=root, filed_on__gte=first, filed_on__lte=last)


def figures(root: Agency, *, first: date, last: date, agency: Agency | None = None) -> Figures:
    """The figures of the reports filed from `first` to `last`, both included; of one agency if given."""
    rows = _in_period(root, first, last)
    if agency is not None:
        rows = rows.filter(agency=agency)
    return _figures(rows.values("state", "is_protected").annotate(**_SUMS))


def monthly(root: Agency, *, first: date, last: date) -> list[tuple[date, Figures]]:
    """The figures month by month, oldest first, months without reports left out."""
    rows = _in_period(root, first, last).extra(select={"month": "date_trunc('month', filed_on)::date"})
    found = rows.values("month", "state", "is_protected").annotate(**_SUMS).order_by("month")
    months: dict[date, list[Mapping[str, Any]]] = {}
    for row in found:
        months.setdefault(row["month"], []).append(row)
    return [(month, _figures(rows)) for month, rows in months.items()]


def by_agency(root: Agency, *, first: date, last: date) -> list[tuple[str, Figures]]:
    """The figures of each agency, the one with the most reports first."""
    found = _in_period(root, first, last).exclude(agency=None).values("agency__name", "state", "is_protected")
    agencies: dict[str, list[Mapping[str, Any]]] = {}
    for row in found.annotate(**_SUMS):
        agencies.setdefault(row["agency__name"], []).append(row)
    counted = ((name, _figures(rows)) for name, rows in agencies.items())
    return sorted((pair for pair in counted if pair[1].received), key=lambda pair: (-pair[1].received, pair[0]))


def state_counts(root: Agency, *, agencies: list[UUID] | None, is_protected: bool) -> dict[str, int]:
    """How many reports stand in each state: of the jurisdiction, or of the agencies given."""
    rows = StateCount.objects.filter(root=root, is_protected=is_protected)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    return dict(rows.values_list("state").annotate(n=Sum("reports")))
