"""What is wrong in the calendars of preset.toml: days, hours by weekday and by period; each fault with line and
field."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any

from lapor.agencies.preset.field_checks import DATES, VERSION, Test, field_faults, is_text
from lapor.agencies.preset.reading import Preset
from lapor.calendars.opening_hours import closing_time, hours_faults


def _is_time(value: Any) -> bool:
    try:
        return isinstance(closing_time(value), time)
    except (ValueError, TypeError):
        return False


def _is_weekdays(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) == len(set(map(str, value)))
        and all(day in range(1, 8) for day in value)
    )


def _is_date(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


HOUR = (_is_time, "is no hour, such as 08:00")
HOURS = (_is_table, 'is no table of weekdays, such as { 5 = ["07:30-11:30", "13:00-16:30"] }')
CALENDAR: dict[str, tuple[Test, str]] = {
    "version": VERSION,
    "opens": HOUR,
    "closes": HOUR,
    "extra_days_off": DATES,
    "extra_working_days": DATES,
    "weekdays": (_is_weekdays, "is no list of different days from 1 (Monday) to 7"),
    "hours": HOURS,
    "periods": (lambda value: isinstance(value, list) and all(map(_is_table, value)), "is no list of periods"),
    "works_on_holidays": (lambda value: isinstance(value, bool), "is neither true nor false"),
}
DATE = (_is_date, "is no date, such as 2027-02-08")
PERIOD: dict[str, tuple[Test, str]] = {
    "name": (is_text, "is no text"),
    "from": DATE,
    "to": DATE,
    "opens": HOUR,
    "closes": HOUR,
    "hours": HOURS,
}


def calendar_faults(preset: Preset, table: str, content: dict[str, Any]) -> Iterator[str]:
    """Besides its fields: hours that end before they begin, spans and periods that overlap."""
    yield from _hours_faults(preset, table, content)
    periods = content.get("periods", [])
    if not isinstance(periods, list) or not all(map(_is_table, periods)):
        return
    several = f"{table}.periods"
    for number, period in enumerate(periods):
        yield from field_faults(preset, several, period, PERIOD, number=number)
        yield from _hours_faults(preset, several, period, number=number)
    if all(_is_date(period.get(name)) for period in periods for name in ("from", "to")):
        yield from _period_faults(preset, several, periods)


def _hours_faults(preset: Preset, table: str, content: dict[str, Any], *, number: int = 0) -> Iterator[str]:
    opens, closes, hours = (content.get(name) for name in ("opens", "closes", "hours"))
    if _is_time(opens) and _is_time(closes) and closing_time(str(opens)) >= closing_time(str(closes)):
        yield f"{preset.where(table, 'closes', number=number)}: {closes!r} is not after opens"
    if isinstance(hours, dict):
        yield from (f"{preset.where(table, 'hours', number=number)}: {fault}" for fault in hours_faults(hours))


def _period_faults(preset: Preset, table: str, periods: list[dict[str, Any]]) -> Iterator[str]:
    dated = sorted((str(period["from"]), str(period["to"]), number) for number, period in enumerate(periods))
    for first, last, number in dated:
        if first > last:
            yield f"{preset.where(table, 'to', number=number)}: {last} is before {first}"
    for (_first, last, number), (first, _last, other) in pairwise(dated):
        if first <= last:
            yield (
                f"{preset.where(table, 'from', number=other)}: {_name(periods[other])} begins on {first},"
                f" {_name(periods[number])} ends on {last}: they overlap"
            )


def _name(period: Mapping[str, Any]) -> str:
    return repr(period.get("name", ""))
