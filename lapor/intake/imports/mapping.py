"""The mapping file of an import: which category, agency and area here an earlier system's words mean (CSV: kind, from,
to)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.queries import agencies_in
from lapor.core.text import fold
from lapor.intake.imports.guessing import HEADERS, STATES
from lapor.intake.imports.rows import FileError

COLUMNS = ("kind", "from", "to")
KINDS = ("category", "agency", "area", "column", "status")


@dataclass(frozen=True)
class Links:
    """Folded words of the earlier system to rows here."""

    category: Mapping[str, Category] = field(default_factory=dict)
    agency: Mapping[str, Agency] = field(default_factory=dict)
    area: Mapping[str, Area] = field(default_factory=dict)
    column: Mapping[str, str] = field(default_factory=dict)  # of a city's own spreadsheet: header to field
    status: Mapping[str, str] = field(default_factory=dict)  # its word to a state here


def read_mapping(path: Path, root: Agency) -> Links:
    """Raises FileError with every fault, a line each; nothing is imported by half a mapping."""
    known: dict[str, dict[str, Any]] = {
        "category": {row.code: row for row in Category.objects.filter(root=root)},
        "agency": {row.code: row for row in agencies_in(root)},
        "area": {row.code: row for row in Area.objects.filter(root=root).defer("cell")},
        "column": {name: name for name in HEADERS},
        "status": {state.value: state.value for state in STATES},
    }
    found: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    faults = []
    for line, row in enumerate(_lines(path), start=2):
        kind, code = (row["kind"] or "").strip(), (row["to"] or "").strip()
        if kind not in KINDS:
            faults.append(f"{path.name}, line {line}, kind: {kind!r} is none of {', '.join(KINDS)}")
        elif code not in known[kind]:
            faults.append(f"{path.name}, line {line}, to: there is no {kind} {code!r}")
        else:
            found[kind][fold(row["from"] or "")] = known[kind][code]
    if faults:
        raise FileError("\n".join(faults))
    return Links(**found)


def _lines(path: Path) -> list[dict[str, str | None]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise FileError(f"{path.name}, line 1: the columns are {', '.join(COLUMNS)}")
            return list(reader)
    except FileNotFoundError:
        raise FileError(f"{path}: there is no such file.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileError(f"{path.name} cannot be read as CSV in UTF-8: {error}") from error
