"""Notices on devices: what is sent is decrypted by another implementation; only push services are called; a device that
is gone is known."""

import json
import secrets
from dataclasses import replace

import pytest

from lapor.channels.base import Account, NeedsOperator, NoSuchAddress, Outbound, Permanent, Retry
from lapor.channels.push import sender
from lapor.core import http
from tests.push_service import push_service

SECRET = "rahasia-pemasangan"
KEYS = {"p256dh": sender.public_key("peramban"), "auth": "AAAAAAAAAAAAAAAAAAAAAA"}
KNOWN = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "keys": KEYS}


@pytest.fixture(scope="module")
def service():
    with push_service() as running:
        yield running


@pytest.fixture
def account(service):
    return Account(
        "installation",
        settings={"contact": "mailto:lapor@kota.example", "services": service.url},
        secrets={"key": SECRET},
    )


def message(subscription, text="Lampu sudah menyala?"):
    return Outbound(
        id=secrets.token_hex(4),
        to=json.dumps(subscription),
        subject="Laporan 4821 0937 62: Ditanggapi",
        text=text,
        sender="",
        headers={"opens": "/laporan/4821093762"},
    )


def test_browser_decrypts_what_was_sent(service, account):
    subscription = service.subscribe(sender.public_key(SECRET))
    sent = message(subscription, "Sudah menyala? " + "é" * 400)
    sender.PushSender().send(account, sent)
    [notice] = service.messages(subscription)
    assert notice == {
        "title": sent.subject,
        "body": sent.text[: sender.LONGEST_TEXT],
        "url": "/laporan/4821093762",
        "tag": sent.id,
    }


def test_signature_of_another_installation_is_refused(service, account):
    subscription = service.subscribe(sender.public_key(SECRET))
    with pytest.raises((Permanent, NeedsOperator)):
        sender.PushSender().send(replace(account, secrets={"key": "lain"}), message(subscription))


def test_device_that_is_gone_is_told_apart(service, account):
    subscription = service.subscribe(sender.public_key(SECRET))
    service.expire(subscription)
    with pytest.raises(NoSuchAddress):
        sender.PushSender().send(account, message(subscription))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (201, None),
        (404, NoSuchAddress),
        (410, NoSuchAddress),
        (413, Permanent),
        (429, Retry),
        (500, Retry),
        (503, Retry),
        (401, NeedsOperator),
        (403, NeedsOperator),
    ],
)
def test_each_answer_of_a_service_says_what_to_do(monkeypatch, account, status, kind):
    monkeypatch.setattr(
        http,
        "request",
        lambda *_args, **_more: http.Answer(status, b"", {"location": "https://x.example/m/1", "retry-after": "7"}),
    )
    if kind is None:
        assert sender.PushSender().send(account, message(KNOWN)) == "/m/1"
        return
    with pytest.raises(kind) as error:
        sender.PushSender().send(account, message(KNOWN))
    assert "googleapis" not in str(error.value)


@pytest.mark.parametrize(
    "subscription",
    [
        "",
        "null",
        "[]",
        "{}",
        "{",
        json.dumps({"endpoint": KNOWN["endpoint"]}),
        json.dumps({**KNOWN, "keys": {**KEYS, "auth": "AAAA"}}),
        json.dumps({**KNOWN, "keys": {**KEYS, "p256dh": "AAAA"}}),
        json.dumps({**KNOWN, "endpoint": "https://evil.example/x"}),
        json.dumps({**KNOWN, "endpoint": "http://fcm.googleapis.com/x"}),
        json.dumps({**KNOWN, "endpoint": "https://fcm.googleapis.com.evil.example/x"}),
        json.dumps({**KNOWN, "endpoint": "https://user@fcm.googleapis.com/x"}),
        json.dumps({**KNOWN, "endpoint": "http://127.0.0.1:1/x"}),
        json.dumps({**KNOWN, "endpoint": "file:///etc/passwd"}),
        json.dumps({**KNOWN, "keys": "x"}),
        json.dumps({**KNOWN, "keys": {"p256dh": 1, "auth": 2}}),
        json.dumps({**KNOWN, "keys": {**KEYS, "p256dh": "B" + "A" * 86}}),
        json.dumps({**KNOWN, "pad": "x" * 3000}),
        "\x00",
    ],
)
def test_nothing_but_a_subscription_of_a_known_service_is_taken(subscription):
    with pytest.raises(sender.NoSubscription):
        sender.read_subscription(subscription)


def test_stand_in_is_trusted_on_this_machine_only():
    far = {**KNOWN, "endpoint": "http://push.example:8080/x"}
    with pytest.raises(sender.NoSubscription):
        sender.read_subscription(json.dumps(far), ("http://push.example:8080",))
    near = {**KNOWN, "endpoint": "http://127.0.0.1:8080/x"}
    assert sender.read_subscription(json.dumps(near), ("http://127.0.0.1:8080",)) == near
    with pytest.raises(sender.NoSubscription):
        sender.read_subscription(
            json.dumps({**near, "endpoint": "http://127.0.0.1:5432/x"}), ("http://127.0.0.1:8080",)
        )


def test_key_stays_the_same_for_the_same_secret():
    assert sender.public_key(SECRET) == sender.public_key(SECRET)
    assert sender.public_key(SECRET) != sender.public_key("lain")
    assert len(sender._bytes(sender.public_key(SECRET))) == 65
