"""What is wrong in [escalation] of preset.toml or of a file of its own: each fault with line and field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from lapor.agencies.preset.field_checks import VERSION, Test, field_faults, is_text
from lapor.agencies.preset.reading import SettingsFile
from lapor.calendars.escalation import (
    CLOCKS,
    HEARERS,
    NEAR,
    OFFICE_CLOSED,
    SAYS,
    Escalation,
    EscalationLevel,
    level_from,
    moment_from,
    quiet_from,
)
from lapor.calendars.policies import DEADLINE_CLASSES

MOST_LEVELS = 100
TABLE, LEVELS = "escalation", "escalation.levels"


@dataclass(frozen=True)
class KnownCategory:
    """What levels may name: a category of this class."""

    deadline_class: str
    is_protected: bool


def _is_read_by(read: Any) -> Test:
    def test(value: Any) -> bool:
        try:
            return isinstance(value, str) and read(value) is not None
        except ValueError:
            return False

    return test


def _is_some_of(words: tuple[str, ...]) -> Test:
    return lambda value: (
        isinstance(value, list) and 0 < len(value) == len(set(map(str, value))) and all(one in words for one in value)
    )


def _is_codes(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(is_text, value))


ESCALATION: dict[str, tuple[Test, str]] = {
    "version": VERSION,
    "quiet_hours": (
        lambda value: value == OFFICE_CLOSED or _is_read_by(quiet_from)(value),
        f"is neither hours, such as 20:00-07:00, nor {OFFICE_CLOSED!r}",
    ),
    "levels": (
        lambda value: isinstance(value, list) and 0 < len(value) <= MOST_LEVELS and all(map(_is_table, value)),
        f"is no list of 1 to {MOST_LEVELS} levels",
    ),
}
LEVEL: dict[str, tuple[Test, str]] = {
    "at": (_is_read_by(moment_from), "is no moment, such as 75%, due, 2 days before, 1 day after"),
    "to": (_is_some_of(HEARERS), f"is no list of different ones of {', '.join(HEARERS)}"),
    "says": (lambda value: value in SAYS, f"is none of {', '.join(SAYS)}"),
    "digest": (_is_some_of(HEARERS), f"is no list of different ones of {', '.join(HEARERS)}"),
    "categories": (_is_codes, "is no list of codes of categories"),
    "classes": (_is_some_of(DEADLINE_CLASSES), f"is no list of different ones of {', '.join(DEADLINE_CLASSES)}"),
    "clocks": (_is_some_of(CLOCKS), f"is no list of different ones of {', '.join(CLOCKS)}"),
}


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def escalation_faults(file: SettingsFile, categories: Mapping[str, KnownCategory]) -> Iterator[str]:
    """Every fault of the table; nothing where there is none."""
    content = file.settings.get(TABLE, {})
    if not isinstance(content, dict):
        yield f"{file.where(TABLE)}: is no table"
        return
    if TABLE not in file.settings:
        return
    faults = list(field_faults(file, TABLE, content, ESCALATION))
    levels = content.get("levels") if not faults else []
    for number, level in enumerate(levels or []):
        own = list(field_faults(file, LEVELS, level, LEVEL, number=number))
        faults += own or _level_faults(file, level, number, categories)
    yield from faults
    if not faults:
        read = [level_from(number, level) for number, level in enumerate(levels or [], start=1)]
        yield from _same_moment_faults(file, read)
        yield from _unheard_faults(file, Escalation("", tuple(read)), categories)


def _level_faults(
    file: SettingsFile, level: dict[str, Any], number: int, categories: Mapping[str, KnownCategory]
) -> Iterator[str]:
    """What a level says that does not go together."""
    for code in level.get("categories", []):
        if code not in categories:
            yield f"{file.where(LEVELS, 'categories', number=number)}: {code!r} is not a category"
        elif categories[code].is_protected:
            yield (
                f"{file.where(LEVELS, 'categories', number=number)}: {code!r} is protected: its cases are told to their"
                " own group only, whatever the levels say"
            )
    read = level_from(number + 1, level)
    if unknown := [one for one in read.digest if one not in read.to]:
        yield f"{file.where(LEVELS, 'digest', number=number)}: {', '.join(unknown)} does not stand in `to`"
    if read.moment.is_before != (read.says == NEAR):
        yield f"{file.where(LEVELS, 'says', number=number)}: {read.says!r} is not true {read.at!r}"


def _same_moment_faults(file: SettingsFile, levels: list[EscalationLevel]) -> Iterator[str]:
    """Of two levels of one ladder that are reached together only one would be told."""
    for one, other in combinations(levels, 2):
        if one.moment == other.moment and one.specificity == other.specificity and _meet(one, other):
            yield (
                f"{file.where(LEVELS, 'at', number=other.number - 1)}: level {one.number} is reached at the same"
                " moment: name everybody in one `to`"
            )


def _meet(one: EscalationLevel, other: EscalationLevel) -> bool:
    pairs = ((one.categories, other.categories), (one.classes, other.classes), (one.clocks, other.clocks))
    return all(not mine or not theirs or not set(mine).isdisjoint(theirs) for mine, theirs in pairs)


def _unheard_faults(
    file: SettingsFile, escalation: Escalation, categories: Mapping[str, KnownCategory]
) -> Iterator[str]:
    """No deadline passes without anybody hearing of it."""
    named = {code for level in escalation.levels for code in level.categories}
    kinds = [("", name) for name in DEADLINE_CLASSES]
    kinds += [(code, categories[code].deadline_class) for code in sorted(named)]
    for clock in CLOCKS:
        silent = [
            code or name
            for code, name in kinds
            if all(level.moment.is_before for level in escalation.ladder(clock, code, name))
        ]
        if silent:
            yield (
                f"{file.where(TABLE, 'levels')}: nobody hears when the {clock} deadline of {', '.join(silent)} has"
                " passed: a level at or after `due` is missing"
            )
