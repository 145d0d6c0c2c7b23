"""What becomes of a raw mail: its sender, time, key, charsets, HTML, files, and what it answers."""

from datetime import UTC, datetime

import pytest

from lapor.channels.base import InboundKind, Outbound
from lapor.channels.email.channel import build_mail
from lapor.channels.email.reading import read_mail
from tests.channels.mails import HTML, PLAIN, mail, multipart

# --- sender, subject, date, key


def test_plain_mail_is_read_whole():
    got = read_mail(mail("Lampu jalan mati\r\nsejak Senin\r\n"))
    assert (got.kind, got.text, got.quoted, got.subject) == (
        InboundKind.MESSAGE,
        "Lampu jalan mati\nsejak Senin",
        "",
        "Lampu mati",
    )
    assert (got.sender, got.sender_name) == ("siti@contoh.example", "Siti Aminah")
    assert got.sent_at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert (got.answers, got.media, got.flaws, got.reason) == ((), (), (), "")


@pytest.mark.parametrize(
    ("field", "address", "name"),
    [
        ("siti@contoh.example", "siti@contoh.example", ""),
        ("<siti@contoh.example>", "siti@contoh.example", ""),
        ("siti@contoh.example (Siti Aminah)", "siti@contoh.example", "Siti Aminah"),
        ('"Aminah, Siti" <siti@contoh.example>', "siti@contoh.example", "Aminah, Siti"),
        ("=?utf-8?q?Siti_=E2=9C=A8?= <siti@contoh.example>", "siti@contoh.example", "Siti ✨"),
        ("=?iso-8859-1?Q?Andr=E9?= =?iso-8859-1?Q?e?= <a@contoh.example>", "a@contoh.example", "Andrée"),
        ("=?utf-8?B?U2l0aSA8c2l0aUBjb250b2guZXhhbXBsZT4=?=", "siti@contoh.example", "Siti"),
        ("=?utf-8?q?wali=40kota=2Eexample?= <siti@contoh.example>", "siti@contoh.example", "wali@kota.example"),
        ("Sítí <siti@contoh.example>", "siti@contoh.example", "Sítí"),
        ("Siti(kakak \\) saya) <siti(rumah)@contoh.example(kantor)>", "siti@contoh.example", "Siti"),
        ("Siti <@relay.example:siti@contoh.example>", "siti@contoh.example", "Siti"),
        ("siti @ contoh . example", "siti@contoh.example", ""),
        ("Siti <siti@contoh.example>, Budi <budi@contoh.example>", "siti@contoh.example", "Siti"),
    ],
)
def test_sender_is_found_however_it_is_written(field, address, name):
    got = read_mail(mail(sender=field))
    assert (got.sender, got.sender_name) == (address, name)


@pytest.mark.parametrize("name", ["Reply-To", "Return-Path", "Sender"])
def test_other_fields_tell_the_sender_where_from_does_not(name):
    assert read_mail(mail("x", f"{name}: <siti@contoh.example>", sender="Siti")).sender == "siti@contoh.example"


def test_mail_of_nobody_is_kept_and_says_so():
    got = read_mail(mail(sender=""))
    assert (got.kind, got.sender, got.text, got.flaws) == (
        InboundKind.MESSAGE,
        "",
        "Lampu jalan mati",
        ("no address of a sender",),
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?B?SmFsYW4gcnVzYWsg8J+apw==?=", "Jalan rusak 🚧"),
        ("=?utf-8?B?SmFsYW4gcnVzYWsg8J+a?=\r\n =?utf-8?B?pw==?=", "Jalan rusak 🚧"),  # cut in the middle of a character
        ("=?utf-8?Q?Jalan_rusak?= sekali", "Jalan rusak sekali"),
        ("=?utf-8?B?SmFsYW4gcnVzYWs", "Jalan rusak"),
        ("=?tidak-ada?Q?Jalan?=", "Jalan"),
        ("=?utf-8?X?Jalan?=", "=?utf-8?X?Jalan?="),
        ("Jalan\r\n\trusak", "Jalan rusak"),
        ("Jalan \u202erusak", "Jalan rusak"),
    ],
)
def test_subject_is_decoded_also_when_broken(written, read):
    assert read_mail(mail(subject=written)).subject == read


