"""Promised: what our doors answer proves nothing for anybody else.

No handshake of any channel gives out a signature that a forged delivery could carry. The place is `handshake` of each
file in lapor/channels/; walked: every channel, with questions shaped as deliveries and without proof.
"""

import json

import pytest

from lapor.channels.base import Received, Rejected
from lapor.gateway.channels import CHANNELS
from tests.contract.channels import SPOKEN, Said

QUESTIONS = ("crc_token", "hub.challenge", "challenge", "echostr", "token")


@pytest.mark.parametrize("name", sorted(SPOKEN))
def test_a_handshake_signs_no_delivery(name):
    spoken = SPOKEN[name]
    for words in ("BATAL 2244654019", "Lampu jalan mati"):
        body = spoken.form(Said(text=words))
        wanted = dict(spoken.signed(spoken.account.secrets.get(spoken.key, ""), body).headers)
        signatures = {value for value in wanted.values() if len(value) > 20}
        for question in QUESTIONS:
            query = {question: body.decode("utf-8", "replace"), "nonce": "1", "hub.mode": "subscribe"}
            for headers in ({}, wanted):
                try:
                    answer = spoken.channel.handshake(spoken.account, Received(body, headers, query)) or b""
                except Rejected:
                    continue
                assert not any(signature.encode() in answer for signature in signatures), (name, question)


@pytest.mark.parametrize(
    "token", ["{}", json.dumps({"for_user_id": "1"}), "abc", "a" * 19, "a" * 200, "YTQ5ZjU4OWUtNjc3Yi00ZGZm", ""]
)
def test_x_answers_only_what_x_itself_asks(token):
    spoken = SPOKEN["x"]
    try:
        answer = CHANNELS["x"].handshake(
            spoken.account, Received(f"crc_token={token}".encode(), {}, {"crc_token": token})
        )
    except Rejected:
        return
    assert answer is None
