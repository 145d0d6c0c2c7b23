"""A report's whole life by mail, from the pipe of the mail server to the outbox: filed, asked, replied, answered,
confirmed."""

import argparse
import email
import email.policy
import io
from email.message import EmailMessage

import pytest

from lapor.agencies.actions import create_officer
from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Role
from lapor.config.commands import ingest
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.gateway.outbound.sending import send_message
from lapor.gateway.reply_addresses import reply_token, report_of_token
from lapor.intake.conversations.reading import read_channel
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify.actions import notify_reporters
from lapor.reporters.models import ContactPoint
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor

pytestmark = pytest.mark.django_db


def mail(
    text,
    *,
    sender="Siti Rahayu <siti@contoh.example>",
    subject="Lampu jalan mati",
    id="1",
    to="lapor@lapor.example",
    **headers,
):
    found = EmailMessage()
    found["From"], found["To"], found["Subject"], found["Message-ID"] = sender, to, subject, f"<{id}@contoh.example>"
    for name, value in headers.items():
        found[name.replace("_", "-")] = value
    found.set_content(text)
    return found


@pytest.fixture
def post(root, monkeypatch, capsys, settings, tmp_path):
    """Pipes a mail into `lapor ingest email -`; gives the line it printed."""
    settings.OUTBOX_DIR = tmp_path / "outbox"

    def ingested(message, *options):
        raw = message if isinstance(message, bytes) else message.as_bytes()
        monkeypatch.setattr("sys.stdin", argparse.Namespace(buffer=io.BytesIO(raw)))
        parser = argparse.ArgumentParser()
        ingest.add_arguments(parser)
        assert ingest.run(parser.parse_args(["email", "-", *options])) == 0
        return capsys.readouterr().out.strip()

    return ingested


@pytest.fixture
def outbox(settings):
    def newest():
        """Send what waits; the last mail."""
        waiting = list(OutboundMessage.objects.filter(status="waiting").order_by("created_at", "id"))
        for message in waiting:
            send_message(message.pk)
        path = settings.OUTBOX_DIR / f"{waiting[-1].pk}.eml"
        return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)

    return newest


def tell(name):
    notify_reporters(list(Event.objects.filter(name=name)))


@pytest.fixture
def office(root):
    Category.objects.update(needs_evidence=False)
    perkim = Agency.objects.get(code="perkim")
    vera = create_officer(
        username="v",
        password="Rahasia-2026-x",
        name="V",
        agency=Agency.objects.get(code="diskominfo"),
        role=Role.TRIAGE_OFFICER,
    )
    lia = create_officer(username="l", password="Rahasia-2026-x", name="L", agency=perkim, role=Role.LIAISON_OFFICER)
    forward = ActData(category=Category.objects.get(code="lampu-jalan-baru"), agency=perkim, publication="published")
    return {
        "forward": lambda pk: perform_action(pk, "forward", actor=officer_actor(vera), data=forward),
        "ask": lambda pk: perform_action(pk, "ask", actor=officer_actor(lia), data=ActData(text="Tiang nomor berapa?")),
        "answer": lambda pk: perform_action(
            pk, "answer", actor=officer_actor(lia), data=ActData(text="Sudah diganti", outcome="solved")
        ),
    }


def test_filed_asked_replied_answered_confirmed(post, outbox, office):
    line = post(mail("Lampu di depan musala mati sejak Senin."))
    report = Report.objects.get()
    assert "stored" in line
    assert report.tracking_id in line.replace(" ", "")
    assert (report.channel, report.text, report.title) == (
        "email",
        "Lampu di depan musala mati sejak Senin.",
        "Lampu jalan mati",
    )
    assert ContactPoint.objects.get(reporter=report.reporter).kind == "email"
    receipt = outbox()
    assert receipt["To"] == "siti@contoh.example"
    assert receipt["In-Reply-To"] == "<1@contoh.example>"
    assert report_of_token(receipt["Reply-To"].split("+")[1].split("@")[0]) == report.pk
    assert "Kode rahasia" in receipt.get_content()
    tell("report.file")
    assert not OutboundMessage.objects.filter(status="waiting").exists()  # the receipt was told once

    office["forward"](report.pk), office["ask"](report.pk)
    tell("report.ask")
    question = outbox()
    reply = mail(
        "Tiang 17.\n\nPada Sen, 2 Mar 2026 Lapor menulis:\n> Tiang nomor berapa?\n", id="2", to=question["Reply-To"]
    )
    assert report.tracking_id in post(reply).replace(" ", "")
    report.refresh_from_db()
    assert report.state == "in_progress"
    assert report.entries.get(act="reply").text == "Tiang 17."

    office["answer"](report.pk)
    tell("report.answer")
    answer = outbox()
    post(mail("Ya", id="3", to="lapor@lapor.example", In_Reply_To=answer["Message-ID"]))
    report.refresh_from_db()
    assert report.state == "resolved"
    assert Report.objects.count() == 1
    assert verify().faults == []


def reaction(_text):
    """As Gmail sends a thumb put on a mail of ours."""
    found = mail("👍\n\nSiti reacted via Gmail\n")
    found.add_alternative('{"emoji":"👍","version":1}', subtype="vnd.google.email-reaction+json")
    return found


