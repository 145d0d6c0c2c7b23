"""Words that mean something by themselves, and the many that do not."""

import pytest

from lapor.core.ids import tracking_id
from lapor.intake.commands import Command, Order, order_in

NUMBER = tracking_id(7, b"k" * 32)
SHOWN = f"{NUMBER[:4]} {NUMBER[4:8]} {NUMBER[8:]}"


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("STATUS", Order(Command.STATUS)),
        (f"status {NUMBER}", Order(Command.STATUS, NUMBER)),
        (f"Cek {SHOWN}", Order(Command.STATUS, NUMBER)),
        (SHOWN, Order(Command.STATUS, NUMBER)),
        ("STATUS 1234567890", Order(Command.STATUS, "1234567890")),
        ("Stop.", Order(Command.STOP)),
        ("BATAL", Order(Command.CANCEL)),
        (f"batal {NUMBER}", Order(Command.CANCEL, NUMBER)),
        ("Ya", Order(Command.YES)),
        ("iya sudah", Order(Command.YES)),
        ("kirim!", Order(Command.SEND)),
        ("Belum", Order(Command.NOT_YET)),
        ("BELUM, lampunya masih mati", Order(Command.NOT_YET, rest="lampunya masih mati")),
        ("NOT YET", Order(Command.NOT_YET)),
        ("Not yet, it is still dark", Order(Command.NOT_YET, rest="it is still dark")),
        ("blm beres pak", Order(Command.NOT_YET, rest="beres pak")),
    ],
)
def test_command(text, order):
    assert order_in(text) == order


@pytest.mark.parametrize(
    "text",
    ["", "   ", "🙏", "ya ampun jalan rusak lagi di depan rumah", "stop menebang pohon di taman kota", "status jalan kami bagaimana",
     "kirim petugas ke sini sekarang juga", "batalkan saja rencana penggusuran itu", "lampu mati 0812 3456 7890", "sudahkah diperbaiki?",
     "not my house"],
)  # fmt: skip
def test_words_that_are_just_words(text):
    assert order_in(text).command == Command.NONE
