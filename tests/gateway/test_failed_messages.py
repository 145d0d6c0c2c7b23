"""A message that will never arrive comes back to the officer who wrote it, once, and stands in the inbox until one
arrives."""

import json
from datetime import timedelta

import pytest

from lapor.agencies.models import Officer
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.channels.base import Permanent
from lapor.channels.webhook.channel import WebhookChannel
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import MessageAudience, OutboundMessage
from lapor.gateway.outbound.sending import send_message
from lapor.intake.conversations.reading import read_channel
from lapor.ledger.models import Event
from lapor.notify.actions import notify_reporters
from lapor.notify.officers import handle
from lapor.reporters import vault
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.workflow.acting import ActData, officer_actor
from tests.contract.channels import SPOKEN
from tests.outgoing import queued_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(root):
    return make_account("webhook", "uji", root=root, settings={"send_url": ""}, secrets={"secret": "rahasia-sekali"})


@pytest.fixture
def asked(account, triage):
    """Triage asks the reporter of a chat; gives the message that carries the question."""
    triage.email = "vera@kota.example"
    triage.save()
    hear(account, {"id": "1", "from": "budi", "text": "Ada kebakaran di pasar"})
    report = Report.objects.get()
    if report.state != "received":
        Report.objects.update(state="received", agency=None)
    perform_action(report.pk, "ask", actor=officer_actor(triage), data=ActData(text="Pasar yang mana?"))
    notify_reporters(list(Event.objects.filter(name="report.ask")))
    return OutboundMessage.objects.get(cause="report.ask")


def hear(account, one):
    store(opened(account), SPOKEN["webhook"].call(json.dumps({"messages": [one]}).encode()))
    read_channel("webhook")


def told_officers():
    handle(list(Event.objects.filter(name="message.failed")))
    return [vault.open_sealed(bytes(m.address)) for m in OutboundMessage.objects.filter(cause="message.failed")]


def unreached():
    triage = Officer.objects.get(username="vera")
    return Inbox(triage, InboxFilters(unreached="1")).page().rows


def test_permanent_failure_comes_back_to_the_officer_who_asked(asked, monkeypatch):
    def refuse(*_):
        raise Permanent("the number is gone")

    monkeypatch.setattr(WebhookChannel, "send", refuse)
    assert unreached() == []
    send_message(asked.pk)
    assert told_officers() == ["vera@kota.example"]
    assert unreached() == [Report.objects.get()]
    assert told_officers() == ["vera@kota.example"]


def test_failure_that_the_platform_tells_later_comes_back_too_and_only_once(asked, account):
    OutboundMessage.objects.filter(pk=asked.pk).update(status="sent", provider_id="p-1")
    for _ in range(2):
        hear(account, {"id": "p-1", "type": "status", "from": "budi", "status": "failed"})
    assert told_officers() == ["vera@kota.example"]
    assert Event.objects.filter(name="message.failed").count() == 1


def test_report_leaves_the_queue_when_something_arrives_again(asked):
    OutboundMessage.objects.filter(pk=asked.pk).update(status="failed")
    assert len(unreached()) == 1
    queued_message(
        channel="webhook",
        report_id=asked.report_id,
        cause="report.respond",
        address=b"",
        status="sent",
        dedupe_key="later",
    )
    assert unreached() == []


def test_failed_notice_to_an_officer_is_told_to_nobody(asked, monkeypatch):
    mail = queued_message(
        channel="webhook",
        account=asked.account,
        report_id=asked.report_id,
        cause="report.forward",
        address=vault.seal("x"),
        audience=MessageAudience.OFFICER,
        dedupe_key="officer:1",
    )
    monkeypatch.setattr("lapor.gateway.outbound.sending.OPERATOR_WITHIN", timedelta())
    send_message(mail.pk)
    mail.refresh_from_db()
    assert (mail.status, Event.objects.filter(name="message.failed").count()) == ("failed", 0)
