"""An office's history in SP4N-LAPOR!'s spreadsheet becomes reports: each once, with its own date, nothing made up."""

import re
from argparse import Namespace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from openpyxl import Workbook

from lapor.config.commands import import_ as command
from lapor.intake.imports.actions import Import
from lapor.intake.imports.mapping import Links, read_mapping
from lapor.intake.imports.rows import FileError, RowError
from lapor.intake.imports.sp4n import Sp4n, channel_of, row_of
from lapor.ledger.verifying import verify
from lapor.measure.scorecards import city_card
from lapor.reports.actions import ActRefused, perform_action
from lapor.reports.deadlines.sweeps import time_is_up
from lapor.reports.models import Clock, Entry, Report
from lapor.reports.queries import report_by_number
from lapor.reports.workflow.acting import SYSTEM

HEADER = [
    "Tracking ID",
    "Tanggal Laporan Masuk",
    "Waktu Laporan Masuk",
    "Klasifikasi Laporan",
    "ID Kategori",
    "Kategori",
    "Judul Laporan",
    "Isi Laporan Awal",
    "Isi Laporan Akhir",
    "Tipe Laporan (Anonim/Rahasia)",
    "Sumber Laporan",
    "Instansi Induk",
    "Instansi Terdisposisi",
    "Status Laporan",
    "Alasan Tunda/Arsip",
    "Provinsi",
    "Kota/Kabupaten",
]
PLAIN = {
    "Tracking ID": "7000001",
    "Tanggal Laporan Masuk": "29 May 2023",
    "Waktu Laporan Masuk": "04:05:34",
    "Klasifikasi Laporan": "Pengaduan Tidak Berkadar Pengawasan",
    "Kategori": "Jalan",
    "Judul Laporan": "Jalan rusak",
    "Isi Laporan Awal": "Jalan di depan Pasar rusak",
    "Isi Laporan Akhir": "Jalan di depan Pasar rusak",
    "Sumber Laporan": "Website",
    "Instansi Terdisposisi": "Dinas Jalan Kota Lain",
    "Status Laporan": "Ditutup oleh Sistem",
    "Provinsi": "Jawa Tengah",
    "Kota/Kabupaten": "Kota Lain",
}


def cells(**changed):
    return {**PLAIN, **{name.replace("_", " "): value for name, value in changed.items()}}


def write_export(path, rows):
    """The shape of the export: ten rows of facts, the header, rows of text."""
    book = Workbook()
    sheet = book.active
    for number in range(1, 11):
        sheet.cell(number, 1, "Nama Instansi" if number == 3 else None)
    sheet.merge_cells("A1:B2")
    for column, name in enumerate(HEADER, start=1):
        sheet.cell(11, column, name)
    for line, row in enumerate(rows, start=12):
        for column, name in enumerate(HEADER, start=1):
            sheet.cell(line, column, row.get(name) or None)
    book.save(path)
    return path


@pytest.fixture
def run(root, tmp_path):
    def run_import(*rows, links=None, is_dry=False):
        said = []
        path = write_export(tmp_path / "laporan.xlsx", rows)
        outcome = Import(
            root, SYSTEM, links or Links(), is_dry, lambda line, why, _cells: said.append(f"row {line}: {why}")
        ).run(Sp4n(), path)
        return (outcome.imported, outcome.unchanged, outcome.failed), said

    return run_import


def test_row_keeps_its_number_date_words_and_source(run):
    assert run(cells())[0] == (1, 0, 0)
    report = report_by_number("7000001")
    assert report.filed_at == datetime(2023, 5, 28, 21, 5, 34, tzinfo=UTC)
    assert (report.state, report.kind, report.channel, report.publication) == (
        "closed_unconfirmed",
        "complaint",
        "web",
        "pending",
    )
    assert (report.category_text, report.agency_text, report.area_text) == (
        "Jalan",
        "Dinas Jalan Kota Lain",
        "Kota Lain, Jawa Tengah",
    )
    assert report.provenance["closed_by"] == "sistem"
    assert report.tracking_id != "7000001"


def test_import_leaves_one_event_and_no_clock(run):
    run(cells())
    assert [entry.act for entry in Entry.objects.all()] == ["import"]
    assert Clock.objects.count() == 0
    assert verify().events == 1
    assert verify().faults == []


