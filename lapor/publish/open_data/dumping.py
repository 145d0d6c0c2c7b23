"""Writes the night's files: CSV, GeoJSON, Parquet, their description and checksums.

Whole or not at all. Called by `lapor data publish`."""

import csv
import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lapor.agencies.models import Agency
from lapor.publish.open_data.columns import COLUMNS, NAMES, rows_of
from lapor.publish.open_data.describing import data_package, dcat, dictionary
from lapor.publish.open_data.files import CSV, DAYS_KEPT, GEOJSON, PARQUET, STALE, SUMS, days_of, folder_of, is_stale

_TYPES = {"string": "VARCHAR", "integer": "INTEGER", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
_MEMORY = "256MB"


@dataclass(frozen=True)
class Dumped:
    """What was made: where, and how many lines."""

    folder: Path
    reports: int
    points: int


def dump(root: Agency, day: date) -> Dumped:
    """Make the files of a day anew; older days than the last seven go, all of them where one tells what is no longer
    public. Raises OSError."""
    was_stale = is_stale(root)
    (folder_of(root) / STALE).unlink(missing_ok=True)  # what ends being public from now on marks it again
    target = folder_of(root) / day.isoformat()
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    reports, points = _write_rows(root, partial)
    _write_parquet(partial)
    sums = {path.name: (path.stat().st_size, _digest(path)) for path in sorted(partial.iterdir())}
    for name, content in (
        ("datapackage.json", data_package(root, day, reports, sums)),
        ("dcat.jsonld", dcat(root, day, sums)),
    ):
        (partial / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (partial / "KAMUS.md").write_text(dictionary(root, day), encoding="utf-8")
    lines = [f"{_digest(path)}  {path.name}\n" for path in sorted(partial.iterdir())]
    (partial / SUMS).write_text("".join(lines), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    for old in days_of(root)[1 if was_stale else DAYS_KEPT :]:
        shutil.rmtree(folder_of(root) / old.isoformat(), ignore_errors=True)
    return Dumped(target, reports, points)


def _write_rows(root: Agency, folder: Path) -> tuple[int, int]:
    """CSV and GeoJSON in one pass; (reports, points)."""
    reports = points = 0
    with (
        (folder / CSV).open("w", newline="", encoding="utf-8") as table,
        (folder / GEOJSON).open("w", encoding="utf-8") as places,
    ):
        writer = csv.writer(table)
        writer.writerow(NAMES)
        places.write('{"type": "FeatureCollection", "features": [\n')
        for row in rows_of(root):
            reports += 1
            writer.writerow([_plain(row[name]) for name in NAMES])
            if row["latitude"] is not None:
                places.write(f"{',' if points else ''}{json.dumps(_feature(row), ensure_ascii=False)}\n")
                points += 1
        places.write("]}\n")
    return reports, points


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    """RFC 7946: longitude comes first."""
    facts = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
        if name not in {"latitude", "longitude"}
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
        "properties": facts,
    }


def _write_parquet(folder: Path) -> None:
    """From the CSV, so that both say the same, with the types of the dictionary."""
    types = {column.name: _TYPES[column.kind] for column in COLUMNS}
    with duckdb.connect(config={"memory_limit": _MEMORY, "threads": 1, "temp_directory": str(folder)}) as database:
        rows = database.read_csv(str(folder / CSV), header=True, columns=types)
        rows.write_parquet(str(folder / PARQUET), compression="zstd")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
