"""Reports decided by keyboard alone: how many keys and pages it takes is counted and printed, and nothing is published
that should not be."""

import json
import urllib.request
import uuid

import pytest
from playwright.sync_api import expect

from lapor.reports.workflow.undoing import WITHIN
from tests.journeys import steps
from tests.journeys.browser import DESK, Visitor, elsewhere
from tests.journeys.installation import shared_installation

pytestmark = pytest.mark.journey
MOST_KEYS, MOST_PAGES = 30, 16  # for fifteen reports
LAMP = ("lampu-jalan-mati", "Lampu jalan mati sejak tiga hari di depan balai RW, {mark} nomor {n}")
PERSONAL = ("lampu-jalan-mati", "Lampu mati di gang, {mark} {n}. Hubungi saya di 0812 3456 78{n:02}")
NOTHING_CHOSEN = ("", "Sesuatu yang aneh di ujung gang kami, {mark} {n}")
SPAM = ("", "Pinjaman cepat cair tanpa jaminan {mark} {n}")


LOOK = 700  # milliseconds: nobody sees a report in less, and a second press of a key that sends is taken as a slip


def from_another_house(_number):
    """An address may file sixty an hour, and all journeys share one installation."""
    return elsewhere(77)["extra_http_headers"]


class Typist:
    """Presses keys and counts them, and the pages that they open; looks at a report before the same key is pressed
    again."""

    def __init__(self, page):
        self.page, self.keys, self.pages, self._last = page, 0, 0, ""
        page.on("framenavigated", lambda frame: setattr(self, "pages", self.pages + (frame == page.main_frame)))

    def press(self, *keys):
        for key in keys:
            if key == self._last:
                self.page.wait_for_timeout(LOOK)
            self.page.keyboard.press(key)
            self.keys, self._last = self.keys + 1, key

    def type(self, words):
        self.page.keyboard.type(words)
        self.keys += len(words)


