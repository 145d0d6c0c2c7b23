"""Reads a spreadsheet (XLSX) row by row as plain text, in little memory, whatever its writer did to it."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from lapor.intake.imports.rows import FileError

HEADER_WITHIN = 40  # rows; exports put a block of facts above the header


def cell_text(value: object) -> str:
    """A cell as a person reads it; dates as 29 May 2023 would be typed: ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return _unescaped(text) if "_x" in text else text


def _unescaped(text: str) -> str:
    """Excel's way to write control characters: _x000D_."""
    from openpyxl.utils.escape import unescape  # noqa: PLC0415 - see sheet_rows

    return str(unescape(text))


def table(path: Path, *, needed: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(row number, {column: text}) of every row below the header that is not empty.

    The header is the first row that holds all the `needed` names. Raises FileError."""
    header: list[str] = []
    for number, values in sheet_rows(path):
        texts = [cell_text(value) for value in values]
        if header:
            if any(text.strip() for text in texts):
                yield number, dict(zip(header, [*texts, *[""] * (len(header) - len(texts))], strict=False))
        elif set(needed) <= {text.strip() for text in texts}:
            header = [text.strip() for text in texts]
        elif number >= HEADER_WITHIN:
            break
    if not header:
        raise FileError(f"{path.name}: no row has the columns {', '.join(needed)}: is this the right export?")


def sheet_rows(path: Path) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """(row number, values) of the first sheet; by the file's content, whatever it is called. Raises FileError."""
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - every process would load it, who imports needs it

    try:
        with path.open("rb") as file:
            yield from _values(file)
    except FileNotFoundError:
        raise FileError(f"{path}: there is no such file.") from None
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        IndexError,
        ValueError,
        SyntaxError,
        EOFError,
        zlib.error,
    ) as error:
        if isinstance(error, FileError):
            raise
        raise FileError(f"{path.name} cannot be read as a spreadsheet (XLSX): {error}") from error


def _values(file: BinaryIO) -> Iterator[tuple[int, tuple[Any, ...]]]:
    from openpyxl import load_workbook  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # missing styles, odd extensions: nothing that we read
        book = load_workbook(file, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some writers state a size that is wrong
        yield from enumerate(sheet.iter_rows(values_only=True), start=1)
    finally:
        book.close()
