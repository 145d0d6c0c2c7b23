"""What loading a preset would change, in lines that a person can read; and what of it may not be."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lapor.agencies.models import Area
from lapor.agencies.preset.reading import Preset
from lapor.agencies.preset.snapshots import (
    RuleSetRow,
    Snapshot,
    Values,
    root_of_preset,
    snapshot_of_database,
    snapshot_of_preset,
)

LONGEST = 70
_TABLES = {"calendar": "calendars", "policy": "policies"}


@dataclass(frozen=True)
class Uses:
    """What stands in the way of a removal: open reports by the agency's code, all reports and incidents by the
    area's."""

    open_reports: Mapping[str, int] = field(default_factory=dict)
    reports_of_area: Mapping[str, int] = field(default_factory=dict)
    incidents_of_area: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Changes:
    lines: tuple[str, ...]
    faults: tuple[str, ...]


def changes_of(preset: Preset, uses: Uses) -> Changes:
    """Compare a checked preset with what is loaded of it; on an empty database everything is added."""
    root = root_of_preset(preset)
    now, wanted = snapshot_of_database(root), snapshot_of_preset(preset)
    lines = [
        *_row_lines("agency", now.agencies, wanted.agencies, removed="made inactive"),
        *_row_lines("area", now.areas, wanted.areas, removed="deleted"),
        *_row_lines("category", now.categories, wanted.categories, removed="made inactive"),
        *_rule_lines(now, wanted),
    ]
    taken = (
        Area.objects.filter(pk__in=wanted.areas).exclude(root=root)
        if root
        else Area.objects.filter(pk__in=wanted.areas)
    )
    others = set(taken.values_list("pk", flat=True))
    faults = [
        f"{row['']}, code: {row['code']!r} is an area of another jurisdiction"
        for row in preset.areas
        if row["code"] in others
    ]
    return Changes(tuple(lines), (*faults, *_removal_faults(now, wanted, uses), *_version_faults(preset, now, wanted)))


def _row_lines(word: str, now: Mapping[str, Values], wanted: Mapping[str, Values], *, removed: str) -> Iterator[str]:
    for code, values in wanted.items():
        before = now.get(code)
        if before is None:
            yield f"+ {word} {code}: {values['name']}"
            continue
        for name, value in values.items():
            if before[name] != value:
                yield f"~ {word} {code}, {name}: {_short(before[name])} -> {_short(value)}"
    for code in _removed(now, wanted):
        yield f"- {word} {code}: {now[code]['name']} ({removed})"


def _removed(now: Mapping[str, Values], wanted: Mapping[str, Values]) -> list[str]:
    return [code for code, values in now.items() if code not in wanted and values.get("is_active", True)]


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def newest(rows: tuple[RuleSetRow, ...]) -> dict[tuple[str, str], RuleSetRow]:
    return {(row.kind, row.name): row for row in rows}


def _rule_lines(now: Snapshot, wanted: Snapshot) -> Iterator[str]:
    in_force = newest(now.rule_sets)
    for row in wanted.rule_sets:
        before, word = in_force.get((row.kind, row.name)), f"{row.kind} {row.name}".strip()
        if before is None:
            yield f"+ {word}: version {row.version}"
        elif before.version != row.version:
            yield f"~ {word}, version: {before.version} -> {row.version}"
            for name in sorted({*before.content, *row.content} - {"version"}):
                if before.content.get(name) != row.content.get(name):
                    yield f"~ {word}, {name}: {_short(before.content.get(name))} -> {_short(row.content.get(name))}"


def _removal_faults(now: Snapshot, wanted: Snapshot, uses: Uses) -> Iterator[str]:
    for code in _removed(now.agencies, wanted.agencies):
        if count := uses.open_reports.get(code, 0):
            yield f"agencies.csv, code: {code!r} is missing, but {count} open reports are with it: reroute them first"
    for code in _removed(now.areas, wanted.areas):
        if count := uses.reports_of_area.get(code, 0):
            yield f"areas.csv, code: {code!r} is missing, but {count} reports name it"
        if count := uses.incidents_of_area.get(code, 0):
            yield f"areas.csv, code: {code!r} is missing, but {count} incidents name it"


def _version_faults(preset: Preset, now: Snapshot, wanted: Snapshot) -> Iterator[str]:
    known, in_force = {(row.kind, row.version): row for row in now.rule_sets}, newest(now.rule_sets)
    for row in wanted.rule_sets:
        before = known.get((row.kind, row.version))
        if before is None:
            continue
        where = preset.where(f"{_TABLES[row.kind]}.{row.name}" if row.name else row.kind, "version")
        latest = in_force[before.kind, before.name].version
        if before.name != row.name:
            yield f"{where}: {row.version!r} is a version of another {row.kind}"
        elif before.content != row.content:
            changed = [
                name for name in {**before.content, **row.content} if before.content.get(name) != row.content.get(name)
            ]
            yield (
                f"{where}: {row.version!r} is in use and {', '.join(changed)} changed: give it a new version, deadlines"
                " were computed with this one"
            )
        elif latest != row.version:
            yield (
                f"{where}: {row.version!r} was replaced by {latest!r}: give it a new version, old ones do not come back"
            )
