"""Mails that no person wrote never open a report; what a person wrote always does."""

import pytest

from lapor.channels.base import InboundKind
from lapor.channels.email.reading import read_mail
from tests.channels.mails import PLAIN, mail, multipart

AWAY = "Balasan otomatis: Jawaban laporan"


@pytest.mark.parametrize(
    ("fields", "sender", "subject", "reason"),
    [
        (["Auto-Submitted: auto-replied"], "", "", "Auto-Submitted: auto-replied"),
        (["Auto-Submitted: auto-generated (rejected)"], "", "", "Auto-Submitted: auto-generated"),
        (["Auto-submitted: AUTO-REPLIED; owner=x"], "", "", "Auto-Submitted: auto-replied"),
        (["Precedence: Junk"], "", "", "Precedence: junk"),
        (["Precedence: auto_reply"], "", "", "Precedence: auto_reply"),
        (
            ["Precedence: bulk", "In-Reply-To: <1@kota.example>"],
            "",
            "",
            "precedence: bulk; its words say that somebody is away",
        ),
        (["X-Autoreply: yes"], "", "", "x-autoreply"),
        (["X-Autorespond: Jawaban"], "", "", "x-autorespond"),
        (["Return-Path: <>"], "", "", "empty Return-Path"),
        (["Return-Path: < >"], "", "", "empty Return-Path"),
        ([], "Mail Delivery Subsystem <MAILER-DAEMON@contoh.example>", "", "from a mail server"),
        ([], "postmaster@contoh.example", "", "from a mail server"),
        (["In-Reply-To: <1@kota.example>"], "", AWAY, "auto-reply (subject)"),
        (["X-Auto-Response-Suppress: All"], "", "Out of office: cuti", "auto-reply (subject)"),
        (["References: <1@kota.example>"], "", "Automatic reply: Jawaban", "auto-reply (subject)"),
        (["References: <1@kota.example>"], "", "=?utf-8?q?Sedang_di_luar_kantor?=", "auto-reply (subject)"),
    ],
)
def test_mail_of_a_machine_is_ignored_with_its_reason(fields, sender, subject, reason):
    got = read_mail(
        mail("Saya sedang cuti", *fields, sender=sender or "siti@contoh.example", subject=subject or "Jawaban")
    )
    assert got.kind is InboundKind.IGNORED
    assert reason in got.reason
    assert got.text == "Saya sedang cuti"


@pytest.mark.parametrize(
    ("fields", "sender", "subject"),
    [
        (["Auto-Submitted: no"], "", ""),
        (["Auto-Submitted: No (person)"], "", ""),
        (["Precedence: normal"], "", ""),
        (["Precedence: first-class"], "", ""),
        (["X-Autoreply: no"], "", ""),
        (["X-Auto-Response-Suppress: OOF"], "", ""),
        (["Return-Path: <siti@contoh.example>"], "", ""),
        (["In-Reply-To: <1@kota.example>", "References: <1@kota.example>"], "", "Re: Jawaban laporan"),
        (["In-Reply-To: <1@kota.example>"], "", f"Re: {AWAY}"),
        ([], "", AWAY),
        ([], "", "Out of office terus, kapan dilayani?"),
        ([], "", "Petugas sedang cuti, tidak ada pengganti"),
        (["In-Reply-To: <1@kota.example>"], "", "Kantor lurah: balasan otomatis melulu"),
        ([], "", "Surat tidak terkirim ke rumah saya"),
        ([], "", "Undelivered parcel"),
        (["X-Mailer: PHPMailer 6", "X-Priority: 1"], "", ""),
        ([], "noreply@formulir.example", ""),
        ([], "Postmaster Budi <budi@contoh.example>", ""),
        ([], "postmasteran@contoh.example", ""),
        (["Received: from list.example", "DKIM-Signature: v=1", "X-Spam-Flag: YES"], "", ""),
        (["List-Help: x"], "", ""),
        (["Content-Type: multipart/mixed; boundary=x; report-type=delivery-status"], "", ""),
        (["X-Failed-Recipients: a@b.example"], "", "Delivery Status Notification"),
        (["Precedence: bulk"], "", ""),
        (["Precedence: list", "List-Id: <lapor.kota.example>"], "", ""),
        (["List-Unsubscribe: <https://contoh.example>"], "", ""),
        (["X-Mailman-Version: 2.1", "List-Post: <mailto:lapor@kota.example>"], "", ""),
        (["Message-ID: <01890a5d-ac96-774b-bcce-b302099a8057@contoh.example>"], "", ""),
    ],
)
def test_mail_of_a_person_is_a_message(fields, sender, subject):
    got = read_mail(
        mail("Lampu mati", *fields, sender=sender or "siti@contoh.example", subject=subject or "Lampu mati")
    )
    assert (got.kind, got.reason, got.text) == (InboundKind.MESSAGE, "", "Lampu mati")


