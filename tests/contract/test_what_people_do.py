"""What people and platforms do to messages, over every channel: nothing is lost, nothing becomes a second report,
nobody is blocked."""

import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from lapor.channels.base import InboundKind, Permanent, Unreadable
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.inbound.media import WAIT, fetch_file
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundFile, InboundMessage
from lapor.intake.conversations import drafts
from lapor.intake.conversations.drafts import draft_of
from lapor.intake.conversations.reading import file_silent_drafts, read_channel
from lapor.intake.models import Conversation
from lapor.reports.models import Report
from tests.contract.channels import SPOKEN, WITH_A_DOOR, Said

ALL = pytest.mark.parametrize("name", sorted(SPOKEN))
JSON = pytest.mark.parametrize("name", sorted(set(SPOKEN) - {"email", "kiosk", "news"}))
WRITTEN_TO = pytest.mark.parametrize(
    "name", sorted(name for name, spoken in SPOKEN.items() if spoken.kind == "message")
)
# neither a kiosk nor a phone without data writes a megabyte
DOORS = pytest.mark.parametrize("name", sorted(set(WITH_A_DOOR) - {"kiosk", "sms"}))
FILES = pytest.mark.parametrize("name", sorted(name for name, spoken in SPOKEN.items() if spoken.file))
BY_REFERENCE = pytest.mark.parametrize(
    "name", sorted(name for name, spoken in SPOKEN.items() if spoken.file and "media" not in spoken.file)
)


@pytest.fixture
def say(root, name):
    """Deliver bytes or a message, read the channel, give all its messages."""
    spoken = SPOKEN[name]
    account = make_account(name, "uji", root=root, settings={}, secrets=dict(spoken.account.secrets))

    def deliver(said):
        store(opened(account), spoken.call(said if isinstance(said, bytes) else spoken.form(said)))
        read_channel(name)
        return list(InboundMessage.objects.order_by("received_at", "id"))

    return deliver


def thinned(content):
    """The content with each of its parts left out, one at a time."""
    if isinstance(content, dict):
        for name in content:
            yield {other: content[other] for other in content if other != name}
            yield from ({**content, name: inner} for inner in thinned(content[name]))
    if isinstance(content, list):
        yield from (
            [*content[:place], inner, *content[place + 1 :]]
            for place, one in enumerate(content)
            for inner in thinned(one)
        )


def widened(content):
    if isinstance(content, dict):
        return {**{name: widened(one) for name, one in content.items()}, "a_new_field": {"of": ["the platform"]}}
    return [widened(one) for one in content] if isinstance(content, list) else content


@JSON
def test_missing_fields_are_no_fault(name):
    spoken = SPOKEN[name]
    for content in thinned(json.loads(spoken.message("Lampu mati", at=datetime(2026, 3, 2, tzinfo=UTC), answers="a"))):
        with contextlib.suppress(Unreadable):
            messages = spoken.channel.parse(spoken.account, spoken.call(json.dumps(content).encode()))
            assert all(message.sender for message in messages if message.kind == InboundKind.MESSAGE)


@JSON
def test_fields_that_are_new_change_nothing(name):
    spoken = SPOKEN[name]
    body = spoken.message("Lampu mati")
    [plain] = spoken.channel.parse(spoken.account, spoken.call(body))
    [wide] = spoken.channel.parse(spoken.account, spoken.call(json.dumps(widened(json.loads(body))).encode()))
    assert (wide.kind, wide.external_id, wide.sender, wide.text) == (
        plain.kind,
        plain.external_id,
        plain.sender,
        plain.text,
    )


@pytest.mark.django_db
@ALL
@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "nol\x00di tengah", "\x00", "\U0001f573️ jalan", "\u202eterbalik", "<script>x</script>"]
)
def test_words_of_any_kind_are_taken(say, name, text):
    [message] = say(Said(text))
    assert message.state in {"taken", "ignored", "candidate"}
    file_silent_drafts()
    assert Report.objects.count() <= 1


@pytest.mark.django_db
@ALL
def test_empty_message_is_answered_and_files_nothing(say, name, monkeypatch):
    [message] = say(Said(""))
    assert message.state in {"taken", "ignored", "candidate"}
    later = clock.now() + drafts.SILENCE + timedelta(minutes=1)
    monkeypatch.setattr("lapor.core.clock.now", lambda: later)
    file_silent_drafts()
    assert Report.objects.count() == (1 if name == "email" else 0)  # a mail without words still has its subject


