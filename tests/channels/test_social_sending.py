"""What goes to the platforms and what their refusals mean, over a real connection to a stand-in on this machine."""

import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from lapor.channels.base import Account, Media, NeedsOperator, Outbound, Permanent, Received, Rejected, Retry
from lapor.channels.facebook.channel import FacebookChannel
from lapor.channels.instagram.channel import InstagramChannel
from lapor.channels.telegram.channel import POLL_SECONDS, TelegramChannel
from lapor.channels.x.channel import XChannel, signature
from lapor.core import http
from lapor.gateway.channels import CHANNELS

SETTINGS = {
    "page_id": "1029",
    "phone_number_id": "1065",
    "user_id": "2244",
    "template": "kabar_laporan",
    "template_language": "id",
}
SECRETS = {"token": "RAHASIA", "app_secret": "a", "secret": "uji", "consumer_secret": "c"}
FINE = {
    "facebook": {"recipient_id": "77", "message_id": "m_1"},
    "instagram": {"recipient_id": "77", "message_id": "m_1"},
    "whatsapp": {"messaging_product": "whatsapp", "messages": [{"id": "m_1"}]},
    "x": {"data": {"dm_event_id": "m_1"}},
    "telegram": {"ok": True, "result": {"message_id": "1", "chat": {"id": "m"}}},
}
SENT = {"telegram": "m:1"}
NOW = datetime.now(UTC)


class StandIn(ThreadingHTTPServer):
    """Answers everything with `status`, `content` and `headers`, in turn where several are given; keeps what it was
    asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.seen = [], []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def will_say(self, content, status=200, **headers):
        self.answers.append((status, content, headers))


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self):
        self.server.seen.append(
            (self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))), dict(self.headers))
        )
        self.answer()

    def do_GET(self):
        self.server.seen.append((self.path, None, dict(self.headers)))
        self.answer()

    def answer(self):
        status, content, headers = (
            self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        )
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep quiet."""


@pytest.fixture
def platform():
    server = StandIn()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def account(platform):
    return Account(
        "kota", settings={**SETTINGS, "api_url": f"http://127.0.0.1:{platform.server_port}"}, secrets=SECRETS
    )


def outbound(text="Laporan Anda diterima", to="77", heard=timedelta(hours=1), **rest):
    return Outbound(
        id="1",
        to=to,
        subject="",
        text=text,
        sender="",
        last_heard_at=NOW - heard if heard is not None else None,
        **rest,
    )


@pytest.mark.parametrize("name", sorted(FINE))
def test_words_go_out_and_the_platforms_id_comes_back(platform, account, name):
    platform.will_say(FINE[name])
    assert CHANNELS[name].send(account, outbound()) == SENT.get(name, "m_1")
    [(path, content, headers)] = platform.seen
    assert "Laporan Anda diterima" in json.dumps(content)
    assert "77" in json.dumps([path, content])
    if name != "telegram":
        assert headers["Authorization"] == "Bearer RAHASIA"
        assert "RAHASIA" not in path


