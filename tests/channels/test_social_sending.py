"""What goes to the platforms and what their refusals mean, over a real connection to a stand-in on this machine."""

import json
import time
from datetime import timedelta

import pytest

from lapor.channels.base import Account, NeedsOperator, Permanent, Retry
from lapor.gateway.channels import CHANNELS
from tests.channels.stand_in import FINE, SECRETS, SETTINGS, outbound

SENT = {"telegram": "m:1"}


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
