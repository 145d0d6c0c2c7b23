"""Words that mean something by themselves, and the many that do not."""

import pytest

from lapor.core.ids import tracking_id
from lapor.intake.understanding.commands import Command, ParsedCommand, order_in

NUMBER = tracking_id(7, b"k" * 32)
SHOWN = f"{NUMBER[:4]} {NUMBER[4:8]} {NUMBER[8:]}"


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("STATUS", ParsedCommand(Command.STATUS)),
        (f"status {NUMBER}", ParsedCommand(Command.STATUS, NUMBER)),
        (f"Cek {SHOWN}", ParsedCommand(Command.STATUS, NUMBER)),
        (SHOWN, ParsedCommand(Command.STATUS, NUMBER, is_bare=True)),
        ("STATUS 1234567890", ParsedCommand(Command.STATUS, "1234567890")),
        ("Stop.", ParsedCommand(Command.STOP)),
        ("BATAL", ParsedCommand(Command.CANCEL)),
        (f"batal {NUMBER}", ParsedCommand(Command.CANCEL, NUMBER)),
        ("Ya", ParsedCommand(Command.YES)),
        ("iya sudah", ParsedCommand(Command.YES)),
        ("kirim!", ParsedCommand(Command.SEND)),
        ("Belum", ParsedCommand(Command.NOT_YET)),
        ("NOT YET", ParsedCommand(Command.NOT_YET)),
        ("blm beres pak", ParsedCommand(Command.NOT_YET)),
        (f"ya {SHOWN}", ParsedCommand(Command.YES, NUMBER)),
        (f"belum {NUMBER}, terima kasih", ParsedCommand(Command.NOT_YET, NUMBER)),
        ("LAPOR BARU", ParsedCommand(Command.NEW)),
        ("laporan baru: jembatan retak di Genuk", ParsedCommand(Command.NEW, rest="jembatan retak di Genuk")),
        ("LAPOR BARU lampu mati", ParsedCommand(Command.NEW, rest="lampu mati")),
        ("PETUGAS", ParsedCommand(Command.PERSON)),
    ],
)
def test_command(text, order):
    assert order_in(text) == order


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "BELUM, lampunya masih mati",
        "Not yet, it is still dark",
        "3374010101010001",
        "ya ampun jalan rusak lagi di depan rumah",
        "stop menebang pohon di taman kota",
        "status jalan kami bagaimana",
        "kirim petugas ke sini sekarang juga",
        "batalkan saja rencana penggusuran itu",
        "lampu mati 0812 3456 7890",
        "sudahkah diperbaiki?",
        "not my house",
        "laporan baru saya belum diproses",
    ],
)
def test_words_that_are_just_words(text):
    assert order_in(text).command == Command.NONE
