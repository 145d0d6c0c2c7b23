"""Two reports of one matter: merged with one press on the page of the second, split off again on that of the first."""

import pytest

from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.photos import jpeg_with_place

pytestmark = pytest.mark.journey


def test_duplicate_is_merged_with_one_press_and_split_off_again(visitor, tmp_path):
    person = visitor().page
    photo = jpeg_with_place(tmp_path / "a.jpg")
    first, second = (steps.file_report(person, photo) for _report in range(2))
    officer = visitor()
    steps.sign_in(officer, "verifikator")
    page = officer.page
    page.goto(f"/konsol/laporan/{second.number}")
    similar = page.locator("#similar article", has=page.locator(f"a[href$='{first.number}']"))
    similar.wait_for()
    look_at(page)
    similar.get_by_text("Gabungkan ke laporan itu").click()
    page.get_by_text("Selesai: ").first.wait_for()
    page.locator("[data-undo]").wait_for(state="detached")  # the page as it stays is looked at
    page.goto(f"/konsol/laporan/{first.number}")
    child = page.locator("#children article", has=page.locator(f"a[href$='{second.number}']"))
    child.get_by_text("Pisahkan lagi").first.click()
    look_at(page)
    child.locator("[name=text]").fill("Tiang yang lain")
    child.locator("button[type=submit]").click()
    page.locator("#similar article", has=page.locator(f"a[href$='{second.number}']")).wait_for()
    assert page.locator("#children").count() == 0