def test_header_in_bare_latin_1_is_read():
    assert read_mail(mail().replace(b"Lampu mati", b"Lampu \xe9")).subject == "Lampu é"


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("Mon, 2 Mar 2026 08:30:00 WIB", 1),
        ("2 Mar 2026 08:30 +0700", 1),
        ("Mon, 2 Mar 2026 08:30:00 -0000", 8),
        ("2 Mar 2026 08:30:00 WIT", 23),
        ("besok", None),
        ("Mon, 99 Mar 2026 08:30:00 +0700", None),
        ("1 Jan 9999 00:00 +0000", None),
        ("1 Jan 2026 00:00 +99999999", None),
        ("", None),
    ],
)
def test_date_is_aware_or_none(written, hour):
    got = read_mail(mail().replace(b"Mon, 02 Mar 2026 08:30:00 +0700", written.encode()))
    assert got.sent_at is None if hour is None else (got.sent_at.utcoffset() is not None and got.sent_at.hour == hour)
    assert ("the date cannot be read" in got.flaws) == (hour is None)


def test_same_mail_by_two_ways_has_one_key():
    raw = mail("a\r\nb\r\n")
    again = b"Received: by relay.example\r\n" + raw.replace(b"\r\n", b"\n")
    assert read_mail(raw).external_id == read_mail(again).external_id
    assert read_mail(raw).external_id.startswith("<1@contoh.example>#")


@pytest.mark.parametrize("other", [mail("Lain"), mail(sender="jahat@contoh.example")])
def test_nobody_suppresses_anothers_mail_by_its_message_id(other):
    assert read_mail(mail()).external_id != read_mail(other).external_id


@pytest.mark.parametrize("change", [b"siti@", b"08:30"])
def test_without_message_id_sender_and_date_make_the_key(change):
    raw = mail().replace(b"Message-ID: <1@contoh.example>\r\n", b"")
    assert read_mail(raw).external_id != read_mail(raw.replace(change, change[::-1])).external_id
    assert read_mail(raw).external_id == read_mail(raw).external_id


# --- what it answers


def test_answered_mails_come_newest_first_then_the_token():
    fields = ["In-Reply-To: <3@kota.example>", "References: <1@kota.example> <2@kota.example>\r\n\t<3@kota.example>"]
    raw = mail(
        "Sudah", *fields, "Delivered-To: lapor+abc.DEF_9@kota.example", "Cc: Lapor <lapor+abc.DEF_9@kota.example>"
    )
    assert read_mail(raw).answers == ("<3@kota.example>", "<2@kota.example>", "<1@kota.example>", "token:abc.DEF_9")


