"""Reads about escalation: what is in force, a level that an event names, another file of levels."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from lapor.agencies.models import Agency, Category, RuleSet
from lapor.agencies.preset.check_escalation import TABLE, KnownCategory, escalation_faults
from lapor.agencies.preset.reading import PresetError, settings_from
from lapor.agencies.queries import Rules
from lapor.calendars.escalation import BUILT_IN, Escalation, EscalationLevel, escalation_from
from lapor.core.text import whole_number

MOST_BYTES = 1024 * 1024


def escalation_in_force(rules: Rules) -> Escalation:
    """The city's own, else what came with the program."""
    version = rules.versions.get((RuleSet.Kind.ESCALATION, ""))
    return _escalation(rules.root.pk, version) if version else BUILT_IN


@lru_cache(maxsize=64)
def _escalation(root_id: UUID, version: str) -> Escalation:
    kind = RuleSet.Kind.ESCALATION
    return escalation_from(
        RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind=kind, version=version)
    )


def level_reference(escalation: Escalation, level: EscalationLevel) -> str:
    """How an event names a level, so that it can be found when another version is in force; "" for the program's
    own."""
    return f"{escalation.version}/{level.number}" if escalation.version else ""


def level_of_event(root: Agency, data: Mapping[str, Any]) -> tuple[Escalation, EscalationLevel] | None:
    """The level that a reminder of a deadline was, and the levels it is one of; None for any other reminder."""
    version, _slash, number = str(data.get("escalation", "")).rpartition("/")
    if place := whole_number(number):
        escalation = _escalation(root.pk, version)
        return escalation, escalation.levels[place - 1]
    for level in BUILT_IN.ladder(str(data.get("clock", "")), "", ""):
        if level.says == data.get("reminder"):
            return BUILT_IN, level
    return None


def read_escalation(content: bytes, name: str, root: Agency) -> Escalation:
    """Of a TOML file with [escalation], such as a preset.toml. Raises PresetError with every fault."""
    faults: list[str] = [f"{name}: is too large: at most {MOST_BYTES // 1024} KB"] if len(content) > MOST_BYTES else []
    file = settings_from(b"" if faults else content, name, faults)
    if not faults and TABLE not in file.settings:
        faults.append(f"{name}: has no table [{TABLE}]")
    rows = Category.objects.filter(root=root, is_active=True).values_list("code", "deadline_class", "is_protected")
    faults += escalation_faults(file, {code: KnownCategory(name, protected) for code, name, protected in rows})
    if faults:
        raise PresetError("\n".join(faults))
    return escalation_from(file.settings[TABLE])
