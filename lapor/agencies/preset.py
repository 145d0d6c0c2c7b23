"""A deployment as data: reads a preset folder, says every error with file, line and field, loads it whole or not at all.

Called by `lapor preset check|load` and by the preparation of an empty database.
"""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from lapor.agencies.cells import cells_around
from lapor.agencies.models import Agency, Area, Category, RuleSet
from lapor.clocks.policies import DEADLINE_CLASSES
from lapor.core import clock
from lapor.core.environment import PROJECT_DIR

PRESETS_DIR = PROJECT_DIR / "deploy" / "presets"
BY_AREA = "@area"
FLAGS = {"urgent", "protected", "evidence"}


class PresetError(ValueError):
    """The preset cannot be loaded; the message lists every fault, a line each."""


@dataclass
class Preset:
    """What the folder says, checked."""

    settings: dict[str, Any]
    agencies: list[dict[str, str]]
    areas: list[dict[str, str]]
    categories: list[dict[str, str]]
    faults: list[str] = field(default_factory=list)


def preset_dir(name: str) -> Path:
    """The folder of a preset given by name or by path."""
    return Path(name) if "/" in name else PRESETS_DIR / name


def _rows(path: Path, faults: list[str]) -> list[dict[str, str]]:
    if not path.is_file():
        faults.append(f"{path.name}: missing")
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [{**row, "": f"{path.name}, line {number}"} for number, row in enumerate(csv.DictReader(file), start=2)]


def read_preset(folder: Path) -> Preset:
    """Read and check. Raises PresetError with all faults."""
    faults: list[str] = []
    settings: dict[str, Any] = {}
    try:
        settings = tomllib.loads((folder / "preset.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        faults.append(f"preset.toml: {error}")
    agencies, areas, categories = (_rows(folder / f"{name}.csv", faults) for name in ("agencies", "areas", "categories"))
    preset = Preset(settings, agencies, areas, categories)
    faults.extend(_faults(preset))
    if faults:
        raise PresetError("\n".join(faults))
    return preset


def _faults(preset: Preset) -> Iterator[str]:
    agencies = {row["code"] for row in preset.agencies}
    areas = {row["code"] for row in preset.areas}
    categories = {row["code"] for row in preset.categories}
    if [row["code"] for row in preset.agencies[:1] if not row["parent"]] == []:
        yield "agencies.csv, line 2, parent: the first row is the root and has no parent"
    for row in preset.agencies[1:]:
        if row["parent"] not in agencies:
            yield f"{row['']}, parent: {row['parent']!r} is not an agency"
    for row in preset.areas:
        if row["parent_code"] and row["parent_code"] not in areas:
            yield f"{row['']}, parent_code: {row['parent_code']!r} is not an area"
    yield from _category_faults(preset, agencies)
    for part in ("brand", "jurisdiction", "calendar", "policy"):
        if part not in preset.settings:
            yield f"preset.toml, {part}: missing"
    for entry in preset.settings.get("protected", []):
        if entry.get("category") not in categories:
            yield f"preset.toml, protected.category: {entry.get('category')!r} is not a category"


def _category_faults(preset: Preset, agencies: set[str]) -> Iterator[str]:
    for row in preset.categories:
        if row["agency"] != BY_AREA and row["agency"] not in agencies:
            yield f"{row['']}, agency: {row['agency']!r} is not an agency"
        if row["class"] not in DEADLINE_CLASSES:
            yield f"{row['']}, class: {row['class']!r} is none of {', '.join(DEADLINE_CLASSES)}"
        if unknown := set(row["flags"].split()) - FLAGS:
            yield f"{row['']}, flags: {', '.join(sorted(unknown))} unknown"


@transaction.atomic
def load_preset(folder: Path) -> Agency:
    """Load or update the jurisdiction of this folder. Raises PresetError; nothing is half loaded."""
    preset = read_preset(folder)
    agencies = _load_agencies(preset)
    root = agencies[preset.agencies[0]["code"]]
    _load_areas(root, preset.areas)
    _load_categories(root, agencies, preset.categories)
    _load_rules(root, preset.settings)
    return root


def _load_agencies(preset: Preset) -> dict[str, Agency]:
    first = preset.agencies[0]
    settings = {"brand": preset.settings["brand"], "timezone": preset.settings["jurisdiction"]["timezone"]}
    root, _ = Agency.objects.update_or_create(
        root=None,
        code=first["code"],
        defaults={"kind": first["kind"], "name": first["name"], "email": first["email"], **settings},
    )
    Agency.objects.filter(pk=root.pk).update(path=[root.pk])
    root.path = [root.pk]
    found = {first["code"]: root}
    for row in preset.agencies[1:]:
        parent = found[row["parent"]]
        unit, _ = Agency.objects.update_or_create(
            root=root,
            code=row["code"],
            defaults={"parent": parent, "kind": row["kind"], "name": row["name"], "email": row["email"],
                      "area_code": row["area_code"], "timezone": root.timezone},
        )  # fmt: skip
        unit.path = [*parent.path, unit.pk]
        unit.save(update_fields=["path"])
        found[row["code"]] = unit
    return found


def _load_areas(root: Agency, rows: list[dict[str, str]]) -> None:
    villages = {row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in rows if row["level"] == "village"}
    cells = cells_around(villages)
    areas = [
        Area(code=row["code"], root=root, parent_id=row["parent_code"] or None, level=row["level"], name=row["name"],
             latitude=float(row["latitude"]), longitude=float(row["longitude"]), cell=cells.get(row["code"]))
        for row in rows
    ]  # fmt: skip
    fields = ["parent", "level", "name", "latitude", "longitude", "cell"]
    Area.objects.bulk_create(areas, update_conflicts=True, unique_fields=["code"], update_fields=fields)


def _load_categories(root: Agency, agencies: dict[str, Agency], rows: list[dict[str, str]]) -> None:
    for position, row in enumerate(rows):
        flags = row["flags"].split()
        values: dict[str, Any] = {
            "group_code": row["group_code"], "group_name": row["group"], "group_name_en": row["group_en"],
            "name": row["name"], "name_en": row["name_en"], "deadline_class": row["class"],
            "agency": agencies.get(row["agency"]), "by_area": row["agency"] == BY_AREA, "position": position,
            "is_urgent": "urgent" in flags, "is_protected": "protected" in flags, "needs_evidence": "evidence" in flags,
            "is_active": True,
        }  # fmt: skip
        Category.objects.update_or_create(root=root, code=row["code"], defaults=values)
    Category.objects.filter(root=root).exclude(code__in=[row["code"] for row in rows]).update(is_active=False)


def _load_rules(root: Agency, settings: dict[str, Any]) -> None:
    """A rule set whose version is known is left as it is: deadlines were computed with it."""
    words = {"version": settings["policy"]["version"], "protected": settings.get("protected", [])}
    for kind, content in (("calendar", settings["calendar"]), ("policy", settings["policy"]), ("words", words)):
        RuleSet.objects.get_or_create(root=root, kind=kind, version=content["version"], defaults={"content": content, "valid_from": clock.now()})
