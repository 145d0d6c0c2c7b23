"""The inbox at work: keys, filters that stand in the address, publishing several at once; all of it on a phone too."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.browser import DESK

pytestmark = pytest.mark.journey


def test_line_says_state_clock_title_place_and_channel_and_overdue_ones_stand_first(visitor):
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    row = page.locator("[data-row]").first
    for part in ("h2 a", ".state", ".inbox-clock.is-late", ".inbox-meta", "svg[role=img][aria-label]"):
        expect(row.locator(part).first).to_be_visible()
    assert {box["height"] for one in page.locator("[data-row]").all() if (box := one.bounding_box())} <= {63, 64}
    page.goto("/konsol/?queue=open&late=1")
    late = page.locator(".inbox-clock.is-late").count()
    assert late == page.locator("[data-row]").count() > 0


def test_keys_walk_the_list_choose_and_open(visitor):
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-keys]")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.locator("h1").click()
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    expect(page.locator("[data-row]").first).to_have_class(re.compile("is-current-row"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/konsol/laporan/*?queue=mine")


def test_several_are_published_at_once_on_a_phone(visitor):
    page = steps.sign_in(visitor(), "verifikator")
    page.goto("/konsol/?publication=pending&state=received")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    rows = page.locator("[data-row]:has([data-select])")
    numbers = [rows.nth(place).get_attribute("data-number") for place in (0, 1)]
    for place in (0, 1):
        rows.nth(place).locator("[data-select]").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.click("[data-bulk] button[value=publish]")
    for number in numbers:  # what it would do to each stands there before it is done
        expect(page.locator(f"input[name=report][value='{number}']")).to_be_checked()
    page.click("main form[data-once] button[type=submit]")
    expect(page.locator(".notice.tone-good")).to_contain_text("2")
    for number in numbers:
        expect(page.locator(f"[data-row][data-number='{number}']")).to_have_count(0)


def test_filter_stands_in_the_address_and_is_taken_off_by_its_chip(visitor):
    page = steps.sign_in(visitor(), "verifikator")
    page.click("[data-key=f]")
    page.select_option("#id_kind", "aspiration")
    page.click("form:has(.filter-grid) button")
    page.wait_for_url("**kind=aspiration**")
    page.click(".chip.is-on:has(.visually-hidden)")
    page.wait_for_url(lambda url: "kind=aspiration" not in url)
