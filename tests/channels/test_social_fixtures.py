"""What each shape that a platform documents becomes, one line a message; and that no damage to any of them is a
fault."""

import contextlib
import json
from pathlib import Path

import pytest

from lapor.channels.base import Account, Inbound, InboundKind, Received, Unreadable
from lapor.gateway.channels import CHANNELS
from tests.channels.social_expected import EXPECTED

FOLDER = Path(__file__).parents[1] / "fixtures"
SOCIAL = ("facebook", "instagram", "telegram", "whatsapp", "x")
NAMES = sorted(f"{path.parent.name}/{path.stem}" for channel in SOCIAL for path in (FOLDER / channel).glob("*.json"))
ACCOUNT = Account("uji", settings={"bot_name": "lapor_kota_bot"})
OTHERS = [None, True, 0, -1, 1e300, "", "teks", "\x00\ud800", [], {}, [None], [[]], {"id": {}}, "9" * 5000, 10**30]


def parsed(name, content):
    return CHANNELS[name.split("/")[0]].parse(ACCOUNT, Received(content))


def described(message):
    """All that matters of a message in a line."""
    files = " ".join(f"[{media.name} {media.reference.rsplit('/', 1)[-1]}]" for media in message.media)
    facts = [
        message.kind.value,
        message.external_id if message.kind != InboundKind.IGNORED else "",
        f"by {message.sender}" if message.sender else "",
        f"({message.sender_name})" if message.sender_name else "",
        repr(message.text) if message.text else "",
        files,
        f"at {message.place}" if message.place else "",
        f"answers {' '.join(message.answers)}" if message.answers else "",
        message.status,
        f"because: {message.reason}" if message.reason else "",
        message.url,
        f"note: {'; '.join(message.flaws)}" if message.flaws else "",
    ]
    return " ".join(fact for fact in facts if fact)


def test_every_fixture_is_expected_to_become_something():
    assert set(NAMES) == set(EXPECTED)


@pytest.mark.parametrize("name", NAMES)
def test_shape_becomes_what_it_should(name):
    try:
        found = [described(message) for message in parsed(name, (FOLDER / f"{name}.json").read_bytes())]
    except Unreadable as error:
        found = [f"unreadable: {error}"]
    assert found == EXPECTED[name]


@pytest.mark.parametrize(
    "name",
    [
        f"{channel}/{fixture}"
        for channel, fixture in [
            ("facebook", "text"),
            ("facebook", "comment"),
            ("instagram", "text"),
            ("instagram", "comment"),
            ("whatsapp", "text"),
            ("telegram", "text"),
            ("x", "direct-message"),
            ("x", "mention"),
            ("x", "polled-mentions"),
        ]
    ],
)
def test_time_is_read_in_seconds_milliseconds_and_words(name):
    message = parsed(name, (FOLDER / f"{name}.json").read_bytes())[0]
    assert message.sent_at is not None
    assert message.sent_at.isoformat() == "2026-03-02T09:30:00+00:00"


def damaged(content):
    """The content with every part of it left out, and replaced by something else, one at a time."""
    if isinstance(content, dict):
        for name in content:
            yield {other: content[other] for other in content if other != name}
            yield from ({**content, name: other} for other in OTHERS)
            yield from ({**content, name: inner} for inner in damaged(content[name]))
    if isinstance(content, list):
        yield from (
            [*content[:place], inner, *content[place + 1 :]]
            for place, one in enumerate(content)
            for inner in damaged(one)
        )
        yield from ([other, *content] for other in OTHERS)


@pytest.mark.parametrize("name", NAMES)
def test_damaged_shape_is_read_ignored_or_unreadable_never_a_fault(name):
    count = 0
    for content in damaged(json.loads((FOLDER / f"{name}.json").read_bytes())):
        with contextlib.suppress(Unreadable):
            messages = parsed(name, json.dumps(content).encode())
            assert messages
            assert all(isinstance(message, Inbound) for message in messages)
            assert all(message.reason for message in messages if message.kind == InboundKind.IGNORED)
        count += 1
    assert count > 10


@pytest.mark.parametrize("name", NAMES)
def test_fields_that_nobody_knows_change_nothing(name):
    def widened(content):
        if isinstance(content, dict):
            return {**{key: widened(one) for key, one in content.items()}, "zz_new_field": {"id": "1"}}
        return [widened(one) for one in content] if isinstance(content, list) else content

    content = json.loads((FOLDER / f"{name}.json").read_bytes())
    wide = json.dumps(
        {**widened(content), "zz_new_field": 1} if isinstance(content, dict) else widened(content)
    ).encode()
    with contextlib.suppress(Unreadable):
        kinds = [(message.kind, message.text) for message in parsed(name, json.dumps(content).encode())]
        assert [(message.kind, message.text) for message in parsed(name, wide)] == kinds


@pytest.mark.parametrize("channel", SOCIAL)
def test_depth_that_can_just_be_read_is_no_fault(channel):
    starts = {"telegram": b'{"update_id":1,"x":', "x": b'{"for_user_id":"1","x":'}
    for depth in range(800, 1000):
        with contextlib.suppress(Unreadable):
            assert parsed(channel, starts.get(channel, b'{"object":"page","x":') + b"[" * depth + b"]" * depth + b"}")
