"""What another term would have meant: how many deadlines of the last weeks would have been late with so many working
days. Called by `lapor escalation what-if` and the console."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lapor.agencies.models import Agency, Category
from lapor.agencies.queries import calendar_version
from lapor.calendars.due_dates import Term, due_at
from lapor.core import clock as time_now
from lapor.reports.deadlines.recent_deadlines import (
    MOST_REPORTS,
    RecentDeadline,
    RecentDeadlines,
    looked_at,
    recent_deadlines,
)

MOST_WORKING_DAYS = 365


@dataclass(frozen=True)
class OtherTerm:
    """`deadlines`: those that are decided, by the term that was or by this one; `late` of them with `working_days`, and
    `really_late`. `undecided`: they run still, and are late by neither."""

    working_days: int
    deadlines: int
    late: int
    really_late: int
    undecided: int


def other_terms(
    root: Agency,
    working_days: Sequence[int],
    *,
    clock: str,
    category: Category | None,
    days: int,
    most: int = MOST_REPORTS,
) -> tuple[RecentDeadlines, list[OtherTerm]]:
    """Of deadlines that ended in the last `days` or run still; those that run by hours apart."""
    found = recent_deadlines(root, days=days, most=most, category=category, clock=clock)
    rows = [
        row for row in found.rows if row.working_days and (not row.is_stopped or row.has_stopped_since(found.since))
    ]
    return found, [_other_term(root, rows, count) for count in working_days]


def _other_term(root: Agency, rows: Sequence[RecentDeadline], working_days: int) -> OtherTerm:
    decided = late = really_late = 0
    for row in rows:
        is_late, was_late = _is_late(row, _other_due(root, row, working_days)), _is_late(row, row.due_at)
        decided += row.is_stopped or is_late or was_late
        late += is_late
        really_late += was_late
    return OtherTerm(working_days, decided, late, really_late, len(rows) - decided)


def _other_due(root: Agency, row: RecentDeadline, working_days: int) -> datetime:
    """With the days on top that pauses, extensions and promised dates gave it."""
    calendar = calendar_version(root, row.calendar_version)
    had = calendar.working_days_between(calendar.local(row.started_at).date(), calendar.local(row.due_at).date())
    given = max(0, had - row.working_days)
    return due_at(row.started_at, Term(working_days=working_days + given), calendar)


def _is_late(row: RecentDeadline, due: datetime) -> bool:
    return (row.ended_at or time_now.now()) > due


def lines_of(found: RecentDeadlines, terms: Sequence[OtherTerm]) -> Iterator[str]:
    """As a person reads it."""
    for term in terms:
        days = f"{term.working_days} working day{'' if term.working_days == 1 else 's'}"
        yield (
            f"with {days} {term.late:,} of {term.deadlines:,} would have been late (really: {term.really_late:,});"
            f" {term.undecided:,} are not decided yet"
        )
    yield looked_at(found)
