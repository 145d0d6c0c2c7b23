"""What WhatsApp tells of a message of ours, in any order: the newest stands, a closed window opens by the template, a
failure is told."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.channels import CHANNELS
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import OutboundMessage
from lapor.gateway.outbound.sending import send_message
from lapor.intake.conversations.reading import read_channel
from lapor.reporters import vault
from tests.contract.channels import with_hub
from tests.outgoing import queued_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(root):
    return make_account(
        "whatsapp", "kota", root=root, settings={"phone_number_id": "1"}, secrets={"app_secret": "a", "token": "t"}
    )


@pytest.fixture
def ours(account, filed):
    return queued_message(
        channel="whatsapp",
        account=account,
        cause="report.answer",
        address=vault.seal("628111"),
        status="sent",
        done_at=clock.now(),
        report_id=filed.report.pk,
        provider_id="wamid.1",
        dedupe_key="1",
    )


def told(account, status, code=0, number="wamid.1"):
    errors = {"errors": [{"code": code, "title": "x"}]} if code else {}
    value = {
        "messaging_product": "whatsapp",
        "statuses": [{"id": number, "status": status, "timestamp": "1750000000", **errors}],
    }
    body = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "9", "changes": [{"field": "messages", "value": value}]}],
    }
    store(opened(account), with_hub("a", json.dumps(body).encode()))
    read_channel("whatsapp")


def now(ours):
    ours.refresh_from_db()
    return ours.status, ours.provider_state


def test_what_was_read_stays_read_though_its_delivery_is_told_later(account, ours):
    for status, state in (("sent", "sent"), ("read", "read"), ("delivered", "read")):
        told(account, status)
        assert now(ours) == ("sent", state)


def test_window_closed_afterwards_sends_it_again_in_the_template_and_only_once(account, ours, monkeypatch):
    asked = []

    def send(_self, _account, message):
        asked.append(message.last_heard_at)
        return "wamid.2"

    monkeypatch.setattr(type(CHANNELS["whatsapp"]), "send", send)
    told(account, "failed", 131047)
    assert now(ours) == ("waiting", "closed")
    send_message(ours.pk)
    assert asked == [None]  # so that the channel takes the template
    told(account, "delivered", number="wamid.2")
    assert now(ours) == ("sent", "delivered")


def test_window_closed_twice_has_failed(account, ours):
    OutboundMessage.objects.update(provider_state="closed")
    told(account, "failed", 131047)
    assert now(ours) == ("failed", "failed")


def test_other_failures_are_final(account, ours):
    told(account, "failed", 131026)
    assert now(ours) == ("failed", "failed")


@pytest.mark.parametrize(
    ("status", "words"), [("sent", "terkirim"), ("delivered", "sudah sampai"), ("read", "sudah dibaca")]
)
def test_delivery_log_shows_what_became_of_it(account, ours, triage, status, words):
    told(account, status)
    client = Client()
    client.force_login(triage, backend="lapor.agencies.officers.backend.OfficerBackend")
    row = client.get(reverse("console:deliveries")).content.decode().partition("<tbody>")[2]
    assert words in row


def test_message_of_another_account_is_left_alone(account, ours, root):
    other = make_account(
        "whatsapp", "lain", root=root, settings={"phone_number_id": "2"}, secrets={"app_secret": "a", "token": "t"}
    )
    told(other, "failed", 131026)
    assert now(ours) == ("sent", "")
