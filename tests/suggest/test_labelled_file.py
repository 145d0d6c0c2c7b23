"""Files as offices have them: columns in any case, dates in any form, rows that hold nothing."""

import datetime

import pytest
from openpyxl import Workbook

from lapor.intake.imports.labelled_file import read_labelled
from lapor.intake.imports.rows import FileError


def excel(path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def read(path):
    return read_labelled(path, text="Isi Aduan", label="OPD", day="Tanggal")


@pytest.mark.parametrize(
    "said",
    [
        datetime.datetime(2023, 5, 29, 13, 45),  # noqa: DTZ001 - as Excel has it
        datetime.date(2023, 5, 29),
        "29/5/2023",
        "29-05-2023 13:45",
        "2023-05-29",
        "2023-05-29T13:45:00+07:00",
        "29 Mei 2023",
        "Senin, 29 Mei 2023 13.45 WIB",
        45075,
        "45075.573",
    ],
)
def test_dates_are_read_as_they_are_written(tmp_path, said):
    path = excel(tmp_path / "a.xlsx", [["tanggal", "ISI ADUAN", "opd "], [said, "lampu mati", "Dinas A"]])
    (report,) = read(path).reports
    assert (report.on, report.text, report.label) == (datetime.date(2023, 5, 29), "lampu mati", "Dinas A")


def test_csv_with_semicolons_and_a_title_above_the_header_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Rekap aduan\n;;\nOPD;Tanggal;Isi aduan\nDinas A;1/2/2023;lampu mati\n", encoding="utf-8-sig")
    (report,) = read(path).reports
    assert report.on == datetime.date(2023, 2, 1)


def test_rows_without_words_label_or_day_are_counted_and_named(tmp_path):
    rows = [
        ["Tanggal", "Isi Aduan", "OPD", "Nama"],
        ["1/2/2023", "lampu mati", "Dinas A", "x"],
        [None, None, None, "x"],
        ["1/2/2023", None, "Dinas A", "x"],
        ["1/2/2023", "lampu mati", "  ", "x"],
        ["kapan hari", "lampu mati", "Dinas A", "x"],
        ["31/2/2023", "lampu mati", "Dinas A", "x"],
        ["²", "lampu mati", "Dinas A", "x"],
        ["1" * 5000, "lampu mati", "Dinas A", "x"],
    ]
    found = read(excel(tmp_path / "a.xlsx", rows))
    assert len(found.reports) == 1
    assert list(found.notes()) == [
        "1 rows left out, empty: row 3",
        "1 rows left out, nothing in Isi Aduan: row 4",
        "1 rows left out, nothing in OPD: row 5",
        "4 rows left out, Tanggal is not a date: row 6, 7, 8, 9",
    ]


def test_dates_of_which_more_fit_month_first_are_read_so_and_it_is_said(tmp_path):
    rows = [["Tanggal", "Isi Aduan", "OPD"], *([f"2/{day}/2023", "lampu", "A"] for day in (3, 14, 27))]
    found = read(excel(tmp_path / "a.xlsx", rows))
    assert [report.on.month for report in found.reports] == [2, 2, 2]
    assert "month/day/year" in " ".join(found.notes())


def test_wrong_name_of_a_column_lists_those_that_are_there(tmp_path):
    path = excel(tmp_path / "a.xlsx", [["Tanggal", "Isi", "OPD"], ["1/2/2023", "lampu mati", "Dinas A"]])
    with pytest.raises(FileError, match=r"no column isi aduan; the columns are Tanggal, Isi, OPD"):
        read(path)


def test_rows_of_people_are_not_shown_where_a_column_is_missing(tmp_path):
    rows = [["Tanggal", "Isi", None, "OPD"], ["1/2/2023", "lampu", "Budi 3374010101010001", "A", "x"]]
    with pytest.raises(FileError) as caught:
        read(excel(tmp_path / "a.xlsx", rows))
    assert "Budi" not in str(caught.value)


def test_missing_and_broken_files_are_one_sentence(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        read(tmp_path / "none.xlsx")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(FileError, match=r"broken\.xlsx cannot be read"):
        read(broken)
