"""What every table of preset.toml is checked by: which fields it has, and what each must be."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from lapor.agencies.preset.reading import SettingsFile

LONGEST_VERSION = 40
MOST_DAYS = 365
Test = Callable[[Any], bool]
MAY_BE_LEFT_OUT = frozenset(
    {
        "works_on_holidays",
        "categories",
        "urgent",
        "urgent_signs",
        "harmless",
        "signs",
        "name_en",
        "fits",
        "hosts",
        "topics",
        "city",
        "common_names",
        "hours",
        "periods",
        "quiet_hours",
        "says",
        "digest",
        "classes",
        "clocks",
    }
)


def field_faults(
    preset: SettingsFile, table: str, content: dict[str, Any], fields: dict[str, tuple[Test, str]], *, number: int = 0
) -> Iterator[str]:
    """`number`: which of the tables of that name it is."""
    for key, value in content.items():
        if key not in fields:
            yield f"{preset.where(table, key, number=number)}: there is no such field"
        elif not fields[key][0](value):
            yield f"{preset.where(table, key, number=number)}: {value!r} {fields[key][1]}"
    for key in fields:
        if key not in content and key not in MAY_BE_LEFT_OUT:
            yield f"{preset.where(table, number=number)}: {key} is missing"


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_version(value: Any) -> bool:
    return is_text(value) and len(value) <= LONGEST_VERSION


def is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_DAYS


def is_dates(value: Any) -> bool:
    try:
        return isinstance(value, list) and all(date.fromisoformat(str(day)) for day in value)
    except ValueError:
        return False


def is_words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(is_text, value))


VERSION = (is_version, f"is no text of at most {LONGEST_VERSION} characters")
DAYS = (is_count, f"is no whole number from 1 to {MOST_DAYS}")
DATES = (is_dates, 'is no list of dates, such as ["2026-05-02"]')
