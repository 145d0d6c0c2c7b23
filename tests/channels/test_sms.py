"""SMS with a real message centre (SMPP 3.4) and with an HTTP gateway."""

import json
import threading
import time
from contextlib import suppress

import pytest

from lapor.channels.base import Account, InboundKind, NeedsOperator, Outbound, Received, Rejected, Retry
from lapor.channels.sms import smpp
from lapor.channels.sms.channel import SmsChannel
from lapor.simulators.base import NotTaken, until_taken
from lapor.simulators.sms import SmsSimulator

pytestmark = pytest.mark.deep

CHANNEL = SmsChannel()


@pytest.fixture(scope="module")
def centre():
    simulator = SmsSimulator()
    yield simulator
    simulator.close()


@pytest.fixture
def account(centre):
    settings, secrets = centre.account()
    centre.behave(receipts="DELIVRD", expired=False, limited=0, outage=False)
    return Account("uji", settings, secrets)


@pytest.fixture
def listening(account):
    """What the listener got; `refuse` makes it store nothing."""
    taken, stop, refuse = [], threading.Event(), threading.Event()

    def take(call):
        if refuse.is_set():
            raise RuntimeError("no room")
        taken.append(call)

    def run():
        while not stop.is_set():
            with suppress(Retry, RuntimeError):
                CHANNEL.listen(account, take, stop)

    thread = threading.Thread(target=run)
    thread.start()
    taken_and_refuse = (taken, refuse)
    yield taken_and_refuse
    stop.set()
    thread.join(timeout=10)


def outbound(text, to="+628112345678"):
    return Outbound(id="m-1", to=to, subject="", text=text, sender="")


def parsed(account, taken):
    return [message for call in taken for message in CHANNEL.parse(account, call)]


def wait_until(condition):
    until = time.monotonic() + 10
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    assert condition()


def test_words_of_a_phone_come_in_as_they_were_written(centre, account, listening):
    taken, _refuse = listening
    until_taken(lambda: centre.say("+628112345678", "Lampu mati [di depan] €5"))
    until_taken(lambda: centre.say("+628112345678", "Lampu mati 🙏"))
    assert [(m.sender, m.text) for m in parsed(account, taken)] == [
        ("+628112345678", "Lampu mati [di depan] €5"),
        ("+628112345678", "Lampu mati 🙏"),
    ]


def test_long_words_come_in_numbered_pieces(centre, account, listening):
    taken, _refuse = listening
    text = "".join(f"{number:04}." for number in range(80))
    until_taken(lambda: centre.say("+62811", text))
    pieces = sorted(parsed(account, taken), key=lambda one: one.part.number)
    assert "".join(one.text for one in pieces) == text
    assert {(one.part.total, one.part.reference) for one in pieces} == {(3, pieces[0].part.reference)}


def test_what_was_not_stored_is_not_acknowledged_and_the_centre_keeps_it(centre, account, listening):
    taken, refuse = listening
    until_taken(lambda: centre.say("+62811", "satu"))
    refuse.set()
    with pytest.raises(NotTaken):
        centre.say("+62811", "dua")
    refuse.clear()
    until_taken(lambda: centre.say("+62811", "dua"))
    assert [one.text for one in parsed(account, taken)] == ["satu", "dua"]


def test_line_that_broke_is_opened_again(centre, account, listening):
    taken, _refuse = listening
    until_taken(lambda: centre.say("+62811", "satu"))
    centre.behave(drop=True)
    until_taken(lambda: centre.say("+62811", "dua"))
    assert [one.text for one in parsed(account, taken)] == ["satu", "dua"]
    CHANNEL.send(account, outbound("satu"))
    centre.behave(drop=True)
    with suppress(Retry):  # the queue tries again
        CHANNEL.send(account, outbound("dua"))
    assert CHANNEL.send(account, outbound("tiga"))


