"""The deadlines of the last weeks as they stand now, for what is tried on the past. Read only, two queries of
bounded size.

Where a deadline was paused, moved or begun anew only its last state is known. Protected cases are left out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lapor.agencies.models import Agency, Category
from lapor.core import clock as time_now
from lapor.reports.models import Clock, Report
from lapor.reports.vocabulary import ClockKind, Kind

MOST_DAYS = 90  # as long as it is kept who was told
MOST_REPORTS = 20_000
_LONGEST = timedelta(
    days=130
)  # a deadline of 60 working days and half its time after: what was filed before is not read
_FIELDS = (
    "report_id",
    "kind",
    "status",
    "started_at",
    "due_at",
    "working_days",
    "calendar_version",
    "paused_at",
    "stopped_at",
    "report__kind",
    "report__agency_id",
    "report__officer_id",
    "report__team_id",
    "report__category_id",
)


@dataclass(frozen=True, slots=True)
class RecentDeadline:
    """One clock of a report, and what of the report matters for it. `working_days` 0: it runs by hours."""

    report_id: UUID
    kind: str
    status: str
    started_at: datetime
    due_at: datetime
    working_days: int
    calendar_version: str
    paused_at: datetime | None
    stopped_at: datetime | None
    report_kind: str
    agency_id: UUID | None
    officer_id: UUID | None
    team_id: UUID | None
    category_id: UUID | None

    @property
    def is_stopped(self) -> bool:
        return self.status == Clock.Status.STOPPED

    def has_stopped_since(self, at: datetime) -> bool:
        return self.is_stopped and self.stopped_at is not None and self.stopped_at >= at

    @property
    def ended_at(self) -> datetime | None:
        """From when on nobody is reminded of it; None while it runs."""
        if self.is_stopped:
            return self.stopped_at
        return self.paused_at if self.status == Clock.Status.PAUSED else None

    @property
    def is_information(self) -> bool:
        return self.report_kind == Kind.INFORMATION_REQUEST


@dataclass(frozen=True)
class RecentDeadlines:
    """`since`: the window begins; `filed_since`: older reports are not looked at; `reports`: how many were, and
    `is_cut`: there are more."""

    since: datetime
    filed_since: date
    reports: int
    is_cut: bool
    rows: list[RecentDeadline]


def recent_deadlines(
    root: Agency, *, days: int, most: int = MOST_REPORTS, category: Category | None = None, clock: str = ""
) -> RecentDeadlines:
    """Of the newest `most` reports that can have a deadline in the last `days`, found along report_filed."""
    since = time_now.now() - timedelta(days=days)
    oldest = since - _LONGEST
    reports = Report.objects.filter(root=root, is_protected=False, filed_at__gte=oldest)
    if category is not None:
        reports = reports.filter(category=category)
    newest = reports.order_by("-filed_at", "id").values("pk")[:most]
    count = newest.count()
    clocks = Clock.objects.filter(report__in=newest).exclude(kind=ClockKind.CONFIRMATION)
    if clock:
        clocks = clocks.filter(kind=clock)
    rows = [RecentDeadline(*values) for values in clocks.order_by().values_list(*_FIELDS)]
    return RecentDeadlines(since, oldest.date(), count, is_cut=count >= most, rows=rows)


def looked_at(found: RecentDeadlines) -> str:
    """What was read, and where it ends."""
    cut = f", the newest {found.reports:,} only: the limit" if found.is_cut else ""
    return f"looked at {found.reports:,} reports filed since {found.filed_since}{cut}; protected cases are left out"
