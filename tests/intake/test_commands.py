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
        (SHOWN, Order(Command.STATUS, NUMBER, is_bare=True)),
        ("STATUS 1234567890", Order(Command.STATUS, "1234567890")),
        ("Stop.", Order(Command.STOP)),
        ("BATAL", Order(Command.CANCEL)),
        (f"batal {NUMBER}", Order(Command.CANCEL, NUMBER)),
        ("Ya", Order(Command.YES)),
        ("iya sudah", Order(Command.YES)),
        ("kirim!", Order(Command.SEND)),
        ("Belum", Order(Command.NOT_YET)),
        ("NOT YET", Order(Command.NOT_YET)),
        ("blm beres pak", Order(Command.NOT_YET)),
        (f"ya {SHOWN}", Order(Command.YES, NUMBER)),
        (f"belum {NUMBER}, terima kasih", Order(Command.NOT_YET, NUMBER)),
        ("LAPOR BARU", Order(Command.NEW)),
        ("laporan baru: jembatan retak di Genuk", Order(Command.NEW, rest="jembatan retak di Genuk")),
        ("LAPOR BARU lampu mati", Order(Command.NEW, rest="lampu mati")),
        ("PETUGAS", Order(Command.PERSON)),
    ],
)
def test_command(text, order):
    assert order_in(text) == order


@pytest.mark.parametrize(
    "text",
    ["", "   ", "BELUM, lampunya masih mati", "Not yet, it is still dark",
     "3374010101010001", "ya ampun jalan rusak lagi di depan rumah", "stop menebang pohon di taman kota", "status jalan kami bagaimana",
     "kirim petugas ke sini sekarang juga", "batalkan saja rencana penggusuran itu", "lampu mati 0812 3456 7890", "sudahkah diperbaiki?",
     "not my house", "laporan baru saya belum diproses"],
)  # fmt: skip
def test_words_that_are_just_words(text):
    assert order_in(text).command == Command.NONE
