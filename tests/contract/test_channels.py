"""One suite over every channel: what a platform does wrong, twice, late or maliciously changes nothing for people."""

import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lapor.channels.base import Inbound, InboundKind, Unreadable
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.accounts.setup import forget_old_secrets, put_account
from lapor.gateway.channels import CHANNELS
from lapor.gateway.inbound.receiving import MOST_TRIES, read_deliveries, replay_delivery, replay_message, store
from lapor.gateway.models import ChannelAccount, Delivery, InboundMessage
from lapor.intake.conversations import handler
from lapor.intake.conversations.reading import read_channel
from lapor.reports.models import Report
from tests.contract.channels import SPOKEN, WITH_A_DOOR, Said, is_rejected

ALL = pytest.mark.parametrize("name", sorted(SPOKEN))
WRITTEN_TO = pytest.mark.parametrize(
    "name", sorted(name for name, spoken in SPOKEN.items() if spoken.kind == "message")
)
DOORS = pytest.mark.parametrize("name", WITH_A_DOOR)
TEXTS = [
    "Lampu mati \U0001f56f️\U0001f468‍\U0001f469‍\U0001f467",
    "\u202edibalik\u202c",
    "مرحبا",
    "a" * 3000,
    "<b>tebal</b> {{ x }} %s",
    "baris\nbaru",
    "ꦲꦏ꧀ꦱꦫ",
]


def parsed(name, body):
    spoken = SPOKEN[name]
    return spoken.channel.parse(spoken.account, spoken.call(body))


def test_every_channel_is_under_contract():
    assert set(CHANNELS) == set(SPOKEN)


# --- the channel file alone: pure


@ALL
@pytest.mark.parametrize("text", TEXTS)
def test_words_arrive_as_they_were_written(name, text):
    [message] = parsed(name, SPOKEN[name].message(text))
    assert message.kind == SPOKEN[name].kind
    assert message.text.removeprefix("Keluhan di Kota Semarang:").strip() == text.strip()
    assert "budi" in message.sender or message.kind == InboundKind.MENTION


@ALL
def test_time_and_what_it_answers_are_read(name):
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    said = Said(at=at, answers="kami-1@kota.example")
    [message] = parsed(name, SPOKEN[name].form(said))
    assert message.sent_at == at
    if (answered := SPOKEN[name].answered) is not None:
        assert answered(said) in {answer.strip("<>") for answer in message.answers}


@ALL
@given(body=st.binary(max_size=400))
def test_rubbish_is_unreadable_or_ignored_never_a_fault(name, body):
    try:
        messages = parsed(name, body)
    except Unreadable:
        return
    assert all(isinstance(message, Inbound) for message in messages)


