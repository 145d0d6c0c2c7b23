"""A person writes to the city's bot: a whole life by keyboard, with photo and place; by webhook, and where the bot has
to ask."""

import pytest

from lapor.simulators.base import until_taken
from lapor.simulators.telegram import TelegramSimulator
from tests.journeys import chats
from tests.makers import photo

pytestmark = [pytest.mark.journey, pytest.mark.deep]


def test_report_lives_its_whole_life_in_telegram(installation):
    with chats.connected(
        installation, "telegram", TelegramSimulator(f"{installation.url}/webhooks/telegram/uji")
    ) as telegram:
        chats.whole_life(telegram, "Sari", chats.Officers(installation))
        assert any("KIRIM" in one.choices for one in telegram.heard())


def test_photo_place_and_keyboard_make_a_report_where_the_bot_asks(installation):
    """Telegram's limits and a short outage on the way delay the answers and lose none."""
    with chats.connected(installation, "telegram", TelegramSimulator("", polls=True), name="tanya") as telegram:
        telegram.behave(limited=1)
        until_taken(lambda: telegram.send_photo("Budi", photo(), "Pohon tumbang menutup jalan"))
        chats.hears(telegram, "Budi", "Di mana", seconds=90)
        telegram.send_place("Budi", -6.9932, 110.4203)
        summary = chats.heard(telegram, "Budi", "KIRIM", seconds=90)
        assert "KIRIM" in summary.choices
        telegram.tap("Budi", "KIRIM")
        receipt = chats.hears(telegram, "Budi", "Kode rahasia", seconds=90)
        number = chats.NUMBER.search(receipt).group().replace(" ", "")
        assert (
            installation.count(
                "reports_attachment a JOIN reports_report r ON r.id = a.report_id", f"r.tracking_id = '{number}'"
            )
            == 1
        )
        assert installation.count("reports_report", f"tracking_id = '{number}' AND latitude IS NOT NULL") == 1
