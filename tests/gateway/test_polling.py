"""Platforms that are asked: what they have is stored, the place to go on is kept; the canary goes out and comes
back."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from lapor.channels.webhook.channel import signature
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened, set_account_active
from lapor.gateway.health.canary import send_canaries
from lapor.gateway.health.overview import health_of
from lapor.gateway.inbound.polling import poll_account, pollable_accounts
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import ChannelAccount, Delivery, InboundMessage, OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.runtime.listener import listen_to_all
from tests.contract.channels import SPOKEN
from tests.fixtures.polled import Platform

SECRET = "rahasia-sekali"


@pytest.fixture
def platform():
    with Platform() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def account(root, platform):
    settings = {"poll_url": f"http://127.0.0.1:{platform.server_port}/pesan", "canary_to": "kami"}
    return make_account("webhook", "tanya", root=root, settings=settings, secrets={"secret": SECRET})


def said(number):
    return {"id": f"m-{number}", "from": f"orang-{number}", "text": f"Lampu nomor {number} mati"}


@pytest.mark.django_db
def test_what_the_platform_has_is_stored_once_and_the_next_question_goes_on_from_there(account, platform):
    platform.messages = [said(number) for number in range(3)]
    assert [poll_account(account.pk, threading.Event()) for _ in range(3)][-1] > 0
    assert [since for since, _ in platform.seen] == ["", "2", "3"]
    read_channel("webhook")
    assert InboundMessage.objects.count() == 3
    stamp = dict(part.split("=") for part in platform.seen[1][1].split(","))
    assert stamp["v1"] == signature(SECRET, stamp["t"], b"2")


@pytest.mark.django_db
def test_whoever_died_before_the_cursor_was_kept_asks_again_and_nothing_is_doubled(account, platform):
    platform.messages = [said(1)]
    poll_account(account.pk, threading.Event())
    ChannelAccount.objects.update(cursor="")
    poll_account(account.pk, threading.Event())
    read_channel("webhook")
    assert (Delivery.objects.count(), InboundMessage.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "raw"), [(500, None), (401, None), (200, b"<html>"), (200, b"[]"), (200, b"{}")])
def test_platform_that_answers_wrongly_is_noted_and_asked_again_later(account, platform, root, status, raw):
    platform.status, platform.raw = status, raw
    assert poll_account(account.pk, threading.Event()) >= 30
    assert health_of(root)[0].account.poll_error
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert "poll" in health_of(root)[0].alarms
    platform.status, platform.raw = 200, None
    poll_account(account.pk, threading.Event())
    assert health_of(root)[0].account.poll_error == ""


@pytest.mark.django_db
def test_platform_that_is_away_is_asked_again_later(account, platform):
    platform.shutdown()
    platform.server_close()
    assert poll_account(account.pk, threading.Event()) >= 30


@pytest.mark.django_db
def test_only_accounts_that_are_on_and_say_so_are_asked(account, root):
    make_account("webhook", "didorong", root=root, settings={}, secrets={"secret": SECRET})
    assert list(pollable_accounts()) == [account.pk]
    set_account_active(account.pk, is_active=False)
    assert pollable_accounts() == {}


@pytest.mark.django_db(transaction=True)
def test_listener_asks_until_it_is_stopped_and_holds_its_account_alone(account, platform):
    platform.messages = [said(1)]
    stop = threading.Event()

    def listen():
        try:
            listen_to_all(stop)
        finally:
            connection.close()

    listeners = [threading.Thread(target=listen) for _ in range(2)]
    for one in listeners:
        one.start()
    until = time.monotonic() + 10
    while Delivery.objects.count() == 0 and time.monotonic() < until:
        time.sleep(0.05)
    stop.set()
    for one in listeners:
        one.join(timeout=10)
    assert Delivery.objects.count() == 1
    time.sleep(0.2)  # the threads that ask close their connections


@pytest.mark.django_db
def test_canary_that_comes_back_is_no_message_and_quiets_the_alarm(account, root):
    assert send_canaries() == 1
    message = OutboundMessage.objects.get()
    assert health_of(root)[0].alarms == ()
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert "canary" in health_of(root)[0].alarms
    store(opened(account), SPOKEN["webhook"].call(SPOKEN["webhook"].message(message.said.text, sender="kami")))
    read_channel("webhook")
    row = InboundMessage.objects.get()
    assert (row.state, row.outcome) == ("ignored", "canary")
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert "canary" not in health_of(root)[0].alarms
