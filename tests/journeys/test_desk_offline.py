"""The network is gone for a while: the counter goes on, receipts are printed at once, and later everything is filed
under what was printed."""

from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect

from lapor.core.ids import digits_only, show_tracking_id
from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK, Visitor

pytestmark = pytest.mark.journey
FIRST, SECOND = "Pohon besar miring di depan sekolah, takut roboh", "Air ledeng mati tiga hari di gang kami"


def takes(page: Page, text: str, photo: Path | None = None) -> steps.Receipt:
    """A person is served without a network; gives what is printed."""
    page.fill("#id_text", text)
    if photo:
        page.set_input_files("#id_photos", photo)
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


def test_two_people_are_served_without_a_network_and_filed_later_under_what_was_printed(
    visitor, installation, street_photo
):
    desk = printing_desk(visitor)
    page = steps.sign_in(desk, "loket")
    expect(page.locator("form[data-offline-full]")).to_be_visible()
    expect(page.locator("[data-ready-count]")).to_have_text("20")
    desk.context.set_offline(True)
    first = takes(page, FIRST, street_photo)
    look_at(page)
    page.focus("[data-next-person]")
    page.keyboard.press("Enter")  # the page comes from this machine
    expect(page.locator("[data-kept-list] li")).to_have_count(1)
    expect(page.locator("[data-kept-list]")).to_contain_text(
        show_tracking_id(first.number).replace(" ", "\N{NO-BREAK SPACE}")
    )
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
    files = "reports_attachment JOIN reports_report ON reports_report.id = reports_attachment.report_id"
    assert installation.count(files, f"tracking_id = '{first.number}'") == 1
    page.goto("/loket/laporan")
    page.fill("#id_number", second.number)
    page.fill("#id_receipt_code", second.code)
    page.press("#id_receipt_code", "Enter")
    expect(page.locator("main article")).to_contain_text(SECOND)
    forgive_the_network(desk)


def test_number_that_ran_out_meanwhile_is_said_loudly_and_the_report_is_filed(visitor, installation):
    desk = printing_desk(visitor)
    page = steps.sign_in(desk, "loket")
    expect(page.locator("form[data-offline-full]")).to_be_visible()
    desk.context.set_offline(True)
    printed = takes(page, "Trotoar di depan pasar amblas")
    with psycopg.connect(installation.superuser_url) as connection:
        connection.execute("UPDATE reports_readynumber SET expires_at = now() WHERE tracking_id = %s", [printed.number])
    desk.context.set_offline(False)
    page.click("[data-next-person]")
    row = page.locator("[data-kept-list] li[data-state=renumbered]")
    expect(row).to_contain_text(f"Nomor tercetak: {show_tracking_id(printed.number)}")
    look_at(page)
    row.locator("[data-do=dismiss]").click()
    expect(row).to_have_count(0)
    assert installation.count("reports_report", f"former_number = '{printed.number}'") == 1
    forgive_the_network(desk)


def printing_desk(visitor) -> Visitor:
    desk: Visitor = visitor(viewport=DESK)
    desk.context.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    return desk


def forgive_the_network(desk: Visitor) -> None:
    """That it was gone is noted by the browser too."""
    desk.complaints[:] = [
        one for one in desk.complaints if "ERR_INTERNET_DISCONNECTED" not in one and "ERR_FAILED" not in one
    ]


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
