"""Mail goes out through a real SMTP conversation on this machine: sent once, tried again, or given up, and each try can
be seen."""

import email
import email.policy
import socketserver
import threading
from datetime import timedelta

import pytest
from django.test import Client

from lapor.casework.persons import erase_person
from lapor.core import clock
from lapor.gateway.models import DeliveryAttempt, OutboundMessage
from lapor.gateway.outbound.retries import MAX_ATTEMPTS, seconds_until_retry
from lapor.gateway.outbound.sending import send_message
from lapor.gateway.tasks import upkeep
from lapor.reporters import vault
from lapor.reporters.models import Reporter
from lapor.reports.models import Report
from lapor.reports.workflow.acting import SYSTEM
from tests.outgoing import queued_message

pytestmark = pytest.mark.django_db


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP (RFC 5321) as a client needs; `answers` says what it replies to RCPT and to the end of
    DATA."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), _Conversation)
        self.answers = {"RCPT": "250 ok", "END": "250 ok", "AUTH": "235 ok"}
        self.received = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self):
        self.say("220 ready")
        while line := self.rfile.readline().decode():
            verb = line.split(" ")[0].strip().upper()[:4]
            if verb == "QUIT":
                return self.say("221 bye")
            if verb == "DATA":
                self.say("354 go on")
                self.take_mail()
            elif verb == "EHLO":
                self.say("250-here\r\n250 AUTH PLAIN")
            else:
                self.say(self.server.answers.get(verb, "250 ok"))
        return None

    def take_mail(self):
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        answer = self.server.answers["END"]
        if answer.startswith("250"):
            self.server.received.append(b"".join(lines))
        self.say(answer)

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def server(settings):
    with MailServer() as running:
        settings.SMTP_URL = running.url
        yield running
        running.shutdown()


@pytest.fixture
def message(filed):
    return queued_message(
        "Laporan Anda kami terima. 🙏\n.titik di awal baris\n",
        subject="Laporan 1: Masuk",
        channel="email",
        cause="report.file",
        report_id=filed.report.pk,
        address=vault.seal("siti@contoh.example"),
        dedupe_key="uji",
    )


def outcomes(message):
    return list(DeliveryAttempt.objects.filter(message=message).order_by("pk").values_list("outcome", flat=True))


def test_mail_arrives_as_it_was_written_and_only_once(server, message):
    assert send_message(message.pk) == 0
    assert send_message(message.pk) == 0
    message.refresh_from_db()
    assert (message.status, outcomes(message), len(server.received)) == ("sent", ["sent"], 1)
    mail = email.message_from_bytes(server.received[0], policy=email.policy.default)
    assert (mail["To"], mail["Auto-Submitted"]) == ("siti@contoh.example", "auto-generated")
    assert "terima. 🙏" in mail.get_content()


@pytest.mark.parametrize("verb", ["RCPT", "END"])
def test_passing_fault_is_tried_again_later_and_later(server, message, verb):
    server.answers[verb] = "451 try later"
    waits = [send_message(message.pk), send_message(message.pk)]
    assert 24 <= waits[0] <= 36
    assert 48 <= waits[1] <= 72
    server.answers[verb] = "250 ok"
    send_message(message.pk)
    message.refresh_from_db()
    assert (message.status, outcomes(message)) == ("sent", ["retry", "retry", "sent"])


def test_address_that_is_refused_for_good_is_given_up_and_seen(server, message):
    server.answers["RCPT"] = "550 no such mailbox siti@contoh.example"
    assert send_message(message.pk) == 0
    message.refresh_from_db()
    attempt = DeliveryAttempt.objects.get()
    assert (message.status, attempt.outcome) == ("failed", "permanent")
    assert "siti" not in attempt.answer


def test_after_the_last_try_it_is_given_up(server, message):
    server.answers["RCPT"] = "451 try later"
    waits = [send_message(message.pk) for _ in range(MAX_ATTEMPTS)]
    message.refresh_from_db()
    assert (waits[-1], message.status, message.attempts) == (0, "failed", MAX_ATTEMPTS)


def test_log_in_that_is_refused_waits_for_the_operator(server, message, settings):
    settings.SMTP_URL = server.url.replace("smtp://", "smtp://lapor:salah@")
    server.answers["AUTH"] = "535 wrong"
    assert send_message(message.pk) > 0
    assert outcomes(message) == ["needs_operator"]


def test_a_wrong_password_loses_nothing_for_a_week(server, message, settings):
    settings.SMTP_URL = server.url.replace("smtp://", "smtp://lapor:salah@")
    server.answers["AUTH"] = "535 wrong"
    for _ in range(MAX_ATTEMPTS + 1):
        send_message(message.pk)
    server.answers["AUTH"], server.answers["RCPT"] = "235 ok", "451 try later"
    assert send_message(message.pk) > 0  # the operator has mended it; the next fault is not the last one
    server.answers["AUTH"] = "535 wrong"
    message.refresh_from_db()
    assert message.status == "waiting"
    with clock.at(clock.now() + timedelta(days=8)):
        assert send_message(message.pk) == 0
    message.refresh_from_db()
    assert message.status == "failed"


def test_a_provider_that_is_away_for_most_of_a_day_loses_nothing():
    waits = sum(seconds_until_retry(attempts, 0) for attempts in range(1, MAX_ATTEMPTS))
    assert timedelta(hours=20) < timedelta(seconds=waits) < timedelta(hours=28)


def test_who_is_erased_while_a_message_goes_out_gets_no_second_try(server, filed, message, monkeypatch):
    reporter, sent = Reporter.objects.create(created_at=clock.now()), []
    Report.objects.filter(pk=filed.report.pk).update(reporter=reporter)

    def away(*_):
        sent.append(erase_person(reporter, by=SYSTEM))
        return "retry", "451 try later", 0

    monkeypatch.setattr("lapor.gateway.outbound.sending._try", away)
    assert send_message(message.pk) == 0
    message.refresh_from_db()
    assert (sent, message.status, bytes(message.words), bytes(message.address)) == ([1], "failed", b"", b"")


def test_server_that_is_not_there_is_tried_again(message, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    assert 24 <= send_message(message.pk) <= 36
    assert outcomes(message) == ["retry"]


def test_message_whose_job_was_lost_is_taken_up_again(message):
    OutboundMessage.objects.filter(pk=message.pk).update(created_at=clock.now() - timedelta(minutes=20))
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415 - beside its use

    for _time in range(2):  # the second finds that there is a job
        upkeep(timestamp=0)
    assert ProcrastinateJob.objects.filter(task_name="gateway.send", args__message_id=str(message.pk)).count() == 1


def test_log_of_the_console_shows_tries_and_never_the_address(server, message, triage):
    server.answers["RCPT"] = "550 no"
    send_message(message.pk)
    client = Client()
    client.force_login(triage, backend="lapor.agencies.officers.backend.OfficerBackend")
    page = client.get("/konsol/pesan/?status=failed").content.decode()
    assert "550" in page
    assert "siti@" not in page
    assert "Laporan 1: Masuk" not in page
