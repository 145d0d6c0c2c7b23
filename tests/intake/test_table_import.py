"""A city's own spreadsheet: columns are guessed, what cannot be read is said row by row, and a whole import can be
undone."""

import csv
import io
import tracemalloc
from argparse import Namespace
from datetime import date

import pytest
from openpyxl import Workbook

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.config.commands import import_ as command
from lapor.core import clock
from lapor.intake.imports import runs
from lapor.intake.imports.actions import Import, say_nothing
from lapor.intake.imports.guessing import guess_columns, guess_state
from lapor.intake.imports.mapping import Links
from lapor.intake.imports.rows import FileError, RowError
from lapor.intake.imports.spreadsheet import Columns, Spreadsheet, row_of, table_rows
from lapor.intake.models import ImportedReport, ImportProfile, ImportRun
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.measure.actions import count_events
from lapor.measure.models import ReportFigure, StateCount
from lapor.publish.models import PublicReport
from lapor.publish.public_rows import publish_events
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reporters.vault import identity_of
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import SYSTEM, ActData, officer_actor

pytestmark = pytest.mark.django_db
HEADER = ["tracking_id", "tanggal_masuk", "dinas_tujuan", "kecamatan_final", "status", "kategori", "isi_laporan_awal"]
ROW = [
    "A-1",
    "2024-03-01 08:15",
    "Dinas Pekerjaan Umum",
    "Tembalang",
    "Selesai",
    "Jalan Rusak",
    "Jalan berlubang, dekat SD",
]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def admin(root):
    agency = Agency.objects.get(code="diskominfo")
    return create_officer(username="ade", password="Rahasia-2026-x", name="Ade", agency=agency, role=Role.ADMINISTRATOR)


def as_csv(*rows, header=HEADER, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue().encode(encoding)


def as_xlsx(*rows, header=HEADER, above=0):
    book, out = Workbook(), io.BytesIO()
    for _ in range(above):
        book.active.append(["Rekap aduan"])
    for row in [header, *rows]:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def read(content, tmp_path, columns=None):
    path = tmp_path / "aduan"
    path.write_bytes(content)
    return [found for _line, found in Spreadsheet(columns).read(path)]


# --- what the columns mean


def test_columns_of_an_older_system_are_guessed():
    assert guess_columns(HEADER) == {
        "number": "tracking_id",
        "date": "tanggal_masuk",
        "agency": "dinas_tujuan",
        "area": "kecamatan_final",
        "status": "status",
        "category": "kategori",
        "text": "isi_laporan_awal",
    }


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["No", "Tgl", "Aduan", "OPD"], {"number": "No", "date": "Tgl", "text": "Aduan", "agency": "OPD"}),
        (
            ["NO. TIKET", "Tanggal Aduan", "Jam", "Uraian (lengkap)", "Lokasi"],
            {
                "number": "NO. TIKET",
                "date": "Tanggal Aduan",
                "time": "Jam",
                "text": "Uraian (lengkap)",
                "address": "Lokasi",
            },
        ),
        (["a", "b"], {}),
    ],
)
def test_other_columns_are_guessed_and_strange_ones_are_not(header, found):
    assert guess_columns(header) == found


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Selesai", "closed_unconfirmed"),
        ("SELESAI dikonfirmasi", "resolved"),
        ("Ditutup oleh Pelapor", "resolved"),
        ("Ditolak", "archived"),
        ("Proses", "received"),
        ("", "received"),
        ("Sudah ditindaklanjuti", "closed_unconfirmed"),
    ],
)
def test_done_elsewhere_was_confirmed_by_nobody_here(word, state):
    assert guess_state(word) == state


# --- reading


