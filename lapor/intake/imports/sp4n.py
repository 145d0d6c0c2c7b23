"""The export "Laporan Ringkas" of SP4N-LAPOR!: the one place that knows its columns and words.

Used by `lapor import sp4n`.

Only the words of Klasifikasi, Tipe and Status are checked: categories, agencies and places stay text until a mapping
links them.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from lapor.core.text import clean_text, one_line
from lapor.intake.imports.months import MONTHS
from lapor.intake.imports.rows import ImportedRow, RowError, plausible
from lapor.intake.imports.sheet import table
from lapor.reports.provenance import Provenance, only_known
from lapor.reports.vocabulary import ArchiveReason, Channel, Identity, Kind, Publication, State, Visibility

NUMBER, DAY, CLOCK, STATUS = "Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Status Laporan"
FIRST_TEXT, LAST_TEXT, TYPE, CLASS = (
    "Isi Laporan Awal",
    "Isi Laporan Akhir",
    "Tipe Laporan (Anonim/Rahasia)",
    "Klasifikasi Laporan",
)
NEEDED = (NUMBER, DAY, STATUS, FIRST_TEXT)
TIMEZONE = ZoneInfo("Asia/Jakarta")

_KINDS = {
    "": Kind.COMPLAINT,
    "pengaduan berkadar pengawasan": Kind.COMPLAINT,
    "pengaduan tidak berkadar pengawasan": Kind.COMPLAINT,
    "permintaan informasi": Kind.INFORMATION_REQUEST,
    "aspirasi": Kind.ASPIRATION,
}
# status: (state, archive reason, who ended it)
_STATES: dict[str, tuple[State, str, str]] = {
    "belum terverifikasi": (State.RECEIVED, "", ""),
    "menunggu kelengkapan informasi": (State.AWAITING_REPORTER, "", ""),
    "ditutup oleh pelapor": (State.RESOLVED, "", "pelapor"),
    "ditutup oleh sistem": (State.CLOSED_UNCONFIRMED, "", "sistem"),
    "ditutup oleh admin": (State.CLOSED_UNCONFIRMED, "", "admin"),
    "diarsipkan oleh pelapor": (State.ARCHIVED, ArchiveReason.WITHDRAWN, "pelapor"),
    "diarsipkan oleh sistem": (State.ARCHIVED, ArchiveReason.IMPORTED, "sistem"),
    "diarsipkan oleh admin": (State.ARCHIVED, ArchiveReason.IMPORTED, "admin"),
    "konten terblokir": (State.ARCHIVED, ArchiveReason.THREAT_OR_HATE, "admin"),
}
_BLOCKED = "konten terblokir"
_CHANNELS = {
    "android": Channel.APP,
    "ios": Channel.APP,
    "hotline service": Channel.PHONE,
    "call center": Channel.PHONE,
    "tatap muka": Channel.COUNTER,
    "pos surat": Channel.LETTER,
    "email instansi": Channel.EMAIL,
    "instagram": Channel.INSTAGRAM,
    "facebook": Channel.FACEBOOK,
    "sms": Channel.SMS,
    "whatsapp": Channel.WHATSAPP,
}


class Sp4n:
    """The profile `sp4n`."""

    name = "sp4n"

    def read(self, path: Path) -> Iterator[tuple[int, ImportedRow | RowError]]:
        """Every row of the file. Raises FileError."""
        for line, cells in table(path, needed=NEEDED):
            try:
                yield line, row_of(line, cells, path.name)
            except RowError as error:
                error.cells = cells
                yield line, error


def row_of(line: int, cells: Mapping[str, str], file_name: str) -> ImportedRow:
    """One row in our words. Raises RowError."""
    number = one_line(clean_text(cells.get(NUMBER, "")))
    if not number.isdigit():
        raise RowError(f"{NUMBER} {number!r} is not a number" if number else f"{NUMBER} is empty")
    status = _word(cells, STATUS)
    if status not in _STATES:
        raise RowError(f"{STATUS} {cells.get(STATUS, '')!r} is not known")
    kind = _KINDS.get(_word(cells, CLASS))
    if kind is None:
        raise RowError(f"{CLASS} {cells.get(CLASS, '')!r} is not known")
    state, archive_reason, closed_by = _STATES[status]
    identity, visibility = _privacy(cells)
    first, last = clean_text(cells.get(FIRST_TEXT, "")), clean_text(cells.get(LAST_TEXT, ""))
    title = one_line(clean_text(cells.get("Judul Laporan", "")))
    text = first or last or title
    if not text:
        raise RowError(f"{FIRST_TEXT} is empty")
    withheld = visibility == Visibility.CONFIDENTIAL or status == _BLOCKED
    source = one_line(clean_text(cells.get("Sumber Laporan", "")))
    facts: Provenance = {
        "source_word": source,
        "status_word": one_line(cells.get(STATUS, "")),
        "closed_by": closed_by,
        "file": file_name,
        "classification": one_line(cells.get(CLASS, "")),
    }
    return ImportedRow(
        line=line,
        former_number=number[:40],
        filed_at=_filed_at(cells),
        state=state,
        text=text,
        published_text=last if last != text else "",
        title=title,
        kind=kind,
        identity=identity,
        visibility=visibility,
        publication=Publication.WITHHELD if withheld else Publication.PENDING,
        channel=channel_of(source),
        archive_reason=archive_reason,
        reason_text=clean_text(cells.get("Alasan Tunda/Arsip", "")),
        category_text=_name(cells, "Kategori"),
        agency_text=_name(cells, "Instansi Terdisposisi"),
        area_text=_place(cells),
        provenance=only_known(facts),
    )


def channel_of(source: str) -> Channel:
    """Which of our channels the word under Sumber Laporan means."""
    word = source.casefold()
    if word == "website" or word.startswith(("website -", "website-")):
        return Channel.WEB
    return _CHANNELS.get(word, Channel.IMPORT)


def _word(cells: Mapping[str, str], column: str) -> str:
    return one_line(clean_text(cells.get(column, ""))).casefold()


def _name(cells: Mapping[str, str], column: str) -> str:
    return one_line(clean_text(cells.get(column, "")))[:200]


def _place(cells: Mapping[str, str]) -> str:
    """From the smallest to the largest, as far as the export knows it."""
    names = (_name(cells, column) for column in ("Kelurahan", "Kecamatan", "Kota/Kabupaten", "Provinsi"))
    return ", ".join(name for name in names if name)[:200]


def _privacy(cells: Mapping[str, str]) -> tuple[Identity, Visibility]:
    words = {word.strip() for word in _word(cells, TYPE).split("|")} - {""}
    if unknown := words - {"anonim", "rahasia"}:
        raise RowError(f"{TYPE} {sorted(unknown)[0]!r} is not known")
    return (
        Identity.ANONYMOUS if "anonim" in words else Identity.NAMED,
        Visibility.CONFIDENTIAL if "rahasia" in words else Visibility.PUBLIC,
    )


def _filed_at(cells: Mapping[str, str]) -> datetime:
    """`29 May 2023` and `04:05:34`, local time of Jakarta; a missing time is midnight."""
    day, clock = clean_text(cells.get(DAY, "")), clean_text(cells.get(CLOCK, ""))
    try:
        at = datetime.combine(_date(day), _time(clock), TIMEZONE)
    except (ValueError, KeyError, IndexError):
        raise RowError(f"{DAY} {day!r} with {CLOCK} {clock!r} is not a date and time") from None
    return plausible(at, DAY, day)


def _date(text: str) -> date:
    parts = text.replace("-", " ").split()
    if len(parts[0]) == len("2023"):  # a date cell, written year first
        return date.fromisoformat(text[:10])
    day, month, year = parts
    return date(int(year), MONTHS[month[:3].casefold()], int(day))


def _time(text: str) -> time:
    hour, minute, second = (*(int(part) for part in text.split(":") if part), 0, 0, 0)[:3]
    return time(hour, minute, second)