def test_sent_words_arrive_whole_and_the_receipt_names_the_message(centre, account, listening):
    taken, _refuse = listening
    until_taken(lambda: centre.say("+62811", "siap"))
    for text in ("Terima kasih", "Terima kasih 🙏 " * 12, "panjang " * 40):
        before = len(taken)
        provider_id = CHANNEL.send(account, outbound(text))
        assert centre.heard()[-1].text == text
        assert (centre.heard()[-1].to, centre.heard()[-1].extra["coding"]) == (
            "+628112345678",
            8 if "🙏" in text else 0,
        )
        told = (InboundKind.STATUS, provider_id, "delivered")
        wait_until(
            lambda before=before, told=told: (
                told in [(m.kind, m.external_id, m.status) for m in parsed(account, taken[before:])]
            )
        )


@pytest.mark.parametrize(
    ("state", "status"), [("UNDELIV", "failed"), ("REJECTD", "failed"), ("EXPIRED", "failed"), ("ENROUTE", "sent")]
)
def test_receipt_says_what_became_of_a_message(centre, account, listening, state, status):
    taken, _refuse = listening
    until_taken(lambda: centre.say("+62811", "siap"))
    centre.behave(receipts=state)
    CHANNEL.send(account, outbound("Halo"))
    wait_until(lambda: len(taken) > 1)
    assert parsed(account, taken)[-1].status == status


def test_busy_centre_is_tried_again_later(centre, account):
    centre.behave(limited=1)
    with pytest.raises(Retry) as refused:
        CHANNEL.send(account, outbound("Halo"))
    assert refused.value.after == 10
    assert CHANNEL.send(account, outbound("Halo"))


def test_silent_centre_is_left_after_a_time(centre, account, monkeypatch):
    monkeypatch.setattr(smpp, "TIMEOUT", 0.5)
    centre.behave(outage=True)
    with pytest.raises(Retry, match="did not answer"):
        CHANNEL.send(account, outbound("Halo"))


def test_wrong_password_needs_the_operator_and_an_absent_centre_does_not(centre, account):
    wrong = Account("lain", account.settings, {"password": "salah"})
    with pytest.raises(NeedsOperator):
        CHANNEL.send(wrong, outbound("Halo"))
    unknown = Account("lain", {**account.settings, "smpp_bind": "both"}, account.secrets)
    with pytest.raises(NeedsOperator, match="smpp_bind"):
        CHANNEL.listen(unknown, print, threading.Event())
    away = Account("jauh", {**account.settings, "smpp_port": "9"}, account.secrets)
    with pytest.raises(Retry):
        CHANNEL.send(away, outbound("Halo"))


# --- an HTTP gateway


def gateway(settings=None, **secrets):
    return Account("uji", settings or {}, {"secret": "rahasia-sekali", **secrets})


def test_gateway_s_own_names_of_fields_are_said_in_the_settings():
    account = gateway({"field_from": "msisdn", "field_text": "pesan", "field_id": "trx"})
    [message] = CHANNEL.parse(account, Received(b"msisdn=6281123456789&pesan=Lampu+mati&trx=9"))
    assert (message.sender, message.text, message.external_id) == ("+6281123456789", "Lampu mati", "9")


def test_secret_may_stand_in_header_or_query_and_must_fit():
    account = gateway()
    CHANNEL.authenticate(account, Received(b"x=1", {"x-secret": "rahasia-sekali"}))
    CHANNEL.authenticate(account, Received(b"x=1", {}, {"secret": "rahasia-sekali"}))
    for wrong in (
        Received(b"x=1"),
        Received(b"x=1", {"x-secret": "salah"}),
        Received(b"x=1", {"x-signature": "sha256=00", "x-secret": "rahasia-sekali"}),
    ):
        with pytest.raises(Rejected):
            CHANNEL.authenticate(account, wrong)
    with pytest.raises(Rejected):
        CHANNEL.authenticate(Account("uji"), Received(b"x=1", {"x-secret": ""}))


def test_receipt_of_a_gateway_is_read():
    [receipt] = CHANNEL.parse(
        gateway(), Received(json.dumps({"id": "a1", "status": "UNDELIVERED", "reason": "off"}).encode())
    )
    assert (receipt.kind, receipt.external_id, receipt.status, receipt.reason) == (
        InboundKind.STATUS,
        "a1",
        "failed",
        "off",
    )


def test_fields_that_nobody_knows_are_named():
    [message] = CHANNEL.parse(gateway(), Received(b"a=1&b=2"))
    assert (message.kind, message.reason) == (InboundKind.IGNORED, "no field is known: a, b")