@pytest.mark.parametrize(
    ("status", "state", "reason", "publication"),
    [
        ("Belum Terverifikasi", "received", "", "pending"),
        ("Menunggu Kelengkapan Informasi", "awaiting_reporter", "", "pending"),
        ("Ditutup oleh Pelapor", "resolved", "", "pending"),
        ("Ditutup oleh Sistem", "closed_unconfirmed", "", "pending"),
        ("Ditutup oleh Admin", "closed_unconfirmed", "", "pending"),
        ("Diarsipkan oleh Pelapor", "archived", "withdrawn", "pending"),
        ("Diarsipkan oleh Sistem", "archived", "imported", "pending"),
        ("Diarsipkan oleh Admin", "archived", "imported", "pending"),
        ("Konten Terblokir", "archived", "threat_or_hate", "withheld"),
        ("  ditutup OLEH  sistem ", "closed_unconfirmed", "", "pending"),
    ],
)
def test_status_becomes_state(status, state, reason, publication):
    row = row_of(12, cells(Status_Laporan=status), "f.xlsx")
    assert (row.state, row.archive_reason, row.publication) == (state, reason, publication)


@pytest.mark.parametrize(
    ("kind_of_privacy", "identity", "visibility", "publication"),
    [
        ("", "named", "public", "pending"),
        ("Anonim", "anonymous", "public", "pending"),
        ("Rahasia", "named", "confidential", "withheld"),
        ("Anonim|Rahasia", "anonymous", "confidential", "withheld"),
    ],
)
def test_privacy_is_kept(kind_of_privacy, identity, visibility, publication):
    row = row_of(12, {**PLAIN, "Tipe Laporan (Anonim/Rahasia)": kind_of_privacy}, "f.xlsx")
    assert (row.identity, row.visibility, row.publication) == (identity, visibility, publication)


@pytest.mark.parametrize(
    ("source", "channel"),
    [
        ("Website", "web"),
        ("Website - kota-lain", "web"),
        ("ios", "app"),
        ("Android", "app"),
        ("Hotline Service", "phone"),
        ("Call Center", "phone"),
        ("Tatap Muka", "counter"),
        ("Pos Surat", "letter"),
        ("Email Instansi", "email"),
        ("Whatsapp", "whatsapp"),
        ("", "import"),
        ("Radio", "import"),
    ],
)
def test_source_becomes_channel(source, channel):
    assert channel_of(source) == channel


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"Status_Laporan": "Selesai"}, "Status Laporan"),
        ({"Klasifikasi_Laporan": "Kritik"}, "Klasifikasi Laporan"),
        ({"Tanggal_Laporan_Masuk": "31 Feb 2023"}, "Tanggal Laporan Masuk"),
        ({"Tanggal_Laporan_Masuk": ""}, "Tanggal Laporan Masuk"),
        ({"Tanggal_Laporan_Masuk": "31 Des 9998"}, "Tanggal Laporan Masuk"),
        ({"Waktu_Laporan_Masuk": "25:00:00"}, "Waktu Laporan Masuk"),
        ({"Tracking_ID": ""}, "Tracking ID"),
        ({"Isi_Laporan_Awal": "", "Isi_Laporan_Akhir": "", "Judul_Laporan": ""}, "Isi Laporan Awal"),
    ],
)
def test_bad_cell_is_named_by_its_column(changed, column):
    with pytest.raises(RowError, match=re.escape(column)):
        row_of(12, cells(**changed), "f.xlsx")


@pytest.mark.parametrize("clock", ["4:05:34", "04:05", "04:05:34"])
def test_time_is_read_however_it_is_written(clock):
    assert row_of(12, cells(Waktu_Laporan_Masuk=clock), "f").filed_at.hour == 4


@pytest.mark.parametrize("day", ["29 May 2023", "29 Mei 2023", "2023-05-29", "2023-05-29 00:00:00"])
def test_day_is_read_however_it_is_written(day):
    assert row_of(12, cells(Tanggal_Laporan_Masuk=day), "f").filed_at.date().isoformat() == "2023-05-29"


def test_bad_row_is_said_and_the_others_go_in(run):
    counts, said = run(cells(), cells(Tracking_ID="7000002", Status_Laporan="?"), cells(Tracking_ID="7000003"))
    assert counts == (2, 0, 1)
    assert said == ["row 13: Status Laporan '?' is not known"]


