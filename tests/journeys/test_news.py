"""An outlet writes about a street: its story is found, made a report with one key, answered, and the newsroom is told
of the result by mail."""

import time
import uuid

import pytest

from lapor.simulators.news import NewsSimulator
from tests.journeys import audit, chats, steps

pytestmark = [pytest.mark.journey, pytest.mark.deep]


def test_story_becomes_a_report_by_one_key_and_the_newsroom_hears_of_its_result(installation, visitor):
    mark = f"Kelud{uuid.uuid4().hex[:6]}"
    outlet = NewsSimulator("", name="Suara Uji")
    with chats.connected(installation, "news", outlet, name="suara"):
        number = outlet.publish(
            f"Jalan {mark} di Tembalang rusak",
            f"Warga Kota Semarang mengeluh karena Jalan {mark} berlubang sejak bulan lalu.",
        )
        outlet.publish("Resep lumpia", "Enak dimakan hangat di Candi.")
        page = steps.sign_in(visitor(), "verifikator")
        card = _card(page, mark)
        assert card.locator("mark", has_text="berlubang").count() >= 1
        assert page.get_by_text("Resep lumpia").count() == 0
        audit.look_at(page)
        _choose(page, mark)
        card.get_by_label("Nomor laporan").press("b")  # typed into a field it is a letter
        assert page.url.endswith("/konsol/kandidat/")
        card.get_by_label("Nomor laporan").fill("")
        card.focus()
        page.keyboard.press("b")
        page.get_by_text("Sekarang menjadi laporan").wait_for()
        report = chats.NUMBER.search(page.get_by_text("Sekarang menjadi laporan").inner_text()).group()

        chats.Officers(installation).solve(report, "Jalan sudah ditambal.", "published")
        mails = _mails(installation, "redaksi@suarauji.example", "Jalan sudah ditambal.")
        assert report.replace(" ", "") in mails[0]

        outlet.correct(number, words=f"Koreksi: Jalan {mark} di Tembalang rusak sejak kemarin.")
        chats.until(
            lambda: installation.count("reports_entry", "act = 'take_in' AND text LIKE '%sejak kemarin%'") == 1,
            seconds=40,
        )
        page.goto(f"/konsol/laporan/{report.replace(' ', '')}")
        page.get_by_text("Salinan arsip artikel").or_(page.get_by_text("Artikel tidak dapat diambil")).first.wait_for()
        page.get_by_text("Pesan kepada redaksi").wait_for()
        audit.look_at(page)


def _card(page, mark, seconds=60):
    until = time.monotonic() + seconds
    page.goto("/konsol/kandidat/")
    card = page.locator("[data-row]", has_text=mark)
    while not card.count() and time.monotonic() < until:
        time.sleep(0.5)
        page.reload()
    card.first.wait_for()
    return card.first


def _choose(page, mark):
    """By the keys alone: on from card to card."""
    for _ in range(40):
        page.keyboard.press("j")
        if page.locator(".is-current-row", has_text=mark).count():
            return
    raise AssertionError("the card was never chosen")


def _mails(installation, address, words, seconds=60):
    return chats.until(
        lambda: [mail for mail in installation.mails_to(address) if words in mail], seconds, f"a mail to {address}"
    )
