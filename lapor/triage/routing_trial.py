"""A table of routing rows tried on the past, before it goes live. Called by `lapor routing try` and the console."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef

from lapor.agencies.models import Agency
from lapor.agencies.routing.rows import RoutingRow, RoutingTable
from lapor.reports.models import Assignment, Report
from lapor.reports.routing import routing_input
from lapor.reports.vocabulary import State, Urgency

MOST_REPORTS = 10_000
MOST_IN_A_REQUEST = 1000  # reports that are tried while somebody waits for the answer


@dataclass(frozen=True)
class Change:
    """Reports that one row would have sent elsewhere: from which office (its name), and where to.

    `ended_there`: how many of them are there in the end."""

    row: RoutingRow
    from_name: str
    to_name: str
    reports: int
    ended_there: int


@dataclass
class RoutingTrial:
    """`tried`: reports looked at; `met`: those that a row decides on; `changed`: those that would have gone elsewhere
    (`moved`) or become urgent; `urgent`: these by row; `disagreed`: reports by the lines of the rows that disagree on
    them."""

    tried: int = 0
    met: int = 0
    changed: int = 0
    urgent: Counter[RoutingRow] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    disagreed: Counter[tuple[int, ...]] = field(default_factory=Counter)

    @property
    def moved(self) -> int:
        return sum(change.reports for change in self.changes)

    @property
    def raised(self) -> int:
        return self.urgent.total()

    @property
    def ended_there(self) -> int:
        return sum(change.ended_there for change in self.changes)


def try_table(root: Agency, table: RoutingTable, *, reports: int = 1000) -> RoutingTrial:
    """On the newest of the reports that were forwarded, protected ones apart: whether another office than the first one
    would have been proposed, under the category that the report has now, and whether one that is not urgent would have
    become so. Three queries."""
    trial, moved, ended = RoutingTrial(), Counter[tuple[RoutingRow, str]](), Counter[tuple[RoutingRow, str]]()
    offices = {agency.code: agency for agency in Agency.objects.filter(root=root, is_active=True)}
    found = list(_forwarded(root, min(reports, MOST_REPORTS)))
    first = _first_offices([report.pk for report in found])
    for report in found:
        trial.tried += 1
        decision = table.decide(routing_input(report, root, table), report.category.code if report.category else "")
        if decision.conflict:
            trial.disagreed[tuple(row.line for row in decision.conflict)] += 1
        row = decision.row
        office = offices.get(row.unit or row.agency) if row else None
        if row is None or (office is None and not row.refer):
            continue
        trial.met += 1
        first_id, first_name = first[report.pk]
        is_moved = office is None or office.pk != first_id
        is_raised = row.is_urgent and report.urgency != Urgency.URGENT
        trial.changed += is_moved or is_raised
        if is_raised:
            trial.urgent[row] += 1
        if is_moved:
            is_there = report.agency_id == office.pk if office else report.state == State.REFERRED
            moved[row, first_name] += 1
            ended[row, first_name] += is_there
    trial.changes = [
        Change(row, name, row.refer or offices[row.unit or row.agency].name, count, ended[row, name])
        for (row, name), count in sorted(moved.items(), key=lambda item: (-item[1], item[0][0].line, item[0][1]))
    ]
    return trial


def _forwarded(root: Agency, most: int) -> Iterator[Report]:
    rows = Report.objects.filter(
        Exists(Assignment.objects.filter(report=OuterRef("pk"))), root=root, is_protected=False
    )
    return iter(
        rows.select_related("category", "area")
        .defer("search", "area__cell", "area__boundary")
        .order_by("-filed_at", "id")[:most]
    )


def _first_offices(ids: list[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Where each report was sent first: id and name."""
    rows = Assignment.objects.filter(report__in=ids).order_by("-began_at", "-id")
    return {pk: (office, name) for pk, office, name in rows.values_list("report", "to_agency", "to_agency__name")}


def lines_of(trial: RoutingTrial) -> Iterator[str]:
    """The trial as a person reads it, the greatest changes first."""
    yield (
        f"would have changed {trial.changed:,} of {trial.tried:,} reports ({trial.met:,} met a row):"
        f" {trial.moved:,} would have gone elsewhere, {trial.ended_there:,} of them ended where the row points;"
        f" {trial.raised:,} would have become urgent"
    )
    for change in trial.changes:
        yield (
            f"  {change.reports:,}: {change.from_name} -> {change.to_name}, row {change.row.line} {change.row.name!r}"
            f" ({change.ended_there:,} ended there)"
        )
    for row, count in trial.urgent.most_common():
        yield f"  {count:,}: urgent, row {row.line} {row.name!r}"
    for lines, count in trial.disagreed.most_common():
        yield f"  {count:,}: rows {', '.join(map(str, lines))} disagree, none is followed"