def file_reports(url, mark, matters, headers_of=lambda _n: {}, contact=""):
    """By REST; text by number. `headers_of`: more headers of the n-th; `contact`: mail addresses, with {n}."""
    numbers = {}
    for n, (category, words) in enumerate(matters):
        text = words.format(mark=mark, n=n)
        body = {"text": text, **({"category": category} if category else {})}
        if contact:
            body["contact"] = {"email": contact.format(n=n)}
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4()), **headers_of(n)}
        request = urllib.request.Request(f"{url}/api/v1/reports", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            numbers[json.load(answer)["tracking_id"]] = text
    return numbers


def open_first(page, mark):
    page.goto(f"/konsol/?queue=mine&q={mark}")
    typist = Typist(page)
    typist.press("j", "Enter")
    page.wait_for_url("**/konsol/laporan/**")
    return typist


def number_of(page):
    return page.url.rpartition("/")[2].partition("?")[0]


def wait_for_next(page, number):
    page.wait_for_url(lambda url: number not in url)


@pytest.fixture
def city_of_its_own(tmp_path):
    """Nobody else files from here: an address may file sixty an hour."""
    with shared_installation(tmp_path / "city") as running:
        yield running


def test_fifteen_reports_are_forwarded_with_thirty_keys_and_sixteen_pages(visitor, installation):
    mark = f"tombol{uuid.uuid4().hex[:8]}"
    file_reports(installation.url, mark, [LAMP] * 15)
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    typist = open_first(page, mark)
    for _ in range(15):
        number = number_of(page)
        expect(page.locator("details[data-act=forward] select[name=agency]")).not_to_have_value("")
        typist.press("T")
        wait_for_next(page, number)
    print(f"15 reports: {typist.keys} keys, {typist.pages} pages")
    assert typist.keys <= MOST_KEYS
    assert typist.pages <= MOST_PAGES


def test_letters_that_come_before_their_field_press_nothing(visitor, installation):
    """On a slow network `o` asks for the form of a note, and the T of its first word would forward the report."""
    mark = f"tombol{uuid.uuid4().hex[:8]}"
    file_reports(installation.url, mark, [LAMP], headers_of=from_another_house)
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    typist, asked = open_first(page, mark), []
    number = number_of(page)
    page.route("**/tindakan/**", lambda route: asked.append(route))  # noqa: PLW0108 - not a builtin, please
    typist.press("o")
    typist.type("Tolong dicek ke lapangan")
    page.wait_for_timeout(300)
    assert asked
    for route in asked:
        route.continue_()
    expect(page.locator("details[data-act=work_note] textarea")).to_have_value("Tolong dicek ke lapangan")
    assert number_of(page) == number
    expect(page.locator("details[data-act=forward]")).to_be_visible()


def test_a_form_that_did_not_come_is_asked_for_by_the_same_key(visitor, installation):
    mark = f"tombol{uuid.uuid4().hex[:8]}"
    file_reports(installation.url, mark, [LAMP], headers_of=from_another_house)
    desk = visitor(viewport=DESK)
    page = steps.sign_in(desk, "verifikator")
    typist = open_first(page, mark)
    fold = page.locator("details[data-act=work_note]")
    page.route("**/tindakan/**", lambda route: route.abort(), times=1)
    typist.press("o")
    expect(fold.locator("[data-form] a")).to_be_focused()
    typist.press("o")
    expect(fold.locator("textarea")).to_be_focused()
    desk.complaints[:] = [one for one in desk.complaints if "net::ERR_FAILED" not in one]


def test_a_key_that_is_held_decides_one_report(visitor, installation):
    mark = f"tombol{uuid.uuid4().hex[:8]}"
    file_reports(installation.url, mark, [LAMP] * 3, headers_of=from_another_house)
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    open_first(page, mark)
    number = number_of(page)
    expect(page.locator("details[data-act=forward] select[name=agency]")).not_to_have_value("")
    for _again in range(30):  # as a keyboard repeats
        page.keyboard.down("T")
        page.wait_for_timeout(40)
    page.keyboard.up("T")
    wait_for_next(page, number)
    page.goto(f"/konsol/?queue=mine&q={mark}")
    expect(page.locator("[data-row]")).to_have_count(2)


@pytest.mark.deep
def test_fifty_mixed_reports_are_decided_by_keyboard_without_a_wrong_publication(browser, city_of_its_own):
    mark = f"tombol{uuid.uuid4().hex[:8]}"
    matters = [LAMP] * 32 + [PERSONAL] * 8 + [NOTHING_CHOSEN] * 6 + [SPAM] * 4
    texts = file_reports(city_of_its_own.url, mark, matters)
    page = steps.sign_in(Visitor(browser, city_of_its_own.url, viewport=DESK), "verifikator")
    typist = open_first(page, mark)
    for _ in matters:
        number = number_of(page)
        decide(page, typist, texts[number])
        wait_for_next(page, number)
    print(f"{len(matters)} mixed reports: {typist.keys} keys, {typist.pages} pages")
    page.wait_for_timeout(WITHIN.total_seconds() * 1000)  # the last ones can be undone so long, and are not public yet
    reader = Visitor(browser, city_of_its_own.url).page
    for number, text in texts.items():
        reader.goto(f"/laporan/{number}")
        if "0812" in text:
            expect(reader.locator("body")).to_contain_text(mark)
            expect(reader.locator("body")).not_to_contain_text("3456")
        elif "Pinjaman" in text:
            expect(reader.locator("body")).not_to_contain_text("Pinjaman cepat")


def decide(page, typist, text):
    """As an officer would: forward what is filled in, choose where nothing is, archive what is no report."""
    if text.startswith("Pinjaman"):
        typist.press("s")
        expect(page.locator("details[data-act=archive] select")).to_be_focused()
        typist.type("sp")
        typist.press("Tab")
        typist.type("Iklan.")
        typist.press("Control+Enter")
        return
    if text.startswith("Sesuatu"):
        typist.press("t")
        expect(page.locator("details[data-act=forward] select[name=category]")).to_be_focused()
        typist.type("lampu")
        typist.press("Escape")
    expect(page.locator("details[data-act=forward] select[name=agency]")).not_to_have_value("")
    typist.press("T")


def test_a_wrong_key_is_undone_by_another_one(visitor, installation):
    """`u` on the page that follows: the report stands as before, the offer is gone."""
    mark = f"tombol{uuid.uuid4().hex[:8]}"
    file_reports(installation.url, mark, [LAMP] * 2)
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    typist = open_first(page, mark)
    number = number_of(page)
    expect(page.locator("details[data-act=forward] select[name=agency]")).not_to_have_value("")
    typist.press("T")
    wait_for_next(page, number)
    expect(page.locator("[data-undo]")).to_be_visible()
    typist.press("u")
    page.wait_for_url(lambda url: number in url)
    expect(page.locator(".report-head .state").first).to_have_text("Belum diverifikasi")
    expect(page.locator("[data-undo]")).to_have_count(0)


@pytest.mark.deep
def test_the_offer_to_undo_goes_by_itself(visitor, installation):
    mark = f"tombol{uuid.uuid4().hex[:8]}"
    file_reports(installation.url, mark, [LAMP] * 2)
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    typist = open_first(page, mark)
    number = number_of(page)
    expect(page.locator("details[data-act=forward] select[name=agency]")).not_to_have_value("")
    typist.press("T")
    wait_for_next(page, number)
    expect(page.locator("[data-undo]")).to_be_visible()
    expect(page.locator("[data-undo]")).to_have_count(0, timeout=12_000)


@pytest.mark.deep
def test_a_macro_is_two_keys(visitor, installation):
    """Its digit shows what it would do, Enter does it, and the next report is shown."""
    mark = f"tombol{uuid.uuid4().hex[:8]}"
    file_reports(installation.url, mark, [LAMP] * 2)
    page = steps.sign_in(visitor(viewport=DESK), "verifikator")
    page.goto("/konsol/makro/baru")
    page.fill("[name=name]", f"Makro {mark}")
    page.select_option("[name=key]", "6")
    page.select_option("[name=step0-act]", "forward")
    page.select_option("[name=step0-publication]", "published")
    page.locator("summary", has_text="Tindakan 2").click()
    page.select_option("[name=step1-act]", "work_note")
    page.fill("[name=step1-text]", "Cek {nomor}")
    page.locator("form[data-once] button[type=submit]", has_text="Simpan").click()
    page.wait_for_url("**/konsol/makro/")
    typist = open_first(page, mark)
    number = number_of(page)
    for _ in range(20):  # each process believes its list for five seconds
        if page.locator("[data-key='6']").count():
            break
        page.reload()
    typist.press("6")
    page.wait_for_url("**/makro/**")
    expect(page.locator("main")).to_contain_text("Belum ditindaklanjuti")
    typist.press("Enter")
    page.wait_for_url(lambda url: "/makro/" not in url and number not in url)
    expect(page.locator("main")).to_contain_text("Selesai")
