"""The counter: an officer files for a person with the keyboard alone, in the order a person speaks; the receipt is
printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from lapor.intake.filing.fields import PLACE_LINES
from tests.journeys import chats, steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK, Visitor
from tests.journeys.typist import Typist

pytestmark = pytest.mark.journey
TEXT = "Got di depan rumah mampet sejak pekan lalu, kalau hujan airnya masuk ke dapur dan baunya menyengat."
ORDER = [
    "channel",
    "source",
    "text",
    "?category",
    "?area",
    *PLACE_LINES,
    "name",
    "phone",
    "email",
    "consent",
    "known?",
    "identity",
    "visibility",
    "kind",
    "photos",
]


def printing_desk(visitor) -> Visitor:
    """A desk whose printer counts."""
    desk: Visitor = visitor(viewport=DESK)
    desk.context.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    return desk


def found(page: Page, select: str, words: str) -> None:
    expect(page.locator(f"{select} option:checked")).to_have_text(words)


def test_a_case_takes_less_than_a_minute_by_keyboard_alone(visitor, capsys):
    page = steps.sign_in(printing_desk(visitor), "loket")
    page.wait_for_url("**/loket/")
    hand = Typist(page)
    hand.wait(lambda: expect(page.locator("#id_text")).to_be_focused())
    hand.type(TEXT)
    hand.press("Tab")
    hand.type("salu")
    found(page, "#id_category", "Saluran atau got tersumbat")
    hand.press("Tab")
    hand.type("banjard")
    found(page, "#id_area", "Banjardowo")
    for _line in PLACE_LINES:
        hand.press("Tab")
        hand.type("RT 3 dekat musala")
    hand.press("Tab")
    hand.type("Karti")
    hand.press("Tab")
    hand.type("081228334455")
    hand.press("Tab", "Tab", "Space", "Control+Enter")
    hand.wait(lambda: expect(page.locator(".tracking-big")).to_be_visible())
    receipt = steps.read_receipt(page)
    assert page.evaluate("window.printed") == 1
    expect(page.locator("[data-next-person]")).to_be_focused()
    hand.press("Enter")
    hand.wait(lambda: expect(page.locator("#id_text")).to_be_focused())
    with capsys.disabled():
        # the figure of the promise
        print(f"\ncounter: {hand.keys} keys, {hand.waited:.1f} s waited, {hand.seconds:.0f} s at 40 words a minute")
    assert hand.seconds < 60
    provenance_is_kept(steps.sign_in(visitor(viewport=DESK), "verifikator"), receipt.number)


def test_a_landmark_that_the_person_names_sets_point_and_kelurahan(visitor):
    page = steps.sign_in(printing_desk(visitor), "loket")
    page.fill("#id_text", TEXT)
    page.locator("[data-look-up-of=area]").fill("banjard")
    page.locator("#id_address").press_sequentially("depan smpn 3")
    option = page.get_by_role("option", name=re.compile("SMP Negeri 3"))
    expect(option).to_be_visible()
    look_at(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-point]")).to_contain_text("SMP Negeri 3 Semarang")
    expect(page.locator("#id_area option:checked")).not_to_have_text("Banjardowo")
    assert (page.input_value("#id_latitude"), page.input_value("#id_address")) == ("-6.988000", "depan smpn 3")
    page.fill("#id_name", "Karti")  # without consent: the form comes back
    page.press("#id_name", "Control+Enter")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator("[data-point]")).to_be_visible()
    page.check("#id_consent")
    page.press("#id_text", "Control+Enter")
    receipt = steps.read_receipt(page)
    officer = steps.sign_in(visitor(viewport=DESK), "verifikator")
    steps.open_from_inbox(officer, receipt.number)
    expect(officer.locator("[data-map-show]")).to_have_attribute("data-latitude", "-6.98800")


def test_the_point_is_taken_away_again(visitor):
    page = steps.sign_in(printing_desk(visitor), "loket")
    page.locator("#id_address").press_sequentially("tugumuda")
    page.get_by_role("option", name=re.compile("Tugu Muda")).click()
    expect(page.locator("#id_address")).to_have_value("Tugu Muda")
    expect(page.locator("#id_area option:checked")).not_to_have_attribute("value", "")
    page.fill("#id_address", "warung mbok darmi")
    expect(page.locator("[data-point]")).to_be_hidden()
    expect(page.locator("#id_area")).to_have_value("")  # it was that of the place
    page.fill("#id_address", "")
    page.locator("#id_address").press_sequentially("tugumuda")
    page.get_by_role("option", name=re.compile("Tugu Muda")).click()
    page.click("[data-remove-point]")
    expect(page.locator("[data-point]")).to_be_hidden()
    assert page.input_value("#id_latitude") == page.input_value("#id_longitude") == ""
    expect(page.locator("#id_address")).to_be_focused()


def provenance_is_kept(page: Page, number: str) -> None:
    steps.open_from_inbox(page, number)
    expect(page.locator("article .facts").first).to_contain_text("Lutfi (demo petugas loket)")
    expect(page.locator("article").first).to_contain_text(TEXT)


def test_without_consent_nothing_is_lost_and_the_way_it_came_is_remembered(visitor):
    desk = printing_desk(visitor)
    page = steps.sign_in(desk, "loket")
    page.select_option("#id_channel", "phone")
    page.fill("#id_text", TEXT)
    page.fill("#id_name", "Karti")
    page.press("#id_name", "Control+Enter")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value(TEXT)
    page.check("#id_consent")
    page.press("#id_text", "F2")
    expect(page.locator("[data-read-back]")).to_contain_text(TEXT)
    expect(page.locator("[data-read-back]")).to_contain_text("Karti")
    look_at(page)
    page.keyboard.press("Escape")
    page.press("#id_text", "Control+Enter")
    steps.read_receipt(page)
    prints_on_both_papers(page)
    page.keyboard.press("n")
    expect(page.locator("#id_channel")).to_have_value("phone")


def prints_on_both_papers(page: Page) -> None:
    """What is chosen stays on the machine; the roll is as long as its words."""
    look_at(page)
    page.check("[name=paper][value='80']")
    page.reload()
    expect(page.locator("[name=paper][value='80']")).to_be_checked()
    page.emulate_media(media="print")
    for part in (".qr svg", ".code-box", ".tracking-big"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator(".console-nav")).to_be_hidden()
    expect(page.locator(".site-header")).to_be_hidden()
    width, height = paper_size(page.pdf(prefer_css_page_size=True))
    assert width == pytest.approx(80, abs=1)
    assert 80 < height < 250
    page.emulate_media(media="null")
    page.check("[name=paper][value=a4]")
    assert paper_size(page.pdf(prefer_css_page_size=True)) == pytest.approx((210, 297), abs=1)


def paper_size(pdf: bytes) -> tuple[float, float]:
    """Width and height of its only page in millimetres."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert len(boxes) == 1, "the receipt takes one page"
    return float(boxes[0][0]) / 72 * 25.4, float(boxes[0][1]) / 72 * 25.4


