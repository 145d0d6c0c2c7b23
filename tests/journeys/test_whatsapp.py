"""A person on WhatsApp: a whole life by buttons; photo and voice that the officer sees and hears; news after a day in
the template."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from lapor.simulators.base import until_taken
from lapor.simulators.whatsapp import WhatsappSimulator
from tests.journeys import chats, steps
from tests.journeys.browser import DESK
from tests.makers import photo, recording

pytestmark = [pytest.mark.journey, pytest.mark.deep]
PERSON = "+628123450001"


@contextmanager
def connected(installation, name):
    door = f"{installation.url}/webhooks/whatsapp/{name}"
    with chats.connected(installation, "whatsapp", WhatsappSimulator(door), name=name) as whatsapp:
        yield whatsapp


def test_report_lives_its_whole_life_on_whatsapp_by_buttons(installation):
    with connected(installation, "uji") as whatsapp:
        chats.until(whatsapp.shake_hands, seconds=20)
        assert not whatsapp.shake_hands("salah")
        number, _code = chats.whole_life(whatsapp, PERSON, chats.Officers(installation))
        whatsapp.reads(PERSON)
        mine = f"r.tracking_id = '{number.replace(' ', '')}' AND m.channel = 'whatsapp' AND m.provider_state = 'read'"
        chats.until(
            lambda: (
                installation.count("gateway_outboundmessage m JOIN reports_report r ON r.id = m.report_id", mine) > 3
            ),
            seconds=20,
        )


def test_photo_and_voice_reach_the_officer_and_news_after_a_day_come_in_the_template(installation, visitor):
    with connected(installation, "foto") as whatsapp:
        officers = chats.Officers(installation)
        number = files_with_photo_and_voice(whatsapp)
        page = steps.sign_in(visitor(viewport=DESK), "verifikator")
        officer_sees_and_hears(page, number.replace(" ", ""))
        whatsapp.pass_hours(PERSON)
        said = len(whatsapp.heard())
        officers.solve(number)
        answer = chats.heard(whatsapp, PERSON, "Lampu sudah diganti", after=said)
        assert (answer.extra["template"], answer.choices) == ("kabar_laporan", ())
        chats.says(whatsapp, PERSON, "YA")
        thanks = chats.heard(whatsapp, PERSON, "Terima kasih", after=said)
        assert thanks.extra["template"] == ""
        assert officers.state(number) == "resolved"


def test_news_that_whatsapp_refuses_late_go_again_in_the_template(installation):
    with connected(installation, "nanti") as whatsapp:
        number, _code = chats.files(whatsapp, PERSON)
        whatsapp.pass_hours(PERSON)
        whatsapp.refuses_late = True
        chats.Officers(installation).act(
            "verifikator", number, "forward", category="lampu-jalan-baru", agency="perkim", publication="withheld"
        )
        assert chats.heard(whatsapp, PERSON, "diperiksa").extra["template"] == "kabar_laporan"


def files_with_photo_and_voice(whatsapp):
    until_taken(lambda: whatsapp.send_photo(PERSON, photo(), "Lampu jalan di depan musala mati"))
    chats.hears(whatsapp, PERSON, "Di mana")
    until_taken(lambda: whatsapp.send_voice(PERSON, recording(1, form="ogg", video=None, audio="libopus")))
    said = len(whatsapp.heard())
    until_taken(lambda: whatsapp.send_place(PERSON, -6.9932, 110.4203))
    chats.hears(whatsapp, PERSON, "KIRIM", after=said)
    chats.chooses(whatsapp, PERSON, "KIRIM")
    return chats.numbers_of(chats.hears(whatsapp, PERSON, "Kode rahasia", after=said))[0]


def officer_sees_and_hears(page, number):
    """The recording is prepared by a job: the page is asked until it is there."""

    def is_there():
        page.goto(f"/konsol/laporan/{number}")
        return page.locator(".photos audio").count() == 1 and page.locator(".photos img").count() == 1

    chats.until(is_there, seconds=40)
    expect(page.locator("article").first).to_contain_text("Lampu jalan di depan musala mati")
    for source in (
        page.locator(".photos audio source").get_attribute("src"),
        page.locator(".photos img").get_attribute("src"),
    ):
        answer = page.request.get(source)
        assert answer.ok
        assert answer.headers["content-type"].startswith(("audio/", "image/", "video/"))
