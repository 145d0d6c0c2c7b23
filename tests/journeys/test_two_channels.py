"""Begun in Telegram, finished by SMS: number and receipt code say whose the report is; the number alone says
nothing."""

import pytest

from lapor.simulators.sms import SmsSimulator
from lapor.simulators.telegram import TelegramSimulator
from tests.journeys import chats

pytestmark = [pytest.mark.journey, pytest.mark.deep]
PHONE, STRANGER = "+628119990001", "+628119990002"
WORDS, ANSWER = "Lampu jalan di depan musala mati", "Lampu sudah diganti"


def test_report_begun_in_telegram_is_finished_by_sms_with_the_receipt_code(installation):
    telegram = TelegramSimulator(f"{installation.url}/webhooks/telegram/dua")
    with (
        chats.connected(installation, "telegram", telegram, name="dua"),
        chats.connected(installation, "sms", SmsSimulator(), name="dua") as phones,
    ):
        officers = chats.Officers(installation)
        number, code = chats.files(telegram, "Tono", WORDS)
        _stranger_learns_nothing(phones, number, code)

        chats.says(phones, PHONE, f"{number} {code}")
        assert "Belum diverifikasi" in chats.hears(phones, PHONE, number[:4])
        officers.solve(number)
        chats.hears(telegram, "Tono", ANSWER)
        chats.hears(phones, PHONE, ANSWER)
        said = len(phones.heard())
        chats.says(phones, STRANGER, f"YA {number}")
        chats.hears(phones, STRANGER, "", after=said)
        assert officers.state(number) == "answered"
        chats.says(phones, PHONE, "YA")
        chats.hears(phones, PHONE, "Terima kasih")
        assert officers.state(number) == "resolved"
        told = " ".join(one.text for one in phones.heard() if one.to == STRANGER)
        assert [word for word in (ANSWER, "musala", "Kelud", code[:9]) if word in told] == []


def _stranger_learns_nothing(phones, number, code):
    """In which state a report is, everybody may know; with a code that is not the right one nobody is let in."""
    chats.says(phones, STRANGER, f"STATUS {number}")
    chats.hears(phones, STRANGER, "Belum diverifikasi")
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**16:016d}"
    said = len(phones.heard())
    chats.says(phones, STRANGER, f"{number} {wrong}")
    chats.hears(phones, STRANGER, "tidak cocok", after=said)
