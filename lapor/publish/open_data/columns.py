"""The columns of the open data and what they mean: the dictionary that people read, and the types that programs take.

Words of reports are not among them: what was taken along could not be withheld any more. The page of each report has
them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count

from lapor.agencies.models import Agency, Area
from lapor.measure.models import ReportFigure
from lapor.publish.models import PublicReport
from lapor.reports.vocabulary import Publication

K = 5  # fewer reports of a private category than this in one kelurahan: only the kecamatan is named, or nothing
DIGITS = 5  # of degrees: a metre
CHUNK = 5000


@dataclass(frozen=True)
class Column:
    """`kind`: string, integer, number, boolean or date (Frictionless Table Schema); `meaning` in Indonesian and
    English."""

    name: str
    kind: str
    meaning: str
    meaning_en: str


COLUMNS = (
    Column("number", "string", "Nomor laporan", "Number of the report"),
    Column(
        "kind",
        "string",
        "Jenis: complaint (pengaduan), aspiration (aspirasi), information_request (permintaan informasi)",
        "Kind",
    ),
    Column(
        "state", "string", "Status saat data dibuat; artinya di kode.csv", "State when the data were made; see kode.csv"
    ),
    Column(
        "is_published", "boolean", "Apakah isi laporan diterbitkan di halamannya", "Whether its words stand on its page"
    ),
    Column("category_code", "string", "Kode kategori", "Code of the category"),
    Column("category", "string", "Kategori", "Category"),
    Column("agency_code", "string", "Kode instansi yang memegangnya", "Code of the office that has it"),
    Column("agency", "string", "Instansi yang memegangnya", "Office that has it"),
    Column("district_code", "string", "Kode kecamatan", "Code of the kecamatan"),
    Column("district", "string", "Kecamatan", "Kecamatan"),
    Column("village_code", "string", "Kode kelurahan", "Code of the kelurahan"),
    Column("village", "string", "Kelurahan", "Kelurahan"),
    Column(
        "latitude",
        "number",
        "Lintang (WGS 84); kosong bila belum diterbitkan atau tempatnya sering berupa rumah",
        "Latitude (WGS 84); empty before publication, and where the place is often a home",
    ),
    Column("longitude", "number", "Bujur (WGS 84)", "Longitude (WGS 84)"),
    Column("channel", "string", "Kanal masuknya; artinya di kode.csv", "Channel it came by; see kode.csv"),
    Column("filed_on", "date", "Tanggal masuk", "Day of filing"),
    Column(
        "due_on",
        "date",
        "Tenggat jawaban; sebelum diteruskan ke instansi: tenggat pemeriksaan. Kosong untuk laporan impor",
        "Day by which it has to be answered; before it went to an office: checked. Empty for imported reports",
    ),
    Column(
        "is_overdue",
        "boolean",
        "Tenggat itu sudah lewat dan masih berjalan: belum dijawab atau belum diperiksa saat data dibuat",
        "That day has passed and still counts: not answered, or not checked, when the data were made",
    ),
    Column("first_response_on", "date", "Tanggal tanggapan pertama instansi", "Day of the office's first response"),
    Column("closed_on", "date", "Tanggal berakhir", "Day it ended"),
    Column(
        "outcome", "string", "Hasil menurut instansi; artinya di kode.csv", "Outcome, as the office says; see kode.csv"
    ),
    Column("is_answered", "boolean", "Sudah dijawab", "Has an answer"),
    Column("is_due", "boolean", "Sudah dijawab atau seharusnya sudah", "Has an answer or should have one by now"),
    Column(
        "is_answered_in_time",
        "boolean",
        "Dijawab sebelum tenggat; kosong selama belum dijawab",
        "Answered before the deadline; empty before an answer",
    ),
    Column(
        "verify_days",
        "integer",
        "Hari kerja dari masuk sampai diteruskan",
        "Working days from filing to its first office",
    ),
    Column(
        "response_days",
        "integer",
        "Hari kerja dari diteruskan sampai tanggapan pertama",
        "Working days from there to the first response",
    ),
    Column(
        "answer_days",
        "integer",
        "Hari kerja dari diteruskan sampai jawaban terakhir",
        "Working days from there to the last answer",
    ),
    Column(
        "rejected", "integer", "Berapa kali pelapor menyatakan belum selesai", "How often its reporter said: not solved"
    ),
    Column("reopened", "integer", "Berapa kali dibuka kembali", "How often it was opened again"),
    Column("returned", "integer", "Berapa kali dikembalikan oleh instansi", "How often an office sent it back"),
    Column("supporters", "integer", "Berapa orang lain yang mengalaminya juga", "How many others are affected too"),
    Column(
        "rating",
        "integer",
        "Nilai pelapor untuk penanganannya, 1 sampai 5; kosong bila tidak dinilai",
        "What its reporter rated the handling, 1 to 5; empty without a rating",
    ),
    Column(
        "evidence",
        "string",
        "Foto hasil: in_app (semua diambil dengan kamera aplikasi), gallery (ada yang tidak); kosong bila tanpa foto",
        "Photos of the result: in_app (all taken with the app's camera), gallery (not all); empty without any",
    ),
)
NAMES = tuple(column.name for column in COLUMNS)


def rows_of(root: Agency) -> Iterator[dict[str, Any]]:
    """Every report that the public may know of, in the order of filing; three queries for each few thousand, a cursor's
    memory."""
    zone, areas = (
        ZoneInfo(root.timezone),
        {one.pk: one for one in Area.objects.filter(root=root).select_related("parent").defer("cell", "boundary")},
    )
    small = few_of_a_kind(root)
    last: UUID | None = None
    while True:
        rows = (
            PublicReport.objects.filter(root=root)
            .select_related("category", "agency")
            .defer("search", "title", "text")
            .order_by("id")
        )
        chunk = list(rows.filter(id__gt=last)[:CHUNK] if last else rows[:CHUNK])
        if not chunk:
            return
        figures = ReportFigure.objects.in_bulk([row.pk for row in chunk])
        for row in chunk:
            figure = figures.get(row.pk)
            if figure is None or not figure.is_protected:
                yield _row(row, figure, areas, small, zone)
        last = chunk[-1].pk


def few_of_a_kind(root: Agency) -> frozenset[tuple[Any, str]]:
    """(category, area) of private categories with fewer than K reports there, by kelurahan and by kecamatan: naming it
    could name a person."""
    rows = PublicReport.objects.filter(root=root, category__is_private=True).exclude(area=None)
    found: dict[tuple[Any, str], int] = {}
    for category, area, district, count in rows.values_list("category_id", "area_id", "area__parent_id").annotate(
        n=Count("pk")
    ):
        found[category, area] = found.get((category, area), 0) + count
        if district:
            found[category, district] = found.get((category, district), 0) + count
    return frozenset(key for key, count in found.items() if count < K)


def _row(
    row: PublicReport,
    figure: ReportFigure | None,
    areas: Mapping[str, Area],
    small: frozenset[tuple[Any, str]],
    zone: ZoneInfo,
) -> dict[str, Any]:
    village, district = _place(row, areas, small)
    shows_point = row.publication == Publication.PUBLISHED and row.latitude is not None and row.longitude is not None
    shows_point = shows_point and not (row.category and row.category.is_private)
    return {
        "number": row.tracking_id,
        "kind": row.kind,
        "state": row.state,
        "is_published": row.publication == Publication.PUBLISHED,
        "category_code": row.category.code if row.category else None,
        "category": row.category.name if row.category else None,
        "agency_code": row.agency.code if row.agency else None,
        "agency": row.agency.name if row.agency else None,
        "district_code": district.pk if district else None,
        "district": district.name if district else None,
        "village_code": village.pk if village else None,
        "village": village.name if village else None,
        "latitude": round(row.latitude, DIGITS) if shows_point and row.latitude is not None else None,
        "longitude": round(row.longitude, DIGITS) if shows_point and row.longitude is not None else None,
        "channel": row.channel,
        "filed_on": row.filed_at.astimezone(zone).date(),
        **_figures(figure),
    }


def _place(
    row: PublicReport, areas: Mapping[str, Area], small: frozenset[tuple[Any, str]]
) -> tuple[Area | None, Area | None]:
    """(kelurahan, kecamatan), as far as they may be named."""
    area = areas.get(row.area_id or "")
    village, district = (area, area.parent) if area and area.level == "village" else (None, area)
    if district is not None and district.level != "district":
        district = None
    if village and (row.category_id, village.pk) in small:
        village = None
    if district and (row.category_id, district.pk) in small:
        district = None
    return village, district


def _figures(figure: ReportFigure | None) -> dict[str, Any]:
    """As the figures of the statistics say it; all empty where the reader of events has not come to the report yet."""
    if figure is None:
        return dict.fromkeys(NAMES[NAMES.index("due_on") :])
    return {
        "due_on": figure.due_on,
        "is_overdue": figure.is_overdue or figure.is_check_overdue,
        "first_response_on": figure.first_response_on,
        "closed_on": figure.closed_on,
        "outcome": figure.outcome or None,
        "is_answered": figure.is_answered,
        "is_due": figure.is_due,
        "is_answered_in_time": figure.is_answered_in_time if figure.is_answered and figure.is_due else None,
        "verify_days": figure.verify_days,
        "response_days": figure.response_days,
        "answer_days": figure.answer_days,
        "rejected": figure.rejected,
        "reopened": figure.reopened,
        "returned": sum(figure.returned.values()),
        "supporters": figure.supporters,
        "rating": figure.rating or None,
        "evidence": figure.evidence or None,
    }
