"""A sticker is scanned on a phone that keeps a draft of something else: neither is mixed with the other, nor lost."""

import psycopg
import pytest
from playwright.sync_api import Page, expect

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
