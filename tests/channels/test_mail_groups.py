"""Mails through groups, lists and forms: who wrote them, whom to answer, and when the content says that no person
did."""

import pytest

from lapor.channels.base import InboundKind
from lapor.channels.email.groups import says_newsletter, split_footer
from lapor.channels.email.reading import read_mail
from lapor.core.contact import is_robot
from tests.channels.mails import mail

LIST = ["Precedence: list", "List-Id: <warga.kota.example>", "List-Unsubscribe: <https://mail.example/u/1>"]
GOOGLE = """
--\x20
You received this message because you are subscribed to the Google Groups "Lapor" group.
To unsubscribe from this group and stop receiving emails from it, send an email to lapor+unsubscribe@kota.example.
To view this discussion visit https://groups.google.com/a/kota.example/d/msgid/lapor/1
"""
MAILMAN = """
_______________________________________________
Lapor mailing list
Lapor@kota.example
https://list.kota.example/mailman/listinfo/lapor
"""


@pytest.mark.parametrize(
    "words",
    [
        "Diskon 50%!\nBerhenti berlangganan: https://toko.example/u",
        "Lihat email ini di browser https://toko.example/1\nPromo akhir tahun",
        "Berita minggu ini\n\nUnsubscribe <https://news.example/u>",
        "Kelola preferensi Anda\nhttps://toko.example/p",
    ],
)
def test_a_newsletter_is_known_by_its_words(words):
    got = read_mail(mail(words, *LIST))
    assert got.kind is InboundKind.IGNORED
    assert "newsletter" in got.reason
    assert read_mail(mail(words)).kind is InboundKind.MESSAGE  # somebody's words about one, without a list's headers


@pytest.mark.parametrize(
    "words",
    [
        "Selokan mampet di Jl. Kartini 3.",
        "Saya mau berhenti berlangganan PDAM, petugas tidak datang",
        f"Selokan mampet.{GOOGLE}",
        f"Selokan mampet.{MAILMAN}",
        "Lihat foto di https://foto.example/1",
    ],
)
def test_a_persons_mail_through_a_group_is_a_message(words):
    got = read_mail(mail(words, *LIST, subject="[Lapor] Selokan mampet"))
    assert (got.kind, got.reason, got.subject) == (InboundKind.MESSAGE, "", "Selokan mampet")
    assert "subscribed" not in got.text
    assert "mailing list" not in got.text


def who(*fields, sender="Siti <siti@contoh.example>", body="Jalan rusak"):
    got = read_mail(mail(body, *fields, sender=sender))
    return got.sender, got.sender_name, got.is_nobody


def test_reply_to_is_whom_we_answer():
    assert who("Reply-To: Budi <budi@contoh.example>", sender="Situs <noreply@situs.example>") == (
        "budi@contoh.example",
        "Budi",
        False,
    )
    assert who("Reply-To: siti@rumah.example") == ("siti@rumah.example", "Siti", False)
    assert who("Reply-To: lapor@kota.example") == ("siti@contoh.example", "Siti", False)  # our own mailbox
    assert who("Reply-To: noreply@contoh.example") == ("siti@contoh.example", "Siti", False)
    assert who("Reply-To: warga@kota.example", "List-Post: <mailto:warga@kota.example>") == (
        "siti@contoh.example",
        "Siti",
        False,
    )


def test_the_author_behind_a_group_is_the_reporter():
    group = "'Ani' via Lapor <lapor-grup@kota.example>"
    assert who("Reply-To: ani@contoh.example", *LIST, sender=group) == ("ani@contoh.example", "Ani", False)
    assert who("X-Original-From: Ani <ani@contoh.example>", *LIST, sender=group) == ("ani@contoh.example", "Ani", False)
    assert who("X-Original-Sender: ani@contoh.example", *LIST, sender=group) == ("ani@contoh.example", "Ani", False)
    # nobody to answer: a whole group reads it
    assert who(*LIST, sender=group) == (
        "lapor-grup@kota.example",
        "Ani",
        True,
    )


def test_the_author_behind_a_form_is_the_reporter():
    form = "Nama: Budi Santoso\nEmail: budi@contoh.example\nPesan: Jalan rusak"
    assert who(sender="noreply@situs.example", body=form) == ("budi@contoh.example", "Budi Santoso", False)
    assert who(sender="noreply@situs.example") == ("noreply@situs.example", "", True)
    assert who(body=form) == ("siti@contoh.example", "Siti", False)  # a person's words about another


def test_a_form_that_says_it_is_a_machine_is_a_persons_where_it_names_one():
    assert (
        read_mail(
            mail(
                "Jalan rusak",
                "Auto-Submitted: auto-generated",
                "Reply-To: budi@contoh.example",
                sender="web@situs.example",
            )
        ).kind
        == "message"
    )
    assert (
        read_mail(mail("Jalan rusak", "Auto-Submitted: auto-generated", sender="web@situs.example")).kind == "ignored"
    )
    answered = ("Auto-Submitted: auto-generated", "Reply-To: budi@contoh.example", "In-Reply-To: <1@kota.example>")
    assert read_mail(mail("Diterima", *answered, sender="web@situs.example")).kind == "ignored"


def test_what_is_proved_of_from_is_not_proved_of_reply_to():
    proved = "Authentication-Results: mx.kota.example; dmarc=pass header.from=contoh.example"
    assert read_mail(mail("Jalan rusak", proved), trusted="mx.kota.example").sender_check == "pass"
    assert (
        read_mail(mail("Jalan rusak", proved, "Reply-To: humas@kota.example2"), trusted="mx.kota.example").sender_check
        == ""
    )
    passed_on = "Mohon\n\n---------- Forwarded message ---------\nDari: Ani <ani@contoh.example>\n\nJalan rusak"
    assert read_mail(mail(passed_on)).forwarded
    assert read_mail(mail(passed_on, "Reply-To: humas@kota.example2")).forwarded == ()


@pytest.mark.parametrize(
    "address",
    [
        "noreply@a.example",
        "no-reply@a.example",
        "donotreply@a.example",
        "jangan-balas@a.example",
        "wordpress@a.example",
        "notifikasi@a.example",
        "mail.noreply@a.example",
        "noreply+1@a.example",
        "bounces-12@a.example",
    ],
)
def test_addresses_that_nobody_reads(address):
    assert is_robot(address)


@pytest.mark.parametrize(
    "address",
    ["siti@a.example", "noreen@a.example", "robotika@sekolah.example", "abbot@a.example", "humas@kota.example"],
)
def test_addresses_that_somebody_reads(address):
    assert not is_robot(address)


def test_footers_are_bounded():
    assert split_footer(MAILMAN)[0] == MAILMAN  # nothing else stands there
    assert not says_newsletter("https://" * 20_000)
    assert split_footer("_" * 100_000 + "\n")[1] == ""