@ALL
@given(data=st.data())
def test_damaged_messages_are_read_or_unreadable_never_a_fault(name, data):
    body = bytearray(SPOKEN[name].message("Lampu jalan mati di depan musala 🙏"))
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, len(body) - 1))
        body[where : where + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with contextlib.suppress(Unreadable):
        parsed(name, bytes(body))


@DOORS
def test_forged_call_is_rejected_and_a_changed_byte_too(name):
    spoken = SPOKEN[name]
    body = spoken.message()
    call = spoken.call(body)
    assert not is_rejected(spoken, call)
    assert is_rejected(spoken, spoken.call(body, is_forged=True))
    assert is_rejected(spoken, type(call)(body + b" ", call.headers, call.query)) == spoken.signs_body
    assert is_rejected(spoken, type(call)(body, {}, {}))


# --- through the gateway


@pytest.fixture
def accounts(root):
    return {
        name: make_account(name, "uji", root=root, settings={}, secrets=dict(spoken.account.secrets))
        for name, spoken in SPOKEN.items()
    }


def deliver(accounts, name, body):
    return store(opened(accounts[name]), SPOKEN[name].call(body))


def read(name):
    read_channel(name)
    return list(InboundMessage.objects.filter(channel=name).order_by("received_at", "id"))


@pytest.mark.django_db
@ALL
def test_same_delivery_a_hundred_times_is_one_message(accounts, name):
    first = deliver(accounts, name, SPOKEN[name].message())
    copies = [deliver(accounts, name, SPOKEN[name].message()) for _ in range(99)]
    assert {copy.id for copy in copies} == {first.id}
    assert all(copy.is_copy for copy in copies)
    assert Delivery.objects.count() == 1
    assert len(read(name)) == 1


@pytest.mark.django_db
def test_message_that_is_delivered_again_in_another_bundle_is_one_message(accounts):
    one, two = (json.loads(SPOKEN["webhook"].message(text, id=text))["messages"][0] for text in ("satu", "dua"))
    for bundle in ([one], [one, two], [two, one]):
        deliver(accounts, "webhook", json.dumps({"messages": bundle}).encode())
    assert len(read("webhook")) == 2


@pytest.mark.django_db
@ALL
def test_raw_bytes_and_words_are_sealed(accounts, name):
    deliver(accounts, name, SPOKEN[name].message("Lampu mati dekat rumah Budi"))
    [message] = read(name)
    delivery = Delivery.objects.get()
    for sealed in (bytes(delivery.raw), bytes(message.body)):
        assert b"Budi" not in sealed
        assert b"budi" not in sealed


@pytest.mark.django_db
@ALL
def test_unreadable_delivery_goes_aside_is_seen_and_blocks_nothing(accounts, name):
    bad = deliver(accounts, name, b"" if name == "email" else b"\x00\xff no json")
    deliver(accounts, name, SPOKEN[name].message())
    assert len(read(name)) == 1
    row = Delivery.objects.get(id=bad.id)
    assert (row.state, bool(row.error)) == ("quarantine", True)
    assert replay_delivery(bad.id)
    assert read_deliveries(name) == 1
    assert Delivery.objects.get(id=bad.id).state == "quarantine"
    assert not replay_delivery(deliver(accounts, name, SPOKEN[name].message()).id)


@pytest.mark.django_db
@ALL
def test_channel_that_crashes_is_tried_three_times_then_the_delivery_goes_aside(accounts, name, monkeypatch):
    monkeypatch.setattr(type(CHANNELS[name]), "parse", lambda *_: 1 / 0)
    bad = deliver(accounts, name, SPOKEN[name].message())
    tries = 0
    while Delivery.objects.get(id=bad.id).state == "waiting":
        read_deliveries(name)
        tries += 1
        assert tries < 10
    assert tries == MOST_TRIES
    assert "ZeroDivisionError" in Delivery.objects.get(id=bad.id).error
    monkeypatch.undo()
    assert replay_delivery(bad.id)
    assert len(read(name)) == 1


@pytest.mark.django_db
@WRITTEN_TO
def test_message_that_cannot_be_taken_goes_aside_and_the_next_goes_on(accounts, name, monkeypatch):
    take = handler.take

    def crash(row, inbound, *rest):
        if "meledak" in inbound.text:
            raise RuntimeError("boom")
        return take(row, inbound, *rest)

    monkeypatch.setattr("lapor.intake.conversations.reading.take", crash)
    for text in ("ini meledak", "ini tidak"):
        deliver(accounts, name, SPOKEN[name].message(text, id=text.replace(" ", ""), sender=text.split()[-1]))
    for _ in range(MOST_TRIES):
        messages = read(name)
    assert sorted(message.state for message in messages) == ["quarantine", "taken"]
    aside = next(message for message in messages if message.state == "quarantine")
    assert "boom" in aside.error
    monkeypatch.undo()
    assert replay_message(aside.pk)
    assert {message.state for message in read(name)} == {"taken"}


@pytest.mark.django_db
@ALL
def test_out_of_order_and_late_messages_are_all_kept(accounts, name):
    for number in (3, 1, 2):
        at = datetime(2026, 3, 2, 9, number, tzinfo=UTC)
        deliver(accounts, name, SPOKEN[name].message(f"pesan nomor {number}", id=f"m{number}", at=at))
    assert len(read(name)) == 3


@pytest.mark.django_db
@DOORS
def test_door_stores_before_it_says_ok(accounts, name):
    spoken = SPOKEN[name]
    call = spoken.call(spoken.message())
    client = Client(raise_request_exception=False)
    headers = dict(call.headers)
    answer = client.post(f"/webhooks/{name}/uji", call.body, content_type="application/json", headers=headers)
    assert answer.status_code == 200
    assert Delivery.objects.filter(state="waiting").count() == 1
    forged = spoken.call(spoken.message("lain"), is_forged=True)
    assert (
        client.post(
            f"/webhooks/{name}/uji", forged.body, content_type="application/json", headers=dict(forged.headers)
        ).status_code
        == 403
    )
    assert (
        client.post(f"/webhooks/{name}/lain", call.body, content_type="application/json", headers=headers).status_code
        == 404
    )
    large = b"x" * (spoken.channel.capabilities.largest_body + 1)
    assert (
        client.post(f"/webhooks/{name}/uji", large, content_type="application/json", headers=headers).status_code == 413
    )
    assert Delivery.objects.count() == 1
    assert ChannelAccount.objects.get(channel=name, name="uji").rejected_count == 1


@pytest.mark.django_db
@DOORS
def test_secret_is_changed_without_losing_a_delivery(accounts, name):
    spoken = SPOKEN[name]
    row = ChannelAccount.objects.get(channel=name, name="uji")
    put_account(name, "uji", root=row.root, settings=row.settings, secrets={spoken.key: "baru"})

    def status_of(secret, message_id):
        call = spoken.signed(secret, spoken.message(id=message_id))
        return (
            Client()
            .post(f"/webhooks/{name}/uji", call.body, content_type="application/json", headers=dict(call.headers))
            .status_code
        )

    old = spoken.account.secrets[spoken.key]
    assert (status_of("baru", "m-1"), status_of(old, "m-2"), status_of("salah", "m-3")) == (200, 200, 403)
    with clock.at(clock.now() + timedelta(days=3)):
        assert (status_of("baru", "m-4"), status_of(old, "m-5")) == (200, 403)
        assert forget_old_secrets() == 1
    assert (status_of("baru", "m-6"), status_of(old, "m-7")) == (200, 403)


@pytest.mark.django_db
@ALL
def test_ignored_messages_open_nothing(accounts, name):
    body = SPOKEN[name].message(kind="sesuatu-yang-baru")
    if name == "email":
        body = body.replace(b"Subject:", b"Auto-Submitted: auto-replied\nSubject:", 1)
    deliver(accounts, name, body)
    assert [message.state for message in read(name)] == ["ignored"]
    assert Report.objects.count() == 0