STATUS = """Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; budi@contoh.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <budi@contoh.example>
 User unknown
"""
FAILED = "From: lapor@kota.example\r\nMessage-ID: <018f-ours@kota.example>\r\nSubject: Jawaban\r\n\r\nHalo"


def bounce(
    action="failed",
    status="5.1.1",
    original=("message/rfc822", FAILED),
    fields=("Return-Path: <>", "Auto-Submitted: auto-replied"),
):
    children = [
        (PLAIN, "Mail tidak sampai"),
        (["Content-Type: message/delivery-status"], STATUS.format(action=action, status=status)),
    ]
    if original:
        children.append(([f"Content-Type: {original[0]}"], original[1]))
    return multipart(
        *children,
        kind="report; report-type=delivery-status",
        sender="MAILER-DAEMON@contoh.example",
        subject="Failure",
        fields=fields,
    )


@pytest.mark.parametrize("original", [("message/rfc822", FAILED), ("text/rfc822-headers", FAILED)])
def test_bounce_tells_which_mail_of_ours_failed_and_why(original):
    got = read_mail(bounce(original=original))
    assert (got.kind, got.status) == (InboundKind.STATUS, "gone")
    assert got.external_id == "<018f-ours@kota.example>"
    assert got.answers[0] == "<018f-ours@kota.example>"
    assert got.reason.startswith("5.1.1 smtp; 550")
    assert "budi" not in got.reason


def test_bounce_without_the_mail_is_found_by_what_it_answers():
    got = read_mail(bounce(original=None, fields=["Return-Path: <>", "In-Reply-To: <018f-ours@kota.example>"]))
    assert (got.kind, got.status, got.answers) == (InboundKind.STATUS, "gone", ("<018f-ours@kota.example>",))


def test_bounce_of_an_unknown_mail_still_has_a_key():
    got = read_mail(bounce(original=None))
    assert (got.kind, got.answers) == (InboundKind.STATUS, ())
    assert got.external_id.startswith("<1@contoh.example>#")


@pytest.mark.parametrize(
    ("action", "kind", "status"),
    [
        ("failed", InboundKind.STATUS, "gone"),
        ("delivered", InboundKind.STATUS, "delivered"),
        ("relayed", InboundKind.STATUS, "delivered"),
        ("delayed", InboundKind.IGNORED, ""),
    ],
)
def test_report_of_a_mail_server_says_what_became_of_the_mail(action, kind, status):
    got = read_mail(bounce(action=action, status="4.4.1" if action == "delayed" else "5.1.1"))
    assert (got.kind, got.status) == (kind, status)


def test_bounce_in_plain_text_is_understood():
    body = (
        "Hi. This is the mail server.\n<budi@contoh.example>: 550 no such user <budi@contoh.example>\n\n--- Below is a"
        " copy:\n\n" + FAILED
    )
    got = read_mail(mail(body, "Return-Path: <>", sender="MAILER-DAEMON@contoh.example", subject="failure notice"))
    assert (got.kind, got.status, got.answers) == (InboundKind.STATUS, "gone", ("<018f-ours@kota.example>",))
    assert got.reason == "…: 550 no such user …"


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("5.1.1", "gone"),
        ("5.1.10", "gone"),
        ("5.2.1", "gone"),
        ("5.2.2", "failed"),
        ("5.7.1", "failed"),
        ("5.4.7", "failed"),
        ("5.3.4", "failed"),
    ],
)
def test_only_an_address_that_does_not_exist_is_gone(status, word):
    """A full mailbox, a refused spam, a server that was away: the person is still there."""
    fields = (
        f"Final-Recipient: rfc822; budi@contoh.example\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp; 550"
        f" {status} no"
    )
    raw = multipart(
        (PLAIN, "Mail tidak sampai"),
        (["Content-Type: message/delivery-status"], fields),
        kind="report; report-type=delivery-status",
    )
    assert read_mail(raw).status == word


def test_receipt_of_a_reader_says_read():
    told = "Disposition: manual-action/MDN-sent-manually; displayed\nOriginal-Message-ID: <018f-ours@kota.example>\n"
    raw = multipart(
        (PLAIN, "Dibaca"),
        (["Content-Type: message/disposition-notification"], told),
        kind="report; report-type=disposition-notification",
    )
    got = read_mail(raw)
    assert (got.kind, got.status, got.external_id) == (InboundKind.STATUS, "read", "<018f-ours@kota.example>")
