"""An administrator brings an earlier system's spreadsheet in: looked at, checked, mended, imported, undone; the worker
does it, the page shows it."""

import csv

import psycopg
import pytest
from playwright.sync_api import expect

from tests.journeys import chats, steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK

pytestmark = pytest.mark.journey
HEADER = [
    "tracking_id",
    "tanggal_masuk",
    "dinas_tujuan",
    "kecamatan_final",
    "status",
    "kategori",
    "isi_laporan_awal",
    "email",
]
PERSON = "pelapor.lama@contoh.example"
WAIT = 40_000


def spreadsheet(path):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(120):
            day = "besok" if number == 7 else f"2023-05-{number % 28 + 1:02}"
            state, person = ("Proses", PERSON) if number == 3 else ("Rampung", "")
            writer.writerow(
                [
                    f"UJI-{number}",
                    day,
                    "Dinas Lain",
                    "Tembalang",
                    state,
                    "Lampu penerangan",
                    f"Lampu nomor {number} mati",
                    person,
                ]
            )
    return path


def reports(installation):
    return installation.count("reports_report", "former_number LIKE 'UJI-%'")


def person_is_told(installation):
    """Nobody hears of the import; who can be reached hears what becomes of an open report."""
    assert installation.mails_to(PERSON) == []
    with psycopg.connect(installation.superuser_url) as connection:
        (number,) = connection.execute(
            "SELECT tracking_id FROM reports_report WHERE former_number = 'UJI-3'"
        ).fetchall()[0]
    chats.Officers(installation).solve(number, "Lampu nomor 3 sudah diganti.")
    chats.until(
        lambda: next((mail for mail in installation.mails_to(PERSON) if "Lampu nomor 3 sudah diganti" in mail), None)
    )


def test_spreadsheet_comes_in_and_goes_out_again(visitor, installation, tmp_path):
    page = steps.sign_in(visitor(viewport=DESK), "admin")
    page.goto("/konsol/impor/")
    look_at(page)
    page.set_viewport_size(DESK)
    page.set_input_files("#id_file", spreadsheet(tmp_path / "aduan lama.csv"))
    page.get_by_role("button", name="Lihat berkas").click()
    expect(page.get_by_role("button", name="Periksa: belum")).to_be_visible(timeout=WAIT)
    expect(page.locator("#id_field_text")).to_have_value("isi_laporan_awal")
    look_at(page)
    page.set_viewport_size(DESK)
    page.get_by_role("button", name="Periksa: belum").click()
    expect(page.get_by_role("button", name="Impor 119 laporan")).to_be_visible(timeout=WAIT)
    with page.expect_download() as download:
        page.get_by_role("link", name="Baris yang tidak terbaca").click()
    assert "besok" in download.value.path().read_text(encoding="utf-8-sig")
    assert reports(installation) == 0
    page.get_by_label("Rampung").select_option("closed_unconfirmed")
    page.get_by_label("Lampu penerangan (119×)").select_option("lampu-jalan-mati")
    look_at(page)
    page.set_viewport_size(DESK)
    page.get_by_role("button", name="Impor 119 laporan").click()
    expect(page.get_by_text("Batalkan impor ini").first).to_be_visible(timeout=WAIT)
    assert reports(installation) == 119
    assert (
        installation.count(
            "reports_report", "former_number LIKE 'UJI-%' AND state = 'closed_unconfirmed' AND category_id IS NOT NULL"
        )
        == 118
    )
    person_is_told(installation)
    page.locator("details summary", has_text="Batalkan").click()
    page.get_by_role("button", name="Batalkan impor ini").click()
    expect(page.get_by_text("dibatalkan", exact=True)).to_be_visible(timeout=WAIT)
    assert reports(installation) == 1  # somebody has worked on it
