"""What the columns and words of a city's own spreadsheet probably mean: a proposal that a person looks at. Pure."""

from collections.abc import Iterable, Mapping

from lapor.core.text import fold
from lapor.intake.filing.fields import PLACE_LINES
from lapor.reports.vocabulary import State

# Field: the headers it goes by, the likeliest first; compared folded ("tanggal_masuk" is "tanggal masuk").
HEADERS: dict[str, tuple[str, ...]] = {
    "number": (
        "tracking id",
        "nomor laporan",
        "no laporan",
        "nomor aduan",
        "no aduan",
        "nomor tiket",
        "no tiket",
        "ticket id",
        "id laporan",
        "id aduan",
        "kode",
        "nomor",
        "id",
        "no",
    ),
    "date": (
        "tanggal laporan masuk",
        "tanggal masuk",
        "tgl masuk",
        "tanggal laporan",
        "tanggal aduan",
        "tanggal",
        "tgl",
        "created at",
        "date",
        "waktu",
    ),
    "time": ("waktu laporan masuk", "jam masuk", "jam", "waktu"),
    "text": (
        "isi laporan awal",
        "isi laporan",
        "isi aduan",
        "isi pengaduan",
        "uraian",
        "deskripsi",
        "aduan",
        "pengaduan",
        "keluhan",
        "laporan",
        "isi",
        "description",
    ),
    "title": ("judul laporan", "judul", "subjek", "perihal", "title"),
    "status": ("status laporan", "status", "keterangan status", "state"),
    "category": ("kategori", "jenis aduan", "jenis", "topik", "bidang", "category"),
    "agency": (
        "instansi terdisposisi",
        "dinas tujuan",
        "opd tujuan",
        "instansi tujuan",
        "instansi",
        "opd",
        "skpd",
        "dinas",
        "disposisi",
    ),
    "area": ("kelurahan", "kecamatan final", "kecamatan", "wilayah", "area"),
    **{name: line.headers for name, line in PLACE_LINES.items()},
    "latitude": ("latitude", "lat", "lintang"),
    "longitude": ("longitude", "lng", "lon", "long", "bujur"),
    "name": ("nama pelapor", "pelapor", "nama lengkap", "nama"),
    "phone": (
        "no hp",
        "nomor hp",
        "no telepon",
        "nomor telepon",
        "no telp",
        "telepon",
        "hp",
        "whatsapp",
        "kontak",
        "phone",
    ),
    "email": ("email pelapor", "email", "e mail", "surel"),
    "channel": ("sumber laporan", "sumber", "kanal", "media", "channel"),
}
NEEDED = ("date", "text")
# What a status of an earlier system may become: only what can be true here without a handler or a clock.
STATES = (State.RECEIVED, State.RESOLVED, State.CLOSED_UNCONFIRMED, State.ARCHIVED)
_DONE = (
    "selesai",
    "tuntas",
    "rampung",
    "closed",
    "ditutup",
    "done",
    "resolved",
    "terjawab",
    "sudah ditindaklanjuti",
    "sudah",
)
_CONFIRMED = ("dikonfirmasi", "ditutup oleh pelapor", "selesai dikonfirmasi", "confirmed")
_DROPPED = (
    "arsip",
    "diarsipkan",
    "ditolak",
    "batal",
    "dibatalkan",
    "spam",
    "rejected",
    "tidak valid",
    "bukan kewenangan",
)


def guess_columns(headers: Iterable[str]) -> dict[str, str]:
    """Field: header. Each header is used once; a field that nothing fits is left out."""
    free = {fold(header): header for header in headers if header.strip()}
    found: dict[str, str] = {}
    for exact in (True, False):
        for field, names in HEADERS.items():
            if field not in found and (header := _fitting(names, free, exact=exact)):
                found[field] = free.pop(header)
    return found


def _fitting(names: tuple[str, ...], free: Mapping[str, str], *, exact: bool) -> str:
    """By the whole header, else by words that begin it; a short name such as "id" only by the whole."""
    for name in names:
        if exact and name in free:
            return name
        if not exact and len(name) > 3:  # noqa: PLR2004 - "no", "id", "tgl", "lat"
            near = next((header for header in free if header.startswith(f"{name} ")), "")
            if near:
                return near
    return ""


def guess_state(word: str) -> str:
    """Of a status word. "Selesai" of another system was confirmed by nobody here."""
    folded = fold(word)
    if any(folded.startswith(one) for one in _CONFIRMED):
        return State.RESOLVED
    if any(folded.startswith(one) for one in _DROPPED):
        return State.ARCHIVED
    return State.CLOSED_UNCONFIRMED if any(folded.startswith(one) for one in _DONE) else State.RECEIVED
