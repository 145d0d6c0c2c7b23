"""Reports with a known class from anybody's spreadsheet (XLSX, CSV): three columns that are named, nothing else.

Called by `lapor suggest evaluate`; without Django, so that it needs no installation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from lapor.core.text import clean_text, fold, one_line, whole_number
from lapor.intake.imports.csv_file import csv_rows, is_csv
from lapor.intake.imports.months import MONTHS
from lapor.intake.imports.rows import FileError
from lapor.intake.imports.sheet import HEADER_WITHIN, cell_text, sheet_rows
from lapor.suggest.labelled import LabelledReport

_FIRST_OF_EXCEL = date(1899, 12, 30)  # its days are counted from here, also where it writes them as plain numbers
_DAYS_OF_EXCEL = range(32_000, 74_000)  # 1987 to 2102
_PARTS = re.compile(r"(\d{1,4})[-/. ](\d{1,2}|[a-z]{3,9})[-/. ](\d{4}|\d{2})")
_NAMED_ROWS = 10


@dataclass
class LabelledFile:
    """The rows that could be read, and the numbers of those that could not, by the reason."""

    reports: list[LabelledReport] = field(default_factory=list)
    left_out: dict[str, list[int]] = field(default_factory=dict)
    is_month_first: bool = False  # more of its dates can be read as month/day/year

    def notes(self) -> Iterator[str]:
        """What the reader of the figures has to know."""
        for reason, rows in self.left_out.items():
            more = f" and {len(rows) - _NAMED_ROWS} more" if len(rows) > _NAMED_ROWS else ""
            yield f"{len(rows)} rows left out, {reason}: row {', '.join(map(str, rows[:_NAMED_ROWS]))}{more}"
        if self.is_month_first:
            yield "dates were read as month/day/year: more of them can be read so"


def read_labelled(path: Path, *, text: str, label: str, day: str) -> LabelledFile:
    """Columns are named without regard to case. Raises FileError; of a name that is not there it says which are."""
    rows = _rows(path)
    wanted = [fold(name) for name in (text, label, day)]
    header = _header(rows, wanted, path)
    places = [header.index(name) for name in wanted]
    cells = [
        (number, _cell(values, places[0]), _cell(values, places[1]), _cell(values, places[2]))
        for number, values in rows
    ]
    found = LabelledFile()
    days = [_dated(said, month_first=False) for _number, _words, _name, said in cells]
    swapped = [_dated(said, month_first=True) for _number, _words, _name, said in cells]
    if days.count(None) > swapped.count(None):
        found.is_month_first, days = True, swapped
    for (number, words, name, said), on in zip(cells, days, strict=True):
        empty = {text: not words, label: not name, day: not said}
        if all(empty.values()):
            found.left_out.setdefault("empty", []).append(number)
        elif any(empty.values()):
            names = ", ".join(one for one, is_empty in empty.items() if is_empty)
            found.left_out.setdefault(f"nothing in {names}", []).append(number)
        elif on is None:
            found.left_out.setdefault(f"{day} is not a date", []).append(number)
        else:
            found.reports.append(LabelledReport(words, one_line(name), on))
    return found


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    if not path.exists():
        raise FileError(f"{path}: there is no such file.")
    if is_csv(path):
        yield from csv_rows(path)
        return
    for number, values in sheet_rows(path):
        yield number, [cell_text(value) for value in values]


def _header(rows: Iterator[tuple[int, list[str]]], wanted: list[str], path: Path) -> list[str]:
    """The first row that has all the names, compared folded. Raises FileError."""
    first: list[list[str]] = []
    for number, values in rows:
        names = [fold(value) for value in values]
        if set(wanted) <= set(names):
            return names
        first.append([one_line(value, 60) for value in values if value.strip()])
        if number >= HEADER_WITHIN:
            break
    there = _likely_header(first)
    missing = [name for name in wanted if name not in {fold(one) for one in there}]
    raise FileError(
        f"{path.name}: there is no column {', '.join(missing or wanted)};"
        f" the columns are {', '.join(there) if there else 'none'}"
    )


def _likely_header(rows: list[list[str]]) -> list[str]:
    """The first row that is about as wide as any: what stands below it is people's, and not shown."""
    widest = max(map(len, rows), default=0)
    return next((row for row in rows if len(row) > 1 and 2 * len(row) >= widest), [])


def _cell(values: list[str], place: int) -> str:
    return clean_text(values[place]) if place < len(values) else ""


def _dated(said: str, *, month_first: bool) -> date | None:
    """2023-03-01, 1/3/2023, 1 Maret 2023, each with or without a time, or Excel's number of a day. None: no date."""
    words = said.strip().casefold()
    days = whole_number(words.partition(".")[0])
    if days is not None and days in _DAYS_OF_EXCEL:
        return _FIRST_OF_EXCEL + timedelta(days=days)
    parts = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", words)
    if parts:
        year, month, day = map(int, parts.groups())
        return _date(year, month, day)
    found = _PARTS.search(words)
    if found is None:
        return None
    first, second, year_said = found.groups()
    year = int(year_said) + (2000 if len(year_said) == len("23") else 0)
    if second.isdigit():
        day, month = (int(second), int(first)) if month_first else (int(first), int(second))
    else:
        day, month = int(first), MONTHS.get(second[:3], 0)
    return _date(year, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