@pytest.mark.parametrize(
    "content",
    [
        as_csv(ROW),
        as_csv(ROW, delimiter=";"),
        as_csv(ROW, delimiter="\t"),
        b"\xef\xbb\xbf" + as_csv(ROW),
        as_csv(ROW, encoding="cp1252"),
        as_xlsx(ROW),
        as_xlsx(ROW, above=5),
        as_csv(ROW).replace(b"\r\n", b"\n"),
    ],
)
def test_every_kind_of_file_gives_the_same_row(content, tmp_path):
    (row,) = read(content, tmp_path)
    assert (row.former_number, row.filed_at.isoformat(), row.state, row.text) == (
        "A-1",
        "2024-03-01T08:15:00+07:00",
        "closed_unconfirmed",
        "Jalan berlubang, dekat SD",
    )
    assert (row.category_text, row.agency_text, row.area_text) == ("Jalan Rusak", "Dinas Pekerjaan Umum", "Tembalang")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01/03/2024", date(2024, 3, 1)),
        ("1-3-24", date(2024, 3, 1)),
        ("2024/03/01", date(2024, 3, 1)),
        ("1 Maret 2024", date(2024, 3, 1)),
        ("01 Mar 2024 09:00", date(2024, 3, 1)),
        ("2024-03-01T09:00:00", date(2024, 3, 1)),
        ("31.12.2023", date(2023, 12, 31)),
    ],
)
def test_dates_as_people_write_them(text, day):
    columns = Columns({"date": "d", "text": "t"})
    assert row_of(2, {"d": text, "t": "x"}, columns, "f").filed_at.date() == day


@pytest.mark.parametrize(
    "text", ["", "kemarin", "32/01/2024", "2099-01-01", "0001-01-01", "13/13/2024", "1", "--", "٣/٣/٢٠٢٤x"]
)
def test_what_is_no_date_is_a_fault_of_the_row(text):
    with pytest.raises(RowError, match="d "):
        row_of(2, {"d": text, "t": "x"}, Columns({"date": "d", "text": "t"}), "f")


def test_row_without_a_number_is_known_again_by_its_words(tmp_path, root):
    content = as_csv(["2024-03-01", "Jalan rusak"], ["2024-03-01", "Lampu mati"], header=["Tanggal", "Aduan"])
    (tmp_path / "a.csv").write_bytes(content)
    for expected in ((2, 0), (0, 2)):
        outcome = Import(root, SYSTEM, Links(), False, say_nothing).run(Spreadsheet(), tmp_path / "a.csv")
        assert (outcome.imported, outcome.unchanged) == expected


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0\0", b"bukan berkas", b"PK\x03\x04rusak", b"<html>", as_csv(["1"], header=["x"]), b'"' * 5000],
)
def test_file_that_is_no_table_is_said_so(content, tmp_path):
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(FileError):
        list(Spreadsheet().read(tmp_path / "a"))


def test_repeated_and_empty_headers_hide_nothing(tmp_path):
    (tmp_path / "a").write_bytes(
        as_csv(["2024-03-01", "satu", "dua", "tiga"], header=["Tanggal", "Aduan", "Aduan", ""])
    )
    assert next(table_rows(tmp_path / "a"))[1] == ["Tanggal", "Aduan", "Aduan (3)", "(4)"]


def test_command_takes_a_table_and_a_mapping_of_columns(root, tmp_path, capsys):
    (tmp_path / "a.csv").write_bytes(
        as_csv(["2024-03-01", "Jalan rusak", "beres"], header=["Kapan", "Curhat", "Hasil"])
    )
    (tmp_path / "peta.csv").write_text(
        "kind,from,to\ncolumn,kapan,date\ncolumn,Curhat,text\ncolumn,Hasil,status\nstatus,beres,resolved\n"
    )
    arguments = Namespace(
        profile="table", file=tmp_path / "a.csv", dry_run=False, mapping=tmp_path / "peta.csv", user=None
    )
    header_known = command.run(arguments)
    assert header_known == 1  # no row looks like a header
    (tmp_path / "a.csv").write_bytes(
        as_csv(["2024-03-01", "Jalan rusak", "beres", "Jalan"], header=["Tanggal", "Curhat", "Hasil", "Kategori"])
    )
    (tmp_path / "peta.csv").write_text("kind,from,to\ncolumn,Curhat,text\ncolumn,Hasil,status\nstatus,beres,resolved\n")
    assert command.run(arguments) == 0
    assert capsys.readouterr().out.endswith("imported 1, unchanged 0, failed 0\n")
    assert Report.objects.get().state == "resolved"


