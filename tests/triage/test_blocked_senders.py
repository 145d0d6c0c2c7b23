"""Who abuses a channel is not read any more, is told once, and is still heard in danger; who writes like a machine is
slowed down."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from lapor.core import clock
from lapor.gateway.accounts.accounts import account_for_files, make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.intake.conversations.message_throttling import MOST_AN_HOUR
from lapor.intake.conversations.reading import read_channel
from lapor.intake.models import Conversation
from lapor.ledger.models import Event
from lapor.reports.models import Entry, Report
from lapor.triage.blocked_senders import block
from tests.contract.channels import SPOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def says(root):
    account = make_account(
        "webhook", "uji", root=root, settings={"send_url": "http://127.0.0.1:9/"}, secrets={"secret": "rahasia-sekali"}
    )
    count = iter(range(1, 1000))

    def say(*texts, sender="budi"):
        messages = [{"id": f"b-{next(count)}", "from": sender, "text": text} for text in texts]
        before = set(OutboundMessage.objects.values_list("pk", flat=True))
        store(opened(account), SPOKEN["webhook"].call(json.dumps({"messages": messages}).encode()))
        read_channel("webhook")
        return [row.said.text for row in OutboundMessage.objects.exclude(pk__in=before)]

    return say


@pytest.fixture
def report(says):
    says("Ada kebakaran di pasar")
    return Report.objects.get()


def signed_in(officer):
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


def test_writer_who_was_shut_out_is_told_once_and_not_read(says, report, triage):
    page = signed_in(triage).post(f"/konsol/laporan/{report.tracking_id}/tutup", {"reason": "Maki-maki terus"})
    assert page.status_code == 302
    [told] = says("Kalian semua bodoh")
    assert "112" in told
    assert says("Bodoh") == []
    assert set(InboundMessage.objects.order_by("-received_at")[:2].values_list("state", "error")) == {
        ("ignored", "the writer is shut out")
    }
    assert Entry.objects.filter(act="note").count() == 0
    assert Event.objects.filter(name="sender.blocked", actor_id=triage.pk).count() == 1


def test_words_of_danger_come_through_all_the_same(says, report, triage):
    block(report, "Maki-maki", by=triage)
    says("Tolong, ada kekerasan dalam rumah tangga di sebelah")
    assert Report.objects.filter(is_protected=True).count() == 1


def test_nothing_is_shut_without_a_reason_and_it_can_be_opened_again(says, report, triage):
    client = signed_in(triage)
    client.post(f"/konsol/laporan/{report.tracking_id}/tutup", {"reason": " "})
    assert Conversation.objects.exclude(blocked_at=None).count() == 0
    client.post(f"/konsol/laporan/{report.tracking_id}/tutup", {"reason": "Maki-maki"})
    assert "Maki-maki" in client.get("/konsol/kanal/").content.decode()
    client.post(f"/konsol/penulis/{Conversation.objects.get().pk}/buka")
    says("Maaf, apinya sudah padam")
    assert Entry.objects.filter(act="note").count() == 1


def test_more_than_a_person_writes_in_an_hour_waits_and_is_said_once(says, report):
    now = clock.now()
    with clock.at(now):
        says(*[f"catatan {number}" for number in range(MOST_AN_HOUR - 1)])
        told = says("terlalu banyak", "masih lagi")
        assert len([text for text in told if "satu jam" in text]) <= 1
    assert Entry.objects.filter(act="note").count() == MOST_AN_HOUR - 1
    assert InboundMessage.objects.filter(state="ignored").count() == 2
    with clock.at(now + timedelta(hours=1, minutes=1)):
        says("sekarang lagi")
    assert Entry.objects.filter(text="sekarang lagi").count() == 1


def test_others_are_heard_meanwhile(says, report, triage):
    block(report, "Maki-maki", by=triage)
    says("Ada kebakaran di sekolah", sender="ani")
    assert Report.objects.count() == 2


def test_files_that_an_operator_feeds_are_all_taken(root):
    account = account_for_files("webhook") or pytest.fail("one is made at once")
    messages = [
        {"id": f"b-{number}", "from": "budi", "text": f"catatan {number}"} for number in range(MOST_AN_HOUR + 5)
    ]
    store(opened(account), SPOKEN["webhook"].call(json.dumps({"messages": messages}).encode()))
    read_channel("webhook")
    assert not InboundMessage.objects.filter(state="ignored").exists()
