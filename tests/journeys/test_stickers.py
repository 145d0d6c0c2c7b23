"""A sticker is scanned on a phone that keeps a draft of something else: neither is mixed with the other, nor lost."""

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import elsewhere
from tests.journeys.steps import read_receipt

pytestmark = pytest.mark.journey
OLD, NEW = "Jalan berlubang di dekat Pasar Johar.", "Lampunya mati sejak Senin."
PUT = """
INSERT INTO agencies_asset (root_id, code, name, category_id, latitude, longitude, is_active)
SELECT root_id, 'PJU-0123', 'Lampu Jalan Pandanaran 12', id, -6.9883, 110.4155, true FROM agencies_category
WHERE code = 'lampu-jalan-baru'
"""


@pytest.fixture
def sticker(installation):
    with psycopg.connect(installation.superuser_url, autocommit=True) as connection:
        connection.execute(PUT)
        yield "/lapor?aset=PJU-0123"
        connection.execute("DELETE FROM agencies_asset WHERE code = 'PJU-0123'")


def shown(page: Page) -> list[str]:
    return [page.input_value(f"#id_{name}") for name in ("text", "latitude", "asset")]


def write(page: Page, words: str) -> None:
    """And wait: the draft is kept a moment after the last letter."""
    page.fill("#id_text", words)
    page.wait_for_timeout(1500)


def test_a_scanned_sticker_leaves_the_draft_of_something_else_alone(visitor, sticker):
    page = visitor().page
    page.goto("/lapor")
    write(page, OLD)
    page.goto(sticker)
    expect(page.locator("#id_asset")).to_have_value("PJU-0123")
    page.wait_for_timeout(1000)
    assert shown(page) == ["", "-6.9883", "PJU-0123"]
    expect(page.locator("[data-draft-notice]")).to_be_hidden()
    write(page, NEW)
    page.reload()
    expect(page.locator("#id_text")).to_have_value(NEW)
    page.goto("/lapor")
    expect(page.locator("#id_text")).to_have_value(OLD)
    assert shown(page) == [OLD, "", ""]


def test_discarding_the_draft_of_a_sticker_leaves_what_the_sticker_says(visitor, sticker):
    page = visitor().page
    page.goto(sticker)
    write(page, NEW)
    page.reload()
    expect(page.locator("#id_text")).to_have_value(NEW)
    page.click("[data-draft-discard]")
    expect(page.locator("#id_text")).to_have_value("")
    assert shown(page) == ["", "-6.9883", "PJU-0123"]


def test_a_lamp_is_reported_in_three_taps_and_one_sentence(visitor, sticker):
    page = visitor(**elsewhere(31)).page
    page.goto(sticker)
    page.fill("#id_text", NEW)
    page.click("[data-next]")
    page.click("[data-next]")
    expect(page.locator("[data-preview-card]")).to_contain_text("Lampu Jalan Pandanaran 12")
    page.click("[data-send]")
    read_receipt(page)


def test_what_a_sticker_says_of_the_place_can_be_put_right(visitor, sticker):
    page = visitor().page
    page.goto(sticker)
    write(page, NEW)
    page.click("[data-next]")
    expect(page.locator("#step-you")).to_be_visible()
    page.click("[data-back]")
    expect(page.locator("#step-what")).to_be_visible()
    page.click(".steps a[href='#step-where']")
    page.fill("#id_address", "Depan SMPN 3")
    page.click("[data-next]")
    expect(page.locator("#step-you")).to_be_visible()
    page.click(".steps a[href='#step-check']")
    expect(page.locator("[data-preview-card]")).to_contain_text("Depan SMPN 3")
