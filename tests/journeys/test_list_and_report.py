"""A list and the reports opened from it, on a desk: what was done is seen, and the place in the list is kept."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.browser import DESK

pytestmark = pytest.mark.journey
CURRENT = ".inbox .is-current-row"


def test_what_was_done_is_said_where_it_is_seen(visitor):
    """The list beside the report goes to its row without moving the page."""
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    page.goto("/konsol/?queue=open")
    page.locator("[data-row] a").nth(5).click()
    expect(page.locator(f".list-pane {CURRENT}")).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
    steps.open_act(page, "work_note")
    page.fill("details[data-act=work_note] textarea", "Sudah ditelepon.")
    page.click("details[data-act=work_note] button[type=submit]")
    expect(page.locator(".notice.tone-good").first).to_be_in_viewport()
    expect(page.locator(f".list-pane {CURRENT}")).to_be_in_viewport()
    expect(page.locator(".notice.tone-good").first).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0


def test_the_way_back_leads_to_the_row_that_was_open(visitor):
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    page.goto("/konsol/?queue=open")
    for _row in range(9):
        page.keyboard.press("j")
    number = page.locator(CURRENT).get_attribute("data-number")
    page.keyboard.press("Enter")
    page.wait_for_url("**/konsol/laporan/**")
    page.keyboard.press("Escape")
    page.wait_for_url("**/konsol/?queue=open")
    expect(page.locator(CURRENT)).to_have_attribute("data-number", number)
    expect(page.locator(CURRENT)).to_be_in_viewport()
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(CURRENT)).to_have_attribute("data-number", number)


def test_the_second_page_of_a_list_is_come_back_to(visitor):
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    page.goto("/konsol/?queue=closed")
    page.click(".pager [rel=next]")
    page.wait_for_url("**after=**")
    second, row = page.url, page.locator("[data-row]").nth(3)
    number = row.get_attribute("data-number")
    row.locator("a").click()
    expect(page.locator(f".list-pane {CURRENT}")).to_have_attribute("data-number", number)
    page.keyboard.press("Escape")
    page.wait_for_url(second)
    expect(page.locator(CURRENT)).to_have_attribute("data-number", number)
    expect(page.locator(CURRENT)).to_be_in_viewport()


def test_queues_are_gone_to_by_their_name_from_a_report_too(visitor):
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    page.goto("/konsol/?queue=open")
    page.locator("[data-row] a").first.click()
    expect(page.locator(f".list-pane {CURRENT}")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("menunggu saya")
    found = page.locator("[data-palette] [data-found] button").first
    expect(found).to_have_text(re.compile(r"^Menunggu saya( \d+\+?)?$"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/konsol/?queue=mine")


def test_control_and_enter_send_what_was_chosen_for_many(visitor):
    """On the page that shows the effects nothing has the focus."""
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    page.goto("/konsol/?publication=pending&state=received")
    for _row in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    page.click("[data-bulk] button[value=work_note]")
    page.wait_for_url("**/konsol/banyak**")
    page.fill("main textarea[name=text]", "Dicek bersama.")
    page.keyboard.press("Escape")  # leaves the field
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice.tone-good")).to_contain_text("2 laporan")
