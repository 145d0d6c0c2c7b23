"""Who came to the counter hears of the result in the way they can be reached: by SMS, or by their paper at the desk."""

import pytest
from playwright.sync_api import expect

from lapor.core.ids import show_tracking_id
from lapor.simulators.sms import SmsSimulator
from tests.journeys import chats, steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK

pytestmark = [pytest.mark.journey, pytest.mark.deep]
ANSWER = "Gotnya sudah dikeruk."


def files(page, **who):
    """Typed and filed; gives the receipt."""
    page.goto("/loket/")
    page.fill("#id_text", "Got di depan pasar mampet dan berbau")
    for field, words in who.items():
        page.fill(f"#id_{field}", words)
    page.set_checked("#id_consent", bool(who))
    page.press("#id_text", "Control+Enter")
    return steps.read_receipt(page)


def test_phone_is_told_by_sms_and_paper_is_read_at_the_desk(visitor, installation):
    desk = visitor(viewport=DESK)
    desk.context.add_init_script("window.print = () => {};")
    page = steps.sign_in(desk, "loket")
    officers = chats.Officers(installation)
    with chats.connected(installation, "sms", SmsSimulator(), name="loket") as phones:
        called = files(page, name="Karti", phone="0812 8899 7766")
        person, number = "+6281288997766", show_tracking_id(called.number)
        chats.hears(phones, person, number)
        officers.solve(called.number, ANSWER)
        assert f"YA {number}" in chats.hears(phones, person, ANSWER)
        chats.says(phones, person, f"YA {number}")
        chats.hears(phones, person, "Terima kasih")
        assert officers.state(called.number) == "resolved"
    with_paper = files(page)
    officers.solve(with_paper.number, ANSWER)
    page.goto("/loket/laporan")
    page.fill("#id_number", with_paper.number)
    page.fill("#id_receipt_code", with_paper.code)
    page.press("#id_receipt_code", "Enter")
    expect(page.locator("main article")).to_contain_text(ANSWER)
    look_at(page)
    page.emulate_media(media="print")
    expect(page.locator("main article")).to_be_visible()
    expect(page.locator("#acts")).to_be_hidden()
    page.emulate_media(media="null")
    page.click("form:has(input[name=act][value=confirm]) button[type=submit]")
    expect(page.locator(".notice.tone-good").first).to_be_visible()
    assert officers.state(with_paper.number) == "resolved"
