"""On a phone of 360 px whose location is denied: a street is typed, the pin is set and moved, the report is filed; with
and without JavaScript, by keyboard too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.audit import look_at

pytestmark = pytest.mark.journey
TEXT = "Lampu jalan mati sejak Senin."


def where(page: Page) -> None:
    page.goto("/lapor")
    page.click(".steps a[href='#step-where']")


def point(page: Page) -> tuple[float, float]:
    return float(page.input_value("#id_latitude")), float(page.input_value("#id_longitude"))


def test_denied_location_leads_to_words_pin_and_a_filed_report(visitor):
    page = visitor(permissions=[]).page
    where(page)
    page.click("[data-locate]")
    expect(page.locator("#id_address")).to_be_focused()
    page.keyboard.type("depan SMPN 3")
    option = page.get_by_role("option", name=re.compile("SMP Negeri 3"))
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(page.locator("#id_address")).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(page.locator("[data-place-status]")).to_contain_text("SMP Negeri 3 Semarang")
    assert point(page) == (-6.988, 110.4155)
    expect(page.locator("#id_address")).to_have_value("depan SMPN 3")  # it says more than the name
    expect(page.locator("#step-where")).to_be_visible()  # Enter chose, and did not go on
    pin = page.locator(".map-pin")
    expect(pin).to_be_visible()
    move(page, pin)
    moved = point(page)
    assert moved != (-6.988, 110.4155)
    page.click(".steps a[href='#step-what']")
    page.fill("#id_text", TEXT)
    page.click(".steps a[href='#step-check']")
    page.click("[data-send]")
    receipt = steps.read_receipt(page)
    page.goto(f"/laporan/{receipt.number}")
    expect(page.locator(".facts")).to_contain_text("Semarang")


def test_other_words_take_the_point_of_the_first_ones_away(visitor):
    page = visitor(permissions=[]).page
    where(page)
    page.locator("#id_address").press_sequentially("smpn 3")
    page.get_by_role("option", name=re.compile("SMP Negeri 3")).click()
    expect(page.locator("[data-place-status]")).to_contain_text("SMP Negeri 3 Semarang")
    page.locator("#id_address").press_sequentially(", gerbang timur")  # more about the same place
    assert point(page) == (-6.988, 110.4155)
    page.fill("#id_address", "warung mbok darmi mangkang")
    expect(page.locator("[data-place-status]")).to_contain_text("Titik dihapus")
    values = [page.input_value(f"#id_{name}") for name in ("latitude", "longitude", "area")]
    assert values == ["", "", ""]


def move(page: Page, pin) -> None:
    """Drags the pin a little to the right."""
    pin.scroll_into_view_if_needed()
    box = pin.bounding_box()
    assert box is not None
    before = page.input_value("#id_longitude")
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 40, middle[1] + 10, steps=6)
    page.mouse.up()
    expect(page.locator("#id_longitude")).not_to_have_value(before)


def test_street_is_completed_and_unknown_words_are_said(visitor):
    page = visitor().page
    where(page)
    page.click("#id_address")
    page.keyboard.type("Jl. Pandana")
    page.get_by_role("option", name=re.compile("Jalan Pandanaran")).click()
    expect(page.locator("#id_address")).to_have_value("Jalan Pandanaran")
    page.fill("#id_address", "")
    page.keyboard.type("warung xqzvw")
    box = page.locator("[data-place-words]")
    expect(box.locator("[role=status]")).to_have_text(box.get_attribute("data-none") or "")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_list_of_places_is_usable_by_everybody(visitor):
    page = visitor().page
    where(page)
    page.fill("#id_address", "pasar")
    expect(page.get_by_role("option").first).to_be_visible()
    look_at(page)


def test_without_javascript_the_place_is_chosen_of_a_list(visitor):
    page = visitor(java_script_enabled=False).page
    page.goto("/lapor")
    page.fill("#id_text", TEXT)
    page.fill("#id_address", "jl pandanaran")
    page.click("[data-find-place] button")
    page.click("[data-found-places] button >> nth=0")
    expect(page.locator("#id_text")).to_have_value(TEXT)
    assert point(page) == (-6.9868, 110.4135)
    page.click("[data-send]")
    assert steps.read_receipt(page).number


def test_phone_that_says_nowhere_is_told_so(visitor):
    page = visitor(geolocation={"latitude": 0, "longitude": 0}, permissions=["geolocation"]).page
    where(page)
    page.click("[data-locate]")
    status = page.locator("[data-place-status]")
    expect(status).to_have_text(status.get_attribute("data-nowhere") or "")
    expect(page.locator("#id_latitude")).to_have_value("")


def test_location_of_the_phone_is_a_proposal_on_the_map(visitor):
    here = {"latitude": -6.9652, "longitude": 110.4785, "accuracy": 12}
    page = visitor(geolocation=here, permissions=["geolocation"]).page
    where(page)
    page.click("[data-locate]")
    pin = page.locator(".map-pin")
    expect(pin).to_be_visible()
    expect(page.locator("[data-place-status]")).to_contain_text("Benar di sini?")
    move(page, pin)
    assert point(page)[1] > here["longitude"]


def test_place_of_a_photo_is_a_proposal_on_the_map(visitor, street_photo):
    page = visitor().page
    page.goto("/lapor")
    page.set_input_files("#id_photos", street_photo)
    page.click("[data-photo-place] button")
    expect(page.locator("#id_latitude")).not_to_have_value("")
    page.click(".steps a[href='#step-where']")
    pin = page.locator(".map-pin")
    expect(pin).to_be_visible()
    move(page, pin)
