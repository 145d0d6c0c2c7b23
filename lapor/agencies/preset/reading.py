"""Reads the files of a preset folder; every row and every table remembers its line, so that a fault can name it."""

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lapor.core.environment import BESIDE

PRESETS_DIR = BESIDE / "deploy" / "presets"
SETTINGS = "preset.toml"
Row = dict[str, str]  # of a CSV file; "" holds where it stands
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "agencies": ("code", "parent", "kind", "name", "email", "area_code"),
    "areas": ("code", "level", "name", "parent_code", "latitude", "longitude"),
    "categories": ("group_code", "group", "group_en", "code", "name", "name_en", "agency", "class", "flags"),
    "questions": ("category", "code", "kind", "question", "question_en"),
    "checklists": ("category", "code", "item", "item_en"),
}
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "agencies": ("calendar", "policy"),
    "areas": (),
    "categories": ("radius", "days", "icon"),
    "questions": ("choices", "choices_en", "required"),
    "checklists": (),
}
MAY_BE_MISSING = ("questions", "checklists")
_TABLE = re.compile(r"^\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}")


class PresetError(ValueError):
    """The preset cannot be loaded; the message lists every fault, a line each."""


@dataclass
class SettingsFile:
    """What a TOML file says; its `text` serves to find lines."""

    settings: dict[str, Any]
    text: str
    name: str = field(default=SETTINGS, kw_only=True)

    def where(self, table: str, key: str = "", *, number: int = 0) -> str:
        """`preset.toml, line N, table.key`: the line of the key, else of the table (its `number`-th), else none."""
        name = f"{table}.{key}" if key else table
        line = _line_of(self.text, table, key, number)
        return f"{self.name}, line {line}, {name}" if line else f"{self.name}, {name}"


@dataclass
class Preset(SettingsFile):
    """What the folder says."""

    agencies: list[Row]
    areas: list[Row]
    categories: list[Row]
    questions: list[Row]
    checklists: list[Row]
    folder: Path = field(default=Path(), kw_only=True)


def _line_of(text: str, table: str, key: str, number: int) -> int:
    found, seen, current = 0, -1, ""
    for line_number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            current = header.group(1).replace('"', "")
            if current == table:
                seen += 1
                found = line_number if seen == number else found
        elif current == table and seen == number and key and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
            return line_number
    return found


def preset_dir(name: str) -> Path:
    """The folder of a preset given by name or by path."""
    return Path(name) if "/" in name else PRESETS_DIR / name


def read_files(folder: Path) -> tuple[Preset, list[str]]:
    """What the files hold, and what of them cannot be read."""
    faults: list[str] = []
    settings, text = _settings(folder / SETTINGS, faults)
    rows = (_rows(folder / f"{name}.csv", faults) for name in REQUIRED)  # the order is that of Preset
    return Preset(settings, text, *rows, folder=folder), faults


def _settings(path: Path, faults: list[str]) -> tuple[dict[str, Any], str]:
    try:
        content = path.read_bytes()
    except OSError:
        faults.append(f"{SETTINGS}: missing")
        return {}, ""
    file = settings_from(content, SETTINGS, faults)
    return file.settings, file.text


def settings_from(content: bytes, name: str, faults: list[str]) -> SettingsFile:
    """Of a TOML file; without settings where it cannot be read, and `faults` says why."""
    try:
        text = content.decode().replace("\r\n", "\n")
        return SettingsFile(tomllib.loads(text), text, name=name)
    except UnicodeDecodeError:
        faults.append(f"{name}: is not UTF-8")
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        faults.append(f"{name}, line {line.group(1)}: {error}" if line else f"{name}: {error}")
    return SettingsFile({}, "", name=name)


def _rows(path: Path, faults: list[str]) -> list[Row]:
    """The rows with a value ("" where the column is left out) for every column, each with its line."""
    if not path.is_file():
        if path.stem not in MAY_BE_MISSING:
            faults.append(f"{path.name}: missing")
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(path, csv.DictReader(file, strict=True), faults)
    except UnicodeDecodeError:
        faults.append(f"{path.name}: is not UTF-8")
    except csv.Error as error:
        faults.append(f"{path.name}: {error}")
    return []


def _read(path: Path, reader: "csv.DictReader[str]", faults: list[str]) -> list[Row]:
    columns = reader.fieldnames or []
    known = (*REQUIRED[path.stem], *OPTIONAL[path.stem])
    faults += [
        f"{path.name}, line 1, {name}: this column is missing" for name in REQUIRED[path.stem] if name not in columns
    ]
    faults += [f"{path.name}, line 1, {name}: there is no such column" for name in columns if name not in known]
    rows = []
    for row in reader:
        where = f"{path.name}, line {reader.line_num}"
        if None in row or None in row.values():
            faults.append(f"{where}: has not as many values as line 1 has columns")
            continue
        rows.append({**dict.fromkeys(known, ""), **{name: value.strip() for name, value in row.items()}, "": where})
    return rows
