"""Files that platforms hold, their handshakes, and what they are asked for."""

import json
from urllib.parse import urlsplit

import pytest

from lapor.channels.base import Account, Media, NeedsOperator, Outbound, Permanent, Received, Rejected, Retry
from lapor.channels.facebook.channel import FacebookChannel
from lapor.channels.instagram.channel import InstagramChannel
from lapor.channels.telegram.channel import POLL_SECONDS, TelegramChannel
from lapor.channels.x.channel import XChannel, signature
from lapor.core import http
from lapor.gateway.channels import CHANNELS
from tests.channels.stand_in import FINE, SECRETS, SETTINGS, outbound


def test_file_of_whatsapp_is_found_and_fetched_with_the_token(platform, account):
    platform.will_say({"url": f"http://127.0.0.1:{platform.server_port}/isi?mid=1", "mime_type": "image/jpeg"})
    platform.will_say(b"\xff\xd8isi")
    assert CHANNELS["whatsapp"].fetch_media(account, Media(reference="4937353526352")) == b"\xff\xd8isi"
    assert [path for path, _content, _headers in platform.seen] == ["/4937353526352", "/isi?mid=1"]
    assert all(headers["Authorization"] == "Bearer RAHASIA" for _path, _content, headers in platform.seen)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/a.jpg",
        "http://169.254.169.254/latest",
        "https://fbcdn.net.evil.example/x",
        "file:///etc/passwd",
        "",
    ],
)
@pytest.mark.parametrize("name", ["facebook", "instagram", "x"])
def test_file_elsewhere_than_at_the_platforms_hosts_is_never_fetched(account, name, url):
    with pytest.raises(Permanent):
        CHANNELS[name].fetch_media(account, Media(reference=url))


def test_whatsapp_that_points_elsewhere_learns_no_token(platform, account):
    platform.will_say({"url": "https://evil.example/isi"})
    with pytest.raises(Permanent, match="not the platform's"):
        CHANNELS["whatsapp"].fetch_media(account, Media(reference="49373"))
    with pytest.raises(Permanent, match="no id"):
        CHANNELS["whatsapp"].fetch_media(account, Media(reference="../me"))


def test_instagram_account_may_be_set_to_keep_no_files(account):
    obedient = Account("kota", {**account.settings, "keep_files": "no"}, SECRETS)
    with pytest.raises(Permanent, match="keeps no files"):
        CHANNELS["instagram"].fetch_media(obedient, Media(reference="https://lookaside.fbsbx.com/x"))


@pytest.mark.parametrize("name", ["facebook", "instagram", "whatsapp"])
def test_meta_hears_its_challenge_only_with_the_verify_token(account, name):
    query = {"hub.mode": "subscribe", "hub.verify_token": "uji", "hub.challenge": "1158201444"}
    assert CHANNELS[name].handshake(account, Received(b"", query=query)) == b"1158201444"
    for token in ("lain", "", "ujié"):
        with pytest.raises(Rejected):
            CHANNELS[name].handshake(account, Received(b"", query={**query, "hub.verify_token": token}))
    assert CHANNELS[name].handshake(account, Received(b"")) is None
    with pytest.raises(Rejected):
        CHANNELS[name].handshake(Account("kosong"), Received(b"", query={**query, "hub.verify_token": ""}))


@pytest.mark.parametrize(
    ("channel", "host"), [(FacebookChannel(), "graph.facebook.com"), (InstagramChannel(), "graph.instagram.com")]
)
def test_live_check_asks_where_messages_are_sent_to(monkeypatch, channel, host):
    asked = []

    def refuse(_method, url, **_rest):
        asked.append(urlsplit(url).hostname)
        raise http.Failed("no network here")

    monkeypatch.setattr(http, "request", refuse)
    account = Account("uji", settings=SETTINGS, secrets=SECRETS)
    for work in (lambda: channel.check(account), lambda: channel.send(account, Outbound("1", "77", "", "Kabar", ""))):
        with pytest.raises(Retry):
            work()
    assert asked == [host, host]


def test_x_hears_its_check_answered(account):
    token = "YTQ5ZjU4OWUtNjc3Yi00ZGZm"
    query = {"crc_token": token, "nonce": "abc"}
    raw = f"crc_token={token}&nonce=abc".encode()
    answer = CHANNELS["x"].handshake(
        account, Received(raw, {"x-twitter-webhooks-signature": signature("c", raw)}, query)
    )
    assert json.loads(answer or b"") == {"response_token": signature("c", token.encode())}
    assert CHANNELS["x"].handshake(account, Received(b"")) is None


def test_telegram_is_asked_from_where_it_was_left(platform, account):
    platform.will_say({"ok": True, "result": [{"update_id": 41, "message": {}}, {"update_id": 42, "message": {}}]})
    platform.will_say({"ok": True, "result": []})
    calls, since = TelegramChannel().poll(account, "")
    assert [json.loads(call.body)["update_id"] for call in calls] == [41, 42]
    assert since == "43"
    assert TelegramChannel().poll(account, since) == ([], "43")
    assert [content.get("offset") for _path, content, _headers in platform.seen] == [None, 43]
    assert platform.seen[0][1]["timeout"] == POLL_SECONDS
    platform.answers = [(409, {"ok": False, "error_code": 409}, {})]
    with pytest.raises(NeedsOperator, match="webhook"):
        TelegramChannel().poll(account, since)


def test_mentions_of_x_are_asked_since_the_last_and_page_by_page(platform, account):
    page = {"data": [{"id": "12", "text": "dua"}], "meta": {"newest_id": "12", "next_token": "lagi"}}
    platform.will_say(page)
    platform.will_say({"data": [{"id": "11", "text": "satu"}], "meta": {"newest_id": "11"}})
    platform.will_say({"meta": {"result_count": 0}})
    calls, since = XChannel().poll(account, "9")
    assert [json.loads(call.body)["data"][0]["id"] for call in calls] == ["11", "12"]
    assert since == "12"
    assert XChannel().poll(account, since) == ([], "12")
    assert "since_id=9" in platform.seen[0][0]
    assert "pagination_token=lagi" in platform.seen[1][0]
    messages = [message for call in calls for message in CHANNELS["x"].parse(account, call)]
    assert [message.text for message in messages] == ["satu", "dua"]


@pytest.mark.parametrize("channel", [TelegramChannel, XChannel])
def test_account_is_asked_only_where_its_settings_say_so(account, channel):
    assert not channel().wants_poll(account)
    assert channel().wants_poll(Account("kota", {"poll": "yes"}))


def test_question_for_the_place_comes_with_a_button_that_sends_it(platform, account):
    for name in ("whatsapp", "telegram", "facebook"):
        platform.answers = [(200, FINE[name], {})]
        CHANNELS[name].send(account, outbound(asks_place=True))
    whatsapp, telegram, messenger = (content for _path, content, _headers in platform.seen)
    assert (whatsapp["interactive"]["type"], whatsapp["interactive"]["action"]) == (
        "location_request_message",
        {"name": "send_location"},
    )
    assert telegram["reply_markup"]["keyboard"] == [[{"text": "📍", "request_location": True}]]
    assert "quick_replies" not in messenger["message"]
