"""Every page of the officers, for those who see it: the same promises as for the public pages."""

import json

import pytest

from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK, Visitor
from tests.journeys.photos import jpeg_with_place

pytestmark = pytest.mark.journey
OFFICERS = (
    ("verifikator", "/konsol/"),
    ("verifikator", "/konsol/?q=kosong-tiada-apa-apa"),
    ("verifikator", "/konsol/?queue=open&category=lampu-jalan-mati"),
    ("verifikator", "/konsol/?queue=closed"),
    ("verifikator", "/konsol/saring"),
    ("verifikator", "/konsol/disposisi"),
    ("verifikator", "/konsol/cari-pelapor"),
    ("lapangan", "/konsol/"),
    ("verifikator", "/konsol/pesan/"),
    ("penghubung", "/konsol/"),
    ("loket", "/loket/"),
    ("pimpinan", "/konsol/"),
    ("pengawas", "/konsol/"),
    ("admin", "/konsol/pesan/"),
    ("admin", "/konsol/kanal/"),
    ("admin", "/konsol/eskalasi/"),
    ("admin", "/konsol/eskalasi/?working_days=2&clock=resolution"),
    ("perlindungan", "/konsol/"),
    ("verifikator", "/konsol/kejadian/"),
    ("pimpinan", "/konsol/kejadian/"),
    ("pengawas", "/konsol/persetujuan/"),
    ("loket", "/loket/laporan"),
    ("verifikator", "/konsol/kandidat/"),
    ("admin", "/konsol/kanal/baru/whatsapp"),
    ("loket", "/loket/kiriman"),
    ("loket", "/loket/hari"),
    ("loket", "/loket/antrean"),
    ("loket", "/loket/antrean/layar"),
)


@pytest.fixture(scope="module")
def signed_in(browser, installation):
    """The cookies of an officer who signed in once."""
    known = {}

    def cookies_of(username):
        if username not in known:
            one = Visitor(browser, installation.url)
            steps.sign_in(one, username)
            known[username] = one.context.storage_state()
            one.close()
        return known[username]

    return cookies_of


@pytest.mark.parametrize(("username", "path"), OFFICERS)
def test_officers_page(visitor, signed_in, username, path):
    page = visitor(storage_state=signed_in(username)).page
    page.goto(path)
    look_at(page)


@pytest.mark.parametrize(
    ("username", "state"),
    [("verifikator", "received"), ("penghubung", "forwarded"), ("penghubung", "in_progress"), ("pengawas", "resolved")],
)
def test_report_in_the_console(visitor, signed_in, username, state):
    page = visitor(storage_state=signed_in(username)).page
    page.goto(f"/konsol/?state={state}")
    page.click("[data-row] a >> nth=0")
    page.locator("#acts").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    look_at(page)


def test_levels_of_escalation_are_tried(visitor, signed_in):
    page = visitor(storage_state=signed_in("admin")).page
    page.goto("/konsol/eskalasi/")
    page.click("button:has-text('Coba pada hari-hari terakhir')")
    page.locator("#coba table").first.wait_for()
    look_at(page)


