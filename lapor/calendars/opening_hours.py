"""Opening hours: of every day, of weekdays with their own (Fridays), of a period with its own (Ramadan); one or several
spans a day. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

LAST_MINUTE = time(23, 59)
_DAYS = re.compile(r"([1-7])(?:-([1-7]))?")
_SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")


def closing_time(text: str) -> time:
    """The hour at which service ends; 24:00 is the last minute of the day, so that a deadline bears the date of its
    day.

    Raises ValueError for what is no time."""
    return LAST_MINUTE if text == "24:00" else time.fromisoformat(text)


@dataclass(frozen=True, order=True)
class Span:
    """From when to when, within one day."""

    begins: time
    ends: time

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class WeekHours:
    """`every_day`, but for weekdays (0 = Monday) that have their own; each in the order of the day."""

    every_day: Spans
    by_weekday: tuple[tuple[int, Spans], ...] = ()

    def on(self, weekday: int) -> Spans:
        return next((spans for day, spans in self.by_weekday if day == weekday), self.every_day)


@dataclass(frozen=True)
class Period:
    """Days, the last included, on which other hours are worked."""

    first: date
    last: date
    hours: WeekHours


def weekdays_from(text: str) -> frozenset[int]:
    """ISO days of `1-4` or `6 7` (1 = Monday). Raises ValueError for anything else."""
    days: set[int] = set()
    for part in text.split():
        found = _DAYS.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if first > last:
            raise ValueError(f"{text!r} is no weekday, such as 5, 1-4 or 6 7 (1 = Monday)")
        days.update(range(first, last + 1))
    if not days:
        raise ValueError("no weekday is named")
    return frozenset(days)


def span_from(text: str) -> Span:
    """Of `07:30-11:30`. Raises ValueError for what is none, or does not end after it begins."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no span of hours, such as 07:30-11:30")
    try:
        span = Span(time.fromisoformat(found[1]), closing_time(found[2]))
    except ValueError:
        raise ValueError(f"{text!r} is no span of hours, such as 07:30-11:30") from None
    if span.begins >= span.ends:
        raise ValueError(f"{text!r} ends before it begins")
    return span


def week_hours_from(content: Mapping[str, Any]) -> WeekHours:
    """Of a calendar or a period of one: `opens`, `closes` and, where weekdays have their own, `hours`."""
    usual = Span(time.fromisoformat(content["opens"]), closing_time(content["closes"]))
    own = {
        day - 1: tuple(sorted(map(span_from, spans)))
        for days, spans in content.get("hours", {}).items()
        for day in weekdays_from(days)
    }
    return WeekHours((usual,), tuple(sorted(own.items())))


def period_from(content: Mapping[str, Any]) -> Period:
    first, last = (date.fromisoformat(str(content[name])) for name in ("from", "to"))
    return Period(first, last, week_hours_from(content))


def hours_faults(hours: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong in a table of weekdays with their spans, in words."""
    seen: dict[int, str] = {}
    for days, spans in hours.items():
        try:
            for day in sorted(weekdays_from(days)):
                if seen.setdefault(day, days) != days:
                    yield f"weekday {day} stands in {seen[day]!r} and in {days!r}"
        except ValueError as error:
            yield str(error)
        if not isinstance(spans, list) or not spans or not all(isinstance(span, str) for span in spans):
            yield f'{days!r} needs a list of spans, such as ["07:30-11:30", "13:00-16:30"]'
        else:
            yield from (f"{days!r}: {fault}" for fault in _span_faults(spans))


def _span_faults(texts: Sequence[str]) -> Iterator[str]:
    spans = []
    for text in texts:
        try:
            spans.append(span_from(text))
        except ValueError as error:
            yield str(error)
    for one, other in pairwise(sorted(spans)):
        if other.begins < one.ends:
            yield f"{one} and {other} overlap"


def end_of_quiet(local: datetime, begins: time, ends: time) -> datetime | None:
    """When the hours end in which nobody is disturbed, over midnight where they end before they begin; None outside of
    them."""
    since, until = (local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0) for at in (begins, ends))
    if since <= until:
        return until if since <= local < until else None
    if local >= since:
        return until + timedelta(days=1)
    return until if local < until else None
