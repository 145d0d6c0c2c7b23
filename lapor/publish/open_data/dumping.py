"""Writes the night's files: CSV, GeoJSON, Parquet, their description and checksums.

Whole or not at all. Called by `lapor data publish`."""

import csv
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lapor.agencies.models import Agency
from lapor.publish.open_data.codes import write_areas, write_codes
from lapor.publish.open_data.columns import COLUMNS, NAMES, rows_of
from lapor.publish.open_data.describing import data_package, dcat, dictionary
from lapor.publish.open_data.files import (
    AREAS,
    CODES,
    CSV,
    GEOJSON,
    PARQUET,
    STALE,
    SUMS,
    days_of,
    folder_of,
    is_stale,
    kept_days,
)

_TYPES = {"string": "VARCHAR", "integer": "INTEGER", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
_MEMORY = "256MB"
_KINDS = {column.name: column.kind for column in COLUMNS}
_POINT = frozenset({"latitude", "longitude"})
_PLACES = frozenset({*_POINT, "district_code", "district", "village_code", "village"})


@dataclass(frozen=True)
class Dumped:
    """What was made: where, and how many lines."""

    folder: Path
    reports: int
    points: int


def dump(root: Agency, day: date) -> Dumped:
    """Make the files of a day anew. The newest seven days stay, and of a year the last day of each month; where one
    tells what is no longer public, all are cleaned of it. Raises OSError."""
    was_stale = is_stale(root)
    (folder_of(root) / STALE).unlink(missing_ok=True)  # what ends being public from now on marks it again
    with _in_one_piece(folder_of(root) / day.isoformat()) as partial:
        reports = _write_rows(root, partial)
        points = _write_places(partial)
        _write_parquet(partial)
        write_codes(partial)
        write_areas(root, partial)
        describe(root, day, partial, reports)
    target = folder_of(root) / day.isoformat()
    days = days_of(root)
    kept = kept_days(days)
    for old in days:
        if old not in kept:
            shutil.rmtree(folder_of(root) / old.isoformat(), ignore_errors=True)
        elif was_stale and old != day:
            clean(root, old, by=target)
    return Dumped(target, reports, points)


@contextmanager
def _in_one_piece(target: Path) -> Iterator[Path]:
    """A folder to write into that takes the place of `target` when all went well."""
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    yield partial
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)


def clean(root: Agency, day: date, *, by: Path) -> None:
    """Take out of an earlier day the reports, points and places that are no longer public in the newest files `by`; all
    else of it stays as it was."""
    before = folder_of(root) / day.isoformat()
    with _in_one_piece(before) as partial:
        for name in (CODES, AREAS):
            if (before / name).exists():
                shutil.copyfile(before / name, partial / name)
        with _database(partial) as database:
            for name, path in (("before", before / CSV), ("now", by / CSV)):
                database.read_csv(str(path), header=True, all_varchar=True).create_view(name)
            columns = [row[0] for row in database.sql("DESCRIBE before").fetchall()]
            shown = [_as_public(name) for name in columns]
            rows = database.sql(
                f"SELECT {', '.join(shown)} FROM before JOIN now USING (number) ORDER BY before.filed_on, number"  # noqa: S608 - names of our own columns
            )
            rows.write_csv(str(partial / CSV), header=True)
            [[reports]] = rows.count("number").fetchall()
        _write_places(partial)
        _write_parquet(partial)
        describe(root, day, partial, reports)


def _as_public(name: str) -> str:
    """A column as it was, but for places that the newest files no longer give."""
    if name in _PLACES:
        return f'CASE WHEN now."{name}" IS NULL THEN NULL ELSE before."{name}" END AS "{name}"'
    return '"number"' if name == "number" else f'before."{name}" AS "{name}"'


def describe(root: Agency, day: date, folder: Path, reports: int) -> None:
    """The descriptions and checksums of what lies in the folder."""
    sums = {path.name: (path.stat().st_size, _digest(path)) for path in sorted(folder.iterdir())}
    for name, content in (
        ("datapackage.json", data_package(root, day, reports, sums)),
        ("dcat.jsonld", dcat(root, day, sums)),
    ):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "KAMUS.md").write_text(dictionary(root, day), encoding="utf-8")
    lines = [f"{_digest(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def _write_rows(root: Agency, folder: Path) -> int:
    """The CSV; how many reports."""
    reports = 0
    with (folder / CSV).open("w", newline="", encoding="utf-8") as table:
        writer = csv.writer(table)
        writer.writerow(NAMES)
        for row in rows_of(root):
            reports += 1
            writer.writerow([_plain(row[name]) for name in NAMES])
    return reports


def _write_places(folder: Path) -> int:
    """GeoJSON of the CSV's lines with a point; how many."""
    points = 0
    with (
        (folder / CSV).open(newline="", encoding="utf-8") as table,
        (folder / GEOJSON).open("w", encoding="utf-8") as places,
    ):
        places.write('{"type": "FeatureCollection", "features": [\n')
        for row in csv.DictReader(table):
            if row["latitude"] and row["longitude"]:
                places.write(f"{',' if points else ''}{json.dumps(_feature(row), ensure_ascii=False)}\n")
                points += 1
        places.write("]}\n")
    return points


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def _feature(row: dict[str, str]) -> dict[str, Any]:
    """RFC 7946: longitude comes first."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [float(row["longitude"]), float(row["latitude"])]},
        "properties": {name: _typed(name, value) for name, value in row.items() if name not in _POINT},
    }


def _typed(name: str, value: str) -> Any:
    """A value of the CSV with its type; days stay in words (ISO 8601)."""
    if not value:
        return None
    kind = _KINDS.get(name, "string")
    if kind == "boolean":
        return value == "true"
    return int(value) if kind == "integer" else float(value) if kind == "number" else value


def _write_parquet(folder: Path) -> None:
    """From the CSV, so that both say the same, with the types of the dictionary."""
    with (folder / CSV).open(encoding="utf-8", newline="") as table:
        header = next(csv.reader(table))
    types = {name: _TYPES[_KINDS.get(name, "string")] for name in header}
    with _database(folder) as database:
        rows = database.read_csv(str(folder / CSV), header=True, columns=types)
        rows.write_parquet(str(folder / PARQUET), compression="zstd")


def _database(folder: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": _MEMORY, "threads": 1, "temp_directory": str(folder)})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
