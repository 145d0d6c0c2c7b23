"""What is about violence, corruption or a threat stays with its handlers on every step of the form, however that became
known, and is in nobody's hands once the page was left."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import elsewhere

pytestmark = pytest.mark.journey
BEATEN = "Guru olahraga SD memukul anak saya sampai memar"


def say_by_words(page):
    page.fill("#id_text", BEATEN)


def say_by_the_door(page):
    page.fill("#id_text", "Ada pungutan di kantor kelurahan")
    expect(page.locator("[data-guess]")).to_be_visible()
    page.click("[data-danger] summary")
    page.check("[name=concern][value=korupsi]")


@pytest.mark.parametrize("say", [say_by_words, say_by_the_door])
def test_nobody_is_told_that_everybody_may_read_it(visitor, say):
    page = visitor(**elsewhere(7)).page
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/serupa" in request.url else None)
    page.goto("/lapor")
    say(page)
    page.wait_for_timeout(1500)
    expect(page.locator("[data-guess]")).to_be_hidden()
    page.click(".steps a[href='#step-you']")
    expect(page.locator("[data-handlers-only]")).to_be_visible()
    expect(page.locator("[data-visibility]")).to_be_hidden()
    look_at(page)
    page.click(".steps a[href='#step-check']")
    expect(page.locator("[data-preview-card]")).to_contain_text("Tidak ada.")
    look_at(page)
    assert asked == []
    page.click("[data-send]")
    number = steps.read_receipt(page).number
    assert visitor().page.request.get(f"/laporan/{number}").status == 404
    page.go_back()
    expect(page.locator("#id_text")).to_have_value("")


def test_what_was_not_sent_is_gone_when_the_page_is_left(visitor):
    page = visitor().page
    page.goto("/lapor")
    say_by_words(page)
    page.wait_for_timeout(1500)
    page.goto("/bantuan/")
    page.go_back()
    expect(page.locator("#id_text")).to_have_value("")


def test_other_words_come_back(visitor):
    page = visitor().page
    page.goto("/lapor")
    page.fill("#id_text", "Got mampet di depan pasar")
    page.wait_for_timeout(1500)
    page.goto("/bantuan/")
    page.go_back()
    expect(page.locator("#id_text")).to_have_value("Got mampet di depan pasar")
