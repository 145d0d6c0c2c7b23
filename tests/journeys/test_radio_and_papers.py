"""At the desk with a radio and a newspaper: typed while it is heard, cut from the page, and the newsroom is told of the
answer."""

import io

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests import makers
from tests.journeys import chats, steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK, PHONE
from tests.journeys.typist import Typist

pytestmark = [pytest.mark.journey, pytest.mark.deep]
WORDS = "Lampu jalan di depan SD 3 Kelud Raya mati sudah sepekan, anak-anak takut pulang mengaji."


def number_of(page):
    return chats.NUMBER.search(page.locator(".notice.tone-good").first.inner_text()).group()


def mail_to(installation, address, words):
    def found():
        return next((mail for mail in installation.mails_to(address) if words in mail), None)

    return chats.until(found)


def set_newsroom(page, name, address):
    page.goto("/loket/redaksi")
    box = page.locator("form", has=page.get_by_role("heading", name=name))
    box.locator("input[type=email]").fill(address)
    box.get_by_role("button", name="Simpan").click()
    expect(page.locator(".notice.tone-good").first).to_be_visible()


def mark_a_stretch(page, tmp_path):
    """The file is heard at once; Alt+M and Alt+N mark, Alt+J goes back."""
    recording = tmp_path / "acara.mp3"
    recording.write_bytes(makers.recording(20, form="mp3", video=None, audio="libmp3lame"))
    page.set_input_files("#id_programme_file", recording)
    expect(page.locator("[data-player-box]")).to_be_visible()
    page.evaluate("document.querySelector('[data-audio]').currentTime = 4")
    page.keyboard.press("Alt+m")
    page.evaluate("document.querySelector('[data-audio]').currentTime = 9")
    page.keyboard.press("Alt+n")
    page.keyboard.press("Alt+j")
    assert page.evaluate("Math.round(document.querySelector('[data-audio]').currentTime)") == 4
    assert (page.input_value("#id_mark_from"), page.input_value("#id_mark_to")) == ("0:04", "0:09")


def test_callers_of_a_programme_are_typed_by_keyboard_and_the_station_reads_out_the_answer(
    visitor, installation, tmp_path, capsys
):
    page = steps.sign_in(visitor(viewport=DESK), "loket")
    page.goto("/loket/radio")
    page.fill("#id_station", "Radio Uji FM")
    page.fill("#id_programme", "Halo Semarang")
    mark_a_stretch(page, tmp_path)
    page.focus("#id_text")
    typist = Typist(page)
    typist.type(WORDS)
    typist.press("Control+Enter")
    typist.wait(lambda: expect(page.locator(".notice.tone-good").first).to_be_visible())
    first = number_of(page)
    assert page.input_value("#id_station") == "Radio Uji FM"
    look_at(page)
    page.set_viewport_size(DESK)
    typist = Typist(page)
    page.focus("#id_text")
    typist.type("Selokan di Pasar Karangayu mampet dan berbau.")
    typist.press("Control+Enter")
    typist.wait(lambda: expect(page.get_by_text("Tersimpan dalam sesi ini")).to_be_visible())
    assert typist.seconds < 60
    with capsys.disabled():
        print(f"\nradio: {typist.keys} keys, {typist.seconds:.0f} s an entry, {typist.waited:.1f} s of it waiting")
    assert (
        installation.count(
            "reports_attachment a JOIN reports_report r ON r.id = a.report_id",
            f"r.tracking_id = '{chats.digits(first)}'",
        )
        == 1
    )
    set_newsroom(page, "Radio Uji FM", "redaksi@radio-uji.example")
    chats.Officers(installation).solve(first, "Lampu di depan SD 3 sudah diganti.", "published")
    told = mail_to(installation, "redaksi@radio-uji.example", first)
    assert "Untuk dibacakan" in told
    page.goto("/loket/redaksi")
    look_at(page)
    page.set_viewport_size(DESK)
    page.get_by_role("link", name="Naskah untuk dibacakan").first.click()
    expect(page.locator("main")).to_contain_text("Lampu di depan SD 3 sudah diganti.")
    look_at(page)


def scanned_page(path):
    image = Image.new("RGB", (2400, 1600), "white")
    draw = ImageDraw.Draw(image)
    draw.text((1300, 200), "SURAT PEMBACA", fill="black", font_size=60)
    draw.text((1300, 300), "Lampu jalan di Kelud Raya padam", fill="black", font_size=52)
    draw.text((1300, 380), "sejak pekan lalu. Mohon diganti.", fill="black", font_size=52)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    path.write_bytes(buffer.getvalue())
    return path


def test_letters_of_a_page_are_cut_read_and_answered_to_the_editor(visitor, installation, tmp_path, capsys):
    page = steps.sign_in(visitor(viewport=DESK), "loket")
    page.goto("/loket/koran")
    page.fill("#id_paper", "Suara Uji")
    page.fill("#id_page", "7")
    page.set_input_files("#id_scan", scanned_page(tmp_path / "halaman.jpg"))
    page.click("details form button[type=submit]")
    area = page.locator("[data-scan]")
    expect(area).to_be_visible()
    look_at(page)
    page.set_viewport_size(DESK)
    area.scroll_into_view_if_needed()
    box = area.bounding_box() or {}
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.98, box["y"] + box["height"] * 0.32, steps=5)
    page.mouse.up()
    assert abs(float(page.input_value("#id_left")) - 50) < 2
    page.get_by_role("button", name="Gunting lalu ketik").click()
    expect(page.locator("#id_text")).to_have_value(chats.NOT_EMPTY, timeout=40_000)  # read by the machine
    assert "Kelud Raya padam" in page.input_value("#id_text")
    look_at(page)
    page.set_viewport_size(DESK)
    typist = Typist(page)
    page.focus("#id_name")
    typist.type("Bambang S.")
    typist.press("Control+Enter")
    typist.wait(lambda: expect(page.locator(".notice.tone-good").first).to_be_visible())
    number = number_of(page)
    with capsys.disabled():
        print(
            f"\nnewspaper: {typist.keys} keys after the machine's reading, {typist.seconds:.0f} s an entry,"
            f" {typist.waited:.1f} s of it waiting"
        )
    set_newsroom(page, "Suara Uji", "redaksi@suara-uji.example")
    chats.Officers(installation).solve(number, "Lampu di Kelud Raya sudah menyala.", "published")
    assert "Kepada Redaksi Suara Uji" in mail_to(installation, "redaksi@suara-uji.example", number)
    page.goto("/loket/redaksi")
    with page.expect_download() as download:
        page.locator("article", has_text=number).get_by_role("link", name="Surat (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_reporter_at_the_station_files_on_a_phone_without_javascript(visitor, installation):
    page = steps.sign_in(visitor(viewport=PHONE, java_script_enabled=False), "loket")
    page.goto("/loket/radio")
    page.fill("#id_station", "Radio Uji FM")
    page.fill("#id_programme", "Siaran pagi")
    page.fill("#id_text", "Trotoar di Jalan Pahlawan rusak.")
    page.get_by_role("button", name="Simpan penelepon ini").last.click()
    assert number_of(page)
    page.goto("/loket/koran")
    page.fill("#id_paper", "Suara Uji")
    page.fill("#id_page", "3")
    page.get_by_role("button", name="Lanjut").click()
    page.fill("#id_text", "Halte rusak.")
    page.get_by_role("button", name="Simpan surat ini").click()
    assert number_of(page)
