"""A city's own spreadsheet (CSV or XLSX), whatever its columns are called: `Columns` says which is which.

Console and `lapor import table`.

Read row by row; nothing of a row is kept.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lapor.core import contact
from lapor.core.text import clean_text, fold, one_line
from lapor.intake.filing.fields import PLACE_LINES, kept_lines
from lapor.intake.imports.csv_file import LONGEST_CELL, csv_rows, is_csv
from lapor.intake.imports.guessing import guess_columns, guess_state
from lapor.intake.imports.months import MONTHS
from lapor.intake.imports.rows import FileError, ImportedRow, RowError, plausible
from lapor.intake.imports.sheet import HEADER_WITHIN, cell_text, sheet_rows
from lapor.intake.imports.sp4n import channel_of
from lapor.reports.provenance import Provenance, only_known
from lapor.reports.vocabulary import ArchiveReason, State

_LEAST_COLUMNS = 2
_FEWEST_DATE_PARTS = 3
_PHONE = re.compile(r"(?<!\d)(?:\+?62|0|8)[\d .-]{7,16}\d(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


@dataclass(frozen=True)
class Columns:
    """Field (see guessing.HEADERS) to header, status word (folded) to state.

    `is_whole`: what is not named is not read, else guessed."""

    fields: Mapping[str, str]
    states: Mapping[str, str] = field(default_factory=dict)
    timezone: str = "Asia/Jakarta"
    is_whole: bool = True


class Spreadsheet:
    """The profile `table`. Raises FileError."""

    name = "table"

    def __init__(self, columns: Columns | None = None) -> None:
        self.columns = columns

    def read(self, path: Path) -> Iterator[tuple[int, ImportedRow | RowError]]:
        rows = table_rows(path)
        header = next(rows)[1]
        columns = _by_header(self.columns, header)
        missing = [name for name in ("date", "text") if columns.fields.get(name) not in header]
        if missing:
            raise FileError(
                f"{path.name}: no column is known for {', '.join(missing)}; the columns are {', '.join(header)}"
            )
        for line, values in rows:
            cells = dict(zip(header, [*values, *[""] * (len(header) - len(values))], strict=False))
            try:
                yield line, row_of(line, cells, columns, path.name)
            except RowError as error:
                error.cells = cells
                yield line, error


def _by_header(columns: Columns | None, header: list[str]) -> Columns:
    if columns is not None and columns.is_whole:
        return columns
    given = columns or Columns({})
    by_fold = {fold(name): name for name in header}
    named = {field: by_fold.get(fold(name), name) for field, name in given.fields.items()}
    guessed = {field: name for field, name in guess_columns(header).items() if name not in named.values()}
    return replace(given, fields={**guessed, **named})


def table_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(row number, texts): first the header, then every row below it that is not empty. Raises FileError."""
    rows = (
        csv_rows(path)
        if is_csv(path)
        else ((line, [cell_text(value) for value in values]) for line, values in sheet_rows(path))
    )
    header: list[str] = []
    for line, texts in rows:
        if header:
            if any(text.strip() for text in texts):
                yield line, texts
        elif len(guess_columns(texts)) >= _LEAST_COLUMNS:
            header = _named(texts)
            yield line, header
        elif line >= HEADER_WITHIN:
            break
    if not header:
        raise FileError(f"{path.name}: no row looks like a header (such as: tanggal, isi laporan, status)")


def _named(texts: list[str]) -> list[str]:
    """Headers as they stand; empty and repeated ones get a number, so that none hides another."""
    found: list[str] = []
    for place, text in enumerate(texts, start=1):
        name = one_line(clean_text(text), 80) or f"({place})"
        found.append(name if name not in found else f"{name} ({place})")
    return found


def row_of(line: int, cells: Mapping[str, str], columns: Columns, file_name: str) -> ImportedRow:
    """One row in our words. Raises RowError."""

    def said(name: str) -> str:
        return clean_text(cells.get(columns.fields.get(name, ""), ""))[:LONGEST_CELL]

    filed_at = _filed_at(said("date"), said("time"), columns)
    text = said("text") or said("title")
    if not text:
        raise RowError(f"{columns.fields['text']} is empty")
    status = one_line(said("status"))
    state = columns.states.get(fold(status)) or guess_state(status)
    number = one_line(said("number"))[:40]
    source = one_line(said("channel"))
    facts: Provenance = {"source_word": source, "status_word": status, "file": file_name}
    return ImportedRow(
        line=line,
        former_number=number or _made_number(filed_at, text),
        filed_at=filed_at,
        state=state,
        text=text,
        title=one_line(said("title")),
        channel=channel_of(source),
        archive_reason=ArchiveReason.IMPORTED if state == State.ARCHIVED else "",
        category_text=one_line(said("category"))[:200],
        agency_text=one_line(said("agency"))[:200],
        area_text=one_line(said("area"))[:200],
        lines=kept_lines({name: said(name) for name in PLACE_LINES}),
        latitude=_degrees(said("latitude"), 90),
        longitude=_degrees(said("longitude"), 180),
        name=one_line(said("name"))[:120],
        phone=_phone(said("phone")),
        email=_email(said("email")),
        provenance=only_known(facts),
        cells=cells,
    )


def _made_number(filed_at: datetime, text: str) -> str:
    """Of a row without one: the same for the same words on the same day, so that a second import finds it."""
    return hashlib.blake2b(f"{filed_at.isoformat()}\x1f{text}".encode(), digest_size=8).hexdigest()


def _phone(text: str) -> str:
    """The first number in the cell; what is none reaches nobody and is left out."""
    found = _PHONE.search(contact.plain_signs(text))
    return contact.phone_number(found.group()) if found else ""


def _email(text: str) -> str:
    found = _EMAIL.search(contact.plain_signs(text))
    return contact.mail_address(found.group()) if found else ""


def _degrees(text: str, most: int) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if value and abs(value) <= most else None


def _filed_at(day: str, clock: str, columns: Columns) -> datetime:
    """In the city's time unless the cell names a zone. Raises RowError."""
    zone = ZoneInfo(columns.timezone)
    words = day.replace("T", " ", 1) if day[:4].isdigit() else day
    try:
        found_date, rest = _date(words)
        at = datetime.combine(found_date, _time(rest or clock), zone)
    except (ValueError, KeyError, IndexError, OverflowError):
        raise RowError(f"{columns.fields['date']} {day[:60]!r} is not a date") from None
    return plausible(at, columns.fields["date"], day)


def _date(text: str) -> tuple[date, str]:
    """2024-03-01, 1/3/2024 (day first, as people here write), 1 Maret 2024, with what follows."""
    parts = text.replace("/", "-").replace(".", "-", 2).split()
    if "-" in parts[0]:
        numbers: list[Any] = parts[0].split("-")
        rest = parts[1:]
    else:
        numbers, rest = parts[:3], parts[3:]
    if len(numbers) < _FEWEST_DATE_PARTS:
        raise ValueError("too few parts")
    day, month, year = numbers if len(numbers[0]) < len("2024") else reversed(numbers[:3])
    number = MONTHS[month[:3].casefold()] if month[:1].isalpha() else int(month)
    whole = int(year) + (2000 if len(year) == len("24") else 0)
    return date(whole, number, int(day)), " ".join(rest)


def _time(text: str) -> time:
    numbers = (
        [int("".join(sign for sign in part if sign.isdigit()) or 0) for part in text.split(maxsplit=1)[0].split(":")]
        if text.strip()
        else []
    )
    hour, minute, second = [*numbers, 0, 0, 0][:3]
    return time(hour, minute, min(second, 59))
