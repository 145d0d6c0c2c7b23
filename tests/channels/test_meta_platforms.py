"""The channels of Meta against the platforms as they are played: what one sends the other takes, and what the other
refuses the one understands."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from lapor.channels.base import Account, InboundKind, NeedsOperator, Outbound, Permanent, Received, Rejected, Retry
from lapor.gateway.channels import CHANNELS
from lapor.simulators import http_platform
from lapor.simulators.base import NotTaken
from lapor.simulators.facebook import FacebookSimulator
from lapor.simulators.instagram import InstagramSimulator
from lapor.simulators.meta_platform import MetaPlatform
from lapor.simulators.whatsapp import WhatsappSimulator

SIMULATORS: dict[str, type[MetaPlatform]] = {
    "facebook": FacebookSimulator,
    "instagram": InstagramSimulator,
    "whatsapp": WhatsappSimulator,
}
MESSENGERS = ("facebook", "instagram")


class Door:
    """Our side without a server: every delivery that the simulator makes, checked and read by the channel."""

    def __init__(self, name, monkeypatch):
        self.name, self.read, self.channel = name, [], CHANNELS[name]
        monkeypatch.setattr(http_platform, "deliver", self._take)
        monkeypatch.setattr("lapor.simulators.meta_platform.deliver", self._take)
        self.simulator = SIMULATORS[name]("https://kota.example/door")
        settings, secrets = self.simulator.account()
        self.account = Account("kota", settings=settings, secrets=secrets)

    def _take(self, url, body, headers, *, method="POST"):
        query = dict(part.split("=") for part in url.partition("?")[2].split("&")) if "?" in url else {}
        call = Received(body, headers={name.lower(): value for name, value in headers.items()}, query=query)
        try:
            if method == "GET":
                return self.channel.handshake(self.account, call) or b""
            self.channel.authenticate(self.account, call)
        except Rejected as error:
            raise NotTaken(str(error)) from error
        self.read.extend(self.channel.parse(self.account, call))
        return b""

    def send(self, person, text="Kabar laporan", *, hours=1.0, **more):
        heard_at = datetime.now(UTC) - timedelta(hours=hours)
        message = Outbound(
            id="1",
            to=self.simulator.number_of(person),
            subject="",
            text=text,
            sender="",
            last_heard_at=heard_at,
            **more,
        )
        return self.channel.send(self.account, message)

    def told(self, status):
        """Wait until the platform said this of a message by itself."""
        for _turn in range(200):
            found = [one for one in self.read if one.kind == InboundKind.STATUS and one.status == status]
            if found:
                return found[-1]
            time.sleep(0.02)
        raise AssertionError([(one.kind, one.status, one.reason) for one in self.read])


@pytest.fixture
def door(request, monkeypatch):
    found = Door(request.param, monkeypatch)
    yield found
    found.simulator.close()


every = pytest.mark.parametrize("door", sorted(SIMULATORS), indirect=True)
messengers = pytest.mark.parametrize("door", MESSENGERS, indirect=True)
whatsapp = pytest.mark.parametrize("door", ["whatsapp"], indirect=True)


@every
def test_door_shakes_hands_with_the_right_token_only(door):
    assert door.simulator.shake_hands()
    assert not door.simulator.shake_hands("salah")


@every
def test_words_of_a_person_are_read_and_the_answer_reaches_them(door):
    door.simulator.say("+628111", "Jalan rusak 🚧 <b>parah</b> / العربية")
    [told] = door.read
    assert (told.kind, told.text, told.sender) == (
        InboundKind.MESSAGE,
        "Jalan rusak 🚧 <b>parah</b> / العربية",
        door.simulator.number_of("+628111"),
    )
    sent = door.send("+628111", "Di mana?", choices=("KIRIM", "BATAL"))
    [heard] = door.simulator.heard()
    assert (heard.to, heard.text, heard.choices, heard.id) == ("+628111", "Di mana?", ("KIRIM", "BATAL"), sent)


@every
def test_what_is_tapped_is_read_as_its_words(door):
    door.simulator.say("Sari", "Halo")
    door.send("Sari", "Benar?", choices=("KIRIM", "BATAL"))
    door.simulator.tap("Sari", "KIRIM")
    assert door.read[-1].text == "KIRIM"
    with pytest.raises(ValueError, match="not offered"):
        door.simulator.tap("Sari", "YA")


@every
@pytest.mark.parametrize("count", [1, 2, 3, 4, 10])
def test_any_number_of_choices_is_within_the_platforms_limits(door, count):
    door.simulator.say("Sari", "Halo")
    choices = tuple(f"Nomor {number}: kategori yang panjang namanya" for number in range(count))
    door.send("Sari", "Pilih:", choices=choices)
    heard = door.simulator.heard()[-1]
    assert len(heard.choices) == count
    door.simulator.tap("Sari", heard.choices[-1])
    assert door.read[-1].text.startswith(f"Nomor {count - 1}: ")


@every
def test_choices_that_begin_alike_do_not_stop_the_message(door):
    door.simulator.say("Sari", "Halo")
    door.send("Sari", "Pilih:", choices=tuple(f"Kategori yang panjang namanya {number}" for number in range(4)))
    assert len(door.simulator.heard()[-1].choices) == 1


@every
def test_words_as_long_as_we_allow_are_taken(door):
    door.simulator.say("Sari", "Halo")
    longest = CHANNELS[door.name].capabilities.longest_text
    for letter in ("a", "é", "🚧"):
        door.send("Sari", letter * longest, choices=("YA",))
        assert door.simulator.heard()[-1].text


@every
@pytest.mark.parametrize(
    ("mode", "error"), [({"outage": True}, Retry), ({"limited": 1}, Retry), ({"expired": True}, NeedsOperator)]
)
def test_the_platforms_troubles_are_told_apart(door, mode, error):
    door.simulator.say("Sari", "Halo")
    door.simulator.behave(**mode)
    with pytest.raises(error):
        door.send("Sari")
    door.simulator.behave(outage=False, limited=0, expired=False)
    assert door.send("Sari")


@every
def test_live_check_says_who_we_are_and_that_a_token_ended(door):
    text = door.channel.check(door.account)
    assert "Semarang" in text or "semarang" in text or "+62 24" in text
    door.simulator.behave(expired=True)
    with pytest.raises(NeedsOperator):
        door.channel.check(door.account)


@whatsapp
def test_live_check_says_that_the_template_is_not_approved(door):
    assert "APPROVED" in door.channel.check(door.account)
    door.simulator.templates["kabar_laporan"]["status"] = "PENDING"
    assert "PENDING" in door.channel.check(door.account)


@whatsapp
def test_file_is_had_in_two_calls_with_the_token(door):
    door.simulator.send_voice("Sari", b"OggS suara")
    door.simulator.send_photo("Sari", b"\xff\xd8 foto", "Jalan rusak")
    voice, photo = (one.media[0] for one in door.read)
    assert [door.channel.fetch_media(door.account, one) for one in (voice, photo)] == [b"OggS suara", b"\xff\xd8 foto"]
    assert door.read[1].text == "Jalan rusak"


@messengers
def test_file_is_had_from_the_address_in_the_message(door):
    door.simulator.send_file("Sari", b"\xff\xd8 foto")
    [media] = door.read[0].media
    assert door.channel.fetch_media(door.account, media) == b"\xff\xd8 foto"


@whatsapp
def test_place_is_read(door):
    door.simulator.send_place("Sari", -6.99, 110.42)
    assert door.read[0].place == (-6.99, 110.42)


@whatsapp
def test_sent_delivered_and_read_are_told_of_our_message(door):
    door.simulator.say("Sari", "Halo")
    sent = door.send("Sari")
    assert door.told("delivered").external_id == sent
    door.simulator.reads("Sari")
    door.told("read")


@whatsapp
def test_closed_window_is_answered_in_the_template_at_once(door):
    door.simulator.say("Sari", "Halo")
    door.simulator.pass_hours("Sari")
    door.send("Sari", "Baris satu\n\nBaris dua\tdan      tiga", choices=("YA", "BELUM"))
    [heard] = door.simulator.heard()
    assert heard.extra["template"] == "kabar_laporan"
    assert "Baris satu" in heard.text
    door.send("Sari", "a" * 4000, hours=30)
    assert door.simulator.heard()[-1].extra["template"] == "kabar_laporan"


@whatsapp
def test_window_that_is_said_to_be_closed_afterwards_is_no_failure_yet(door):
    door.simulator.say("Sari", "Halo")
    door.simulator.pass_hours("Sari")
    door.simulator.refuses_late = True
    sent = door.send("Sari")
    assert door.told("closed").external_id == sent


@whatsapp
@pytest.mark.parametrize("status", ["PENDING", "REJECTED", "PAUSED", "DISABLED"])
def test_template_that_is_not_approved_waits_for_the_operator(door, status):
    door.simulator.say("Sari", "Halo")
    door.simulator.pass_hours("Sari")
    door.simulator.templates["kabar_laporan"]["status"] = status
    with pytest.raises(NeedsOperator):
        door.send("Sari", hours=30)


@whatsapp
def test_phone_that_takes_nothing_is_final_and_told_either_way(door):
    door.simulator.say("Sari", "Halo")
    door.simulator.unreachable.add("Sari")
    with pytest.raises(Permanent):
        door.send("Sari")
    door.simulator.refuses_late = True
    assert door.send("Sari")
    assert "131026" in door.told("failed").reason


@whatsapp
def test_who_blocked_us_gets_nothing_and_nothing_says_so(door):
    door.simulator.say("Sari", "Halo")
    door.simulator.blocked.add("Sari")
    assert door.send("Sari")
    door.told("sent")
    assert door.simulator.heard() == []


@messengers
def test_after_a_day_the_answer_goes_as_human_agent_and_after_a_week_not_at_all(door):
    door.simulator.say("Sari", "Halo")
    door.simulator.pass_hours("Sari", 30)
    door.send("Sari", hours=30)
    assert door.simulator.heard()[-1].extra["tag"] == "HUMAN_AGENT"
    door.simulator.pass_hours("Sari", 24 * 8)
    with pytest.raises(NeedsOperator):
        door.send("Sari", hours=24 * 8)
    with pytest.raises(NeedsOperator):
        door.send("Sari", hours=23)


@messengers
def test_window_closed_by_the_platforms_clock_alone_is_answered_as_human_agent(door):
    door.simulator.say("Sari", "Halo")
    door.simulator.pass_hours("Sari", 24.5)
    door.send("Sari", hours=23.9)
    assert door.simulator.heard()[-1].extra["tag"] == "HUMAN_AGENT"


@messengers
def test_without_the_tag_a_closed_window_needs_the_operator(door):
    door.simulator.say("Sari", "Halo")
    door.simulator.pass_hours("Sari", 30)
    door.simulator.human_agent = False
    with pytest.raises(NeedsOperator):
        door.send("Sari", hours=30)


@messengers
def test_who_blocked_us_or_is_unknown_is_final(door):
    door.simulator.say("Sari", "Halo")
    door.simulator.blocked.add("Sari")
    with pytest.raises(Permanent):
        door.send("Sari")
    with pytest.raises(Permanent):
        door.channel.send(
            door.account, Outbound(id="1", to="999", subject="", text="x", sender="", last_heard_at=datetime.now(UTC))
        )


@messengers
def test_comment_is_a_mention_and_is_answered_once_in_private(door):
    comment_id = door.simulator.comment("Sari", "Lampu mati di Jl. Kelud")
    [told] = door.read
    assert (told.kind, told.text, told.external_id) == (InboundKind.MENTION, "Lampu mati di Jl. Kelud", comment_id)
    door.send("Sari", "Nomor 1234", public_post=comment_id)
    [heard] = door.simulator.heard()
    assert (heard.to, heard.place, heard.extra["comment"]) == ("Sari", "private", comment_id)
    with pytest.raises(Permanent):
        door.send("Sari", "Sekali lagi", public_post=comment_id)


@messengers
def test_comment_of_last_week_is_not_answered(door):
    comment_id = door.simulator.comment("Sari", "Lampu mati")
    door.simulator.pass_days(comment_id)
    with pytest.raises(Permanent):
        door.send("Sari", "Nomor 1234", public_post=comment_id)


@messengers
def test_mention_elsewhere_is_a_candidate(door):
    door.simulator.mention("Sari", "Tolong @kota")
    assert [one.kind for one in door.read] == [InboundKind.MENTION]


@messengers
def test_our_own_words_that_come_back_are_ignored(door):
    door.simulator.say("Sari", "Halo")
    door.send("Sari")
    for _turn in range(100):
        if len(door.read) > 1:
            break
        time.sleep(0.02)
    assert door.read[1].kind == InboundKind.IGNORED


@pytest.mark.parametrize("door", ["facebook"], indirect=True)
def test_edits_and_removals_name_what_they_change(door):
    comment_id = door.simulator.comment("Sari", "Lampu mati")
    door.simulator.edit_comment(comment_id, "Lampu mati dua buah")
    door.simulator.remove_comment(comment_id)
    assert [(one.kind, one.external_id) for one in door.read[1:]] == [
        (InboundKind.EDITED, comment_id),
        (InboundKind.DELETED, comment_id),
    ]


@pytest.mark.parametrize("door", ["instagram"], indirect=True)
def test_story_that_mentions_us_is_a_candidate_without_its_picture(door):
    door.simulator.mention_in_story("Sari", b"\xff\xd8 cerita")
    [told] = door.read
    assert told.kind == InboundKind.MENTION
    assert told.media == ()


def test_nothing_is_told_once_the_platform_is_closed(monkeypatch):
    tries = []

    def refuse(*_told):
        tries.append(1)
        raise NotTaken("the door is gone")

    monkeypatch.setattr(http_platform, "deliver", refuse)
    simulator = FacebookSimulator("https://kota.example/door")
    for _turn in range(3):
        simulator.tell({"id": "1"})
    simulator.close()
    before = len(tries)
    time.sleep(0.5)
    assert len(tries) == before
