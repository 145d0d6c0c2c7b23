"""On a phone of 360 px: a report is found on the list by a word typed wrong, and on the map by going nearer; without
JavaScript by the list."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey


def test_report_is_found_on_the_list_by_a_word_typed_wrong(visitor):
    page = visitor().page
    page.goto("/laporan/")
    page.fill("input[name=q]", "lapmu")
    page.press("input[name=q]", "Enter")
    expect(page.locator(".notice")).to_contain_text("lampu")
    expect(page.locator(".report-card").first).to_contain_text(re.compile("lampu", re.IGNORECASE))
    page.click("details.fold summary")
    page.select_option("#id_state", "open")
    page.click("details.fold button[type=submit]")
    assert page.url.endswith("/laporan/?q=lapmu&state=open")  # nothing empty: it can be shared
    page.click(".report-card a >> nth=0")
    expect(page.locator(".report-head")).to_be_visible()


def drawn(page: Page, zoom: int) -> None:
    expect(page.locator("[data-city-map]")).to_have_attribute("data-drawn", str(zoom))


def shown(page: Page) -> int:
    """Reports on the map, clusters by their number and points as one."""
    return (
        sum(int(text) for text in page.locator(".map-cluster").all_inner_texts())
        + page.locator(".leaflet-marker-pane .map-point").count()
    )


def test_report_is_found_on_the_map_at_three_zooms(visitor):
    visited = visitor()
    page = visited.page
    page.goto("/peta/")
    expect(page.locator("[data-city-map]")).to_have_attribute("data-drawn", re.compile(r"\d+"))
    far = int(page.locator("[data-city-map]").get_attribute("data-drawn") or 0)
    assert shown(page) == int(re.sub(r"\D", "", page.inner_text("[data-map-said]")))
    assert "bbox=" in page.url
    biggest = max(page.locator(".map-cluster").all(), key=lambda one: int(one.inner_text()))
    together = int(biggest.inner_text())
    biggest.click()
    drawn(page, far + 2)
    assert shown(page) == int(re.sub(r"\D", "", page.inner_text("[data-map-said]")))
    # nearer, it falls apart
    assert all(int(text) < together for text in page.locator(".map-cluster").all_inner_texts())
    page.goto("/peta/?bbox=110.42,-6.99,110.44,-6.975")  # an address that somebody shared: nearer still
    expect(page.locator("[data-city-map]")).to_have_attribute("data-drawn", re.compile(r"1[4-8]"))
    page.locator(".leaflet-marker-icon:has(.map-point)").first.press("Enter")
    link = page.locator("[data-map-card] a")
    expect(link).to_be_focused()
    link.press("Enter")
    expect(page.locator(".report-head")).to_be_visible()


def point_in_sight(page):
    """A sign of one report well inside the map: others are drawn beyond its edge."""
    points = page.locator(".leaflet-marker-icon:has(.map-point)")
    points.first.wait_for()
    edge = page.locator("[data-map-canvas]").bounding_box()
    for point in points.all():
        box = point.bounding_box()
        if box["y"] > edge["y"] + 40 and box["y"] + box["height"] < edge["y"] + edge["height"] - 40:
            return point
    raise AssertionError("no report in sight")


@pytest.mark.parametrize("width", [360, 1280])
def test_card_of_a_report_stays_while_the_map_moves_and_is_drawn_anew(visitor, width):
    page = visitor(viewport={"width": width, "height": 740}).page
    page.goto("/peta/?bbox=110.42,-6.99,110.44,-6.975")
    point_in_sight(page).click()
    card = page.locator("[data-map-card]")
    title = card.locator("a").inner_text()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight"):
        with page.expect_response(lambda answer: "part=list" in answer.url):  # the signs were drawn anew by then
            page.locator("[data-map-canvas]").press(key)
        expect(card.locator("a")).to_have_text(title)
    expect(page.locator(".map-point.is-open")).to_have_count(1)  # marked in each drawing
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator("[data-map-canvas]")).to_be_focused()
    expect(page.locator(".map-point.is-open")).to_have_count(0)


@pytest.mark.parametrize("start", ["/", "/laporan/?state=open"])
def test_reports_around_somebody_are_one_tap_from_home_and_list(visitor, start):
    here = {"latitude": -6.9932, "longitude": 110.4203, "accuracy": 12}
    page = visitor(geolocation=here, permissions=["geolocation"]).page
    page.goto(start)
    page.get_by_role("link", name="di sekitar saya").click()
    drawn(page, 16)
    expect(page.locator(".map-me")).to_be_visible()
    assert ("state=open" in page.url) == ("state=open" in start)


def test_near_me_and_filters_on_the_map(visitor):
    page = visitor(
        geolocation={"latitude": -6.9932, "longitude": 110.4203, "accuracy": 12}, permissions=["geolocation"]
    ).page
    page.goto("/peta/?state=closed")
    page.click("[data-near]")
    drawn(page, 16)
    expect(page.locator(".map-me")).to_be_visible()
    assert "state=closed" in page.url
    expect(page.locator(".leaflet-marker-pane .map-hit").first).to_be_visible()
    assert page.locator(".leaflet-marker-pane .is-round").count() == 0


def test_map_page_without_javascript_is_a_list_with_filters(visitor):
    page = visitor(java_script_enabled=False).page
    page.goto("/peta/?state=resolved")
    expect(page.locator(".map-without")).to_be_visible()
    expect(page.locator(".map-list .report-card").first).to_be_visible()
