"""A report begun on one channel goes on on another: by number and receipt code, and by nothing else."""

import json

import pytest

from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.intake.models import Conversation
from lapor.ledger.models import Event
from lapor.ledger.verifying import verify
from lapor.notify.actions import notify_reporters
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from tests.contract.channels import SPOKEN
from tests.outgoing import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def says(root):
    account = make_account(
        "webhook", "uji", root=root, settings={"send_url": "http://127.0.0.1:9/"}, secrets={"secret": "rahasia-sekali"}
    )
    count = iter(range(1, 100))

    def say(text, sender="budi"):
        one = {"id": f"b-{next(count)}", "from": sender, "name": "Budi", "text": text}
        before = set(OutboundMessage.objects.values_list("pk", flat=True))
        store(opened(account), SPOKEN["webhook"].call(json.dumps({"messages": [one]}).encode()))
        read_channel("webhook")
        return "\n".join(texts(OutboundMessage.objects.exclude(pk__in=before)))

    return say


def outcome():
    return InboundMessage.objects.order_by("-received_at", "-id").first().outcome


def test_number_and_code_join_the_report_and_it_is_told_there_from_now_on(says, filed, triage):
    answer = says(f"{filed.report.tracking_id} {filed.receipt_code}")
    assert "Belum diverifikasi" in answer
    assert outcome() == "joined"
    perform_action(filed.report.pk, "ask", actor=officer_actor(triage), data=ActData(text="Di mana tepatnya?"))
    notify_reporters(list(Event.objects.filter(name="report.ask")))
    told = {vault.open_sealed(bytes(m.address)) for m in OutboundMessage.objects.filter(cause="report.ask")}
    assert told == {"budi", "budi@contoh.example"}
    says("Depan musala")
    assert Entry.objects.get(act="reply").text == "Depan musala"
    assert ContactPoint.objects.filter(kind="channel").count() == 1
    assert verify().faults == []


def test_what_else_is_said_with_the_proof_is_said_about_the_report(says, filed):
    says(f"Laporan {filed.report.tracking_id} kode {filed.receipt_code}: lampunya juga pecah")
    assert "lampunya juga pecah" in Entry.objects.get(act="note").text


def test_who_asks_for_an_officer_with_the_proof_is_put_before_them(says, filed):
    assert "Petugas membaca" in says(f"{filed.report.tracking_id} {filed.receipt_code} PETUGAS")
    assert Report.objects.get().officer_call == "open"


def test_number_alone_joins_nothing_and_a_wrong_code_says_so(says, filed):
    says(f"{filed.report.tracking_id} lampunya juga pecah")
    assert Entry.objects.filter(act="note").count() == 0
    wrong = str((int(filed.receipt_code) + 1) % 10**16).zfill(16)
    assert "tidak cocok" in says(f"{filed.report.tracking_id} {wrong}", sender="ani")
    assert ContactPoint.objects.filter(kind="channel").count() == 0
    assert (
        Conversation.objects.get(lookup=vault.channel_lookup(Conversation.objects.first().account_id, "ani")).report
        is None
    )


def test_same_name_on_another_channel_is_nobody_known(says, filed):
    says("Halo, bagaimana laporan saya?")
    assert Conversation.objects.get().report is None
    assert "STATUS" not in says(f"STATUS {filed.report.tracking_id}")


def test_report_without_a_trace_of_its_reporter_can_be_answered_after_the_proof(says, root):
    filed = file_new_report(
        NewReport(text="Pungli di loket", submission_key="k" * 32, channel="web"), root=root, actor=reporter_actor(None)
    )
    says(f"{filed.report.tracking_id} {filed.receipt_code}")
    report = Report.objects.get()
    assert report.reporter is not None
    assert Event.objects.filter(name="report.reporter_known").count() == 1
    assert verify().faults == []


def test_sixteen_digits_without_a_number_are_words(says):
    says("NIK saya 3374010101900001 dan lampu di depan rumah mati")
    assert outcome() == "draft"


def test_number_of_another_platform_that_looks_like_a_phone_opens_nothing(says, root):
    new = NewReport(text="Lampu mati", submission_key="k" * 20, channel="web", name="Siti", phone="0812 3456 7890")
    report = file_new_report(new, root=root, actor=reporter_actor(None)).report
    says(f"BATAL {report.tracking_id}", sender="6281234567890")
    report.refresh_from_db()
    assert (report.state, report.entries.count()) == ("received", 1)
