"""The network is gone for a while: the counter goes on, receipts are printed at once, and later everything is filed under what was printed."""

import pytest
from playwright.sync_api import Page, expect

from lapor.core.ids import digits_only, show_tracking_id
from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK

pytestmark = pytest.mark.journey
FIRST, SECOND = "Pohon besar miring di depan sekolah, takut roboh", "Air ledeng mati tiga hari di gang kami"


def takes(page: Page, text: str) -> steps.Receipt:
    """A person is served without a network; gives what is printed."""
    page.fill("#id_text", text)
    page.fill("#id_name", "Karti")
    page.check("#id_consent")
    printed = page.evaluate("window.printed")
    page.press("#id_text", "Control+Enter")
    expect(page.locator("[data-offline-place] .tracking-big")).to_be_visible()
    receipt = steps.read_receipt(page)
    assert len(receipt.number) == 10
    assert len(receipt.code) == 16
    assert page.evaluate("window.printed") == printed + 1
    return receipt


def test_two_people_are_served_without_a_network_and_filed_later_under_what_was_printed(visitor, installation):
    desk = visitor(viewport=DESK)
    desk.context.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    page = steps.sign_in(desk, "loket")
    expect(page.locator("form[data-offline-full]")).to_be_visible()
    expect(page.locator("[data-ready-count]")).to_have_text("20")
    desk.context.set_offline(True)
    first = takes(page, FIRST)
    look_at(page)
    page.focus("[data-next-person]")
    page.keyboard.press("Enter")  # the page comes from this machine
    expect(page.locator("[data-kept-list] li")).to_have_count(1)
    expect(page.locator("[data-kept-list]")).to_contain_text(show_tracking_id(first.number).replace(" ", "\N{NO-BREAK SPACE}"))
    page.reload()
    second = takes(page, SECOND)
    assert second.number != first.number
    page.reload()
    expect(page.locator("[data-kept-gone]")).to_be_visible()
    look_at(page)
    assert _filed(installation, first, second) == 0
    lost = lose_the_first_answer(desk.context)
    desk.context.clear_cookies()
    desk.context.set_offline(False)
    expect(page.locator("[data-kept-sign-in]")).to_be_visible()
    assert _filed(installation, first, second) == 0
    steps.sign_in(desk, "loket")
    expect(page.locator("[data-kept-list] li[data-state=sent]")).to_have_count(1)
    assert len(lost) == 1
    page.click("[data-kept-send]")
    expect(page.locator("[data-kept-list] li[data-state=sent]")).to_have_count(2)
    assert _filed(installation, first, second) == 2
    page.goto("/loket/laporan")
    page.fill("#id_number", second.number)
    page.fill("#id_receipt_code", second.code)
    page.press("#id_receipt_code", "Enter")
    expect(page.locator("main article")).to_contain_text(SECOND)
    desk.complaints[:] = [one for one in desk.complaints if "ERR_INTERNET_DISCONNECTED" not in one and "ERR_FAILED" not in one]


def _filed(installation, *receipts: steps.Receipt) -> int:
    numbers = ", ".join(f"'{digits_only(one.number)}'" for one in receipts)
    return int(installation.count("reports_report", f"tracking_id IN ({numbers}) OR text IN ('{FIRST}', '{SECOND}')"))


def lose_the_first_answer(context) -> list:
    """The report arrives, the answer does not: the machine sends it again."""
    lost = []

    def pass_on(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    context.route("**/loket/simpanan", pass_on)
    return lost
