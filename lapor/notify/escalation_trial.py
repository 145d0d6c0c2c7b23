"""Levels of escalation tried on the last weeks before they are in force: how often each would have been reached, who
would have heard, beside who really heard. Read only, eight queries of bounded size. Called by `lapor escalation try`
and the console.

Each deadline is taken as it stands now (reports.deadlines.recent_deadlines), and officers are those of today."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from lapor.agencies.models import Agency, Category, Officer, Team
from lapor.agencies.queries import calendar_version
from lapor.agencies.roles import Can, roles_that
from lapor.calendars.escalation import Escalation, EscalationLevel, steps_of
from lapor.core import clock
from lapor.notify.escalated import officers_meant
from lapor.notify.models import OfficerNotice
from lapor.notify.people import People
from lapor.reports.deadlines.escalation import deadline_class_of
from lapor.reports.deadlines.recent_deadlines import (
    MOST_REPORTS,
    RecentDeadline,
    RecentDeadlines,
    looked_at,
    recent_deadlines,
)
from lapor.reports.models import Report
from lapor.reports.vocabulary import Reminder

MOST_NOTICES = 100_000
DAYS = 30
MOST_IN_A_REQUEST = 5000  # reports: a request does not wait for more, the command reads further
Key = TypeVar("Key")
_OF_DEADLINES = (Reminder.NEAR, Reminder.PASSED, Reminder.FAR_PASSED)


@dataclass
class LevelTried:
    """How often a level would have been reached, and the notices of it: all, and those in a digest; `without_hearer`:
    how often nobody is there who would have heard."""

    level: EscalationLevel
    reached: int = 0
    notices: int = 0
    in_digest: int = 0
    without_hearer: int = 0


@dataclass(frozen=True)
class Compared:
    """Notices that would have been sent and those that really were."""

    would: int
    really: int


@dataclass
class EscalationTrial:
    """`by_role`: by clock, what was said and the officer's role; `by_category`: None is "no category yet";
    `notices_read`: MOST_NOTICES where there may be more."""

    found: RecentDeadlines
    levels: list[LevelTried]
    by_role: dict[tuple[str, str, str], Compared] = field(default_factory=dict)
    by_category: dict[Category | None, Compared] = field(default_factory=dict)
    notices_read: int = 0

    @property
    def would(self) -> int:
        return sum(one.would for one in self.by_role.values())

    @property
    def really(self) -> int:
        return sum(one.really for one in self.by_role.values())


def try_escalation(root: Agency, escalation: Escalation, *, days: int, most: int = MOST_REPORTS) -> EscalationTrial:
    """On the deadlines of the last `days`."""
    found = recent_deadlines(root, days=days, most=most)
    reached = _Reached(root, escalation, found)
    for row in found.rows:
        reached.add(row)
    categories = {row.report_id: row.category_id for row in found.rows}
    really, really_by_category, read = _really_told(root, found, categories)
    trial = EscalationTrial(found, [reached.levels[level.number] for level in escalation.levels])
    trial.notices_read = read
    trial.by_role = _compared(reached.by_role, really)
    by_id = _compared(reached.by_category, really_by_category)
    trial.by_category = {reached.categories.get(pk) if pk else None: one for pk, one in by_id.items()}
    return trial


class _Reached:
    """Counts what the levels would have brought about."""

    def __init__(self, root: Agency, escalation: Escalation, found: RecentDeadlines) -> None:
        self.root, self.escalation, self.since, self.now = root, escalation, found.since, clock.now()
        self.levels = {level.number: LevelTried(level) for level in escalation.levels}
        self.by_role, self.by_category = Counter[tuple[str, str, str]](), Counter[UUID | None]()
        self.categories = Category.objects.in_bulk({row.category_id for row in found.rows if row.category_id})
        self.agencies = Agency.objects.in_bulk({row.agency_id for row in found.rows if row.agency_id})
        teams = {row.team_id for row in found.rows if row.team_id}
        self.teams = Team.objects.prefetch_related("members").in_bulk(teams) if teams else {}
        given = {row.officer_id for row in found.rows if row.officer_id}
        given |= {member.pk for team in self.teams.values() for member in team.members.all()}
        hearing = Q(role__in=roles_that(Can.HEAR_NOTICES)) | Q(pk__in=given)
        rows = Officer.objects.filter(hearing, is_active=True, agency__path__contains=[root.pk])
        self.people = People(list(rows.select_related("agency")), teams=self.teams)
        self._meant: dict[tuple[str, UUID | None, UUID | None, UUID | None], list[Officer]] = {}

    def add(self, row: RecentDeadline) -> None:
        category = self.categories.get(row.category_id) if row.category_id else None
        name = deadline_class_of(category, is_information=row.is_information)
        ladder = self.escalation.ladder(row.kind, category.code if category else "", name)
        calendar = calendar_version(self.root, row.calendar_version)
        until = min(self.now, row.ended_at or self.now)
        for step in steps_of(ladder, row.started_at, row.due_at, calendar):
            if self.since <= step.at <= until:
                self._told(row, step.level)

    def _told(self, row: RecentDeadline, level: EscalationLevel) -> None:
        at_once = {one.pk: one for to in level.to if to not in level.digest for one in self._officers(to, row)}
        everyone = at_once | {one.pk: one for to in level.digest for one in self._officers(to, row)}
        tried = self.levels[level.number]
        tried.reached += 1
        tried.notices += len(everyone)
        tried.without_hearer += not everyone
        tried.in_digest += len(everyone) - len(at_once)
        self.by_category[row.category_id] += len(everyone)
        for officer in everyone.values():
            self.by_role[row.kind, level.says, officer.role] += 1

    def _officers(self, to: str, row: RecentDeadline) -> list[Officer]:
        """The same for every report of an office that was given to the same officer or team."""
        key = (to, row.agency_id, row.officer_id, row.team_id)
        if key not in self._meant:
            agency = self.agencies.get(row.agency_id) if row.agency_id else None
            report = Report(root=self.root, agency=agency, officer_id=row.officer_id, team_id=row.team_id)
            self._meant[key] = officers_meant(to, report, self.people)
        return self._meant[key]


def _really_told(
    root: Agency, found: RecentDeadlines, categories: dict[UUID, UUID | None]
) -> tuple[Counter[tuple[str, str, str]], Counter[UUID | None], int]:
    """Of the same reports, along notice_old; and how many notices were read."""
    by_role, by_category = Counter[tuple[str, str, str]](), Counter[UUID | None]()
    rows = OfficerNotice.objects.filter(at__gte=found.since, root=root, kind="reminded").order_by("-at")
    told = list(rows.values_list("report_id", "officer__role", "facts")[:MOST_NOTICES])
    for report_id, role, facts in told:
        if report_id in categories and facts.get("reminder") in _OF_DEADLINES:
            by_role[facts.get("clock", ""), facts["reminder"], role] += 1
            by_category[categories[report_id]] += 1
    return by_role, by_category, len(told)


def _compared(would: Counter[Key], really: Counter[Key]) -> dict[Key, Compared]:
    return {key: Compared(would[key], really[key]) for key in [*would, *(key for key in really if key not in would)]}


def lines_of(trial: EscalationTrial) -> Iterator[str]:
    """The trial as a person reads it."""
    yield f"{trial.would:,} notices would have been sent (really: {trial.really:,})"
    yield "by level:"
    for tried in trial.levels:
        scope = " ".join((*tried.level.clocks, *tried.level.classes, *tried.level.categories))
        yield (
            f"  {tried.level.number}. {tried.level.at}{f' ({scope})' if scope else ''} -> {', '.join(tried.level.to)}:"
            f" reached {tried.reached:,} times, {tried.notices:,} notices, {tried.in_digest:,} of them in a digest"
            f"{f'; {tried.without_hearer:,} times NOBODY is there to hear' if tried.without_hearer else ''}"
        )
    yield "by deadline, what is said, and role:"
    for (kind, says, role), one in sorted(trial.by_role.items()):
        yield f"  {kind}, {says}, {role}: {one.would:,} (really: {one.really:,})"
    yield "by category:"
    for category, one in by_most(trial.by_category):
        yield f"  {category.code if category else 'no category'}: {one.would:,} (really: {one.really:,})"
    if trial.notices_read >= MOST_NOTICES:
        yield f"really: of the newest {MOST_NOTICES:,} notices only, the limit"
    yield looked_at(trial.found)


def by_most(by_category: dict[Category | None, Compared]) -> list[tuple[Category | None, Compared]]:
    """The most notices first."""
    return sorted(by_category.items(), key=lambda item: (-item[1].would, -item[1].really, str(item[0] or "")))
