"""Who in an office hears of a deadline, before and after its time: levels as data. Pure.

Of the levels that fit a deadline those of the most specific kind are its ladder: levels that name its category, else
its class, else neither; of these the ones that name its clock, else those that name none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from lapor.calendars.due_dates import share_at
from lapor.calendars.opening_hours import closing_time, end_of_quiet
from lapor.calendars.working_days import WorkCalendar

CLOCKS = ("verify", "response", "resolution")
HEARERS = ("officer", "liaison_officer", "triage_officer", "head", "city_head", "overseer")
NEAR, PASSED, FAR_PASSED = "near", "passed", "far_passed"
SAYS = (NEAR, PASSED, FAR_PASSED)
OFFICE_CLOSED = "closed"  # quiet while the office that holds the report is closed
DUE = 100  # per cent of a deadline's time
_SHARE = re.compile(r"([1-9]\d{0,2}) ?%")
_DAYS = re.compile(r"([1-9]\d?) days? (before|after)")
_QUIET = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)")


@dataclass(frozen=True)
class LevelMoment:
    """When a level is reached: at a share of the deadline's time (per cent), or, where `days` is not 0, so many working
    days before (negative) or after it."""

    percent: int = DUE
    days: int = 0

    @property
    def is_before(self) -> bool:
        return self.days < 0 or (self.days == 0 and self.percent < DUE)

    def at(self, start: datetime, due: datetime, calendar: WorkCalendar) -> datetime:
        """Days before begin with their service, days after end with it."""
        if not self.days:
            return share_at(start, due, self.percent)
        day = calendar.local(due).date()
        if self.days > 0:
            return calendar.closing(calendar.nth_working_day(day, self.days))
        return calendar.opening(calendar.nth_working_day_before(day, -self.days))


def moment_from(text: str) -> LevelMoment:
    """Of `75%`, `due`, `2 days before`, `1 day after`. Raises ValueError for anything else."""
    if text == "due":
        return LevelMoment()
    if share := _SHARE.fullmatch(text):
        return LevelMoment(percent=int(share[1]))
    if days := _DAYS.fullmatch(text):
        return LevelMoment(days=int(days[1]) * (-1 if days[2] == "before" else 1))
    raise ValueError(f"{text!r} is no moment, such as 75%, due, 2 days before, 1 day after")


@dataclass(frozen=True)
class EscalationLevel:
    """`number`: its place in the file, from 1. `to` and `digest`: of HEARERS; who stands in `digest` hears with the
    next digest. `says`: of SAYS, what is told. An empty condition fits everything."""

    number: int
    at: str
    moment: LevelMoment
    to: tuple[str, ...]
    says: str
    digest: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()

    @property
    def specificity(self) -> tuple[bool, bool, bool]:
        """Greater is more specific."""
        return bool(self.categories), bool(self.classes), bool(self.clocks)

    def fits(self, clock: str, category: str, deadline_class: str) -> bool:
        return (
            (not self.categories or category in self.categories)
            and (not self.classes or deadline_class in self.classes)
            and (not self.clocks or clock in self.clocks)
        )


def level_from(number: int, content: Mapping[str, Any]) -> EscalationLevel:
    """Raises ValueError where its moment cannot be read."""
    moment = moment_from(content["at"])
    lists = {name: tuple(content.get(name, ())) for name in ("to", "digest", "categories", "classes", "clocks")}
    says = content.get("says") or (NEAR if moment.is_before else PASSED)
    return EscalationLevel(number=number, at=content["at"], moment=moment, says=says, **lists)


@dataclass(frozen=True)
class Escalation:
    """All levels of a city. `version` names this very content; "" is what came with the program.

    `quiet_hours`: "" none, `closed`, or hours such as 20:00-07:00."""

    version: str
    levels: tuple[EscalationLevel, ...]
    quiet_hours: str = ""

    def ladder(self, clock: str, category: str, deadline_class: str) -> tuple[EscalationLevel, ...]:
        """The levels that count for a deadline, in the order of the file."""
        found = [level for level in self.levels if level.fits(clock, category, deadline_class)]
        most = max((level.specificity for level in found), default=None)
        return tuple(level for level in found if level.specificity == most)

    def loud_from(self, at: datetime, calendar: WorkCalendar) -> datetime:
        """When somebody may be told: `at` itself, or the end of the quiet hours it lies in."""
        if self.quiet_hours == OFFICE_CLOSED:
            return calendar.open_from(at)
        if not self.quiet_hours:
            return at
        return end_of_quiet(calendar.local(at), *quiet_from(self.quiet_hours)) or at


def quiet_from(text: str) -> tuple[time, time]:
    """Of `20:00-07:00`, over midnight where the second is not later. Raises ValueError for what is none."""
    if _QUIET.fullmatch(text) is None:
        raise ValueError(f"{text!r} is neither hours, such as 20:00-07:00, nor `{OFFICE_CLOSED}`")
    begins, ends = text.split("-")
    if begins == ends:
        raise ValueError(f"{text!r} is no time at all")
    return time.fromisoformat(begins), closing_time(ends)


def escalation_from(content: Mapping[str, Any]) -> Escalation:
    """What a rule set (or a preset's [escalation]) describes."""
    levels = tuple(level_from(number, level) for number, level in enumerate(content["levels"], start=1))
    return Escalation(content["version"], levels, content.get("quiet_hours", ""))


def _built_in() -> Escalation:
    """Officer, head, overseer: after three quarters of the time, when it is over, half its time later."""
    moments = ("75%", NEAR), ("due", PASSED), ("150%", FAR_PASSED)
    first = {"verify": "triage_officer", "response": "liaison_officer", "resolution": "liaison_officer"}
    levels = [
        {"at": at, "says": says, "to": [to], "clocks": [clock]}
        for clock, officer in first.items()
        for (at, says), to in zip(moments, (officer, "head", "overseer"), strict=True)
    ]
    return escalation_from({"version": "", "levels": levels})


BUILT_IN = _built_in()


@dataclass(frozen=True)
class EscalationStep:
    """A level of a deadline's ladder with the moment at which it is reached."""

    at: datetime
    level: EscalationLevel


def steps_of(
    ladder: tuple[EscalationLevel, ...], start: datetime, due: datetime, calendar: WorkCalendar
) -> list[EscalationStep]:
    """In the order of time. A warning that would come before the deadline's own beginning is left out: its time is too
    short for it."""
    steps = [EscalationStep(level.moment.at(start, due, calendar), level) for level in ladder]
    return sorted((step for step in steps if step.at > start), key=lambda step: (step.at, step.level.number))
