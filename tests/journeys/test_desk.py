"""The counter: an officer files for a person with the keyboard alone, in the order a person speaks; the receipt is printed."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.browser import DESK

pytestmark = pytest.mark.journey
TEXT = "Ibu Karti: got di depan rumahnya mampet sejak pekan lalu."
ORDER = ["channel", "source", "text", "kind", "category", "area", "address", "identity", "visibility", "name", "phone", "email", "consent", "photos"]


def test_officer_files_for_a_person_and_prints_the_receipt(visitor):
    desk = visitor(viewport=DESK)
    desk.context.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    page = steps.sign_in(desk, "loket")
    page.wait_for_url("**/loket/")
    page.focus("#id_text")
    page.keyboard.type(TEXT)
    look_up(page, "#id_category", "salu ter", "Saluran atau got tersumbat")
    look_up(page, "#id_area", "banjard", "Banjardowo")
    page.fill("#id_name", "Karti")
    page.press("#id_name", "Control+Enter")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value(TEXT)
    page.check("#id_consent")
    page.press("#id_text", "Control+Enter")
    receipt = steps.read_receipt(page)
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    expect(page.locator(".qr svg")).to_be_visible()
    expect(page.locator(".code-box")).to_be_visible()
    expect(page.locator(".console-nav")).to_be_hidden()
    provenance_is_kept(steps.sign_in(visitor(viewport=DESK), "verifikator"), receipt.number)


def look_up(page: Page, select: str, letters: str, found: str) -> None:
    """Type the first letters; the first fitting choice is taken."""
    page.fill(f".field:has({select}) input[type=search]", letters)
    expect(page.locator(f"{select} option:checked")).to_have_text(found)


def provenance_is_kept(page: Page, number: str) -> None:
    steps.open_from_inbox(page, number)
    expect(page.locator("article .facts")).to_contain_text("Lutfi (demo petugas loket)")
    expect(page.locator("article")).to_contain_text(TEXT)


def test_tab_goes_in_the_order_a_person_speaks(visitor):
    page = steps.sign_in(visitor(viewport=DESK), "loket")
    page.focus("#id_channel")
    names = ["channel"]
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name")
        if name and name != names[-1]:
            names.append(name)
        if page.evaluate("document.activeElement.matches('.form-submit button')"):
            break
    assert names == ORDER
