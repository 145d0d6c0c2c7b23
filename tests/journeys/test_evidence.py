"""Evidence by challenge in the browser, with a camera that Chromium plays: a photo taken without a network goes out
when there is one, is believed in public and by `lapor verify`; a photo from the gallery is marked."""

import re

import pytest
from playwright.sync_api import Page, expect

from lapor.core.ids import show_tracking_id
from tests import makers
from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK
from tests.journeys.installation import Installation
from tests.journeys.test_main_journey import verify_and_forward

pytestmark = pytest.mark.journey
PLACE = {"latitude": -6.9833, "longitude": 110.4093}
IN_APP = re.compile("Diambil dengan kamera aplikasi pada .*: [A-Z]+ [0-9]{2}, diberikan lebih dulu")
KEPT_PHOTOS = """() => new Promise((done) => {
  const opened = indexedDB.open("lapor-evidence");
  opened.onsuccess = () => {
    const count = opened.result.transaction("photos").objectStore("photos").count();
    count.onsuccess = () => done(count.result);
  };
})"""
GALLERY = "Tidak diambil lewat aplikasi"


@pytest.fixture
def forwarded(visitor, street_photo):
    """Number of a published report with a photo, which waits for the office."""
    number = steps.file_report(visitor().page, street_photo).number
    verify_and_forward(steps.sign_in(visitor(viewport=DESK), "verifikator"), number)
    return number


@pytest.fixture
def liaison(visitor):
    """On a phone with a camera; complains of nothing but the network that is taken away."""
    one = visitor(permissions=["camera", "geolocation"], geolocation=PLACE)
    steps.sign_in(one, "penghubung")
    yield one
    one.complaints[:] = [words for words in one.complaints if "net::ERR_" not in words]


def open_answer(page: Page, number: str) -> None:
    page.goto(f"/konsol/laporan/{number}")
    steps.open_act(page, "answer")
    expect(page.locator("[data-act=answer] [data-open-camera]")).to_be_visible()


def take_photo(page: Page) -> str:
    """With the camera in the page; gives the word that has to be in frame."""
    page.click("[data-act=answer] [data-open-camera]")
    expect(page.locator("[data-take]")).to_be_visible()
    expect(page.locator("[data-opacity]")).to_be_visible()
    word = page.inner_text("[data-word]")
    page.locator("[data-opacity]").press("End")
    assert page.locator("[data-before]").evaluate("img => img.style.opacity") == "0.8"
    page.press("[data-take]", "Enter")
    expect(page.locator("[data-use]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-camera]")).not_to_be_visible()
    return word


def has_words(response) -> bool:
    return response.url.endswith("/kata-uji") and bool(response.json().get("challenges"))


def is_sent(page: Page) -> None:
    expect(page.locator(".messages .tone-good")).to_be_visible()


