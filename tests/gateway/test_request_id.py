"""The number of the request at the door stands in every line of the log about what came of it: reading, taking, sending
the reply."""

import json
import logging

import pytest
from django.test import Client

from lapor.core.logs import REQUEST_ID, JsonFormatter
from lapor.gateway.accounts.accounts import make_account
from lapor.gateway.models import Delivery, InboundMessage, OutboundMessage
from lapor.gateway.outbound import sending
from lapor.intake.conversations import reading
from tests.contract.channels import SPOKEN

pytestmark = pytest.mark.django_db
NUMBER = "pintu-20261127-1"


class Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.found = []

    def emit(self, record):
        self.found.append(json.loads(self.format(record)))


@pytest.fixture
def lines():
    handler = Lines()
    logging.getLogger("lapor").addHandler(handler)
    yield handler.found
    logging.getLogger("lapor").removeHandler(handler)


@pytest.fixture
def delivered(root, settings):
    """One message at the door of a webhook, through a proxy of ours."""
    settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
    make_account(
        "webhook", "uji", root=root, settings={"send_url": "http://127.0.0.1:9/"}, secrets={"secret": "rahasia-sekali"}
    )
    body = SPOKEN["webhook"].message("Lampu jalan mati", id="m-1", sender="0811", extra={})
    headers = {**SPOKEN["webhook"].call(body).headers, "X-Request-ID": NUMBER}
    answer = Client().post("/webhooks/webhook/uji", body, content_type="application/json", headers=headers)
    assert answer.status_code == 200


def broken(*_arguments, **_named):
    raise RuntimeError("rusak")


def requests_in(lines):
    return {line.get("request") for line in lines}


@pytest.mark.usefixtures("delivered")
def test_reply_carries_the_number_of_the_request_at_the_door():
    reading.read_channel("webhook")
    kept = [model.objects.get().request_id for model in (Delivery, InboundMessage, OutboundMessage)]
    assert (kept, REQUEST_ID.get()) == ([NUMBER] * 3, "")


@pytest.mark.usefixtures("delivered")
def test_delivery_that_cannot_be_read_is_logged_with_it(monkeypatch, lines):
    monkeypatch.setattr("lapor.gateway.inbound.receiving.opened_call", broken)
    reading.read_channel("webhook")
    assert requests_in(lines) == {NUMBER}


@pytest.mark.usefixtures("delivered")
def test_message_that_cannot_be_taken_is_logged_with_it(monkeypatch, lines):
    monkeypatch.setattr(reading, "take", broken)
    reading.read_channel("webhook")
    assert requests_in(lines) == {NUMBER}


@pytest.mark.usefixtures("delivered")
def test_reply_that_cannot_be_sent_is_logged_with_it(monkeypatch, lines):
    reading.read_channel("webhook")
    monkeypatch.setattr(sending, "_account", broken)
    OutboundMessage.objects.update(not_before=None)  # a reply waits some seconds for what comes next
    sending.send_message(OutboundMessage.objects.get().pk)
    assert requests_in(lines) == {NUMBER}
