"""The statistics of a full city: at most six screens of a phone, nothing runs out at the side at any width, and the
denominators of the leading figures are always to be seen."""

import psycopg
import pytest

from tests.journeys.audit import SIDEWAYS, look_at
from tests.journeys.browser import PHONE

pytestmark = pytest.mark.journey
LONG_AGO = "2019-01-01"  # a month that no demo report is of
WIDTHS = (360, 480, 600, 639, 641, 700, 768, 800, 853, 912, 920, 960, 1024, 1100, 1199, 1200, 1280)
SCREENS = 6
PUT = """
INSERT INTO measure_scorecount (root_id, subject, month, measure, is_hidden, reports)
SELECT (SELECT id FROM agencies_agency WHERE code = 'pemkot'), subject, %(month)s, %(measure)s, false, %(count)s FROM (
SELECT 'agency:' || id FROM agencies_agency UNION SELECT 'area:' || code FROM agencies_area WHERE level = 'district'
UNION SELECT 'category:' || id FROM agencies_category UNION SELECT 'city'
UNION SELECT 'channel:' || unnest(ARRAY['web', 'app', 'whatsapp', 'sms', 'telegram', 'email', 'counter', 'phone'])
) AS them(subject)
"""
MEASURES = {"received": 12345, "answered": 11000, "due": 11500, "in_time": 9876, "confirmed": 4321, "late": 500}


@pytest.fixture
def full_city(installation):
    """Every office, area and category has enough reports for a place, so that nothing is folded for being small."""
    with psycopg.connect(installation.superuser_url, autocommit=True) as connection:
        for measure, count in MEASURES.items():
            connection.execute(PUT, {"month": LONG_AGO, "measure": measure, "count": count})
        yield
        connection.execute("DELETE FROM measure_scorecount WHERE month = %s", [LONG_AGO])


def test_a_full_city_takes_six_screens_of_a_phone_and_fits_every_width(visitor, full_city):
    page = visitor().page
    page.goto("/statistik/?period=all")
    assert page.locator(".scores tbody tr").count() > 50
    page.set_viewport_size(PHONE)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= SCREENS * PHONE["height"], f"{height} px"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == [], width
    for fold in page.locator("main details > summary").all():
        fold.click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == [], f"{width} with all unfolded"
    look_at(page)


@pytest.mark.parametrize("path", ["/", "/statistik/"])
def test_each_leading_figure_shows_what_it_is_a_part_of(visitor, path):
    page = visitor().page
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(path)
        notes = page.locator("[data-figure] dd.small:nth-of-type(2)")
        assert notes.count() == 3
        for note in notes.all():
            assert note.is_visible()
            assert "dari" in note.inner_text()


@pytest.mark.parametrize("path", ["/statistik/", "/statistik/instansi/perkim/", "/statistik/wilayah/33.74.01/"])
def test_the_demo_s_statistics_take_six_screens_too(visitor, path):
    page = visitor().page
    page.set_viewport_size(PHONE)
    for period in ("month", "quarter", "year", "all"):
        page.goto(f"{path}?period={period}")
        assert page.evaluate("document.documentElement.scrollHeight") <= SCREENS * PHONE["height"]
