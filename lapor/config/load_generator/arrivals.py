"""When people report: more from year to year, fewer on weekends, more in the rainy season, many on the days of a storm,
by waking hours."""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

DAYS = 3 * 365
WEEK = (1.15, 1.1, 1.05, 1.0, 0.95, 0.7, 0.6)
RAIN = {11: 1.3, 12: 1.6, 1: 1.8, 2: 1.7, 3: 1.2}  # by month; the rest 0.9
DRY = 0.9
GROWTH = 2.0  # over the whole time
STORM_CHANCE = 0.06  # of a day of the rainy season
HOURS = tuple(accumulate((1, 1, 1, 1, 2, 4, 8, 12, 14, 15, 14, 12, 11, 11, 11, 10, 9, 8, 9, 11, 11, 9, 5, 2)))
SECONDS = 3600


class Rhythm:
    """Gives the day of the n-th report of `total`, and its hour; the same for the same seed and last day."""

    def __init__(self, seed: int, last: date, timezone: ZoneInfo) -> None:
        random = Random(seed)  # noqa: S311 - invented data
        self.timezone = timezone
        self.days = [last - timedelta(days=DAYS - 1 - n) for n in range(DAYS)]
        self.storms = frozenset(day for day in self.days if day.month in RAIN and random.random() < STORM_CHANCE)
        weights = (
            WEEK[day.weekday()]
            * RAIN.get(day.month, DRY)
            * (1 + GROWTH * n / DAYS)
            * (random.uniform(4, 12) if day in self.storms else 1)
            for n, day in enumerate(self.days)
        )
        self.until = list(accumulate(weights))

    def day(self, number: int, total: int) -> date:
        """Reports are numbered by time: the first ones lie three years back."""
        return self.days[min(bisect_right(self.until, (number + 0.5) / total * self.until[-1]), DAYS - 1)]

    def moment(self, day: date, random: Random) -> datetime:
        hour = bisect_right(HOURS, random.random() * HOURS[-1])
        start = datetime.combine(day, time(hour % 24), self.timezone)
        return start + timedelta(seconds=random.randrange(SECONDS), microseconds=random.randrange(1_000_000))