@pytest.mark.django_db
@DOORS
def test_large_message_comes_through_the_door(say, name):
    spoken = SPOKEN[name]
    call = spoken.call(spoken.message("a" * 1_000_000))
    answer = Client(raise_request_exception=False).post(
        f"/webhooks/{name}/uji", call.body, content_type="application/json", headers=dict(call.headers)
    )
    assert answer.status_code == 200


@pytest.mark.django_db
@ALL
def test_message_that_comes_a_day_late_is_taken(say, name):
    [message] = say(Said(at=datetime.now(UTC) - timedelta(days=1)))
    assert message.state == ("taken" if SPOKEN[name].kind == "message" else "candidate")


@pytest.mark.django_db
@WRITTEN_TO
def test_two_messages_of_the_same_moment_are_both_kept(say, name):
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    say(Said("Lampu jalan mati", id="a", at=at))
    messages = say(Said("Got juga mampet", id="b", at=at))
    assert [message.state for message in messages] == ["taken", "taken"]
    assert Conversation.objects.count() == 1


@pytest.mark.django_db
@JSON
def test_another_message_under_a_used_id_is_kept_and_a_copy_of_it_is_not(say, name):
    say(Said("Lampu jalan mati", id="a"))
    say(Said("Got mampet semua", id="a"))
    wide = json.dumps(widened(json.loads(SPOKEN[name].message("Got mampet semua", id="a")))).encode()
    assert [message.state for message in say(wide)] == ["taken", "taken"]


@pytest.mark.django_db
@FILES
def test_file_without_words_is_a_message(say, name, monkeypatch):
    monkeypatch.setattr(type(SPOKEN[name].channel), "fetch_media", lambda *_: b"no photo at all")
    [message] = say(Said("", extra=SPOKEN[name].file or {}))
    for file in InboundFile.objects.all():
        fetch_file(file.pk)
    read_channel(name)
    message.refresh_from_db()
    assert message.state == "taken"
    assert draft_of(Conversation.objects.get()) is not None


@pytest.mark.django_db
@BY_REFERENCE
@pytest.mark.parametrize("error", [Permanent("gone"), RuntimeError("boom")])
def test_file_that_cannot_be_fetched_delays_its_message_and_loses_nothing(say, name, error, monkeypatch):
    def fail(*_):
        raise error

    monkeypatch.setattr(type(SPOKEN[name].channel), "fetch_media", fail)
    [message] = say(Said("Lampu mati di depan musala", extra=SPOKEN[name].file or {}))
    assert message.state == "waiting"
    fetch_file(InboundFile.objects.get().pk)
    late = clock.now() + WAIT + timedelta(seconds=1)
    monkeypatch.setattr("lapor.core.clock.now", lambda: late)
    read_channel(name)
    message.refresh_from_db()
    assert message.state == "taken"
    draft = draft_of(Conversation.objects.get())
    # the words and the note; WhatsApp's stand-in has no caption
    assert (draft.files, len(draft.texts)) == (
        0,
        1 if name == "whatsapp" else 2,
    )
    assert "1 " in draft.texts[-1]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name, spoken in SPOKEN.items() if "edited" in spoken.can))
def test_edited_words_take_the_place_of_the_first(say, name):
    say(Said("Lampu mati di RT 3"))
    say(Said("Lampu mati di RT 4", kind="edited"))
    assert draft_of(Conversation.objects.get()).texts == ("Lampu mati di RT 4",)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name, spoken in SPOKEN.items() if "deleted" in spoken.can))
def test_message_that_its_writer_deletes_files_nothing(say, name, monkeypatch):
    say(Said("Lampu mati di RT 3"))
    say(Said("", kind="deleted"))
    later = clock.now() + drafts.SILENCE + timedelta(minutes=1)
    monkeypatch.setattr("lapor.core.clock.now", lambda: later)
    file_silent_drafts()
    assert Report.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name, spoken in SPOKEN.items() if spoken.own))
def test_echo_of_our_own_message_opens_nothing(say, name):
    assert [message.state for message in say((SPOKEN[name].own or bytes)())] == ["ignored"]
    assert Conversation.objects.count() == 0