@pytest.mark.parametrize("form", [mail, reaction], ids=["words", "reaction"])
@pytest.mark.parametrize(
    "words", ["Ok", "👍", "Sebentar ya pak", "Baik terima kasih", "Saya sedang cuti sampai Senin."]
)
def test_sign_of_life_by_mail_answers_no_question(post, outbox, office, words, form):
    post(mail("Lampu di depan musala mati sejak Senin."))
    report = Report.objects.get()
    office["forward"](report.pk), office["ask"](report.pk)
    tell("report.ask")
    question, answer = outbox(), form(words)
    answer.replace_header("To", question["Reply-To"])
    answer.replace_header("Message-ID", "<life@contoh.example>")
    post(answer)
    report.refresh_from_db()
    assert (report.state, report.entries.filter(act="note").count(), Report.objects.count()) == (
        "awaiting_reporter",
        1,
        1,
    )
    assert "menunggu jawaban" in outbox().get_content()


def test_who_answers_our_mail_with_petugas_is_put_before_the_officers(post, outbox, office):
    post(mail("Lampu di depan musala mati sejak Senin."))
    report = Report.objects.get()
    office["forward"](report.pk)
    tell("report.forward")
    answer = mail("Bisa bicara dengan petugas?")
    answer.replace_header("To", outbox()["Reply-To"])
    answer.replace_header("Message-ID", "<person@contoh.example>")
    post(answer)
    report.refresh_from_db()
    assert (report.officer_call, Report.objects.count()) == ("open", 1)
    assert "Petugas membaca" in outbox().get_content()
    post(mail("PETUGAS", id="second"))  # who proves nothing says nothing about a report that is there
    assert Report.objects.exclude(pk=report.pk).exclude(officer_call="").count() == 0


def test_same_mail_again_is_a_duplicate(post):
    message = mail("Lampu mati di depan musala")
    post(message)
    assert "duplicate" in post(message)
    again = mail("Lampu mati di depan musala", Received="from elsewhere by another road")
    assert "duplicate" in post(again)
    assert Report.objects.count() == 1


def test_worker_that_was_quicker_changes_nothing_of_what_is_printed(post, monkeypatch):
    def store_and_read(at, call):
        stored = store(at, call)
        read_channel("email")
        return stored

    monkeypatch.setattr(ingest, "store", store_and_read)
    line = post(mail("Lampu mati di depan musala"), "--explain")
    assert "stored" in line
    assert Report.objects.get().tracking_id in line.replace(" ", "")
    assert "duplicate" in post(mail("Lampu mati di depan musala", Received="from elsewhere by another road"))
    assert "quarantined" in post(b"")


def test_another_mail_with_the_same_message_id_suppresses_nothing(post):
    post(mail("Lampu mati di depan musala"))
    post(mail("Sampah menumpuk di pasar"))
    assert Report.objects.count() == 2


def test_stranger_with_the_reply_address_does_nothing_to_the_report(post):
    post(mail("Lampu mati di depan musala"))
    report = Report.objects.get()
    stolen = f"lapor+{reply_token(report.pk)}@lapor.example"
    post(mail(f"BATAL {report.tracking_id}", sender="orang@lain.example", id="9", to=stolen))
    report.refresh_from_db()
    assert report.state == "received"
    forged = stolen.replace(reply_token(report.pk)[:4], "aaaa")
    post(mail("tambahan", id="10", to=forged))
    assert report.entries.count() == 1


@pytest.mark.parametrize("word", ["BATAL", "YA", "BELUM"])
def test_forged_sender_with_a_public_number_does_nothing_to_the_report(post, outbox, word):
    post(mail("Lampu mati di depan musala"))
    report = Report.objects.get()
    post(mail(f"{word} {report.tracking_id}", id="forged"))
    report.refresh_from_db()
    assert (report.state, report.entries.count(), Report.objects.count()) == ("received", 1, 1)
    assert "kode rahasia" in outbox().get_content()


@pytest.mark.parametrize("headers", [{"Auto_Submitted": "auto-replied"}])
def test_answering_machine_opens_nothing_and_is_answered_nothing(post, headers):
    line = post(mail("Saya sedang cuti sampai Senin.", **headers), "--explain")
    assert "ignored" in line
    assert Report.objects.count() == OutboundMessage.objects.count() == 0


def test_words_of_a_protected_case_by_mail_are_confidential_and_not_repeated(post, outbox):
    post(mail("Ada pungutan liar, minta suap di loket", subject="Pungli"))
    report = Report.objects.get()
    assert (report.visibility, report.is_protected) == ("confidential", True)
    assert "suap" not in outbox().get_content()


def test_unreadable_mail_is_kept_and_shown(post):
    assert "quarantined" in post(b"")
    assert InboundMessage.objects.count() == 0


def test_status_by_mail(post, outbox):
    post(mail("Lampu mati di depan musala"))
    number = Report.objects.get().tracking_id
    post(mail(f"STATUS {number}", id="2"))
    assert "Belum diverifikasi" in outbox().get_content()
    assert Report.objects.count() == 1
