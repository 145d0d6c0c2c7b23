"""Somebody finds a report: by words or number from the front page, the nearest first, on a phone; the five pages at the
thumb with any size of letters."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.audit import AXE, LETTERS, RULES, RUN_AXE, SIDEWAYS

pytestmark = pytest.mark.journey
HERE = {"latitude": -6.99321, "longitude": 110.42034, "accuracy": 12}
WIDTHS = (320, 360, 768, 1280)
PAGES = ("/", "/laporan/?q=sampah+genuk", "/laporan/?sort=nearest", "/laporan/?sort=nearest&near=-6.993,110.42")
SPILLS = """() => [...document.querySelectorAll(".site-nav a")]
  .filter(one => one.scrollWidth > one.clientWidth + 1).length"""
BOX = "one => one.getBoundingClientRect().toJSON()"
FIVE = ["Lapor", "Laporan", "Peta", "Laporan saya", "Statistik"]


def test_words_and_number_from_the_front_page(visitor):
    page = visitor().page
    page.goto("/")
    page.fill("#find-reports", "dinas perhubungan")
    page.press("#find-reports", "Enter")
    expect(page.locator(".hits")).to_have_text(re.compile(r"^[1-9]\d* laporan$"))
    href = page.locator(".report-card a").first.get_attribute("href") or ""
    number = href.rpartition("/")[2]
    page.goto("/")
    page.fill("#find-reports", f"{number[:4]} {number[4:8]} {number[8:]}")
    page.press("#find-reports", "Enter")
    expect(page.locator(".report-head")).to_be_visible()
    assert page.url.endswith(number)


def metres(page: Page) -> list[float]:
    found = re.findall(r"· ([\d,]+) (k?m) ·", "\n".join(page.locator(".report-card .small").all_inner_texts()))
    return [float(number.replace(",", ".")) * (1000 if unit == "km" else 1) for number, unit in found]


def test_nearest_first_where_the_device_says_where_it_is(visitor):
    page = visitor(geolocation=HERE, permissions=["geolocation"]).page
    page.goto("/laporan/?state=open")
    page.get_by_role("link", name="Terdekat").click()
    page.wait_for_url("**sort=nearest**")
    assert page.url.endswith("/laporan/?state=open&sort=nearest&near=-6.993%2C110.420")
    expect(page.get_by_role("link", name="Terdekat")).to_have_attribute("aria-current", "true")
    ways = metres(page)
    assert len(ways) > 5
    assert ways == sorted(ways)


def test_nearest_without_a_place_says_what_helps(visitor):
    page = visitor(permissions=[]).page
    page.goto("/laporan/")
    page.get_by_role("link", name="Terdekat").click()
    expect(page.locator(".notice")).to_contain_text("pilih kecamatan atau kelurahan")
    page.click("details.fold summary")
    page.select_option("#id_area", label="Sekayu")
    page.click("details.fold button[type=submit]")
    expect(page.locator(".notice")).to_have_count(0)  # from its middle
    assert "sort=nearest" in page.url


def test_orders_work_without_javascript(visitor):
    page = visitor(java_script_enabled=False).page
    page.goto("/laporan/?q=lampu")
    page.get_by_role("link", name="Paling didukung").click()
    assert page.url.endswith("/laporan/?q=lampu&sort=supported")
    expect(page.locator(".report-card").first).to_be_visible()


def bar(page: Page) -> list[tuple[str, dict[str, float]]]:
    links = page.locator(".site-nav a")
    return [(" ".join(one.inner_text().split()), one.evaluate(BOX)) for one in links.all()]


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("letters", ["", "150%", "200%"])
def test_five_pages_at_the_thumb(visitor, width, letters):
    """Beside one another, nothing cut off, each as large as a thumb."""
    page = visitor(viewport={"width": width, "height": 740}).page
    page.goto("/laporan/")
    page.evaluate(LETTERS, letters)
    found = bar(page)
    assert [text for text, _box in found] == FIVE
    assert page.locator(".site-nav [aria-current]").inner_text() == "Laporan"
    for _text, box in found:
        assert box["width"] >= 44
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 0.5
        assert box["y"] + box["height"] <= 740.5
    spills = page.evaluate(SPILLS)
    assert spills == 0


def test_five_pages_where_everything_is_twice_as_large(visitor):
    """A phone of 360 px whose browser shows all of it at 200 %."""
    page = visitor(viewport={"width": 180, "height": 370}).page
    page.goto("/laporan/")
    assert [text for text, _box in bar(page)] == FIVE
    page.get_by_role("link", name="Peta", exact=True).click()
    page.wait_for_url("**/peta/**")


@pytest.mark.parametrize("path", PAGES)
def test_pages_to_find_reports_at_four_widths_in_light_and_dark(visitor, path):
    page = visitor().page
    page.goto(path)
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        found += [f"{width}: {one}" for one in page.evaluate(SIDEWAYS)]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme}: {one}" for one in page.evaluate(RUN_AXE, RULES)]
    assert found == []
