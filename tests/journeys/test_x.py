"""A person writes to the city on X: a whole life by direct messages; a public post that an officer makes a report,
answered in public."""

import time
import uuid

import pytest

from lapor.simulators.base import NotTaken
from lapor.simulators.x import XSimulator
from tests.journeys import chats, steps

pytestmark = [pytest.mark.journey, pytest.mark.deep]


def test_report_lives_its_whole_life_in_direct_messages(installation):
    """What the city sends is delivered to it as well, as X does: it answers nobody, least of all itself."""
    with chats.connected(installation, "x", XSimulator(f"{installation.url}/webhooks/x/uji")) as x:
        x.check()
        chats.whole_life(x, "Sari", chats.Officers(installation))
        x.behave(limited=1)
        said = len(x.heard())
        chats.says(x, "Sari", "Jalan di depan pasar berlubang")
        chats.hears(x, "Sari", "Di mana", after=said, seconds=60)
        assert {one.to for one in x.heard()} == {"Sari"}


def test_check_is_not_answered_for_an_account_that_is_not_there(installation):
    x = XSimulator(f"{installation.url}/webhooks/x/tidak-ada")
    try:
        with pytest.raises(NotTaken):
            x.check()
    finally:
        x.close()


def test_mention_that_was_asked_for_becomes_a_report_with_a_public_answer_without_a_code(installation, visitor):
    mark = uuid.uuid4().hex[:8]
    with chats.connected(installation, "x", XSimulator("", polls=True), name="tanya") as x:
        post = x.mention("Budi", f"Jalan Kelud {mark} berlubang besar di tikungan")
        page = steps.sign_in(visitor(), "verifikator")
        _open_candidates(page, mark)
        page.locator("article", has_text=mark).get_by_role("button", name="Jadikan laporan").click()
        page.get_by_text("Sekarang menjadi laporan").wait_for()
        answer = chats.heard(x, "Budi", "laporan", seconds=60)
        assert answer.place == post
        assert chats.NUMBER.search(answer.text)
        assert "Kode" not in answer.text and mark not in answer.text
        assert [one.place for one in x.heard()] == [post]


def _open_candidates(page, mark, seconds=60):
    """The list of candidates, once it shows these words."""
    until = time.monotonic() + seconds
    page.goto("/konsol/kandidat/")
    while not page.get_by_text(mark).count() and time.monotonic() < until:
        time.sleep(1)
        page.reload()
