"""A person on Facebook: a comment that an officer makes a report of, answered in private, goes on in Messenger and is
confirmed there."""

import pytest
from playwright.sync_api import expect

from lapor.simulators.base import until_taken
from lapor.simulators.facebook import FacebookSimulator
from tests.journeys import chats, steps
from tests.journeys.browser import DESK

pytestmark = [pytest.mark.journey, pytest.mark.deep]
WORDS = "Lampu jalan di Jl. Kelud Raya padam sejak Senin, tolong @kota"


def simulator(installation, name="uji"):
    return FacebookSimulator(f"{installation.url}/webhooks/facebook/{name}")


def test_report_lives_its_whole_life_in_messenger(installation):
    with chats.connected(installation, "facebook", simulator(installation)) as facebook:
        chats.whole_life(facebook, "Sari Dewi", chats.Officers(installation))
        receipt = "channel = 'facebook' AND provider_state = 'delivered'"
        chats.until(lambda: installation.count("gateway_outboundmessage", receipt) > 3, seconds=20)


def test_comment_becomes_a_report_that_is_confirmed_in_messenger(installation, visitor):
    with chats.connected(installation, "facebook", simulator(installation, "komentar"), name="komentar") as facebook:
        officers, comments = chats.Officers(installation), []
        until_taken(lambda: comments.append(facebook.comment("Budi Hartono", WORDS)))
        page = steps.sign_in(visitor(viewport=DESK), "verifikator")
        chats.candidate(page, WORDS).locator("button[value=accept]").click()
        expect(page.locator(".notice.tone-good")).to_be_visible()
        answer = chats.heard(facebook, "Budi Hartono", "jadikan laporan")
        assert (answer.place, answer.extra["comment"]) == ("private", comments[-1])
        assert "Kode" not in answer.text
        assert "Kelud" not in answer.text
        number = chats.NUMBER.search(answer.text).group()
        said = len(facebook.heard())
        chats.says(facebook, "Budi Hartono", "Di RT 3 juga padam")
        added = f"r.tracking_id = '{number.replace(' ', '')}' AND e.text LIKE '%RT 3%'"
        chats.until(
            lambda: installation.count("reports_entry e JOIN reports_report r ON r.id = e.report_id", added) == 1,
            seconds=20,
        )
        officers.solve(number)
        chats.hears(facebook, "Budi Hartono", "Lampu sudah diganti", after=said)
        chats.chooses(facebook, "Budi Hartono", "YA")
        chats.hears(facebook, "Budi Hartono", "Terima kasih", after=said)
        assert officers.state(number) == "resolved"