@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_messenger_is_told_why_a_message_may_come_late(platform, account, name):
    platform.will_say(FINE[name])
    for heard in (timedelta(hours=1), timedelta(hours=25)):
        CHANNELS[name].send(account, outbound(heard=heard))
    assert platform.seen[0][1]["messaging_type"] == "RESPONSE"
    assert (platform.seen[1][1]["messaging_type"], platform.seen[1][1]["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")
    with pytest.raises(NeedsOperator, match="seven days"):
        CHANNELS[name].send(account, outbound(heard=timedelta(days=8)))
    assert len(platform.seen) == 2


def test_answer_to_a_comment_is_private_on_meta_and_public_on_x(platform, account):
    platform.will_say(FINE["facebook"])
    CHANNELS["facebook"].send(account, outbound(public_post="55_66", heard=None))
    CHANNELS["facebook"].send(account, outbound(public_post="1029_77", heard=None))
    CHANNELS["instagram"].send(account, outbound(public_post="1786", heard=None))
    assert [content["recipient"] for _path, content, _headers in platform.seen] == [
        {"comment_id": "55_66"},
        {"post_id": "1029_77"},
        {"comment_id": "1786"},
    ]
    platform.answers[0] = (200, {"data": {"id": "19"}}, {})
    assert CHANNELS["x"].send(account, outbound(public_post="1900", heard=None)) == "19"
    assert platform.seen[-1][:2] == (
        "/2/tweets",
        {"text": "Laporan Anda diterima", "reply": {"in_reply_to_tweet_id": "1900"}},
    )


def test_story_that_mentions_us_is_answered_by_a_message(platform, account):
    platform.will_say(FINE["instagram"])
    CHANNELS["instagram"].send(account, outbound(public_post="aWdfZAG1", heard=None))
    assert platform.seen[0][1]["recipient"] == {"id": "77"}


@pytest.mark.parametrize("name", ["facebook", "instagram", "x"])
def test_writer_who_is_known_by_a_post_only_cannot_be_written_to(platform, account, name):
    with pytest.raises(Permanent, match="post only"):
        CHANNELS[name].send(account, outbound(to="post:55"))
    assert platform.seen == []


def test_choices_become_what_each_platform_has_for_them(platform, account):
    choices = {"choices": ("KIRIM", "BATAL")}
    for name in ("facebook", "whatsapp", "telegram"):
        platform.answers = [(200, FINE[name], {})]
        CHANNELS[name].send(account, outbound(**choices))
    messenger, whatsapp, telegram = (content for _path, content, _headers in platform.seen)
    assert [one["title"] for one in messenger["message"]["quick_replies"]] == ["KIRIM", "BATAL"]
    assert [one["reply"]["title"] for one in whatsapp["interactive"]["action"]["buttons"]] == ["KIRIM", "BATAL"]
    assert telegram["reply_markup"]["keyboard"] == [[{"text": "KIRIM"}], [{"text": "BATAL"}]]


def test_many_choices_are_a_list_on_whatsapp_and_none_where_the_text_is_too_long(platform, account):
    platform.will_say(FINE["whatsapp"])
    CHANNELS["whatsapp"].send(account, outbound(choices=tuple(f"Pilihan {number}" for number in range(12))))
    CHANNELS["whatsapp"].send(account, outbound("x" * 1100, choices=("KIRIM",)))
    rows = platform.seen[0][1]["interactive"]["action"]["sections"][0]["rows"]
    assert len(rows) == 10
    assert all(len(row["title"]) <= 24 for row in rows)
    assert platform.seen[1][1]["type"] == "text"


@pytest.mark.parametrize("heard", [timedelta(hours=25), None])
def test_closed_window_on_whatsapp_is_opened_by_the_template(platform, account, heard):
    platform.will_say(FINE["whatsapp"])
    CHANNELS["whatsapp"].send(account, outbound("Laporan 4821:\nselesai", heard=heard))
    template = platform.seen[0][1]["template"]
    assert (template["name"], template["language"]) == ("kabar_laporan", {"code": "id"})
    assert template["components"][0]["parameters"] == [{"type": "text", "text": "Laporan 4821: selesai"}]


def test_window_that_closed_by_the_platforms_clock_is_opened_by_the_template_too(platform, account):
    platform.will_say({"error": {"code": 131047}}, 400)
    platform.will_say(FINE["whatsapp"])
    assert CHANNELS["whatsapp"].send(account, outbound()) == "m_1"
    assert [content["type"] for _path, content, _headers in platform.seen] == ["text", "template"]


def test_without_a_template_the_operator_is_asked(account):
    without = Account("kota", {**account.settings, "template": ""}, SECRETS)
    with pytest.raises(NeedsOperator, match="no approved template"):
        CHANNELS["whatsapp"].send(without, outbound(heard=timedelta(days=2)))


def test_person_without_a_number_is_written_to_by_their_id(platform, account):
    platform.will_say(FINE["whatsapp"])
    CHANNELS["whatsapp"].send(account, outbound(to="ID.134912"))
    assert platform.seen[0][1]["recipient"] == "ID.134912"
    assert "to" not in platform.seen[0][1]


META = [
    (400, {"code": 190}, NeedsOperator),
    (401, {"code": 190, "error_subcode": 463}, NeedsOperator),
    (400, {"code": 10}, NeedsOperator),
    (403, {"code": 200}, NeedsOperator),
    (400, {"code": 10, "error_subcode": 2018278}, NeedsOperator),
    (400, {"code": 613}, Retry),
    (400, {"code": 4}, Retry),
    (500, {"code": 2}, Retry),
    (400, {"code": 1200}, Retry),
    (400, {"code": 551, "error_subcode": 1545041}, Permanent),
    (400, {"code": 100, "error_subcode": 2018001}, Permanent),
    (400, {"code": 100}, Permanent),
    (400, {"code": 10900}, Permanent),
    (400, {"code": 10, "error_subcode": 2018108}, Permanent),
    (400, {"code": 368}, NeedsOperator),
    (503, {}, Retry),
    (429, {}, Retry),
    (404, {}, NeedsOperator),
    (400, {"code": "not a number"}, Permanent),
]
WHATSAPP = [
    (400, {"code": 131026}, Permanent),
    (400, {"code": 131056}, Retry),
    (429, {"code": 130429}, Retry),
    (400, {"code": 132001}, NeedsOperator),
    (400, {"code": 131042}, NeedsOperator),
    (401, {"code": 0}, NeedsOperator),
    (400, {"code": 131050}, Permanent),
    (500, {"code": 131000}, Retry),
    (400, {"code": 132015}, NeedsOperator),
]
TELEGRAM = [
    (403, {"ok": False, "error_code": 403}, Permanent),
    (400, {"ok": False, "error_code": 400}, Permanent),
    (401, {"ok": False, "error_code": 401}, NeedsOperator),
    (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 7}}, Retry),
    (502, {}, Retry),
    (404, {"ok": False, "error_code": 404}, NeedsOperator),
    (200, {"nothing": 1}, Permanent),
]
X = [
    (401, {}, NeedsOperator),
    (403, {}, Permanent),
    (404, {}, Permanent),
    (402, {}, NeedsOperator),
    (503, {}, Retry),
    (429, {}, Retry),
    (403, {"type": "https://api.twitter.com/2/problems/client-forbidden"}, NeedsOperator),
    (429, {"type": "https://api.twitter.com/2/problems/usage-capped"}, NeedsOperator),
]
REFUSALS = [
    *(("facebook", status, {"error": error}, kind) for status, error, kind in META),
    *(("telegram", *rest) for rest in TELEGRAM),
    *(("whatsapp", status, {"error": error}, kind) for status, error, kind in WHATSAPP),
    *(("x", *rest) for rest in X),
]


