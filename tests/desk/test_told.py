"""A phone that an officer took down is told by SMS; one that anybody typed on the web is not; STOP from it is
obeyed."""

import uuid

import pytest

from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.intake.models import Conversation
from lapor.ledger.models import Event
from lapor.notify.actions import notify_reporters
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint
from lapor.reports.workflow.acting import reporter_actor
from tests.contract.channels import SPOKEN

pytestmark = pytest.mark.django_db
PHONE = "0812 3456 7890"


@pytest.fixture
def sms(root):
    return make_account("sms", "kota", root=root, settings={"quiet_hours": "none"}, secrets={"secret": "x" * 20})


def told(root, *, channel, **who):
    """The addresses and words of what is sent about a new report."""
    new = NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel=channel, name="Sumi", **who)
    file_new_report(new, root=root, actor=reporter_actor(None))
    notify_reporters(list(Event.objects.filter(name="report.file").order_by("-id")[:1]))
    return [
        (row.channel, vault.open_sealed(bytes(row.address)), row.said.text)
        for row in OutboundMessage.objects.order_by("created_at")
    ]


@pytest.mark.parametrize("channel", ["counter", "phone", "letter"])
def test_phone_taken_down_at_the_desk_is_told_by_sms(root, sms, channel):
    ((way, address, words),) = told(root, channel=channel, phone=PHONE)
    assert (way, address) == ("sms", "+6281234567890")
    assert "Nomornya" in words or "nomor" in words.lower()


def test_phone_typed_on_the_web_is_never_rung(root, sms):
    assert told(root, channel="web", phone=PHONE) == []


def test_without_an_sms_account_the_mail_is_told_and_the_phone_is_not(root):
    assert [
        way for way, _address, _words in told(root, channel="counter", phone=PHONE, email="sumi@contoh.example")
    ] == ["email"]


def says(account, sender, text):
    """Comes in through the door of the account's channel."""
    spoken = SPOKEN[account.channel]
    store(opened(account), spoken.call(spoken.message(text, id=f"{sender}-{text}", sender=sender)))
    read_channel(account.channel)


def test_stop_from_the_phone_is_obeyed_though_it_never_wrote_before(root, sms):
    told(root, channel="counter", phone=PHONE)
    says(sms, "+6281234567890", "STOP")
    assert ContactPoint.objects.get().opted_out_at is not None
    says(sms, "+6281234567890", "STATUS")
    assert ContactPoint.objects.get().opted_out_at is None


def test_stop_of_a_sender_who_only_looks_like_a_phone_stops_no_phone(root, sms):
    told(root, channel="counter", phone=PHONE)
    webhook = make_account("webhook", "kota", root=root, settings={}, secrets={"secret": "rahasia-sekali"})
    says(webhook, "6281234567890", "STOP")
    assert Conversation.objects.get().stopped_at is not None
    assert ContactPoint.objects.get().opted_out_at is None
