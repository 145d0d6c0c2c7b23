"""Every public page: axe finds nothing, nothing scrolls sideways on a phone, every target is large enough, in light and
dark.

The browser's own complaints (scripts, broken content policy) are checked by the `visitor` fixture.
"""

from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import PHONE
from tests.journeys.photos import jpeg_with_place

pytestmark = pytest.mark.journey
PUBLIC = (
    "/",
    "/lapor",
    "/laporan/",
    "/laporan/?q=kosong-tiada-apa-apa",
    "/laporan/?q=lampo&state=open",
    "/laporan-saya/",
    "/laporan-saya/masuk",
    "/statistik/",
    "/statistik/tahun/2026/",
    "/bantuan/",
    "/bantuan/tanda-terima/",
    "/ikuti",
    "/ikuti?category=jalan-rusak",
    "/data/",
    "/sematkan/",
    "/masuk",
    "/tidak-ada",
    "/luring",
)


def test_what_is_wrong_would_be_found(visitor):
    page = visitor().page
    page.set_content(
        "<main><img src='data:,'><p style='color:#999;width:999px'>faint and wide</p><button"
        " style='height:20px'>x</button></main>"
    )
    with pytest.raises(AssertionError) as raised:
        look_at(page)
    for fault in (
        "with letters of 200 % runs out",
        "image-alt",
        "360 light color-contrast",
        "1280 dark color-contrast",
        "html-has-lang",
        "too small",
        "runs out at the side",
    ):
        assert fault in str(raised.value)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page(visitor, path):
    page = visitor().page
    page.goto(path)
    look_at(page)


def test_map_with_its_list_and_a_report_on_it(visitor):
    page = visitor().page
    page.goto("/peta/")
    page.locator("[data-drawn]").wait_for()
    page.click(".map-side summary")
    look_at(page)


@pytest.mark.parametrize("step", ["what", "where", "you", "check"])
def test_step_of_the_form(visitor, step):
    page = visitor().page
    page.goto("/lapor")
    page.fill("#id_text", "Trotoar ambles di depan sekolah.")
    page.click(f".steps a[href='#step-{step}']")
    expect(page.locator(f"#step-{step}")).to_be_visible()
    if step == "where":
        page.click("[data-open-map]")
        page.locator("path.area").first.wait_for()
    look_at(page)


def test_form_with_an_error_receipt_and_own_report(visitor, tmp_path):
    page = visitor().page
    page.goto("/lapor")
    page.set_input_files("#id_photos", jpeg_with_place(tmp_path / "a.jpg"))
    page.locator(".preview img").wait_for()
    page.fill("#id_text", "Trotoar ambles di depan sekolah.")
    page.click(".steps a[href='#step-you']")
    page.fill("#id_phone", "081")
    page.click(".steps a[href='#step-check']")
    page.click("[data-send]")
    expect(page.locator("[data-error-summary]")).to_contain_text("Nomor HP: ")
    look_at(page)
    page.set_viewport_size(PHONE)
    page.fill("#id_phone", "")
    page.click(".steps a[href='#step-check']")
    page.click("[data-send]")
    receipt = steps.read_receipt(page)
    look_at(page)
    page.goto(f"/laporan/{receipt.number}")
    page.locator("#acts").wait_for()
    look_at(page)
    page.goto(f"/laporan/{receipt.number}/data-saya")
    look_at(page)
    page.goto("/laporan-saya/")
    look_at(page)


@pytest.mark.parametrize("state", ["resolved", "in_progress", "awaiting_reporter", "archived"])
def test_report_in_public(visitor, state):
    page = visitor().page
    page.goto(f"/laporan/?state={state}")
    page.click(".report-card a >> nth=0")
    page.locator(".report-head").wait_for()
    if page.locator("[data-map-show] button").count():
        page.click("[data-map-show] button")
        page.locator(".map-pin").wait_for()
    look_at(page)


@pytest.mark.parametrize("state", ["resolved", "in_progress"])
def test_report_with_its_story_goes_on_one_sheet(visitor, state):
    page = visitor().page
    before = datetime.now(UTC).date() - timedelta(days=3)  # of the demo: other journeys' reports may have long stories
    page.goto(f"/laporan/?state={state}&until={before}")
    page.click(".report-card a >> nth=0")
    number = page.locator(".report-head .tracking").first.inner_text()
    sheets = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = sheets[0].get_textpage().get_text_range()
    assert len(sheets) == 1
    assert number.replace("\u00a0", " ") in text.replace("\u00a0", " ")
    assert page.locator(".report-title h1").inner_text()[:30] in text.replace("\r\n", " ")
    assert "Laporan saya" not in text  # the ways to other pages are for the screen


def test_check_of_a_receipt_that_does_not_hold(visitor):
    page = visitor().page
    page.goto("/bantuan/tanda-terima/")
    page.fill("#id_pasted", '{"format": "lapor-receipt-1"}')
    page.click("main form button[type=submit]")
    page.locator("#result").wait_for()
    look_at(page)


RING = """() => {
  const node = document.activeElement, card = node.closest(".report-card"), look = getComputedStyle(card || node);
  return `${look.outlineStyle} ${look.outlineWidth}`;
}"""


@pytest.mark.parametrize("path", ["/", "/laporan/", "/statistik/", "/lapor"])
def test_whoever_walks_by_keyboard_sees_one_ring_everywhere(visitor, path):
    page = visitor(viewport={"width": 1280, "height": 800}).page
    page.goto(path)
    without = {}
    for _step in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # behind the last one
        if (ring := page.evaluate(RING)) != "solid 3px":
            without[page.evaluate("document.activeElement.outerHTML.slice(0, 120)")] = ring
    assert without == {}
