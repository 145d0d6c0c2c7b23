"""What is no mail, and what is too much of one: unreadable in a word, or read within bounds of time and size."""

import sys
import time

import pytest

from lapor.channels.base import Unreadable
from lapor.channels.email.reading import read_mail


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n", b"Halo, lampu mati", b"\x00\x01\x02" * 100, b"\x89PNG\r\n\x1a\n", b"X: y\n\nz"]
)
def test_what_is_no_mail_is_unreadable(raw):
    with pytest.raises(Unreadable):
        read_mail(raw)


M = 1024 * 1024
START = b"From: siti@contoh.example\nSubject: x\nIn-Reply-To: <a@b>\n"


@pytest.mark.deep
@pytest.mark.parametrize(
    "raw",
    [
        START + b"\n" + b"Lampu mati di jalan\n" * (30 * M // 20),
        START + b"X: y\n" * 1_000_000 + b"\nhalo",
        START + b"X: y\n" + b" y\n" * M + b"\nhalo",
        START + b"Subject: " + b"=?a?q?" * M + b"\n\nhalo",
        START + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(20_000)),
        START + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * (4 * M),
        START + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bx\n" * (4 * M),
        START + b"Content-Type: message/rfc822\n\n" * 100_000,
        START + b"Content-Type: text/html\n\n" + b"<" * M,
        START + b"Content-Type: text/html\n\n" + b"<!--" * M,
        START + b"Content-Type: text/html\n\n" + b"<script>" * M,
        START + b"Content-Type: text/html\n\n" + b'<a b="' * M,
        START + b"Content-Type: text/html\n\n" + b"<blockquote>x" * M,
        START + b"Content-Type: text/html\n\n" + b"<a href=http://x>" * 50_000 + b"</a>" * 50_000,
        START + b"Content-Transfer-Encoding: base64\n\n" + b"A=" * (4 * M),
        START + b"Content-Type: text/plain; " + b'a;"' * 5000 + b"\n\nx",
        b"From: " + b"(" * 16_000 + b"\n\nx",
        b"From: " + b"a@" * 8_000 + b"\n\nx",
    ],
    ids=lambda raw: raw.removeprefix(START)[:60].decode().replace("\n", " "),
)
def test_hostile_mail_takes_bounded_time(raw):
    """A second or so on an idle machine; the limit leaves room for a busy one, and is far below what a quadratic step
    would take."""
    start = time.process_time()
    got = read_mail(raw)
    # measuring coverage slows everything down
    assert time.process_time() - start < (5 if sys.gettrace() is None else 20)
    assert len(got.text) <= 1_000_000