def test_tab_goes_in_the_order_a_person_speaks(visitor):
    page = steps.sign_in(visitor(viewport=DESK), "loket")
    page.focus("#id_channel")
    names = ["channel"]
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("""() => { const one = document.activeElement;
            return one.matches('[data-look]') ? 'known?'
                : one.dataset.lookUpOf ? '?' + one.dataset.lookUpOf : one.name }""")
        if name and name != names[-1]:
            names.append(name)
        if page.evaluate("document.activeElement.matches('.form-submit button')"):
            break
    assert names == ORDER


def test_person_who_comes_again_is_known_and_what_is_open_nearby_is_shown(visitor, installation):
    page = steps.sign_in(printing_desk(visitor), "loket")
    first = comes(page, name="Sumi")
    officers = chats.Officers(installation)
    officers.act(
        "verifikator", first.number, "forward", category="lampu-jalan-mati", agency="perkim", publication="published"
    )
    is_public = f"tracking_id = '{first.number}' AND publication = 'published'"
    chats.until(lambda: installation.count("publish_publicreport", is_public), seconds=20)
    comes(page, name="", same_as=first.number)


def comes(page: Page, *, name: str, same_as: str = "") -> steps.Receipt:
    """A person with a phone and a lamp; the second time they are looked for and show what it is about."""
    page.goto("/loket/")
    page.fill("#id_text", "Lampu jalan di gang kami mati, gelap kalau malam.")
    page.fill("[data-look-up-of=category]", "lampu jalan mati")
    page.fill("[data-look-up-of=area]", "banjard")
    page.fill("#id_name", name)
    page.fill("#id_phone", "0812 9000 1122")
    page.check("#id_consent")
    if same_as:
        page.press("[data-look]", "Enter")
        expect(page.locator("[data-known]")).to_contain_text("Dikenal sejak")
        expect(page.locator("[data-known]")).not_to_contain_text("Sumi")
        page.click("[data-known] [data-look]")
        expect(page.locator("[data-known]")).to_contain_text("Sumi")
        page.check("[name=known] >> nth=1")
        page.check(f"[name=same_as][value='{same_as}']")
        look_at(page)
    page.press("#id_text", "Control+Enter")
    return steps.read_receipt(page)