# --- a run, step by step


def begun(content, admin, root):
    run = runs.begin_run(content, "aduan 2024.csv", by=admin, root=root)
    runs.look_at_file(run.pk)
    run.refresh_from_db()
    return run


def stepped(run, state, *, is_dry):
    ImportRun.objects.filter(pk=run.pk).update(state=state)
    runs.import_file(run.pk, is_dry=is_dry)
    run.refresh_from_db()
    return run


def check(run):
    return stepped(run, "checking", is_dry=True)


def do(run):
    return stepped(run, "importing", is_dry=False)


def test_file_is_looked_at_checked_and_imported(admin, root):
    bad = ["A-2", "besok", "", "", "Selesai", "", "Lampu mati"]
    run = begun(as_csv(ROW, bad, ["A-3", *ROW[1:4], "Proses", *ROW[5:]]), admin, root)
    assert (run.state, run.mapping["fields"]["text"]) == ("mapping", "isi_laporan_awal")
    assert runs.sample_of(run)[0] == ROW
    assert b"berlubang" not in bytes(run.sample)
    check(run)
    assert (run.state, run.rows_read, run.imported, run.failed) == ("checked", 3, 2, 1)
    assert run.words["status"] == {"Selesai": 1, "Proses": 1}
    assert Report.objects.count() == 0
    faults = list(csv.reader(io.StringIO(runs.faults_of(run))))
    assert faults[1][0] == "3"
    assert "besok" in faults[1][1]
    assert faults[1][2:] == bad
    jalan = Category.objects.filter(root=root).first()
    runs.set_mapping(
        run,
        {**run.mapping, "links": {"category": {"Jalan Rusak": jalan.code}}, "states": {"Proses": "archived"}},
        profile="e-aduan",
    )
    do(run)
    assert (run.state, run.imported) == ("imported", 2)
    first = Report.objects.get(former_number="A-1")
    assert (first.category, first.is_imported, first.provenance["status_word"]) == (jalan, True, "Selesai")
    assert first.agency == Agency.objects.filter(name="Dinas Pekerjaan Umum").first()
    assert Report.objects.get(former_number="A-3").state == "archived"
    assert ImportProfile.objects.get().name == "e-aduan"
    next_file = begun(as_csv(["A-9", *ROW[1:]]), admin, root)
    assert next_file.mapping["states"] == {"Proses": "archived"}
    assert verify().faults == []


def test_crash_in_the_middle_is_gone_on_with_and_counted_once(admin, root, monkeypatch):
    monkeypatch.setattr("lapor.intake.imports.actions.BATCH", 2)
    run = begun(as_csv(*[[f"A-{n}", *ROW[1:]] for n in range(5)]), admin, root)
    check(run)
    whole, calls = Import._take, []

    def dies(self, profile, rows, outcome):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        whole(self, profile, rows, outcome)

    monkeypatch.setattr(Import, "_take", dies)
    with pytest.raises(KeyboardInterrupt):
        do(run)
    assert Report.objects.count() == 2
    do(run)
    assert (run.imported, run.unchanged, Report.objects.count()) == (5, 0, 5)


def told():
    """All events handed out, also those that were before."""
    events = list(Event.objects.order_by("id"))
    publish_events(events)
    count_events(events)


