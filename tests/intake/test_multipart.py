"""A long SMS comes in pieces, in any order: it is read when all are there, or after two minutes with what is there."""

from datetime import timedelta

import pytest

from lapor.channels.base import Inbound, Part, Received
from lapor.channels.sms.channel import SmsChannel
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.reports.models import Report

pytestmark = pytest.mark.django_db
WORDS = ["Ada kebakaran ", "di pasar ", "sejak subuh"]


@pytest.fixture
def piece_comes(root, monkeypatch):
    """A message centre whose PDUs say `reference/total/number/words`."""
    account = make_account("sms", "uji", root=root, settings={"smpp_host": "127.0.0.1"}, secrets={})

    def parse(_self, _account, call):
        reference, total, number, words = call.body.decode().split("/", 3)
        return [Inbound(sender="+62811", text=words, part=Part(reference, int(total), int(number)))]

    monkeypatch.setattr(SmsChannel, "parse", parse)

    def comes(number, *, reference="7", total=3):
        store(opened(account), Received(f"{reference}/{total}/{number}/{WORDS[number - 1]}".encode()))
        read_channel("sms")

    return comes


def texts():
    return list(Report.objects.values_list("text", flat=True))


def test_pieces_in_any_order_are_one_report(piece_comes):
    for number in (3, 1, 2):
        assert texts() == []
        piece_comes(number)
    assert texts() == ["Ada kebakaran di pasar sejak subuh"]
    assert set(InboundMessage.objects.values_list("state", "report_id")) == {("taken", Report.objects.get().pk)}


def test_piece_that_comes_twice_counts_once(piece_comes):
    for number in (1, 1, 2, 3):
        piece_comes(number)
    assert texts() == ["Ada kebakaran di pasar sejak subuh"]


def test_after_two_minutes_what_is_there_is_read_and_the_gap_is_shown(piece_comes):
    now = clock.now()
    with clock.at(now):
        piece_comes(1)
        piece_comes(3)
    with clock.at(now + timedelta(seconds=100)):
        read_channel("sms")
        assert texts() == []
    with clock.at(now + timedelta(seconds=130)):
        read_channel("sms")
    assert texts() == ["Ada kebakaran  […] sejak subuh"]


def test_same_words_later_are_another_message(root):
    account = make_account("sms", "uji", root=root, settings={}, secrets={"secret": "x"})
    now = clock.now()
    for minutes in (0, 1, 30):
        with clock.at(now.replace(minute=0) + timedelta(minutes=minutes)):
            store(opened(account), Received(b"from=628112345678&text=YA"))
            read_channel("sms")
    assert InboundMessage.objects.count() == 2


def test_two_long_messages_of_a_person_are_not_mixed(piece_comes):
    piece_comes(1)
    piece_comes(1, reference="8", total=2)
    piece_comes(2, reference="8", total=2)
    assert texts() == ["Ada kebakaran di pasar"]
