"""The same report without JavaScript, after an error, pressed twice, in English, and with the keyboard alone."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from lapor.core.ids import digits_only
from tests import makers
from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import PHONE, elsewhere

pytestmark = pytest.mark.journey
TEXT = "Sampah menumpuk di pojok pasar sudah empat hari."
MOST_PRESSES = 90


def test_without_javascript_an_error_keeps_everything_and_two_presses_make_one_report(visitor, street_photo):
    person = visitor(java_script_enabled=False)
    page = person.page
    page.goto("/")
    page.click(".hero a.btn-accent")
    page.set_input_files("#id_photos", street_photo)
    page.select_option("#id_category", "sampah-menumpuk")
    page.select_option("#id_area", label="Banjardowo")
    page.fill("#id_address", "Dekat pos ronda")
    page.fill("#id_name", "Siti Aminah")
    page.check("input[name=identity][value=anonymous]")
    page.click("[data-send]")

    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator("[data-kept] img")).to_have_count(1)
    assert page.request.get(page.locator("[data-kept] img").get_attribute("src")).ok
    expect(page.locator("#id_category")).to_have_value("sampah-menumpuk")
    expect(page.locator("#id_area option:checked")).to_have_text("Banjardowo")
    expect(page.locator("#id_address")).to_have_value("Dekat pos ronda")
    expect(page.locator("#id_name")).to_have_value("Siti Aminah")
    expect(page.locator("input[name=identity]:checked")).to_have_value("anonymous")

    page.fill("#id_text", TEXT)
    form = {
        field["name"]: field["value"]
        for field in page.eval_on_selector_all(
            "form[data-filing] [name]",
            "all => all.filter(one => one.type !== 'file' && (!/radio|checkbox/.test(one.type) || one.checked))"
            ".map(one => ({name: one.name, value: one.value}))",
        )
    }
    page.click("[data-send]")
    receipt = steps.read_receipt(page)
    again = person.context.request.post("/lapor", multipart=form)
    assert again.status == 200
    assert receipt.code in digits_only(re.sub(r"<[^>]+>", " ", again.text()))
    page.goto(f"/laporan/{receipt.number}")
    expect(page.locator("article")).to_contain_text(TEXT)
    expect(page.locator("article .photos img")).to_have_count(1)


def test_busy_server_is_waited_for_on_the_page_with_everything_that_was_typed(visitor):
    page, probes = visitor().page, []

    def answer(route):
        probes.append(route.request.method)
        route.fulfill(status=503 if len(probes) == 1 else 204, headers={"Retry-After": "1"})

    page.route("**/lapor?probe", answer)
    page.goto("/lapor#step-what")
    page.fill("#id_text", TEXT)
    page.goto("/lapor#step-check")
    page.click("[data-send]")
    expect(page.locator("[data-busy]")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value(TEXT)
    assert len(steps.read_receipt(page).number) == 10
    assert probes == ["HEAD", "HEAD"]


def test_questions_of_the_category_come_without_javascript_and_keep_everything(visitor):
    page = visitor(java_script_enabled=False).page
    page.goto("/lapor")
    page.fill("#id_text", TEXT)
    page.select_option("#id_category", "sampah-menumpuk")
    page.fill("#id_address", "Dekat pos ronda")
    page.click("[data-ask] button")
    page.select_option("#id_answer_luas", "Satu gerobak")
    expect(page.locator("#id_address")).to_have_value("Dekat pos ronda")
    page.press("#id_address", "Enter")
    receipt = steps.read_receipt(page)
    page.goto(f"/laporan/{receipt.number}")
    expect(page.locator("article")).to_contain_text("Seberapa banyak? Satu gerobak")


def test_questions_come_with_the_category_and_stand_in_the_preview(visitor):
    page = visitor().page
    page.goto("/lapor#step-what")
    expect(page.locator("[data-ask]")).to_be_hidden()
    page.select_option("#id_category", "banjir-rob")
    page.fill("#id_answer_tinggi_cm", "40")
    page.select_option("#id_category", "sampah-menumpuk")
    expect(page.locator("#id_answer_tinggi_cm")).to_have_count(0)
    page.select_option("#id_answer_luas", "Satu gerobak")
    page.fill("#id_text", TEXT)
    page.click(".steps a[href='#step-check']")
    expect(page.locator("[data-preview-card]")).to_contain_text("Seberapa banyak? Satu gerobak")
    page.click("[data-send]")
    receipt = steps.read_receipt(page)
    page.goto(f"/laporan/{receipt.number}")
    expect(page.locator("article")).to_contain_text("Seberapa banyak? Satu gerobak")


def test_double_click_makes_one_report(visitor, installation):
    page = visitor().page
    text = f"{TEXT} {uuid.uuid4().hex}"
    sent = []
    page.on(
        "request",
        lambda request: (
            sent.append(request.url) if request.method == "POST" and request.url.endswith("/lapor") else None
        ),
    )
    page.goto("/lapor#step-check")
    page.click(".steps a[href='#step-what']")
    page.fill("#id_text", text)
    page.click(".steps a[href='#step-check']")
    page.dblclick("[data-send]")
    steps.read_receipt(page)
    page.locator("body[data-ready]").wait_for()  # the phone has it
    assert len(sent) == 1
    assert installation.count("reports_report", f"text = '{text}'") == 1
    page.goto("/laporan-saya/")
    expect(page.locator("[data-receipts-list] .report-card")).to_have_count(1)  # kept on the phone
    expect(page.locator("[data-receipts-list] .state")).to_have_text("Belum diverifikasi")
    # known to the server, and shown with the receipt
    expect(page.locator("[data-opened] .report-card")).to_have_count(1)
    expect(page.locator("[data-opened]")).to_be_hidden()


def test_everything_in_english_once_it_is_chosen(visitor, street_photo):
    page = visitor().page
    page.goto("/lapor")
    assert page.get_attribute("html", "lang") == "id"
    page.click(".language button")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("File a report")
    receipt = steps.file_report(page, street_photo)
    expect(page.locator("h1")).to_have_text("We have received your report")
    page.goto(f"/laporan/{receipt.number}")
    expect(page.locator(".report-head .state")).to_have_text("Not yet verified")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus; what has it must show it."""
    for _ in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(SHOWS_FOCUS), selector
            return
    raise AssertionError(f"{selector} is not reached with Tab")


