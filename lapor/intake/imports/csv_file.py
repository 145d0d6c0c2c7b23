"""Reads CSV row by row, in whatever encoding and with whatever delimiter its writer chose."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from lapor.intake.imports.rows import FileError

LONGEST_CELL = 200_000
_ENCODINGS = ("utf-8-sig", "cp1252")
_DELIMITERS = ",;\t|"
csv.field_size_limit(LONGEST_CELL * 4)


def is_csv(path: Path) -> bool:
    """By its content: people rename files."""
    try:
        with path.open("rb") as file:
            return file.read(4) != b"PK\x03\x04"
    except FileNotFoundError:
        raise FileError(f"{path}: there is no such file.") from None


def csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open("rb") as file:
        start = file.read(64 * 1024)
    if b"\0" in start:
        raise FileError(f"{path.name} is neither CSV nor XLSX; older Excel files (.xls) can be saved as XLSX.")
    encoding = next((name for name in _ENCODINGS if _decodes(path, name)), "")
    delimiter = _delimiter(start.decode(encoding, "replace"))
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            reader = csv.reader(file, delimiter=delimiter)
            for values in reader:
                yield reader.line_num, values
    except csv.Error as error:
        raise FileError(f"{path.name} cannot be read as CSV: {error}") from error


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as file:
            while file.read(1024 * 1024):
                pass
    except UnicodeDecodeError:
        return encoding == _ENCODINGS[-1]
    return True


def _delimiter(start: str) -> str:
    """The sign that cuts the first lines into the most, and equally many, pieces."""
    lines = [line for line in io.StringIO(start) if line.strip()][:20]

    def weight(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        return (sum(1 for count in counts if count == max(counts, default=0) > 0), max(counts, default=0))

    return max(_DELIMITERS, key=weight)
