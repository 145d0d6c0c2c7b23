"""What breaks in the middle: copies by the thousand at once, providers that are slow or wrong, faults of ours, a clock
that jumps."""

import base64
import errno
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet
from psycopg.errors import DiskFull

from lapor.channels.webhook import channel as webhook
from lapor.channels.webhook.channel import WebhookChannel
from lapor.core import clock
from lapor.gateway import jobs
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import Delivery, DeliveryAttempt, InboundMessage, OutboundMessage
from lapor.gateway.outbound import sending
from lapor.gateway.outbound.retries import MAX_ATTEMPTS
from lapor.gateway.outbound.sending import send_message
from lapor.intake.conversations.reading import file_silent_drafts, read_channel
from lapor.ledger.verifying import verify
from lapor.reporters import vault
from lapor.reports.models import Report
from tests.contract.channels import SPOKEN
from tests.makers import photo
from tests.outgoing import queued_message

pytestmark = pytest.mark.deep

COPIES = 1000
AT_ONCE = 8


class Provider(ThreadingHTTPServer):
    """`calls`: what came in. `answer`: what is answered."""

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Answering)
        self.calls, self.answer = [], (200, {}, b'{"id": "p-1"}', 0)


class Answering(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self):
        self.server.calls.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        status, headers, body, seconds = self.server.answer
        time.sleep(seconds)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def provider():
    """An HTTP gateway on loopback whose answer the test chooses: (status, headers, body, seconds before it answers)."""

    with Provider() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def account(root, provider):
    url = f"http://127.0.0.1:{provider.server_port}/"
    return make_account("webhook", "uji", root=root, settings={"send_url": url}, secrets={"secret": "rahasia-sekali"})


@pytest.fixture
def message(account):
    return queued_message(channel="webhook", account=account, cause="uji", address=vault.seal("0811"), dedupe_key="x")


def tried(message):
    """(seconds to wait, status of the message, outcome of the try)"""
    wait = send_message(message.pk)
    message.refresh_from_db()
    return wait, message.status, DeliveryAttempt.objects.filter(message=message).latest("pk").outcome


@pytest.mark.django_db(transaction=True)
def test_a_thousand_copies_at_once_are_one_delivery(account):
    call = SPOKEN["webhook"].call(SPOKEN["webhook"].message())
    at = opened(account)

    def deliver(_number):
        try:
            return store(at, call).id
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as senders:
        assert len(set(senders.map(deliver, range(COPIES)))) == 1
    assert Delivery.objects.count() == 1
    read_channel("webhook")
    assert InboundMessage.objects.count() == 1


@pytest.mark.django_db
def test_message_is_sent_once_and_its_id_is_kept(message, provider):
    assert tried(message) == (0, "sent", "sent")
    assert send_message(message.pk) == 0
    assert (message.provider_id, len(provider.calls), provider.calls[0]["to"]) == ("p-1", 1, "0811")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "outcome"), [(500, "retry"), (503, "retry"), (429, "retry"), (401, "needs_operator"), (410, "permanent")]
)
def test_provider_that_refuses_is_tried_again_or_not(message, provider, status, outcome):
    provider.answer = (status, {}, b"", 0)
    wait, state, found = tried(message)
    assert found == outcome
    assert (state == "failed") == (outcome == "permanent")
    assert (wait > 0) == (outcome != "permanent")


@pytest.mark.django_db
def test_provider_says_how_long_to_wait(message, provider):
    provider.answer = (429, {"Retry-After": "900"}, b"", 0)
    assert tried(message)[0] == 900


@pytest.mark.django_db
def test_provider_that_does_not_answer_is_left_after_a_time(message, provider, monkeypatch):
    monkeypatch.setattr(webhook, "TIMEOUT", 0.3)
    provider.answer = (200, {}, b"", 2)
    began = time.monotonic()
    assert tried(message)[1:] == ("waiting", "retry")
    assert time.monotonic() - began < 1.5


@pytest.mark.django_db
def test_provider_that_answers_rubbish_has_taken_the_message(message, provider):
    provider.answer = (200, {}, b"\xff\xfe<html>" * 100, 0)
    assert tried(message)[1:] == ("sent", "sent")


@pytest.mark.django_db
def test_fault_of_ours_is_tried_again_then_given_up_and_seen(message, monkeypatch):
    monkeypatch.setattr(WebhookChannel, "send", lambda *_: 1 / 0)
    for _ in range(MAX_ATTEMPTS):
        tried(message)
    assert message.status == "failed"
    assert "ZeroDivisionError" in DeliveryAttempt.objects.latest("pk").answer


