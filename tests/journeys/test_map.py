"""The place: by a tap on the map, by the phone's sensor, and what is said where the sensor is refused."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey
IN_GENUK = {"latitude": -6.9652, "longitude": 110.4785, "accuracy": 12}
IN_JAKARTA = {"latitude": -6.2, "longitude": 106.8}
TEXT = "Pohon miring di tepi jalan."


def where(page: Page) -> None:
    page.goto("/lapor")
    page.click(".steps a[href='#step-where']")


def test_tap_on_the_map_chooses_place_and_kelurahan_and_the_report_shows_it(visitor):
    page = visitor().page
    where(page)
    page.click("[data-open-map]")
    expect(page.locator("path.area").first).to_be_visible()
    expect(page.locator(".map-note")).to_be_visible()
    steps.go_near(page)
    first = tap(page, 0.4)
    expect(page.locator("path.area.is-chosen")).to_have_count(1)  # the map stands still again
    drag_east(page)
    second = tap(page, 0.05)
    assert first != second
    expect(page.locator("path.area.is-chosen")).to_have_count(1)
    page.click(".steps a[href='#step-what']")
    page.fill("#id_text", TEXT)
    page.click(".steps a[href='#step-check']")
    page.click("[data-send]")
    receipt = steps.read_receipt(page)
    page.goto(f"/laporan/{receipt.number}")
    expect(page.locator(".facts")).to_contain_text(second)
    page.click("[data-map-show] button")
    expect(page.locator(".map-pin")).to_be_visible()


def drag_east(page: Page) -> None:
    """Some two kilometres, to another kelurahan."""
    box = page.locator("[data-map-canvas]").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    for _ in range(4):
        page.mouse.move(box["x"] + box["width"] - 20, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + 60, middle, steps=5)
        page.mouse.up()


def tap(page: Page, across: float) -> str:
    """Tap the map's middle line; gives the name of the kelurahan that was chosen."""
    canvas = page.locator("[data-map-canvas]")
    box = canvas.bounding_box()
    assert box is not None
    before = page.input_value("#id_longitude")
    canvas.click(position={"x": box["width"] * across, "y": box["height"] / 2})
    expect(page.locator("#id_longitude")).not_to_have_value(before)
    latitude, longitude = float(page.input_value("#id_latitude")), float(page.input_value("#id_longitude"))
    assert -7.2 < latitude < -6.9
    assert 110.2 < longitude < 110.6
    return page.inner_text("#id_area option:checked")


def test_location_of_the_phone_finds_the_kelurahan(visitor):
    page = visitor(geolocation=IN_GENUK, permissions=["geolocation"]).page
    where(page)
    page.click("[data-locate]")
    expect(page.locator("[data-place-status]")).to_contain_text("15 m")
    assert float(page.input_value("#id_latitude")) == pytest.approx(IN_GENUK["latitude"])
    expect(page.locator("[data-place-status]")).to_contain_text(", Genuk.")
    chosen = page.eval_on_selector("#id_area option:checked", "option => option.parentElement.label")
    assert chosen == "Genuk"
    page.click("[data-clear-place]")
    expect(page.locator("#id_latitude")).to_have_value("")


def test_place_outside_the_city_is_said_and_still_taken(visitor):
    page = visitor(geolocation=IN_JAKARTA, permissions=["geolocation"]).page
    where(page)
    page.click("[data-locate]")
    status = page.locator("[data-place-status]")
    expect(status).to_have_text(status.get_attribute("data-outside"))
    assert float(page.input_value("#id_latitude")) == pytest.approx(IN_JAKARTA["latitude"])


def test_refused_location_says_what_to_do_instead(visitor):
    page = visitor(permissions=[]).page
    where(page)
    page.click("[data-locate]")
    status = page.locator("[data-place-status]")
    expect(status).to_have_text(status.get_attribute("data-refused"))
    expect(page.locator("[data-open-map]")).to_be_visible()
    expect(page.locator("#id_area")).to_be_visible()


def test_console_shows_the_place_at_once_on_a_wide_screen(visitor):
    page = steps.sign_in(visitor(viewport={"width": 1280, "height": 800}), "verifikator")
    page.click("[data-row] a >> nth=0")
    expect(page.locator(".map-pin")).to_be_visible()
    expect(page.locator(".map-note")).to_be_visible()
