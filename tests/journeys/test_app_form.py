"""Less to write: a voice note, a category guessed from the words, and "I experience this too" instead of one more
report."""

import psycopg
import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.app_tools import go_on
from tests.journeys.audit import look_at

pytestmark = pytest.mark.journey
OPEN_REPORT = """SELECT tracking_id, text, area_id FROM publish_publicreport
    WHERE publication = 'published' AND area_id IS NOT NULL
    AND state IN ('forwarded', 'in_progress') AND length(text) > 30 ORDER BY filed_at DESC LIMIT 1"""


def test_voice_note_is_recorded_and_goes_with_the_report(visitor):
    page = visitor(permissions=["microphone"]).page
    page.goto("/lapor")
    page.click("[data-voice] button")
    expect(page.locator("[data-voice] button")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-voice-time]")).to_have_text("0:01")
    page.click("[data-voice] button")
    expect(page.locator(".preview")).to_contain_text("Pesan suara")
    go_on(page, "Bunyi mesin pabrik tiap malam, dengarkan rekaman saya")
    page.click("[data-send]")
    number = steps.read_receipt(page).number
    for _look in range(60):
        page.goto(f"/laporan/{number}")
        if page.locator("article audio").count():
            break
        page.wait_for_timeout(300)
    expect(page.locator("article audio")).to_have_count(1)


def test_category_is_taken_from_clear_words_and_asked_only_where_they_are_not(visitor):
    page = visitor().page
    page.goto("/lapor")
    page.click(".steps a[href='#step-what']")
    page.fill("#id_text", "Jalan berlubang, dan got mampet")
    expect(page.locator("[data-guess-offers] button")).to_have_count(2)
    look_at(page)
    page.fill("#id_text", "Lampu jalan mati di depan musala")
    expect(page.locator("#id_category")).to_have_value("lampu-jalan-mati")
    expect(page.locator("[data-guess-said]")).to_contain_text("Lampu jalan mati")
    page.fill("#id_text", "Lampu jalan mati? Bukan")  # what was guessed goes with its words, and with each letter
    page.fill("#id_text", "Halo")
    expect(page.locator("#id_category")).to_have_value("")
    expect(page.locator("[data-guess]")).to_be_hidden()
    page.select_option("#id_category", "sampah-menumpuk")  # what the person says stays
    page.fill("#id_text", "Lampu jalan mati di depan musala dan di gang")
    page.press("#id_text", "Tab")
    page.wait_for_timeout(1200)
    expect(page.locator("#id_category")).to_have_value("sampah-menumpuk")


def test_like_report_is_shown_before_sending_and_joined_with_one_tap(visitor, installation):
    with psycopg.connect(installation.superuser_url) as connection:
        found = connection.execute(OPEN_REPORT).fetchone()
    assert found is not None
    number, text, area = found
    page = visitor().page
    page.goto("/lapor#step-where")
    page.select_option("#id_area", area)
    go_on(page, text)
    box = page.locator("[data-similar-list]")
    expect(box).to_contain_text("Apakah sudah ada yang melapor?")
    look_at(page)
    box.locator(f"[data-support*='{number}']").click()
    page.wait_for_url(f"**/laporan/{number}")
    expect(page.locator(".notice").first).to_be_visible()
    page.goto("/lapor")
    expect(page.locator("[data-draft-notice]")).to_be_hidden()
