"""On a phone: who is asked something answers it in one box at the top of the page, with and without scripts; and what a
journalist works out of the open data is the page's number."""

import csv
import io
import json
import urllib.request

import pytest
from playwright.sync_api import expect

from lapor.core.ids import digits_only
from tests.journeys import chats, steps
from tests.journeys.audit import look_at

pytestmark = pytest.mark.journey
QUESTION = "Di sebelah mana lampunya? Sebutkan nomor tiang."


def asked(visitor, installation, street_photo, **options):
    """The page of a report whose reporter is asked something, and its number."""
    person = visitor(**options).page
    receipt = steps.file_report(visitor().page, street_photo)
    chats.Officers(installation).act("verifikator", receipt.number, "ask", text=QUESTION)
    steps.show_code(person, receipt)
    return person, receipt.number


def test_asked_is_answered_in_one_box(visitor, installation, street_photo):
    page, number = asked(visitor, installation, street_photo)
    box = page.locator(".asked")
    expect(box).to_contain_text(QUESTION)
    expect(page.locator(".stages [aria-current=step]")).to_have_text("Diperiksa")
    first, second = box.locator("summary").all()
    assert first.bounding_box()["width"] == pytest.approx(second.bounding_box()["width"], abs=1)
    assert first.bounding_box()["height"] == second.bounding_box()["height"]
    assert box.bounding_box()["y"] < 740  # it begins on the first screen
    look_at(page)
    page.set_viewport_size({"width": 360, "height": 740})
    first.click()
    page.fill("#id_reply_text", "Tiang nomor 17, di depan musala.")
    look_at(page)
    page.set_viewport_size({"width": 360, "height": 740})
    steps.do_act(page, "reply")
    told = page.locator(".notice.tone-good").first
    expect(told).to_contain_text("Jawaban Anda sudah kami terima. Petugas memeriksa")
    expect(page.locator(".asked")).to_have_count(0)
    assert chats.Officers(installation).state(number) == "received"


def test_asked_is_answered_without_scripts_too(visitor, installation, street_photo):
    page, number = asked(visitor, installation, street_photo, java_script_enabled=False)
    page.click(".asked details[data-act=reply] summary")
    page.fill("#id_reply_text", "Tiang nomor 18, di depan sekolah.")
    page.click("form:has(input[name=act][value=reply]) button[type=submit]")
    expect(page.locator(".notice.tone-good").first).to_contain_text("Jawaban Anda sudah kami terima")
    assert chats.Officers(installation).state(number) == "received"


def test_receipt_says_that_this_phone_keeps_it_and_offers_ways_to(visitor, street_photo):
    page = visitor(permissions=["clipboard-read", "clipboard-write"]).page
    receipt = steps.file_report(page, street_photo)
    expect(page.locator("[data-kept]")).to_be_visible()
    for part in (".tracking-big", ".code-box", "[data-copy]", "a[href^='https://wa.me/']"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] < 740, part  # all on the first screen
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("Tersalin")
    copied = digits_only(page.evaluate("navigator.clipboard.readText()"))
    assert receipt.number in copied
    assert receipt.code in copied
    look_at(page)


def test_a_journalist_works_out_the_page_s_number(visitor, installation):
    page = visitor().page

    def both():
        made = installation.lapor("data", "publish")
        assert made.returncode == 0, made.stderr
        with urllib.request.urlopen(f"{installation.url}/data/terbaru/laporan.csv", timeout=20) as answer:
            rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8")))
        with urllib.request.urlopen(f"{installation.url}/data/terbaru/datapackage.json", timeout=20) as answer:
            [table] = [one for one in json.load(answer)["resources"] if one["path"] == "laporan.csv"]
        assert [field["name"] for field in table["schema"]["fields"]] == list(rows[0])
        late = sum(row["is_overdue"] == "true" for row in rows)
        due = sum(row["is_due"] == "true" for row in rows)
        in_time = sum(row["is_answered_in_time"] == "true" for row in rows)
        page.goto("/statistik/?period=all")
        shown = [one.inner_text().strip() for one in page.locator("[data-figure] .value").all()][:2]
        return shown == [str(late), f"{in_time * 100 // due}%"]

    assert chats.until(both)  # others act meanwhile: the two are compared again until nobody did


def test_a_solved_report_prints_with_both_photos_and_its_colours(visitor):
    """Browsers print no backgrounds: what is white on colour keeps it, the after photo is no slider."""
    page = visitor().page
    page.goto("/laporan/?state=resolved")
    page.click(".report-card a >> nth=0")
    page.emulate_media(media="print")
    style = "(one, name) => getComputedStyle(one)[name]"
    for figure in page.locator(".before-after.is-slider figure").all():
        assert figure.evaluate(style, "clipPath") == "none"
    for part in (".stages li *", ".report-line .state"):
        assert page.locator(part).first.evaluate(style, "printColorAdjust") == "exact", part