@pytest.mark.parametrize("name", ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"])
def test_token_is_found_in_every_recipient_field(name):
    assert read_mail(mail("x", f"{name}: Lapor Kota <lapor+t0ken@kota.example>")).answers == ("token:t0ken",)


def test_plus_in_the_senders_own_address_is_no_token():
    assert read_mail(mail(sender="siti+belanja@contoh.example")).answers == ()


# --- charsets and encodings

WORDS = "Jalan rusak “parah” – café, naïve"


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("us-ascii", "utf-8"),
        ("us-ascii", "cp1252"),
        ("tidak-ada", "utf-8"),
        ("tidak-ada", "cp1252"),
        ("utf-8", "utf-16"),
        ("utf-8", "utf-16-le"),
        ("utf-16", "utf-8"),
        ("utf-16", "utf-16-be"),
        ("punycode", "utf-8"),
        ("base64", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("x\x00y", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("utf-7", "utf-8"),
    ],
)
def test_lying_charset_loses_no_word(declared, real):
    got = read_mail(mail(WORDS.encode(real), f"Content-Type: text/plain; charset={declared}"))
    assert got.text == WORDS
    is_true = (declared, real) in {
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16-be"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "utf-8-sig"),
    }
    assert any("charset" in flaw for flaw in got.flaws) != is_true


def test_utf_8_with_a_broken_byte_stays_utf_8():
    got = read_mail(mail(WORDS.encode() + b" \xff akhir"))
    assert got.text == f"{WORDS} \ufffd akhir"
    assert got.flaws


def test_mail_cut_in_the_middle_of_a_character_keeps_the_rest():
    assert read_mail(mail("Jalan rusak 🚧".encode()[:-2])).text == "Jalan rusak"


def test_nul_bytes_are_left_out_and_told():
    got = read_mail(mail("Lampu\x00 mati sejak hari Senin"))
    assert got.text == "Lampu mati sejak hari Senin"
    assert got.flaws == ("NUL bytes: left out",)


@pytest.mark.parametrize(
    ("body", "text", "is_flawed"),
    [
        ("TGFtcHUgbWF0aQ==", "Lampu mati", False),
        ("TGFtcHUg\r\nbWF0aQ", "Lampu mati", True),  # cut off
        ("TGFt*cHUg!\r\nbWF0aQ==", "Lampu mati", True),
        ("TGFtcHU=\r\nIG1hdGk=", "Lampu mati", False),  # two pieces, each with an end of its own, are one text
        ("Lampu mati, Pak", "Lampu mati, Pak", True),  # was never encoded
        ("TGFtcHUgbWF0aQ==\r\nDiperiksa oleh antivirus kami\r\n", "Lampu mati\nDiperiksa oleh antivirus kami", True),
    ],
)
def test_broken_base64_is_read_as_far_as_it_goes(body, text, is_flawed):
    got = read_mail(mail(body, "Content-Transfer-Encoding: base64"))
    assert (got.text, bool(got.flaws)) == (text, is_flawed)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Lampu=20ma=\r\nti", "Lampu mati"),
        ("Diskon 50=% dan =ZZ", "Diskon 50=% dan =ZZ"),
        ("Lampu mati=", "Lampu mati"),
        ("b=C3=A9bek", "bébek"),
        ("b=c3=a", "bÃ=a"),
    ],
)
def test_broken_quoted_printable_is_read_as_far_as_it_goes(body, text):
    assert read_mail(mail(body, "Content-Transfer-Encoding: quoted-printable")).text == text


@pytest.mark.parametrize(
    ("body", "text", "flaws"),
    [
        ("begin 644 a\r\n#0V%T\r\n`\r\nend\r\n", "Cat", ()),
        ("begin 644 a\n#0V%T\n#\u007f\u007f\n`\nend", "Cat", ("uuencoded lines are broken",)),
    ],
)
def test_uuencoded_text_is_read(body, text, flaws):
    got = read_mail(mail(body, "Content-Transfer-Encoding: x-uuencode"))
    assert (got.text, got.flaws) == (text, flaws)


def test_unknown_transfer_encoding_is_told():
    assert read_mail(mail("Lampu", "Content-Transfer-Encoding: rot13")).flaws == ("unknown transfer encoding rot13",)


def test_line_of_a_mailbox_file_before_the_mail_is_no_damage():
    got = read_mail(b"From siti@contoh.example Mon Mar  2 08:30:00 2026\n" + mail())
    assert (got.text, got.flaws) == ("Lampu jalan mati", ())


def test_flowed_lines_are_joined():
    raw = mail(
        "Lampu jalan \r\nmati \r\nsejak Senin.\r\n Menjorok\r\n-- \r\nSiti",
        "Content-Type: text/plain; charset=utf-8; format=flowed",
    )
    got = read_mail(raw)
    assert (got.text, got.quoted) == ("Lampu jalan mati sejak Senin.\nMenjorok", "-- \nSiti")


