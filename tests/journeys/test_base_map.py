"""Streets below the reports: asked only once a map is opened, gone again where nobody answers. The tiles are played: no
test asks another host."""

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.journeys.browser import Visitor
from tests.journeys.installation import Installation, start, stop
from tests.map_files import picture_map, vector_map

pytestmark = pytest.mark.journey
TILES = "https://tile.openstreetmap.org/**"


@pytest.fixture(scope="module")
def streets(tmp_path_factory) -> Iterator[Installation]:
    """A demo of its own as `make run` starts it: no setting of the map."""
    folder = tmp_path_factory.mktemp("streets")
    known = start(folder / "data", folder / "log.txt", {"LAPOR_MAP_TILES": ""})
    running = Installation(str(known["url"]), folder / "data", int(str(known["pid"])))
    yield running
    stop(running)


@pytest.fixture
def visited(browser, streets) -> Iterator[Visitor]:
    one = Visitor(browser, streets.url)
    yield one
    one.close()
    assert one.complaints == []


def play(page: Page) -> list[dict[str, str]]:
    """Answers for the tile server; gives what was asked, as headers."""
    asked: list[dict[str, str]] = []
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), "beige").save(picture, "PNG")

    def answer(route: Route) -> None:
        asked.append(route.request.headers)
        route.fulfill(body=picture.getvalue(), content_type="image/png")

    page.context.route(TILES, answer)
    return asked


def test_streets_are_asked_for_when_a_map_is_opened_and_say_whose_they_are(visited, streets):
    page = visited.page
    asked = play(page)
    page.goto("/lapor")
    page.click(".steps a[href='#step-where']")
    expect(page.locator("[data-map-source]")).to_contain_text("OpenStreetMap")
    page.fill("#id_address", "Jalan Pemuda")
    expect(page.get_by_role("option").first).to_be_visible()
    assert asked == []
    page.keyboard.press("Escape")
    page.click("[data-open-map]")
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    source = page.locator(".leaflet-control-attribution a")
    expect(source).to_have_attribute("href", "https://www.openstreetmap.org/copyright")
    assert {one.get("referer") for one in asked} == {f"{streets.url}/"}  # the site, as their rules ask; no path
    assert not any("cookie" in one for one in asked)


def test_no_streets_are_asked_for_where_words_tell_of_a_protected_matter(visited):
    page = visited.page
    asked = play(page)
    page.goto("/lapor")
    page.click(".steps a[href='#step-what']")
    page.fill("#id_text", "Saya dipukuli suami tiap malam.")
    expect(page.locator("[data-protected]")).to_be_visible()
    page.click(".steps a[href='#step-where']")
    page.click("[data-open-map]")
    expect(page.locator("path.area").first).to_be_visible()
    expect(page.locator(".area-name").first).to_be_visible()
    assert asked == []


def test_outlines_stay_where_nobody_answers(visited):
    page = visited.page
    page.context.route(TILES, lambda route: route.abort())
    page.goto("/peta/")
    expect(page.locator("[data-city-map]")).to_have_attribute("data-drawn", re.compile(r"\d+"))
    expect(page.locator(".leaflet-tile-pane .leaflet-layer")).to_have_count(0)
    expect(page.locator("path.area").first).to_be_visible()
    expect(page.locator(".has-tiles")).to_have_count(0)
    assert visited.complaints
    assert all("net::ERR_FAILED" in text for text in visited.complaints)  # the browser's own word for each tile
    visited.complaints.clear()


LAND = [226, 223, 218, 255]  # of the library's light look, on a ground of 204, 204, 204
COLOUR = """canvas => [...canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data]"""


def imported(streets: Installation, content: bytes, page: Page) -> Page:
    """The map page once the file is the base map of every process."""
    path = streets.data_dir / "kota.pmtiles"
    path.write_bytes(content)
    done = streets.lapor("map", "import", str(path))
    assert done.returncode == 0, done.stderr
    page.wait_for_timeout(5500)  # so long a process believes what it knew
    page.goto("/peta/")
    return page


def test_map_file_of_vectors_is_drawn_from_our_own_server_alone(visited, streets):
    hosts: set[str] = set()
    visited.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page = imported(streets, vector_map(), visited.page)
    canvas = page.locator("canvas.leaflet-tile-loaded").first
    expect(canvas).to_be_attached()
    assert canvas.evaluate(COLOUR) == LAND
    expect(page.locator(".has-tiles")).to_be_attached()
    expect(page.locator(".leaflet-control-attribution")).to_have_text("© OpenStreetMap contributors")
    expect(page.locator("[data-map-source]")).to_have_count(0)
    assert {host for host in hosts if host} == {streets.url.removeprefix("http://")}


def test_map_file_of_pictures_is_drawn_too(visited, streets):
    page = imported(streets, picture_map(), visited.page)
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".has-tiles")).to_be_attached()
