"""Mails as people and servers send them: passed on by an office, empty, with a number in the subject, to an address
that is gone."""

import re

import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency
from lapor.agencies.roles import Role
from lapor.channels.base import NoSuchAddress
from lapor.channels.email.channel import FolderSender
from lapor.channels.email.quotes import forwarded_writers
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.gateway.outbound.sending import send_message
from lapor.gateway.reply_addresses import bounce_token, message_of_token, reply_token, report_of_token
from lapor.intake.models import Conversation
from lapor.reporters.models import ContactPoint
from lapor.reporters.vault import identity_of
from lapor.reports.models import Report
from tests.intake.test_mail_conversation import mail, office, outbox, post, tell  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
PASSED_ON = """Mohon ditindaklanjuti.

---------- Forwarded message ---------
Dari: {writer}
Date: Sen, 2 Mar 2026 08.30
Subject: Jalan rusak
To: <dpu@kota.example>

Jalan Kelud Raya berlubang di depan SD 3.
"""


def an_officer(email="humas@kota.example"):
    return create_officer(
        username="humas",
        password="Rahasia-2026-x",
        name="Humas",
        agency=Agency.objects.get(code="diskominfo"),
        role=Role.TRIAGE_OFFICER,
        email=email,
    )


def writer_of(report):
    assert report.reporter is not None
    return identity_of(report.reporter)


# --- which report


def test_signed_address_counts_before_the_mail_that_is_answered(post, outbox):  # noqa: F811
    post(mail("Lampu mati di depan musala"))
    first, about_first = Report.objects.get(), outbox()
    post(mail("Sampah menumpuk di pasar", id="2", subject="Sampah"))
    second = Report.objects.exclude(pk=first.pk).get()
    post(
        mail(
            "Ini juga fotonya",
            id="3",
            to=f"lapor+{reply_token(second.pk)}@lapor.example",
            In_Reply_To=about_first["Message-ID"],
        )
    )
    assert (first.entries.count(), second.entries.count()) == (1, 2)


def test_number_in_the_subject_adds_nothing_and_waits_for_an_officer(post, outbox):  # noqa: F811
    post(mail("Lampu mati di depan musala"))
    report = Report.objects.get()
    spaced = f"{report.tracking_id[:4]} {report.tracking_id[4:8]} {report.tracking_id[8:]}"
    post(mail("Tiangnya nomor 17.", id="2", subject=f"Laporan {spaced}"))
    assert (Report.objects.count(), report.entries.count()) == (1, 1)
    waiting = InboundMessage.objects.get(state="candidate")
    assert (waiting.outcome, waiting.report_id) == ("unproved", report.pk)
    asked = outbox()
    assert "kode rahasia" in asked.get_content()
    post(mail("Tiangnya nomor 17.", id="4", to=asked["Reply-To"]))  # the true reporter answers it
    assert report.entries.last().text == "Tiangnya nomor 17."
    post(mail("Saya orang lain", id="3", sender="lain@contoh.example", subject=f"Laporan {spaced}"))
    assert (Report.objects.count(), report.entries.count()) == (2, 2)


@pytest.mark.parametrize("word", ["YA", "BELUM", "BATAL"])
def test_number_in_the_subject_decides_nothing(post, outbox, word):  # noqa: F811
    post(mail("Lampu mati di depan musala"))
    report = Report.objects.get()
    post(mail(word, id="2", subject=f"Laporan {report.tracking_id}"))
    report.refresh_from_db()
    assert (report.state, report.entries.count(), Report.objects.count()) == ("received", 1, 1)
    assert "kode rahasia" in outbox().get_content()


# --- empty


def test_empty_mail_is_asked_for_words_and_files_nothing(post, outbox):  # noqa: F811
    assert "stored" in post(mail("\n \n", subject=""))
    assert Report.objects.count() == 0
    assert "kosong" in outbox().get_content()


def test_mail_that_says_all_in_its_subject_is_a_report(post):  # noqa: F811
    post(mail("", subject="Lampu mati di Jl. Kelud Raya 12"))
    assert Report.objects.get().text == "Lampu mati di Jl. Kelud Raya 12"


# --- passed on


def test_mail_passed_on_by_an_office_is_the_report_of_who_wrote_it(post, outbox):  # noqa: F811
    an_officer()
    post(
        mail(
            PASSED_ON.format(writer="Budi Hartono <Budi@Contoh.example>"),
            sender="Humas Kota <HUMAS@kota.example>",
            subject="Fwd: Jalan rusak",
        )
    )
    report = Report.objects.get()
    assert writer_of(report) == ("Budi Hartono", [("email", "budi@contoh.example")])
    assert report.provenance["forwarded_by"] == "Humas"
    told = {message.cause: message for message in OutboundMessage.objects.all()}
    assert set(told) == {"intake.filed", "intake.passed-on"}
    assert told["intake.passed-on"].report_id is None
    assert "kode" in told["intake.filed"].said.text.lower()
    assert not re.search(r"\d{4} \d{4} \d{4} \d{4}", told["intake.passed-on"].said.text)  # the officer gets no code
    send_message(told["intake.filed"].pk)
    reply = mail(
        "Masih berlubang", sender="budi@contoh.example", id="2", to=f"lapor+{reply_token(report.pk)}@lapor.example"
    )
    post(reply)
    assert report.entries.last().text == "Masih berlubang"


