"""A person on Instagram: a whole life in direct messages; a comment that is no complaint is dismissed and answered by
nobody."""

import pytest
from playwright.sync_api import expect

from lapor.simulators.base import until_taken
from lapor.simulators.instagram import InstagramSimulator
from tests.journeys import chats, steps
from tests.journeys.browser import DESK

pytestmark = [pytest.mark.journey, pytest.mark.deep]
WORDS = "Foto kotanya bagus sekali, min 😍"


def simulator(installation, name="uji"):
    return InstagramSimulator(f"{installation.url}/webhooks/instagram/{name}")


def test_report_lives_its_whole_life_in_direct_messages(installation):
    with chats.connected(installation, "instagram", simulator(installation)) as instagram:
        chats.says(instagram, "Rina", "Halo")
        chats.hears(instagram, "Rina", "Tulis")
        chats.whole_life(instagram, "Rina", chats.Officers(installation))


def test_comment_that_is_no_complaint_is_dismissed(installation, visitor):
    with chats.connected(installation, "instagram", simulator(installation, "komentar"), name="komentar") as instagram:
        until_taken(lambda: instagram.comment("Tono", WORDS))
        page = steps.sign_in(visitor(viewport=DESK), "verifikator")
        found = chats.candidate(page, WORDS)
        found.locator("select[name=reason]").select_option("no_report")
        found.locator("button[value=dismiss]").click()
        expect(page.locator(".notice.tone-good")).to_be_visible()
        expect(page.locator("article:has(button[value=accept])", has_text=WORDS)).to_have_count(0)
        assert (
            installation.count(
                "gateway_inboundmessage", "channel = 'instagram' AND outcome = 'dismissed' AND error = 'no_report'"
            )
            == 1
        )
        assert instagram.heard() == []
