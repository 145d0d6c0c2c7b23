"""Deadlines: when something is due, what a pause leaves over, when it is due again. Pure.

A deadline of N working days ends with the service hours of the N-th working day after the day it began: the day itself
is not counted (docs/product.md, Deadlines; UU 25/2009, PermenPANRB 62/2018, to be checked against the text).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lapor.calendars.working_days import WorkCalendar


@dataclass(frozen=True)
class Term:
    """How long something may take: working days, or calendar hours for what is urgent. Exactly one is above 0."""

    working_days: int = 0
    calendar_hours: int = 0

    def __post_init__(self) -> None:
        if (self.working_days > 0) == (self.calendar_hours > 0):
            raise ValueError("a term is either working days or calendar hours")


@dataclass(frozen=True)
class Left:
    """What was left of a term when it was paused: whole working days after that day, and seconds (negative:
    overdue)."""

    working_days: int
    seconds: int


def due_at(start: datetime, term: Term, calendar: WorkCalendar) -> datetime:
    """The instant at which a term that began at `start` (aware) ends."""
    if term.calendar_hours:
        return start + timedelta(hours=term.calendar_hours)
    return calendar.closing(calendar.nth_working_day(calendar.local(start).date(), term.working_days))


def left_at(pause: datetime, due: datetime, calendar: WorkCalendar) -> Left:
    """What is left of a term at the moment it is paused."""
    days = calendar.working_days_between(calendar.local(pause).date(), calendar.local(due).date())
    return Left(working_days=days, seconds=int((due - pause).total_seconds()))


def resumed_due_at(resume: datetime, due: datetime, left: Left, term: Term, calendar: WorkCalendar) -> datetime:
    """The new end of a term that runs again from `resume`. Never earlier than `due`: a pause only ever gives time."""
    if left.seconds <= 0:
        return due
    if term.calendar_hours:
        return max(due, resume + timedelta(seconds=left.seconds))
    day = calendar.local(resume).date()
    closing_today = calendar.closing(day)
    if left.working_days == 0 and calendar.is_working_day(day) and resume < closing_today:
        return max(due, closing_today)
    return max(due, calendar.closing(calendar.nth_working_day(day, max(left.working_days, 1))))


def at_least(resume: datetime, due: datetime, working_days: int, calendar: WorkCalendar) -> datetime:
    """`due`, but not before the end of the `working_days`-th working day after `resume` (reopened and rejected
    answers)."""
    return max(due, due_at(resume, Term(working_days=working_days), calendar))


def share_at(start: datetime, due: datetime, percent: int) -> datetime:
    """When so much of a deadline's time is over: 75 is before it, 100 the deadline itself, 150 half its time after."""
    return due + (due - start) * (percent - 100) / 100
