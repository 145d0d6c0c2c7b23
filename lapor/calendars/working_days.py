"""When an office works. Pure: knows no report, no database.

National holidays and joint leave (cuti bersama) come from the `holidays` library, local days from the agency's rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from lapor.calendars.opening_hours import Period, Span, Spans, WeekHours, closing_time, period_from, week_hours_from

SATURDAY = 5


@lru_cache
def national_days_off(year: int) -> frozenset[date]:
    """Indonesian public holidays and joint leave of a year, as the joint ministerial decree (SKB 3 Menteri) sets
    them."""
    import holidays  # noqa: PLC0415 - 8 MB that a process at rest does without

    days = holidays.country_holidays("ID", years=year, categories=("public", "government"))
    return frozenset(days)


@dataclass(frozen=True)
class WorkCalendar:
    """Working days and hours of an office. `version` names this very content: a deadline stores it.

    `opens` and `closes`: of each day that has no hours of its own, by weekday (0 = Monday) or by period."""

    version: str
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Jakarta"))
    opens: time = time(8, 0)
    closes: time = time(16, 0)
    weekdays: frozenset[int] = frozenset(range(SATURDAY))
    extra_days_off: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()
    works_on_holidays: bool = (
        False  # national holidays and joint leave are days like others: a hospital, a fire brigade
    )
    by_weekday: tuple[tuple[int, Spans], ...] = ()
    periods: tuple[Period, ...] = ()

    def is_working_day(self, day: date) -> bool:
        if day in self.extra_working_days:
            return True
        if day.weekday() not in self.weekdays or day in self.extra_days_off:
            return False
        return self.works_on_holidays or day not in national_days_off(day.year)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.timezone)

    def spans(self, day: date) -> Spans:
        """The hours in force on that day, were it a working day: the one place that knows them."""
        usual = WeekHours((Span(self.opens, self.closes),), self.by_weekday)
        hours = next((period.hours for period in self.periods if period.first <= day <= period.last), usual)
        return hours.on(day.weekday())

    def opening(self, day: date) -> datetime:
        """The instant at which the service of that day begins."""
        return datetime.combine(day, self.spans(day)[0].begins, self.timezone)

    def closing(self, day: date) -> datetime:
        """The instant at which the service of that day ends, with its last span."""
        return datetime.combine(day, self.spans(day)[-1].ends, self.timezone)

    def open_from(self, instant: datetime) -> datetime:
        """When the office is open next: `instant` itself while it is."""
        day = self.local(instant).date()
        while True:
            if self.is_working_day(day):
                for span in self.spans(day):
                    begins, ends = (datetime.combine(day, at, self.timezone) for at in (span.begins, span.ends))
                    if instant < ends:
                        return max(instant, begins)
            day += timedelta(days=1)

    def nth_working_day(self, start: date, count: int) -> date:
        """The `count`-th working day after `start` (which itself is not counted). ValueError below 1."""
        if count < 1:
            raise ValueError("count working days from 1")
        day = start
        while count:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def nth_working_day_before(self, end: date, count: int) -> date:
        """The `count`-th working day before `end` (which itself is not counted)."""
        day = end
        while count > 0:
            day -= timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; 0 where `end` is not later. Costs the same
        however far apart they are."""
        if end <= start:
            return 0
        of_years = sum(_days_worked(self, year)[-1] for year in range(start.year, end.year))
        until_end = _days_worked(self, end.year)[end.timetuple().tm_yday]
        return of_years + until_end - _days_worked(self, start.year)[start.timetuple().tm_yday]


def calendar_from(content: Mapping[str, Any], timezone: str) -> WorkCalendar:
    """The calendar that a rule set (or a preset's [calendar]) describes."""
    return WorkCalendar(
        version=content["version"],
        timezone=ZoneInfo(timezone),
        opens=time.fromisoformat(content["opens"]),
        closes=closing_time(content["closes"]),
        weekdays=frozenset(day - 1 for day in content["weekdays"]),
        extra_days_off=frozenset(date.fromisoformat(str(day)) for day in content["extra_days_off"]),
        extra_working_days=frozenset(date.fromisoformat(str(day)) for day in content["extra_working_days"]),
        works_on_holidays=content.get("works_on_holidays", False),
        by_weekday=week_hours_from(content).by_weekday,
        periods=tuple(map(period_from, content.get("periods", ()))),
    )


@lru_cache(maxsize=256)
def _days_worked(calendar: WorkCalendar, year: int) -> tuple[int, ...]:
    """How many working days of the year have passed at the end of its n-th day, beginning with none."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return (0, *accumulate(int(calendar.is_working_day(day)) for day in days))
