"""Whom a level of the escalation means, and how they hear of it: at once or with the next digest, after the city's
quiet hours. Of a protected case none of this is asked: it is told to its own group, at once (officers)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from lapor.agencies.escalation.queries import level_of_event
from lapor.agencies.models import Officer
from lapor.agencies.queries import rules_of
from lapor.agencies.roles import Role
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.notify.people import People
from lapor.reports.models import Report
from lapor.reports.permissions import may_see


@dataclass(frozen=True)
class NoticeWay:
    """Who of those that are told hears at once, who with the next digest, and not before when."""

    at_once: Sequence[Officer] = ()
    in_digest: Sequence[Officer] = ()
    not_before: datetime | None = None


AT_ONCE = NoticeWay()


def officers_meant(to: str, report: Report, people: People) -> list[Officer]:
    """By a word of calendars.escalation.HEARERS."""
    if to == "officer":
        found = people.in_person(report.officer_id) if report.officer_id else people.of_team(report)
        given = [one for one in found if may_see(one, report)]
        return given or people.nearest(report, Role.LIAISON_OFFICER, report.agency)
    if to == "city_head":
        return people.nearest(report, Role.HEAD, None)
    role = Role(to)
    if role in {Role.TRIAGE_OFFICER, Role.OVERSEER}:
        return people.of_city(report, role)
    return people.nearest(report, role, report.agency)


def officers_told(event: Event, report: Report, people: People) -> list[Officer]:
    found = level_of_event(report.root, event.data)
    return [one for to in found[1].to for one in officers_meant(to, report, people)] if found else []


def way_of(event: Event, report: Report, people: People) -> NoticeWay:
    """How a reminder of a deadline goes out; for any other reminder as everything else."""
    found = level_of_event(report.root, event.data)
    if found is None or report.is_protected:
        return AT_ONCE
    escalation, level = found
    now = clock.now()
    loud = (
        escalation.loud_from(now, rules_of(report.root).calendar_of(report.agency)) if escalation.quiet_hours else now
    )
    return NoticeWay(
        at_once=[one for to in level.to if to not in level.digest for one in officers_meant(to, report, people)],
        in_digest=[one for to in level.digest for one in officers_meant(to, report, people)],
        not_before=loud if loud > now else None,
    )


def on_duty(_event: Event, report: Report, people: People) -> NoticeWay:
    """The team hears of what was given to it when its shift begins."""
    team = people.teams.get(report.team_id) if report.team_id else None
    local = clock.now().astimezone(ZoneInfo(report.root.timezone))
    begin = team.shift.next_begin(local) if team else local
    return NoticeWay(not_before=begin if begin > local else None)
