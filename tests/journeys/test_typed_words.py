"""What an officer types into an act lives through a reload and the end of the session, and is gone once it was
taken."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

pytestmark = pytest.mark.journey
WORDS = "Sudah ditelepon, pelapor minta dihubungi lagi besok pagi."
OTHERS = "Di tiang nomor berapa?"
ASK = "form:has(input[name=act][value=ask])"
NOTE = "form:has(input[name=act][value=work_note])"


def note_typed(officer, listed):
    """Of the first report of a list, typed and not sent; its address."""
    page = steps.sign_in(officer, "verifikator")
    page.goto(listed)
    page.click("[data-row] a >> nth=0")
    steps.open_act(page, "work_note")
    page.fill(f"{NOTE} textarea", WORDS)
    return page.url


def test_words_live_through_a_reload_and_the_end_of_the_session(visitor):
    officer = visitor()
    page = officer.page
    address = note_typed(officer, "/konsol/?state=received")
    steps.open_act(page, "ask")
    page.fill(f"{ASK} textarea", OTHERS)
    page.reload()
    expect(page.locator(f"{NOTE} textarea")).to_have_value(WORDS)
    expect(page.locator(f"{NOTE} textarea")).to_be_visible()
    page.context.clear_cookies(name="lapor_session")
    page.click(f"{NOTE} button[type=submit]")
    page.wait_for_url("**/masuk?**")
    steps.sign_in(officer, "verifikator")
    page.goto(address)
    expect(page.locator("[data-kept-words] textarea")).to_have_value(WORDS)
    page.click(f"{NOTE} button[type=submit]")
    expect(page.locator("[data-kept-words]")).to_have_count(0)
    page.reload()
    steps.open_act(page, "work_note")
    expect(page.locator(f"{NOTE} textarea")).to_have_value("")
    expect(page.locator(f"{ASK} textarea")).to_have_value(OTHERS)  # typed, and not sent yet


def test_the_next_person_at_the_counter_finds_nothing_of_the_one_before(visitor):
    officer = visitor()
    page = officer.page
    steps.sign_in(officer, "loket")
    page.goto("/loket/")
    page.fill("textarea[name=text]", WORDS)
    page.reload()
    assert page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('typed:'))") == []


@pytest.mark.parametrize("by_button", [True, False], ids=["signed out", "session over"])
def test_the_next_officer_on_the_tab_does_not_see_them(visitor, by_button):
    officer = visitor()
    page = officer.page
    address = note_typed(officer, "/konsol/?queue=open")
    if by_button:
        page.locator("form[data-sign-out] button").click()
        page.wait_for_url(lambda url: "/konsol" not in url)
        assert WORDS not in page.evaluate("JSON.stringify(Object.entries(sessionStorage))")
    else:
        page.context.clear_cookies(name="lapor_session")
    steps.sign_in(officer, "pimpinan")
    page.goto(address)
    steps.open_act(page, "work_note")
    expect(page.locator(f"{NOTE} textarea")).to_have_value("")