@pytest.mark.parametrize("username", ["verifikator", "penghubung"])
def test_report_beside_its_list_and_many_at_once(visitor, signed_in, username):
    page = visitor(storage_state=signed_in(username), viewport=DESK).page
    page.goto("/konsol/?queue=open")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    look_at(page)
    page.set_viewport_size(DESK)
    page.click(".bulk-bar button[value=work_note]")
    look_at(page)
    page.set_viewport_size(DESK)
    page.goto("/konsol/?queue=open")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator(".list-pane .is-current-row").wait_for()
    assert page.locator(".list-pane nav [aria-current]").is_visible()  # queues | list | report
    look_at(page)
    page.keyboard.press("?")
    page.locator("[data-keys][open]").wait_for()
    look_at(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("a")
    look_at(page)


def test_photo_is_blurred_by_drawing_over_it(visitor, signed_in, tmp_path):
    person = visitor().page
    person.goto("/lapor")
    receipt = steps.file_report(person, jpeg_with_place(tmp_path / "a.jpg"))
    page = visitor(storage_state=signed_in("verifikator")).page
    page.goto(f"/konsol/laporan/{receipt.number}")
    page.click("text=Samarkan wajah atau pelat")
    look_at(page)
    before = page.locator("[data-mask] img").get_attribute("src")
    cells = page.locator(".mask-cell")
    start, end = cells.nth(14).bounding_box(), cells.nth(17).bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"] + 5, steps=12)
    page.mouse.up()
    assert page.locator(".mask-cell input:checked").count() == 4
    page.locator(".mask-cell input").nth(44).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert page.locator(".mask-cell input").nth(45).is_checked()
    look_at(page)
    page.click("form:has([data-mask]) button")
    page.locator(".mask-cell input:checked").wait_for(state="detached")
    assert page.locator("[data-mask] img").get_attribute("src") != before


def test_identity_is_asked_for_agreed_to_and_opened_once(visitor, signed_in, tmp_path):
    """Also the counter's page of a report, since it needs a receipt."""
    person = visitor().page
    person.goto("/lapor")
    receipt = steps.file_report(person, jpeg_with_place(tmp_path / "a.jpg"), email="siti@contoh.example")
    asking = visitor(storage_state=signed_in("verifikator")).page
    asking.goto(f"/konsol/laporan/{receipt.number}/identitas")
    asking.fill("#id_reason", "Perlu menelepon untuk memastikan tempatnya")
    asking.click("form:has([name=do][value=ask]) button")
    asking.locator("form:has([name=do][value=open]) button").click()
    asking.fill("[name=password]", steps.PASSWORD)  # once more, then it goes on
    asking.click("main form:has([name=password]) button[type=submit]")
    asking.get_by_text("siti@contoh.example").wait_for()
    look_at(asking)
    asking.goto(f"/konsol/laporan/{receipt.number}/identitas")
    assert asking.get_by_text("siti@contoh.example").count() == 0
    desk = visitor(storage_state=signed_in("loket")).page
    desk.goto("/loket/laporan")
    desk.fill("#id_number", receipt.number)
    desk.fill("#id_receipt_code", receipt.code)
    desk.click("main form button[type=submit]")
    desk.locator("#acts").wait_for()
    look_at(desk)


def test_public_words_become_a_report_and_words_at_the_wrong_report_move(visitor, signed_in, installation, tmp_path):
    """Also that the reporter's page no longer shows what moved."""
    said = {
        "id": "p-1",
        "type": "mention",
        "from": "siti",
        "name": "Siti",
        "text": "Jalan Kelud berlubang besar di tikungan",
        "url": "https://contoh.example/p",
    }
    path = tmp_path / "said.json"
    path.write_text(json.dumps({"messages": [said]}))
    assert "candidate" in installation.lapor("ingest", "webhook", str(path)).stdout
    page = visitor(storage_state=signed_in("verifikator")).page
    page.goto("/konsol/")
    page.click("text=Calon laporan")
    look_at(page)
    page.get_by_text("Jalan Kelud berlubang besar di tikungan").first.wait_for()
    page.click("button:has-text('Jadikan laporan') >> nth=0")
    page.get_by_text("Sekarang menjadi laporan").wait_for()
    person = visitor().page
    person.goto("/lapor")
    receipt = steps.file_report(person, jpeg_with_place(tmp_path / "a.jpg"))
    person.goto(f"/laporan/{receipt.number}")
    person.click("summary:has-text('Tambahkan sesuatu')")
    person.fill("[id=id_note_text]", "Ini tentang selokan di jalan lain")
    person.click("form:has([id=id_note_text]) button[type=submit]")
    person.get_by_text("Ini tentang selokan di jalan lain").first.wait_for()
    page.goto(f"/konsol/laporan/{receipt.number}")
    page.click("text=Milik laporan lain?")
    look_at(page)
    page.fill("#id_move_out_text", "Tentang hal lain")
    page.click("button:has-text('Pindahkan')")
    page.get_by_text("Dipindahkan ke laporan").first.wait_for()
    person.goto(f"/laporan/{receipt.number}")
    assert person.get_by_text("Ini tentang selokan di jalan lain").count() == 0
