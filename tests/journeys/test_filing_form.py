"""The form on a phone: one step for camera and sentence, what is missing said at its step, a picture for each category,
one tap to say that it is about danger, two tabs that leave each other alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.app_tools import go_on
from tests.journeys.audit import look_at
from tests.journeys.browser import elsewhere
from tests.journeys.photos import jpeg_with_place

pytestmark = pytest.mark.journey
KEPT = """async () => {
  const open = indexedDB.open("lapor-app");
  const store = await new Promise(done => { open.onsuccess = () => done(open.result); });
  if (!store.objectStoreNames.contains("drafts")) return 0;
  const count = store.transaction("drafts").objectStore("drafts").count();
  return await new Promise(done => { count.onsuccess = () => done(count.result); });
}"""


def test_empty_text_is_said_at_its_step_and_goes_once_something_is_written(visitor):
    page = visitor().page
    page.goto("/lapor")
    page.fill("#id_text", " . ")
    for way in ("[data-next]", ".steps a[href='#step-check']"):
        page.click(way)
        expect(page.locator("[data-no-words]")).to_be_visible()
        expect(page.locator("#id_text")).to_be_focused()
        expect(page.locator("#step-what")).to_be_visible()
    look_at(page)
    page.fill("#id_text", "Got mampet")
    expect(page.locator("[data-no-words]")).to_be_hidden()
    page.click("[data-next]")
    expect(page.locator("#step-where")).to_be_visible()


def test_category_is_chosen_by_its_picture_and_photo_and_place_stand_in_the_preview(visitor, tmp_path):
    page = visitor().page
    page.goto("/lapor")
    page.set_input_files("#id_camera", jpeg_with_place(tmp_path / "a.jpg"))
    expect(page.locator(".preview img")).to_be_in_viewport()
    page.fill("#id_text", "Sudah tiga hari begini")
    page.click("[data-pictures] summary")
    page.click("[data-group='Air bersih']")
    expect(page.locator("[data-group='Air bersih']")).to_have_attribute("aria-pressed", "true")
    look_at(page)
    page.click("[data-picture-categories] button:text-is('Air keruh atau berbau')")
    expect(page.locator("#id_category")).to_have_value("air-keruh")
    expect(page.locator("#id_category")).to_be_focused()
    page.click("[data-photo-place] button")
    page.click("[data-next]")
    page.fill("#id_address", "Depan SMPN 3")
    page.click(".steps a[href='#step-check']")
    card = page.locator("[data-preview-card]")
    expect(card.locator("img")).to_have_count(1)
    expect(card).to_contain_text("Air keruh atau berbau · Depan SMPN 3")
    expect(card).to_contain_text("titik ditandai di peta")
    look_at(page)


def test_danger_is_one_tap_away_on_every_step_with_the_numbers_that_fit(visitor):
    page = visitor(**elsewhere(9)).page
    page.goto("/lapor")
    page.fill("#id_text", "Tolong lihat rumah sebelah")
    door, calls = page.locator("[data-danger]"), page.locator("[data-door-calls] .calls:visible a")
    for step in ("what", "where", "you", "check"):
        page.click(f".steps a[href='#step-{step}']")
        expect(door.locator("summary")).to_be_in_viewport()
    expect(page.locator("[data-preview-card]")).to_contain_text("Tolong lihat")
    door.locator("summary").click()
    for code, numbers in (("korupsi", []), ("ancaman-jiwa", ["112"]), ("kekerasan-anak", ["112", "129"])):
        page.check(f"[name=concern][value={code}]")
        expect(calls).to_have_text(numbers)
    look_at(page)
    expect(page.locator("[data-preview-card]")).not_to_contain_text("Tolong lihat")
    page.wait_for_timeout(800)  # the draft is kept a moment after the last change
    assert page.evaluate(KEPT) == 0
    page.click("[data-send]")
    number = steps.read_receipt(page).number
    assert visitor().page.request.get(f"/laporan/{number}").status == 404


def test_two_tabs_keep_a_draft_each_and_a_closed_one_is_given_back(visitor):
    person = visitor()
    first = person.page
    first.goto("/lapor")
    go_on(first, "Lampu mati di gang tiga")
    first.wait_for_timeout(800)  # the draft is kept a moment after the last key
    second = person.context.new_page()
    second.goto("/lapor")
    expect(second.locator("form.is-stepped")).to_be_attached()
    second.wait_for_timeout(500)
    expect(second.locator("#id_text")).to_have_value("")
    go_on(second, "Sampah menumpuk di pasar")
    second.wait_for_timeout(800)
    for page, words in ((first, "Lampu mati di gang tiga"), (second, "Sampah menumpuk di pasar")):
        page.reload()
        expect(page.locator("#id_text")).to_have_value(words)
    first.click("[data-send]")
    steps.read_receipt(first)
    first.locator("body[data-ready]").wait_for()
    second.close()
    third = person.context.new_page()
    third.goto("/lapor")
    expect(third.locator("#id_text")).to_have_value("Sampah menumpuk di pasar")
    expect(third.locator("[data-draft-notice]")).to_be_visible()


def test_identity_is_asked_once_there_is_something_to_know(visitor):
    page = visitor().page
    page.goto("/lapor")
    page.fill("#id_text", "Got mampet")
    page.click(".steps a[href='#step-you']")
    question = page.locator("[data-identity]")
    expect(question).to_be_hidden()
    page.fill("#id_phone", "081234567890")
    expect(question).to_be_visible()
    expect(page.locator("input[name=identity]:checked")).to_have_value("anonymous")
    page.fill("#id_name", "Siti")
    expect(page.locator("input[name=identity]:checked")).to_have_value("named")
    page.check("input[name=identity][value=anonymous]")
    page.fill("#id_name", "Siti Aminah")  # what the person says stays
    expect(page.locator("input[name=identity]:checked")).to_have_value("anonymous")
    look_at(page)


def test_limits_are_said_when_they_are_met(visitor, tmp_path):
    page = visitor().page
    page.goto("/lapor")
    expect(page.get_by_text(re.compile(r"15 MB"))).to_be_hidden()
    (tmp_path / "besar.pdf").write_bytes(b"%PDF-1.4\n" + b"0" * (40 * 2**20))
    page.set_input_files("#id_photos", tmp_path / "besar.pdf")
    expect(page.locator("[data-photo-error]")).to_contain_text(
        re.compile(r"besar.pdf terlalu besar: 40,0 MB, paling besar \d+ MB")
    )


def test_what_is_no_photo_is_said_at_once_and_the_others_stay(visitor, street_photo, tmp_path):
    page = visitor().page
    page.goto("/lapor")
    broken, empty, program = tmp_path / "rusak.jpg", tmp_path / "kosong.jpg", tmp_path / "x.exe"
    broken.write_bytes(b"not a photo")
    empty.write_bytes(b"")
    program.write_bytes(b"MZ\x90")
    page.set_input_files("#id_photos", [broken, street_photo, empty, program])
    problem = page.locator("[data-photo-error]")
    for name in ("rusak.jpg", "kosong.jpg", "x.exe"):
        expect(problem).to_contain_text(f"{name} tidak dapat dibaca")
    expect(page.locator("[data-previews] .preview")).to_have_count(1)
    look_at(page)
