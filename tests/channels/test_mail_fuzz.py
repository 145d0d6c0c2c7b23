"""Whatever the bytes: an Inbound or Unreadable, soon.

The strict reader is called, so that an error of ours is not taken for broken bytes."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lapor.channels.base import Inbound, Unreadable
from lapor.channels.email.reading import read_mail, read_mail_strictly
from lapor.core.text import clean_text
from tests.channels.mails import HTML, PLAIN, attached, encoded, mail, multipart

GOOD = [
    mail(
        "Lampu jalan mati\n\nPada 2 Mar 2026 08.30 Lapor <lapor@kota.example> menulis:\n> Halo\n-- \nSiti",
        "References: <a@b> <c@d>",
        subject="Re: x",
    ),
    mail("=C3=A9=20=\r\nx", encode="quoted-printable", sender="=?utf-8?B?U2l0aQ==?= <siti@contoh.example>"),
    mail("Halo 🚧".encode("utf-16"), "Content-Type: text/plain; charset=utf-16; format=flowed; delsp=yes"),
    multipart(
        (PLAIN, "Halo"),
        (HTML, '<p>Halo <a href="https://x.example">x</a><blockquote>a<pre>b</pre></blockquote>&amp;&#65;'),
        kind="alternative",
    ),
    multipart(
        (PLAIN, "Foto"),
        (attached("=?utf-8?Q?a=20b.jpg?="), encoded(bytes(range(256)))),
        (["Content-Type: message/rfc822"], mail("Dalam")),
    ),
    multipart(
        (["Content-Type: message/delivery-status"], "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: x"),
        kind="report",
        fields=["Return-Path: <>"],
    ),
    mail(bytes.fromhex("3080060929864886f70d010702a080"), "Content-Type: application/pkcs7-mime"),
    mail("x", "Content-Type: text/plain; charset*0*=utf-8''a; charset*1=b; name*=x'y'z%00"),
]


def read(raw):
    start = time.process_time()
    try:
        got = read_mail_strictly(raw)
    except Unreadable:
        got = None
    assert time.process_time() - start < 1
    assert got is None or isinstance(got, Inbound)
    if got is not None:
        for text in (
            got.text,
            got.quoted,
            got.subject,
            got.sender_name,
            got.reason,
            *(file.name for file in got.media),
        ):
            assert "\0" not in text
            text.encode()
        assert got.sent_at is None or got.sent_at.utcoffset() is not None
        assert got.external_id
    return got


@st.composite
def damaged(draw):
    """A good mail with pieces cut out, doubled, swapped or overwritten."""
    raw = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 6))):
        a, b, c = sorted(draw(st.tuples(*[st.integers(0, len(raw))] * 3)))
        match draw(st.integers(0, 4)):
            case 0:
                raw = raw[:a] + raw[b:]
            case 1:
                raw = raw[:b] + raw[a:]
            case 2:
                raw = raw[:a] + raw[b:c] + raw[a:b] + raw[c:]
            case 3:
                raw = raw[:a] + draw(st.binary(max_size=8)) + raw[a:]
            case 4:
                raw = (
                    raw[:a]
                    + draw(
                        st.sampled_from(
                            [b"\n", b"\r\n\r\n", b"=?", b"--batas\r\n", b"<", b"\0", b";", b'"', b"(", b"\xff"]
                        )
                    )
                    + raw[a:]
                )
    return raw


@given(st.binary(max_size=3000))
@example(b"")
def test_any_bytes_are_read_or_unreadable(raw):
    read(raw)


@given(
    st.binary(max_size=2000),
    st.sampled_from(
        [b"text/plain", b"text/html", b"multipart/mixed; boundary=a", b"message/rfc822", b"application/pkcs7-mime"]
    ),
)
def test_any_body_of_a_mail_is_read(body, kind):
    assert read(b"From: a@b.example\nContent-Type: " + kind + b"\n\n" + body) is not None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["From", "Subject", "Date", "Content-Type", "References", "To", "Content-Disposition"]),
            st.text(max_size=200),
        )
    )
)
def test_any_header_fields_are_read(fields):
    raw = "".join(f"{name}: {value}\n" for name, value in fields).encode("utf-8", "surrogatepass")
    read(b"Subject: x\n" + raw + b"\nLampu mati")


@given(damaged())
def test_damaged_mails_are_read_or_unreadable(raw):
    read(raw)


@given(
    st.text(
        st.characters(
            codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufeff\ufdd0\ufdd1", include_characters="\n\t"
        ),
        max_size=300,
    )
)
def test_no_word_is_lost_or_doubled_between_new_and_old(text):
    for raw in (mail(text, encode="base64"), mail(text, subject="Re: x")):
        got = read(raw)
        assert got is not None
        assert signs(got.text + got.quoted) == signs(clean_text(text))


def signs(text):
    return sorted(text.replace("\n", "").replace(" ", "").replace("\t", ""))


def test_an_error_of_ours_is_unreadable_too(monkeypatch):
    def fail(raw, **_more):
        raise RecursionError

    monkeypatch.setattr("lapor.channels.email.reading.read_mail_strictly", fail)
    with pytest.raises(Unreadable, match="RecursionError"):
        read_mail(b"From: a@b.example\n\nx")