def test_second_run_makes_nothing_twice(run):
    assert run(cells(), cells(Tracking_ID="7000002"))[0] == (2, 0, 0)
    assert run(cells(), cells(Tracking_ID="7000002"), cells(Tracking_ID="7000003"))[0] == (1, 2, 0)
    assert Report.objects.count() == 3


def test_same_number_with_other_words_is_a_fault(run):
    counts, said = run(cells(), cells(), cells(Isi_Laporan_Awal="Lain sama sekali"))
    assert counts == (1, 1, 1)
    assert "row 14: number 7000001 stands already in row 12" in said[0]


def test_later_status_is_said_and_left(run):
    run(cells(Status_Laporan="Belum Terverifikasi"))
    counts, said = run(cells())
    assert counts == (0, 1, 0)
    assert "left as it is here" in said[0]
    assert Report.objects.get().state == "received"


def test_dry_run_counts_and_writes_nothing(run):
    assert run(cells(), cells(Tracking_ID="7000002", Status_Laporan="?"), is_dry=True)[0] == (1, 0, 1)
    assert Report.objects.count() == 0


def test_empty_cells_and_missing_columns_are_taken(run):
    bare = {
        "Tracking ID": "7000009",
        "Tanggal Laporan Masuk": "01 Jan 2024",
        "Isi Laporan Awal": "air mati",
        "Status Laporan": "Belum Terverifikasi",
    }
    assert run(bare)[0] == (1, 0, 0)
    assert (Report.objects.get().kind, Report.objects.get().title) == ("complaint", "air mati")


def test_long_text_with_signs_is_kept_to_the_letter(run):
    text = "Jalan 🚧 rusak; <b>lihat</b> {{ ini }}\n1. satu\n2. dua " + "panjang " * 450
    run(cells(Isi_Laporan_Awal=text))
    assert Report.objects.get().text == text.strip()


def test_mapping_links_category_agency_and_area(run, root, tmp_path):
    path = tmp_path / "mapping.csv"
    path.write_text(
        "kind,from,to\ncategory,Jalan,lampu-jalan-baru\nagency,DINAS JALAN kota lain,perkim\n", encoding="utf-8"
    )
    run(cells(), links=read_mapping(path, root))
    report = Report.objects.get()
    assert (report.category.code, report.agency.code, report.category_text) == ("lampu-jalan-baru", "perkim", "Jalan")


def test_fault_in_the_mapping_names_line_and_column(root, tmp_path):
    path = tmp_path / "mapping.csv"
    path.write_text("kind,from,to\ncategory,Jalan,tidak-ada\nwarna,x,y\n", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read_mapping(path, root)
    assert "line 2, to:" in str(caught.value)
    assert "line 3, kind:" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"tracking_id,status\n1,2\n"])
def test_file_that_is_no_spreadsheet_is_said_so(root, tmp_path, content):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"x\.xlsx"):
        list(Sp4n().read(path))


def test_spreadsheet_of_another_kind_is_said_so(tmp_path):
    path = tmp_path / "x.xlsx"
    book = Workbook()
    book.active.append(["Nama", "Alamat"])
    book.save(path)
    with pytest.raises(FileError, match="Tracking ID"):
        list(Sp4n().read(path))


def test_time_does_not_end_what_waited_in_the_earlier_system(run, root):
    run(cells(Status_Laporan="Menunggu Kelengkapan Informasi"))
    report = Report.objects.get()
    assert report.return_state == "received"
    assert time_is_up(datetime.now(UTC), 10) == []
    with pytest.raises(ActRefused):
        perform_action(report.pk, "expire", actor=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_command_shows_history_in_list_search_and_figures(root, tmp_path, capsys, caught_up):
    path = write_export(
        tmp_path / "l.xlsx", [cells(), cells(Tracking_ID="7000002", Status_Laporan="?"), cells(Tracking_ID="7000003")]
    )
    assert command.run(Namespace(profile="sp4n", file=path, dry_run=False, mapping=None, user=None)) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "imported 2, unchanged 0, failed 1"
    caught_up()
    page = Client().get("/laporan/", {"q": "7000001"}).content.decode()
    assert "Kota Lain, Jawa Tengah" in page
    assert "Jalan di depan" not in page  # pending until triage has looked
    assert Client().get("/statistik/", {"period": "all"}).context["tiles"][0]["value"] == 2
    card = city_card(root, first=date(2020, 1, 1), last=date(2030, 1, 1))
    assert (card["received"], card["unconfirmed"], card["answered"], card["confirmed"]) == (2, 2, 0, 0)