def test_chain_of_offices_is_followed_to_the_first_address_outside(post):  # noqa: F811
    an_officer()
    Agency.objects.filter(code="dpu").update(email="dpu@kota.example")
    chain = (
        PASSED_ON.format(writer="DPU <dpu@kota.example>")
        + "\n\nDari: Ani <ani@contoh.example>\nTanggal: kemarin\nPerihal: Jalan\n\nTolong."
    )
    post(mail(chain, sender="humas@kota.example", subject="Trs: Jalan rusak"))
    assert writer_of(Report.objects.get())[1] == [("email", "ani@contoh.example")]


def test_mail_passed_on_by_anybody_else_is_their_own_report(post):  # noqa: F811
    post(mail(PASSED_ON.format(writer="Budi <budi@contoh.example>"), subject="Fwd: Jalan rusak"))
    report = Report.objects.get()
    assert writer_of(report)[1] == [("email", "siti@contoh.example")]
    assert "forwarded_by" not in report.provenance


def test_officers_own_mail_is_their_own_report(post):  # noqa: F811
    an_officer()
    post(mail("Lampu di depan rumah saya mati.", sender="humas@kota.example"))
    assert writer_of(Report.objects.get())[1] == [("email", "humas@kota.example")]


@pytest.mark.parametrize(
    ("text", "subject", "writers"),
    [
        ("Dari: A <a@x.example>\nSubject: y\n\nhalo", "Re: y", ()),
        ("Dari: A <a@x.example>\nSubject: y\n\nhalo", "FW: y", (("A", "a@x.example"),)),
        ("-----Forwarded Message-----\nFrom: <a@x.example>", "", (("", "a@x.example"),)),
        ("> Begin forwarded message:\n>\n> *From:* A <a@x.example>", "", (("A", "a@x.example"),)),
        ('Begin forwarded message:\n\n*From:* "A, B" <a@x.example>', "", (("A, B", "a@x.example"),)),
        ("dari: pagi sampai malam", "Fwd: y", ()),
        (
            "\n".join(f"From: u{n}@x.example" for n in range(40)),
            "Fwd: y",
            tuple(("", f"u{n}@x.example") for n in range(10)),
        ),
    ],
)
def test_writers_of_a_mail_that_was_passed_on(text, subject, writers):
    assert forwarded_writers(text, subject=subject) == writers


# --- addresses that are gone


def bounced(message, to, status="5.1.1"):
    """As Postfix writes it, without any header of our mail left."""
    return (
        f"Return-Path: <>\r\nDelivered-To: {to}\r\nFrom: postmaster@mx.example\r\nSubject: Undelivered\r\nMessage-ID:"
        f" <b{status}@mx.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;"
        " boundary=x\r\n\r\n--x\r\n\r\nMaaf.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA:"
        " dns; mx.example\r\n\r\nFinal-Recipient: rfc822; siti@contoh.example\r\nAction: failed\r\nStatus:"
        f" {status}\r\nDiagnostic-Code: smtp; 550 {status} no such user\r\n--x--\r\n"
    ).encode()


def test_bounce_to_our_signed_address_marks_the_address_until_it_writes_again(post, outbox, office):  # noqa: F811
    post(mail("Lampu di depan musala mati."))
    report = Report.objects.get()
    outbox()
    message = OutboundMessage.objects.get()
    post(bounced(message, f"lapor+{bounce_token(message.pk)}@lapor.example"))
    message.refresh_from_db()
    point = ContactPoint.objects.get()
    assert (message.status, point.unreachable_at is not None) == ("failed", True)
    office["forward"](report.pk), office["ask"](report.pk)
    tell("report.ask")
    assert not OutboundMessage.objects.filter(status="waiting").exists()  # nothing is sent to nobody
    post(mail("Alamat saya hidup lagi.", id="2", to=f"lapor+{reply_token(report.pk)}@lapor.example"))
    point.refresh_from_db()
    assert point.unreachable_at is None


def test_full_mailbox_is_not_gone(post, outbox):  # noqa: F811
    post(mail("Lampu di depan musala mati."))
    outbox()
    message = OutboundMessage.objects.get()
    post(bounced(message, f"lapor+{bounce_token(message.pk)}@lapor.example", "5.2.2"))
    message.refresh_from_db()
    assert (message.status, ContactPoint.objects.get().unreachable_at) == ("failed", None)


def test_address_that_the_server_refuses_at_once_is_marked(filed, monkeypatch):
    tell("report.file")
    message = OutboundMessage.objects.get()

    def refuses(self, outbound):
        raise NoSuchAddress("the mail server refuses the address (550)")

    monkeypatch.setattr(FolderSender, "send", refuses)
    send_message(message.pk)
    assert ContactPoint.objects.get(kind="email").unreachable_at is not None


def test_tokens_of_reports_and_of_mails_are_not_taken_for_each_other(post, outbox):  # noqa: F811
    post(mail("Lampu mati di depan musala"))
    report, message = Report.objects.get(), OutboundMessage.objects.get()
    assert (report_of_token(bounce_token(message.pk)), message_of_token(reply_token(report.pk))) == (None, None)
    assert (report_of_token(reply_token(report.pk)), message_of_token(bounce_token(message.pk))) == (
        report.pk,
        message.pk,
    )
    assert Conversation.objects.count() == 1
