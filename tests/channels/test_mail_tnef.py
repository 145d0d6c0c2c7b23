"""winmail.dat, built here field by field as [MS-OXTNEF] says: words and files come out, and nothing hostile keeps us
busy."""

import random
import struct
import time

import pytest

from lapor.channels.email.reading import read_mail
from lapor.channels.email.tnef import opened_tnef
from tests.channels.mails import PLAIN, attached, encoded, multipart

UNICODE, STRING, BINARY, LONG = 0x001F, 0x001E, 0x0102, 0x0003
BODY, BODY_HTML, LONG_NAME, INTERNET_CODE_PAGE = 0x1000, 0x1013, 0x3707, 0x3FDE


def attribute(name, value, level=1):
    return struct.pack("<BHHI", level, name, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*given):
    out = struct.pack("<I", len(given))
    for kind, name, value in given:
        out += struct.pack("<HH", kind, name)
        out += value if kind == LONG else struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return out


def tnef(*attributes):
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def a_file(title, content, *more):
    return (
        attribute(0x9002, b"\0" * 14, 2)
        + attribute(0x8010, title + b"\0", 2)
        + attribute(0x800F, content, 2)
        + b"".join(more)
    )


WHOLE = tnef(
    attribute(0x9007, struct.pack("<II", 1252, 0)),
    attribute(
        0x9003,
        properties(
            (LONG, 0x0017, struct.pack("<I", 1)),
            (UNICODE, BODY, "Lampu mati di Jl. Kelud – tolong\0".encode("utf-16-le")),
        ),
    ),
    a_file(
        b"FOTO~1.JPG",
        b"jpeg bytes",
        attribute(0x9005, properties((UNICODE, LONG_NAME, "foto lampu jalan.jpg\0".encode("utf-16-le"))), 2),
    ),
    a_file(b"surat.pdf", b"%PDF-1.4"),
)


def test_words_and_files_come_out():
    text, files = opened_tnef(WHOLE) or ("", [])
    assert text == "Lampu mati di Jl. Kelud – tolong"
    assert [(file.name, file.content) for file in files] == [
        ("foto lampu jalan.jpg", b"jpeg bytes"),
        ("surat.pdf", b"%PDF-1.4"),
    ]


def test_html_body_is_read_in_the_charset_it_names():
    raw = "<p>Jalan rusak &amp; gelap – parah</p>".encode()
    given = properties((LONG, INTERNET_CODE_PAGE, struct.pack("<I", 65001)), (BINARY, BODY_HTML, raw))
    assert (opened_tnef(tnef(attribute(0x9003, given))) or [""])[0] == "Jalan rusak & gelap – parah"


def test_mail_whose_only_words_are_packed_is_read():
    got = read_mail(multipart((PLAIN, ""), (attached("winmail.dat", "application/ms-tnef"), encoded(WHOLE))))
    assert got.text == "Lampu mati di Jl. Kelud – tolong"
    assert [media.name for media in got.media] == ["foto lampu jalan.jpg", "surat.pdf"]
    assert got.flaws == ("winmail.dat (TNEF): opened",)


def test_words_that_stand_in_the_mail_already_are_not_said_twice():
    got = read_mail(multipart((PLAIN, "Lampu mati."), (attached("winmail.dat", "application/ms-tnef"), encoded(WHOLE))))
    assert (got.text, len(got.media)) == ("Lampu mati.", 2)


def test_file_cut_off_anywhere_is_read_as_far_as_it_goes():
    for end in range(len(WHOLE)):
        found = opened_tnef(WHOLE[:end])
        assert found is None or "Lampu mati di Jl. Kelud – tolong".startswith(found[0].rstrip("\ufffd"))


@pytest.mark.parametrize(
    "hostile",
    [
        tnef(attribute(0x9003, struct.pack("<I", 0xFFFFFFFF))),
        tnef(attribute(0x9003, struct.pack("<IHHI", 1, UNICODE | 0x1000, BODY, 0xFFFFFFFF) + b"\0" * 40)),
        tnef(attribute(0x9003, struct.pack("<IHHI", 0xFFFFFFFF, LONG | 0x1000, BODY, 0xFFFFFFFF) + b"\0" * 400)),
        tnef(*[attribute(0x8010, b"")] * 200_000),
        tnef(*[attribute(0x9002, b"")] * 200_000),
    ],
)
def test_counts_that_lie_keep_nobody_busy(hostile):
    began = time.monotonic()
    opened_tnef(hostile)
    assert time.monotonic() - began < 0.5


def test_damaged_bytes_never_raise():
    dice = random.Random(7)  # noqa: S311
    for _ in range(3000):
        raw = bytearray(WHOLE)
        for _ in range(dice.randint(1, 6)):
            raw[dice.randrange(6, len(raw))] = dice.randrange(256)
        opened_tnef(bytes(raw))