SHOWS_FOCUS = """() => {
  for (let node = document.activeElement; node; node = node.parentElement) {
    const style = getComputedStyle(node);
    if (parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none") return true;
  }
  return false;
}"""


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_keyboard_alone_from_the_first_page_to_the_receipt(visitor, size):
    page = visitor(viewport=size).page
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(page, ".hero a.btn-accent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lapor")
    tab_to(page, "#id_text")
    page.keyboard.type(TEXT)
    tab_to(page, "[data-next]")
    page.keyboard.press("Space")
    tab_to(page, "[data-open-map]")
    page.keyboard.press("Enter")
    expect(page.locator("path.area").first).to_be_visible()
    tab_to(page, "[data-map-canvas]")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")  # nearer, to where streets are seen
    expect(page.locator("[data-place-status]")).to_contain_text("ketuk sekali lagi")
    page.keyboard.press("Enter")
    expect(page.locator("#id_area")).not_to_have_value("")
    tab_to(page, "[data-next]")
    page.keyboard.press("Enter")
    tab_to(page, "#id_name")
    page.keyboard.type("Siti")
    tab_to(page, "input[name=identity]")
    expect(page.locator("input[name=identity]:checked")).to_have_value("named")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=identity]:checked")).to_have_value("anonymous")
    tab_to(page, "[data-next]")
    page.keyboard.press("Enter")
    tab_to(page, "[data-send]")
    page.keyboard.press("Enter")
    steps.read_receipt(page)


def test_place_of_a_photo_is_used_after_a_press_of_the_button_only(visitor, street_photo):
    """With JavaScript: read on the phone. The photo itself travels without its place."""
    page = visitor().page
    page.goto("/lapor")
    offer = page.locator("[data-photo-place]")
    expect(offer).to_be_hidden()
    page.set_input_files("#id_photos", street_photo)
    expect(offer).to_be_visible()
    expect(offer).to_contain_text("dekat ")
    expect(page.locator("#id_latitude")).to_have_value("")
    look_at(page)
    offer.locator("button").click()
    expect(page.locator("#id_latitude")).to_have_value(re.compile(r"^-6\.9933"))
    expect(page.locator("#id_area")).not_to_have_value("")
    expect(offer).to_be_hidden()
    expect(page.get_by_text("Tempat pada foto dipakai. Anda")).to_be_visible()


def test_without_javascript_the_server_offers_the_place_of_a_photo(visitor, street_photo):
    page = visitor(java_script_enabled=False).page
    page.goto("/lapor")
    page.fill("#id_text", TEXT)
    page.set_input_files("#id_photos", street_photo)
    page.click("[data-send-files] button")
    expect(page.locator("[data-photo-place]")).to_contain_text("dekat ")
    expect(page.locator("#id_text")).to_have_value(TEXT)
    page.click("[data-photo-place] button")
    expect(page.locator("#id_latitude")).to_have_value("-6.993333")
    expect(page.locator("#id_area")).not_to_have_value("")
    page.click("[data-send]")
    steps.read_receipt(page)


def test_video_and_pdf_are_shown_once_a_worker_has_prepared_them(visitor, tmp_path):
    (tmp_path / "rusak.mp4").write_bytes(makers.recording(2, size=(320, 240)))
    (tmp_path / "surat.pdf").write_bytes(makers.pdf(2))
    page = visitor(**elsewhere(8)).page
    page.goto("/lapor")
    page.set_input_files("#id_photos", [tmp_path / "rusak.mp4", tmp_path / "surat.pdf"])
    expect(page.locator(".preview")).to_have_count(2)
    steps.say(page, TEXT)
    page.click("[data-next]")
    page.click("[data-next]")
    page.click("[data-send]")
    number = steps.read_receipt(page).number
    for _look in range(60):
        page.goto(f"/laporan/{number}")
        if page.locator("article video").count() and page.locator(".file-pdf").count():
            break
        page.wait_for_timeout(500)
    look_at(page)
    page.locator("video").evaluate("video => { video.muted = true; return video.play(); }")
    expect(page.locator("video")).to_have_js_property("videoWidth", 320)
