"""Who of an office has what: the open reports of each officer who is given work, of each team, and of nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, When

from lapor.agencies.models import Officer, Team
from lapor.casework.bulk import BulkResult, chosen_reports
from lapor.casework.handing_over import give, takers, team_takers
from lapor.core import clock
from lapor.reports.models import Report
from lapor.reports.queries import held_reports
from lapor.reports.workflow.act import WORKED_ON

LISTED = 400  # reports of all together; the numbers count all
COLUMNS = ("id", "tracking_id", "title", "text", "state", "urgency", "officer_id", "due_at", "area__name", "version")


@dataclass
class Workload:
    """Of an officer, of a team whose members have not taken it yet, or (neither) what nobody was given. `lines`: values
    of COLUMNS, the first ones in the order of queues."""

    officer: Officer | None = None
    team: Team | None = None
    count: int = 0
    late: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)


Whose = tuple[UUID | None, UUID | None]  # an officer; without one a team


@dataclass(frozen=True)
class Takers:
    """To whom of an office, and of those below it, something can be given."""

    teams: list[Team]
    officers: list[Officer]


def takers_of(by: Officer) -> Takers:
    """By name. Two queries."""
    return Takers(list(team_takers(by).order_by("name", "pk")), list(takers(by).order_by("name", "pk")))


def workloads(by: Officer, known: Takers) -> list[Workload]:
    """What nobody has first, then the teams and the officers, those without work too. Two queries.

    Who was given a report and is none of `known` any more (another role, switched off, a team that ended) stands behind
    them while they have one: `lapor officer` and the page of handing over take it from them."""
    rows = held_reports(by).filter(state__in=WORKED_ON).annotate(untaken=Case(When(officer=None, then=F("team_id"))))
    late = Count("pk", filter=Q(due_at__lt=clock.now()))
    found: dict[Whose, Workload] = {
        (row["officer_id"], row["untaken"]): Workload(count=row["held"], late=row["late"])
        for row in rows.order_by().values("officer_id", "untaken").annotate(held=Count("pk"), late=late)
    }
    for line in rows.order_by("queue_key", "id").values(*COLUMNS, "untaken")[:LISTED]:
        found[line["officer_id"], line["untaken"]].lines.append(line)
    everybody = _with_former(known, found)
    loads = [found.get((None, None), Workload())]
    for team in everybody.teams:
        loads.append(found.get((None, team.pk), Workload()))
        loads[-1].team = team
    for officer in everybody.officers:
        loads.append(found.get((officer.pk, None), Workload()))
        loads[-1].officer = officer
    return loads


def _with_former(known: Takers, found: Iterable[Whose]) -> Takers:
    """A query for teams and one for officers, where somebody has a report and is none of `known`."""
    teams = {team for _officer, team in found if team} - {one.pk for one in known.teams}
    officers = {officer for officer, _team in found if officer} - {one.pk for one in known.officers}
    return Takers(
        known.teams + (list(Team.objects.filter(pk__in=teams).order_by("name")) if teams else []),
        known.officers
        + (list(Officer.objects.filter(pk__in=officers).select_related("agency").order_by("name")) if officers else []),
    )


def share_out(
    versions: Mapping[str, str], to: Officer | Team, *, by: Officer, reason: str = "", can_undo: bool = False
) -> BulkResult:
    """These reports, MOST at most, are given to `to`: each by an act of its own, refused ones with the reason.
    `versions`: by number, as the page showed them, so that nothing is taken from who took it meanwhile; "" = any."""
    seen = {number: version for number, version in versions.items() if version}
    return give(chosen_reports(by, versions), to, by, reason, seen, can_undo=can_undo)


def given_to(report: Report) -> str:
    """Officer, or team that has not taken it yet, or both; "" for nobody. A query where there is one of them."""
    if report.officer_id is None and report.team_id is None:
        return ""
    names = Report.objects.filter(pk=report.pk).values_list("officer__name", "team__name")
    officer, team = names.get()
    return f"{officer} ({team})" if officer and team else officer or team
