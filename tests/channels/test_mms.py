"""A picture message (MMS) cannot be read here: by the message centre its notice comes as 8-bit data, by a gateway
without words. Promised: one kind answer, a row with the reason, and the person goes on as if nothing had been."""

import json

import pytest
from smpplib import smpp
from smpplib.client import SimpleSequenceGenerator

from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.receiving import store
from lapor.gateway.messages import InboundKind
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.intake.conversations.reading import read_channel
from lapor.reports.models import Report
from tests.contract.channels import SPOKEN, Said

pytestmark = pytest.mark.django_db
PERSON = "628112345678"
HEADER = bytes([0x06, 0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0])  # WAP push, port 2948 (3GPP TS 23.040, 9.2.3.24.4)
PART = bytes([0x0B, 0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0, 0x00, 0x03, 0x2A, 0x02])  # the same, of two parts
NOTICE = b"\x01\x06\x03\xbe\xaf\x84\x8c\x82\x98abc\x00\x8d\x90http://mms.contoh.example/x\x00"


@pytest.fixture
def account(root):
    return make_account(
        "sms",
        "uji",
        root=root,
        settings={"send_url": "http://127.0.0.1:9/"},
        secrets=dict(SPOKEN["sms"].account.secrets),
    )


def take(account, body):
    store(opened(account), SPOKEN["sms"].call(body))
    read_channel("sms")


def pdu(content, *, coding=4, header=HEADER):
    made = smpp.make_pdu(
        "deliver_sm",
        client=SimpleSequenceGenerator(),
        source_addr_ton=1,
        source_addr_npi=1,
        source_addr=PERSON,
        dest_addr_ton=0,
        dest_addr_npi=0,
        destination_addr="1708",
        esm_class=0x40,
        data_coding=coding,
        short_message=header + content,
    )
    return json.dumps({"pdu": made.generate().hex()}).encode()


def says(account, words, number="m1"):
    take(account, SPOKEN["sms"].form(Said(words, id=number, sender=f"+{PERSON}")))


def answers():
    return [row.said.text for row in OutboundMessage.objects.order_by("created_at", "id")]


def rows():
    return list(InboundMessage.objects.order_by("received_at", "id").values_list("kind", "outcome"))


UNREADABLE = {
    "notice": [pdu(NOTICE)],
    "notice in two parts": [pdu(NOTICE[:20], header=PART + b"\x01"), pdu(NOTICE[20:], header=PART + b"\x02")],
    "second part never comes": [pdu(NOTICE[:20], header=PART + b"\x01")],
    "header cut off": [pdu(b"", header=b"\x06\x05\x04")],
    "header longer than all": [pdu(b"x", header=b"\xff")],
    "nothing": [pdu(b"", header=b"")],
    "class of a picture": [pdu(NOTICE, coding=0xF5)],
}


@pytest.mark.parametrize("parts", UNREADABLE.values(), ids=UNREADABLE)
def test_notice_of_an_mms_gets_one_kind_answer_and_a_row(account, parts):
    for body in parts:
        take(account, body)
    assert len(answers()) == 1
    assert "pesan bergambar (MMS)" in answers()[0]
    assert "tulis" in answers()[0]
    # the parts of one say the same within ten minutes: one message
    assert rows() == [(InboundKind.UNREAD.value, "unread")]
    assert all("MMS" in row.error for row in InboundMessage.objects.all())
    assert not Report.objects.exists()


def test_who_sent_one_goes_on_in_words(account):
    take(account, pdu(NOTICE))
    says(account, "Lampu jalan mati")
    assert "Di mana" in answers()[-1]
    take(account, pdu(NOTICE + b"2"))
    says(account, "Jl. Kelud", "m2")
    says(account, "KIRIM", "m3")
    assert (Report.objects.get().text, Report.objects.get().address) == ("Lampu jalan mati", "Jl. Kelud")
    assert sum("MMS" in words for words in answers()) == 1  # once an hour, however many


def test_mms_after_a_question_of_an_officer_is_shown_to_them(account):
    for number, words in enumerate(("Lampu jalan mati", "Jl. Kelud", "KIRIM")):
        says(account, words, f"m{number}")
    Report.objects.update(state="awaiting_reporter", return_state="received")
    take(account, pdu(NOTICE))
    report = Report.objects.get()
    assert (report.state, report.entries.order_by("-at", "-id")[0].text) == (
        "awaiting_reporter",
        "[pesan bergambar (MMS)]",
    )


@pytest.mark.parametrize("fields", [{}, {"media_url": "https://mms.contoh.example/x.jpg", "num_media": "1"}])
def test_mms_without_words_by_a_gateway_is_answered_kindly_once(account, fields):
    for number in ("g1", "g2"):
        take(account, SPOKEN["sms"].form(Said("", id=number, sender=f"+{PERSON}", extra=fields)))
    assert len(answers()) == 1
    assert [outcome for _kind, outcome in rows()] == ["greeted", "greeted"]
    assert not Report.objects.exists()


def test_words_of_an_mms_count_though_its_picture_does_not_come(account):
    extra = {"media_url": "https://mms.contoh.example/x.jpg"}
    take(
        account, SPOKEN["sms"].form(Said("Lampu jalan mati di depan pasar", id="g1", sender=f"+{PERSON}", extra=extra))
    )
    assert rows() == [("message", "draft")]
    assert len(answers()) == 1