@pytest.mark.django_db
def test_message_that_somebody_is_sending_is_left_alone_until_the_lease_ends(message, provider):
    OutboundMessage.objects.update(leased_until=clock.now() + timedelta(minutes=3))
    assert 170 < send_message(message.pk) <= 180  # its job comes again then: whoever is at it may have died
    assert provider.calls == []
    OutboundMessage.objects.update(leased_until=clock.now(), not_before=clock.now() + timedelta(milliseconds=20))
    assert send_message(message.pk) == 1  # never 0 while it waits, or no job would come back
    with clock.at(clock.now() + timedelta(minutes=4)):
        assert tried(message)[1] == "sent"


@pytest.mark.django_db(transaction=True)
def test_database_that_goes_away_after_a_message_was_sent_does_not_have_it_sent_again(message, provider, monkeypatch):
    kept, failures = (
        sending._keep,
        iter([OperationalError("the server closed the connection"), InterfaceError("connection already closed")]),
    )

    def keep(*result):
        if failure := next(failures, None):
            raise failure
        kept(*result)

    monkeypatch.setattr(sending, "_keep", keep)
    monkeypatch.setattr(jobs, "PAUSES", (0.01, 0.01, 0.01))
    assert tried(message)[1] == "sent"
    assert send_message(message.pk) == 0
    assert len(provider.calls) == 1
    assert message.attempts == 1


@pytest.mark.django_db(transaction=True)
def test_database_that_goes_away_while_a_message_is_taken_does_not_keep_it_from_us(message, monkeypatch):
    read, failures = QuerySet.get, iter([OperationalError("the server closed the connection")])

    def get(self, *asked, **named):
        if self.model is OutboundMessage and (failure := next(failures, None)):
            raise failure
        return read(self, *asked, **named)

    monkeypatch.setattr(jobs, "PAUSES", (0.01,))
    with monkeypatch.context() as patched:
        patched.setattr(QuerySet, "get", get)
        assert send_message(message.pk) == 0
    assert next(failures, "none is left") == "none is left"
    message.refresh_from_db()
    assert message.status == "sent"


@pytest.mark.django_db
@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)])
def test_clock_that_jumps_loses_and_doubles_nothing(account, jump):
    now = clock.now()
    say = SPOKEN["webhook"]
    with clock.at(now):
        store(opened(account), say.call(say.message("Saluran tersumbat", id="1")))
        read_channel("webhook")
    with clock.at(now + jump):
        store(opened(account), say.call(say.message("di Jalan Kelud", id="2")))
        read_channel("webhook")
        file_silent_drafts()
    with clock.at(now + timedelta(hours=2)):
        file_silent_drafts()
        file_silent_drafts()
    assert Report.objects.count() == 1
    assert verify().faults == []


@pytest.mark.django_db
def test_full_disk_at_the_door_is_no_acknowledgement_and_the_platform_comes_again(account, client, monkeypatch):
    """The sentence of PostgreSQL where there is no room left."""
    call = SPOKEN["webhook"].call(SPOKEN["webhook"].message())

    def full(*_):
        raise OperationalError("could not extend file: No space left on device") from DiskFull()

    def deliver():
        return client.post(
            "/webhooks/webhook/uji", call.body, content_type="application/json", headers=dict(call.headers)
        )

    with monkeypatch.context() as patched:
        patched.setattr("lapor.gateway.inbound.views.store", full)
        refused = deliver()
        assert (refused.status_code, refused.headers["Retry-After"].isdecimal(), Delivery.objects.count()) == (
            503,
            True,
            0,
        )
    assert deliver().status_code == 200
    read_channel("webhook")
    assert InboundMessage.objects.count() == 1


@pytest.mark.django_db
def test_message_whose_photo_finds_no_room_waits_and_keeps_its_photo(account, monkeypatch):
    picture = {"name": "a.jpg", "content": base64.b64encode(photo()).decode()}
    say = SPOKEN["webhook"]
    store(opened(account), say.call(say.message("Ada kebakaran di pasar", extra={"media": [picture]})))
    with monkeypatch.context() as patched:
        patched.setattr("lapor.intake.files.attachments._write", full_disk)
        for _ in range(5):
            read_channel("webhook")
        assert (InboundMessage.objects.get().state, Report.objects.count()) == ("waiting", 0)
    read_channel("webhook")
    assert Report.objects.get().entries.get(act="file").attachments.count() == 1


def full_disk(*_args, **_more):
    raise OSError(errno.ENOSPC, "No space left on device")