def test_photo_taken_without_a_network_is_sent_later_and_believed(visitor, installation, liaison, forwarded):
    page = liaison.page
    with page.expect_response(has_words, timeout=40_000):  # once nobody can undo the forwarding any more
        open_answer(page, forwarded)
    page.wait_for_timeout(500)
    liaison.context.set_offline(True)
    assert re.fullmatch(r"[A-Z]+ \d\d", take_photo(page))
    expect(page.locator("[data-act=answer] [data-row-says]")).to_contain_text("Menunggu di perangkat ini")
    page.fill("#id_answer_text", "Lampu sudah diganti.")
    page.select_option("#id_answer_outcome", "solved")
    page.click("[data-act=answer] button[type=submit]")
    expect(page.locator("[data-act=answer] [data-evidence-says]")).to_contain_text("Tidak ada jaringan")
    assert captures(installation, forwarded) == 0

    # the network is back, but not for long: the page is loaded anew, nothing is lost
    page.route("**/foto-bukti*", lambda route: route.abort())
    liaison.context.set_offline(False)
    page.goto(f"/konsol/laporan/{forwarded}")
    expect(page.locator("[data-act=answer] [data-evidence-list] img")).to_be_visible()
    expect(page.locator("#id_answer_text")).to_have_value("Lampu sudah diganti.")
    expect(page.locator("[data-act=answer] [data-evidence-says]")).to_contain_text("Tidak ada jaringan")
    page.unroute("**/foto-bukti*")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    is_sent(page)
    assert captures(installation, forwarded, "fault = '' AND was_offline AND place <> ''") == 1

    public = visitor().page
    public.goto(f"/laporan/{forwarded}")
    expect(public.locator(".timeline .taken")).to_have_text(IN_APP)
    expect(public.locator(".before-after.is-slider input[type=range]")).to_have_count(1)
    look_at(public)
    page.goto(f"/konsol/laporan/{forwarded}")
    expect(page.locator(".before-after.is-slider input[type=range]")).to_have_count(1)
    page.wait_for_function(f"async () => await ({KEPT_PHOTOS})() === 0")  # the server has it
    page.goto("/konsol/")
    expect(page.locator("[data-evidence-waiting]")).not_to_be_visible()
    verify_finds_nothing_wrong(installation, forwarded)


def captures(installation: Installation, number: str, more: str = "true") -> int:
    table = "reports_capture c JOIN reports_report r ON r.id = c.report_id"
    return installation.count(table, f"tracking_id = '{number}' AND {more}")


def verify_finds_nothing_wrong(installation: Installation, number: str) -> None:
    """That it names what was changed: tests/reports/test_evidence.py; here others look at the same database."""
    said = installation.lapor("verify").stdout
    assert "Checked everything" in said
    assert show_tracking_id(number) not in said


def test_photo_from_the_gallery_is_marked_in_public(visitor, liaison, forwarded, tmp_path):
    page = liaison.page
    open_answer(page, forwarded)
    expect(page.locator("[data-act=answer] .evidence .hint")).to_contain_text(GALLERY)
    page.fill("#id_answer_text", "Lampu sudah diganti.")
    page.select_option("#id_answer_outcome", "solved")
    gallery = tmp_path / "menyala.jpg"
    gallery.write_bytes(makers.noise())  # like no other photo, and without a place: nothing is asked about it
    page.set_input_files("#id_answer_photos", gallery)
    steps.do_act(page, "answer")
    public = visitor().page
    public.goto(f"/laporan/{forwarded}")
    expect(public.locator(".timeline .taken")).to_have_text(GALLERY)


def test_camera_is_usable_by_everybody(liaison, forwarded):
    """Large targets, a dialog that a screen reader is told of; closed, the focus is where it was; a photo can be taken
    away again."""
    page = liaison.page
    open_answer(page, forwarded)
    page.press("[data-act=answer] [data-open-camera]", "Enter")
    expect(page.locator("[data-take]")).to_be_focused()
    look_at(page)
    page.keyboard.press("Escape")
    expect(page.locator("[data-act=answer] [data-open-camera]")).to_be_focused()
    take_photo(page)
    expect(page.locator("[data-act=answer] [data-row-says]")).to_have_text("Dicatat sebagai diambil lewat aplikasi.")
    page.evaluate("scrollTo(0, 0)")  # nothing half behind the bar at the bottom
    look_at(page)
    page.click("[data-act=answer] [data-remove]")
    expect(page.locator("[data-act=answer] [data-evidence-list] li")).to_have_count(0)
    assert page.locator("#id_answer_photos").evaluate("input => input.files.length") == 0


def test_photo_that_waits_is_named_on_every_page(liaison, forwarded):
    page = liaison.page
    open_answer(page, forwarded)
    take_photo(page)
    expect(page.locator("[data-act=answer] [data-evidence-list] li")).to_have_count(1)  # it is kept
    page.goto("/konsol/")
    expect(page.locator("[data-evidence-waiting] a")).to_have_text(forwarded)