def test_flowed_lines_with_delsp_are_joined_without_space():
    raw = mail("Lam \r\npu mati", "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes")
    assert read_mail(raw).text == "Lampu mati"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_kind_of_line_end_is_read(end):
    assert read_mail(mail("Satu\r\nDua").replace(b"\r\n", end)).text == "Satu\nDua"


# --- HTML


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Lampu mati</p><p>Sejak Senin</p>", "Lampu mati\n\nSejak Senin"),
        ("Lampu<br>mati<div>sejak</div>Senin", "Lampu\nmati\nsejak\nSenin"),
        ("<ul><li>satu<li>dua</ul>", "- satu\n- dua"),
        ("<table><tr><td>Nama</td><td>Siti</td></tr><tr><td>RT</td></tr></table>", "Nama Siti\nRT"),
        ('Lihat <a href="https://contoh.example/foto">foto</a>', "Lihat foto <https://contoh.example/foto>"),
        ('<a href="https://contoh.example/">https://contoh.example</a>', "https://contoh.example"),
        ('<a href="javascript:alert(1)">klik</a>', "klik"),
        (
            (
                "<head><title>x</title><style>p {color: red}</style></head><body>Lampu<script>alert('<p>')</script>"
                " mati</body>"
            ),
            "Lampu mati",
        ),
        ('<div style="display: none">rahasia <div>x</div> lagi</div>Lampu', "Lampu"),
        ("<span hidden>rahasia</span>Lampu", "Lampu"),
        ('<div style="display:none">semua tersembunyi</div>', "semua tersembunyi"),
        ("Lampu &lt;b&gt; &amp; &eacute; &#128679; &#x1F6A7;&nbsp;.", "Lampu <b> & é 🚧 🚧 ."),
        ("3 < 5 dan 7 > 2", "3 < 5 dan 7 > 2"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<!-- rahasia --><!--[if mso]><p>x</p><![endif]-->Lampu", "Lampu"),
        ("Lampu <!-- tidak ditutup", "Lampu <!-- tidak ditutup"),
        ('<p title="a > b">Lampu</p', "Lampu</p"),
        ('Bagus <img alt="😀" src="x.png"><img alt="spacer.gif">', "Bagus 😀"),
        ("&#" + "9" * 5000 + ";Lampu", "\ufffdLampu"),
    ],
)
def test_html_becomes_readable_text(source, text):
    assert read_mail(mail(source, content_type="text/html")).text == text


def test_charset_of_html_is_taken_from_its_meta():
    body = '<meta charset="koi8-r"><p>Лампа</p>'.encode("koi8-r")
    assert read_mail(mail(body, "Content-Type: text/html")).text == "Лампа"


def test_plain_text_goes_before_html():
    assert read_mail(multipart((PLAIN, "polos"), (HTML, "<p>kaya</p>"), kind="alternative")).text == "polos"


@pytest.mark.parametrize("plain", ["", "  \r\n", "Your mail program does not show HTML."])
def test_empty_or_stub_plain_text_gives_way_to_html(plain):
    raw = multipart(
        (PLAIN, plain), (HTML, "<p>Lampu jalan mati sejak hari Senin, tolong diperbaiki.</p>"), kind="alternative"
    )
    assert read_mail(raw).text == "Lampu jalan mati sejak hari Senin, tolong diperbaiki."


# --- our own


def test_our_own_mail_coming_back_opens_no_report():
    ours = build_mail(
        Outbound(id="1", to="siti@contoh.example", subject="Laporan", text="Halo", sender="Lapor <lapor@kota.example>")
    )
    assert read_mail(ours.as_bytes()).kind is InboundKind.IGNORED
    del ours["Auto-Submitted"]
    assert read_mail(ours.as_bytes()).reason == "a mail of ours came back"
