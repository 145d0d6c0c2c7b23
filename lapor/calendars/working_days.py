"""When an office works. Pure: knows no report, no database.

National holidays and joint leave (cuti bersama) come from the `holidays` library, local days from the agency's rows.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

SATURDAY = 5
LAST_MINUTE = time(23, 59)


@lru_cache
def national_days_off(year: int) -> frozenset[date]:
    """Indonesian public holidays and joint leave of a year, as the joint ministerial decree (SKB 3 Menteri) sets
    them."""
    import holidays  # noqa: PLC0415 - 8 MB that a process at rest does without

    days = holidays.country_holidays("ID", years=year, categories=("public", "government"))
    return frozenset(days)


def closing_time(text: str) -> time:
    """The hour at which service ends; 24:00 is the last minute of the day, so that a deadline bears the date of its
    day.

    Raises ValueError for what is no time."""
    return LAST_MINUTE if text == "24:00" else time.fromisoformat(text)


@dataclass(frozen=True)
class WorkCalendar:
    """Working days and hours of an office. `version` names this very content: a deadline stores it."""

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

    def is_working_day(self, day: date) -> bool:
        if day in self.extra_working_days:
            return True
        if day.weekday() not in self.weekdays or day in self.extra_days_off:
            return False
        return self.works_on_holidays or day not in national_days_off(day.year)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.timezone)

    def closing(self, day: date) -> datetime:
        """The instant at which the service of that day ends."""
        return datetime.combine(day, self.closes, self.timezone)

    def nth_working_day(self, start: date, count: int) -> date:
        """The `count`-th working day after `start` (which itself is not counted). ValueError below 1."""
        if count < 1:
            raise ValueError("count working days from 1")
        day = start
        while count:
            day += timedelta(days=1)
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


@lru_cache(maxsize=256)
def _days_worked(calendar: WorkCalendar, year: int) -> tuple[int, ...]:
    """How many working days of the year have passed at the end of its n-th day, beginning with none."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return (0, *accumulate(int(calendar.is_working_day(day)) for day in days))