@pytest.mark.parametrize(("name", "status", "content", "kind"), REFUSALS)
def test_refusal_of_a_platform_means_what_it_documents(platform, account, name, status, content, kind):
    said = {**content, "description": "person 7700112233 and RAHASIA", "detail": "7700112233"}
    platform.will_say(said, status)
    with pytest.raises(kind) as caught:
        CHANNELS[name].send(account, outbound(to="7700112233"))
    assert "7700112233" not in str(caught.value)
    assert "RAHASIA" not in str(caught.value)


def test_pause_that_a_platform_asks_for_is_passed_on(platform, account):
    platform.will_say({"ok": False, "error_code": 429, "parameters": {"retry_after": 17}}, 429)
    with pytest.raises(Retry) as caught:
        CHANNELS["telegram"].send(account, outbound())
    assert caught.value.after == 17
    platform.answers = [(429, {}, {"Retry_After": "44"})]
    with pytest.raises(Retry) as caught:
        CHANNELS["facebook"].send(account, outbound())
    assert caught.value.after == 44
    platform.answers = [(429, {}, {"x_rate_limit_reset": str(int(time.time()) + 300)})]
    with pytest.raises(Retry) as caught:
        CHANNELS["x"].send(account, outbound())
    assert 290 <= caught.value.after <= 300


@pytest.mark.parametrize("name", sorted(FINE))
def test_platform_that_is_away_is_tried_again_and_a_missing_token_needs_the_operator(name):
    away = Account("kota", {**SETTINGS, "api_url": "http://127.0.0.1:9"}, SECRETS)
    with pytest.raises(Retry, match="no conversation"):
        CHANNELS[name].send(away, outbound())
    with pytest.raises(NeedsOperator, match="token"):
        CHANNELS[name].send(Account("kota", SETTINGS), outbound())


@pytest.mark.parametrize("name", sorted(FINE))
def test_stand_in_that_is_not_on_this_machine_may_not_be_called_without_https(name):
    near = Account("kota", {**SETTINGS, "api_url": "http://10.0.0.1"}, SECRETS)
    with pytest.raises(NeedsOperator, match="may not be called"):
        CHANNELS[name].send(near, outbound())


# --- files


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


# --- handshakes and polling


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