def test_undo_takes_out_what_nobody_worked_on(admin, root, triage):
    run = begun(as_csv(*[[f"A-{n}", *ROW[1:4], "Proses", *ROW[5:]] for n in range(3)]), admin, root)
    check(run)
    do(run)
    kept = Report.objects.get(former_number="A-1")
    perform_action(kept.pk, "work_note", actor=officer_actor(triage), data=ActData(text="Dicek"))
    told()
    assert (PublicReport.objects.count(), ReportFigure.objects.count()) == (3, 3)
    ImportRun.objects.filter(pk=run.pk).update(state="undoing")
    runs.undo_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.left, Report.objects.get()) == ("undone", 1, kept)
    told()
    told()
    assert (PublicReport.objects.count(), ReportFigure.objects.count()) == (1, 1)
    assert sum(StateCount.objects.values_list("reports", flat=True)) == 1
    assert Event.objects.filter(name="report.import_undone").count() == 2
    assert verify().faults == []
    again = begun(as_csv(["A-0", *ROW[1:]]), admin, root)
    check(again)
    assert (again.imported, ImportedReport.objects.count()) == (1, 1)  # what was taken out can come in again


def test_people_go_to_the_vault_and_leave_it_with_an_undone_import(admin, root):
    header = [*HEADER, "Nama Pelapor", "No HP", "Email"]
    people = [["Siti", "0812-3456-7890 (rumah)", "siti@contoh.example"], ["Budi", "tidak ada", "-"], ["", "", ""]]
    run = begun(
        as_csv(*[[f"A-{n}", *ROW[1:4], "Proses", *ROW[5:], *one] for n, one in enumerate(people)], header=header),
        admin,
        root,
    )
    check(run)
    do(run)
    first, second, third = (Report.objects.select_related("reporter").get(former_number=f"A-{n}") for n in range(3))
    assert first.reporter is not None and second.reporter is not None
    assert identity_of(first.reporter) == ("Siti", [("email", "siti@contoh.example"), ("phone", "+6281234567890")])
    assert (identity_of(second.reporter), third.reporter) == (("Budi", []), None)
    assert "Siti" not in f"{first.provenance}{first.text}"
    ImportRun.objects.filter(pk=run.pk).update(state="undoing")
    runs.undo_run(run.pk)
    assert (Report.objects.count(), Reporter.objects.count(), ContactPoint.objects.count()) == (0, 0, 0)


def test_formula_of_a_stranger_is_a_word_in_the_file_of_faults(admin, root):
    run = begun(as_csv(["A-1", "?", "=HYPERLINK(1)", "", "", "", "@x"]), admin, root)
    check(run)
    assert "'=HYPERLINK(1)" in runs.faults_of(run)


def test_bomb_and_too_large_files_are_refused(admin, root, monkeypatch):
    monkeypatch.setattr(runs, "MOST_UNPACKED", 100)
    run = runs.begin_run(as_xlsx(ROW), "a.xlsx", by=admin, root=root)
    runs.look_at_file(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    monkeypatch.setattr(runs, "MOST_BYTES", 10)
    with pytest.raises(FileError):
        runs.begin_run(as_xlsx(ROW), "a.xlsx", by=admin, root=root)


def test_files_are_forgotten_after_a_month(admin, root, tmp_path):
    run = begun(as_csv(ROW), admin, root)
    assert runs.forget_old_files(clock.now() - runs.KEPT) == 0
    assert runs.forget_old_files(clock.now() + runs.KEPT) == 1
    run.refresh_from_db()
    assert (bytes(run.sample), list((tmp_path / "imports").glob("*"))) == (b"", [])


@pytest.mark.deep
def test_check_of_many_rows_stays_within_bounded_memory(admin, root):
    """A row leaves some hundred bytes: 100,000 of them some 30 MB, whatever their words weigh."""
    words = "Jalan berlubang " * 40
    run = begun(as_csv(*[[f"A-{n}", *ROW[1:6], f"{n} {words}"] for n in range(5000)]), admin, root)
    tracemalloc.start()
    check(run)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert run.rows_read == 5000
    assert most < 30_000_000
