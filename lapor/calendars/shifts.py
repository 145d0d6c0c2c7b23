"""When a team is on duty: weekdays, from when to when, over midnight where it ends before it begins. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

ONE_DAY = timedelta(days=1)
WEEK = 7


@dataclass(frozen=True)
class Shift:
    """`weekdays`: ISO days on which it begins (1 = Monday). Without any the team is on duty always. `begins` equal to
    `ends`: the whole day."""

    weekdays: frozenset[int] = frozenset()
    begins: time = time()
    ends: time = time()

    def is_on(self, local: datetime) -> bool:
        """At this moment of the city's clock."""
        return not self.weekdays or any(begin <= local < end for begin, end in self._around(local, days=range(-1, 1)))

    def next_begin(self, local: datetime) -> datetime:
        """When it is on duty next: the moment itself where it is."""
        if self.is_on(local):
            return local
        return min(begin for begin, _end in self._around(local, days=range(WEEK + 1)) if begin > local)

    def _around(self, local: datetime, *, days: Iterable[int]) -> Iterable[tuple[datetime, datetime]]:
        """Beginning and end of the shifts that begin so many days from now."""
        for number in days:
            begin = _at(local + number * ONE_DAY, self.begins)
            if begin.isoweekday() in self.weekdays:
                yield begin, _at(begin + (ONE_DAY if self.ends <= self.begins else timedelta()), self.ends)


def _at(local: datetime, hour: time) -> datetime:
    return local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
