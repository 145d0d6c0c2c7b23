"""Walks a person's conversation, a file in people/, through the channel's own parser, the intake and the words that are
told: as the person sees it.

A file: `channel`, `who`, `lines`, `end`. Of a line: `says` (words; {number}, {number2}, {code} stand for what was
told), `sends` (photo, voice, sticker, poll, contact, hidden, view_once, place, reaction), `soon` (within a second of
the one before), `after` (minutes of silence before it), `swipes` (words of the message, ours or their own, that it
points to), `office` (forward, ask, answer; `of`: which report), `silence` (minutes). What it must lead to: `leads` (the
outcome), `hears` (words of what the person sees then; "" is nothing). `end`: reports, states, texts, places, notes,
never.
"""

import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lapor.agencies.models import Agency, Category
from lapor.core import clock
from lapor.gateway.accounts.accounts import make_account, opened
from lapor.gateway.channels import CHANNELS
from lapor.gateway.inbound.media import fetch_file
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import InboundFile, InboundMessage, OutboundMessage
from lapor.intake.conversations.reading import file_silent_drafts, read_channel
from lapor.ledger.models import Event
from lapor.notify.actions import notify_reporters
from lapor.reports.actions import perform_action
from lapor.reports.models import Entry, Report
from lapor.reports.workflow.acting import ActData, officer_actor
from tests.contract.channels import SPOKEN, Said
from tests.makers import photo, recording

PEOPLE = sorted((Path(__file__).parent / "people").glob("*.toml"))
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SENDERS = {"sms": "+6281234567890", "whatsapp": "6281234567890"}
CODE = re.compile(r"Kode rahasia: ([\d ]*\d)")

# What a platform sends for it, beside the words: see the fixtures of the channel.
_MESSENGER = {
    "photo": {"attachments": [{"type": "image", "payload": {"url": "https://scontent.xx.fbcdn.net/foto.jpg"}}]},
    "voice": {"attachments": [{"type": "audio", "payload": {"url": "https://scontent.xx.fbcdn.net/suara.mp4"}}]},
    "sticker": {
        "sticker_id": 369,
        "attachments": [{"type": "image", "payload": {"url": "https://x.fbcdn.net/s.png", "sticker_id": 369}}],
    },
    "place": {"attachments": [{"type": "location", "payload": {"coordinates": {"lat": -6.99, "long": 110.42}}}]},
    "hidden": {"is_unsupported": True},
    "poll": {"attachments": [{"type": "poll"}]},
    "contact": {"is_unsupported": True},
    "view_once": {"attachments": [{"type": "ephemeral"}]},
}
SENT: dict[str, Any] = {
    "telegram": {
        "photo": {"photo": [{"file_id": "foto", "width": 90}]},
        "voice": {"voice": {"file_id": "suara", "mime_type": "audio/ogg"}},
        "sticker": {"sticker": {"file_id": "s"}},
        "poll": {"poll": {"id": "1"}},
        "hidden": {"paid_media": {}},
        "view_once": {"story": {}},
        "place": {"location": {"latitude": -6.99, "longitude": 110.42}},
        "contact": {"contact": {"first_name": "Pak RT", "phone_number": "0812000"}},
    },
    "whatsapp": {
        "photo": {"type": "image", "image": {"id": "foto", "mime_type": "image/jpeg"}},
        "voice": {"type": "audio", "audio": {"id": "suara"}},
        "sticker": {"type": "sticker", "sticker": {"id": "s"}},
        "poll": {"type": "poll", "poll": {}},
        "hidden": {"type": "unsupported"},
        "view_once": {"type": "view_once"},
        "place": {"type": "location", "location": {"latitude": -6.99, "longitude": 110.42}},
        "contact": {
            "type": "contacts",
            "contacts": [{"name": {"formatted_name": "Pak RT"}, "phones": [{"phone": "0812000"}]}],
        },
    },
    "facebook": _MESSENGER,
    "instagram": _MESSENGER,
    "x": {
        "photo": {"attachment": {"media": {"media_url_https": "https://pbs.twimg.com/foto.jpg"}}},
        "hidden": {"attachment": {"type": "card"}},
        "place": {"attachment": {"location": {"shared_coordinate": {"coordinates": {"coordinates": [110.42, -6.99]}}}}},
    },
    "webhook": {"place": {"latitude": -6.99, "longitude": 110.42}},
}


def story(path):
    return tomllib.loads(path.read_text())


@dataclass
class Walk:
    """One person on one account, with the two officers who decide.

    `seen`: (who, words) in the order of the person's screen."""

    channel: str
    root: Agency
    triage: Any
    liaison: Any
    now: datetime = START
    count: int = 100
    seen: list = field(default_factory=list)
    own: dict = field(default_factory=dict)
    ours: dict = field(default_factory=dict)

    def __post_init__(self):
        self.sender = SENDERS.get(self.channel, "5566")
        secrets = dict(SPOKEN[self.channel].account.secrets)
        settings = {"send_url": "http://127.0.0.1:9/"} if self.channel in {"sms", "webhook"} else {}
        self.account = make_account(self.channel, "uji", root=self.root, settings=settings, secrets=secrets)

    # --- what the person does

    def line(self, line, following):
        """Does what the line says; gives what the person sees before the next one."""
        self.now += timedelta(
            seconds=1 if line.get("soon") else 30, minutes=line.get("after", 0) + line.get("silence", 0)
        )
        before = len(self.seen)
        with clock.at(self.now):
            if "office" in line:
                self.office(line)
            elif "silence" in line:
                file_silent_drafts()
            else:
                self.person(line)
        if not (following and following.get("soon")):
            self.now += timedelta(seconds=10)
        self.arrive()
        return "\n".join(words for who, words in self.seen[before:] if who == "city")

    def person(self, line):
        text, sends = self.filled(line.get("says", "")), line.get("sends", "")
        self.seen.append(("person", " ".join(filter(None, [f"[{sends}]" if sends else "", text]))))
        store(
            opened(self.account),
            SPOKEN[self.channel].call(self.body(text, sends, self.pointed(line.get("swipes", "")))),
        )
        read_channel(self.channel)
        for file in list(InboundFile.objects.filter(state="waiting")):
            fetch_file(file.pk)
        read_channel(self.channel)

    def body(self, text, sends, answers):
        self.count += 1
        self.own[text or sends] = number = str(self.count)
        if sends == "reaction":
            return self.reaction(text, answers)
        extra = json.loads(json.dumps(SENT.get(self.channel, {}).get(sends, {})))
        if sends == "photo" and self.channel == "whatsapp" and text:
            extra["image"]["caption"] = text
        said = Said(text, id=number, sender=self.sender, at=self.now, answers=answers, extra=extra)
        body = SPOKEN[self.channel].form(said)
        if self.channel == "telegram" and sends and not text:  # what has no words has no field for them
            content = json.loads(body)
            content["message"].pop("text")
            return json.dumps(content).encode()
        return body

    def reaction(self, sign, answers):
        if self.channel == "telegram":
            event = {
                "chat": {"id": self.sender},
                "message_id": answers,
                "user": {"id": self.sender},
                "new_reaction": [{"emoji": sign}],
            }
            return json.dumps({"update_id": 9, "message_reaction": event}).encode()
        if self.channel == "whatsapp":
            extra = {"type": "reaction", "reaction": {"message_id": answers, "emoji": sign}}
            return SPOKEN["whatsapp"].form(Said("", id=str(self.count), sender=self.sender, at=self.now, extra=extra))
        kind = "page" if self.channel == "facebook" else "instagram"
        event = {
            "sender": {"id": self.sender},
            "recipient": {"id": "1029"},
            "reaction": {"mid": answers, "action": "react", "emoji": sign},
        }
        return json.dumps({"object": kind, "entry": [{"id": "1029", "messaging": [event]}]}).encode()

    def pointed(self, words):
        if not words:
            return ""
        found = [number for said, number in [*self.own.items(), *self.ours.items()] if words in said]
        assert found, f"nothing said so far holds {words!r}"
        return found[-1].rpartition(":")[2]

    def filled(self, text):
        numbers = [report.tracking_id for report in reports()]
        told = CODE.findall("\n".join(words for _who, words in self.seen))
        values = {"code": told[-1].replace(" ", "") if told else "", "number": numbers[0] if numbers else ""}
        return (
            text.format(**values, **{f"number{place}": number for place, number in enumerate(numbers, 1)})
            if "{" in text
            else text
        )

    # --- what others do

    def office(self, line):
        report, act, words = reports()[line.get("of", 1) - 1], line["office"], line.get("words", "Sudah kami tangani")
        category = Category.objects.get(code="lampu-jalan-baru")
        agency = Agency.objects.get(code="perkim")
        forward = ActData(category=category, agency=agency, publication="published")
        acts = {
            "forward": [("forward", self.triage, forward)],
            "ask": [("ask", self.triage, ActData(text=words))],
            "answer": [
                ("forward", self.triage, forward),
                ("answer", self.liaison, ActData(text=words, outcome="solved")),
            ],
            "answer again": [("answer", self.liaison, ActData(text=words, outcome="solved"))],
        }[act]
        for name, officer, data in acts:
            taken = perform_action(report.pk, name, actor=officer_actor(officer), data=data)
            notify_reporters(
                list(Event.objects.filter(stream_id=report.pk, name=f"report.{name}").order_by("-sequence")[:1])
                if taken
                else []
            )
        self.seen.append(("office", f"{act}: {words}"))

    def arrive(self):
        """What is due by now appears on the person's screen."""
        due = (
            OutboundMessage.objects.filter(status="waiting")
            .exclude(not_before__gt=self.now)
            .order_by("created_at", "id")
        )
        for row in due:
            number = f"{900 + len(self.ours)}"
            words = row.said.text
            self.ours[words] = row.provider_id = f"{self.sender}:{number}" if self.channel == "telegram" else number
            buttons = (
                f"  [{'] ['.join(row.said.choices)}]"
                if row.said.choices and CHANNELS[self.channel].capabilities.choices
                else ""
            )
            row.status = "sent"
            row.save(update_fields=["status", "provider_id"])
            self.seen.append(("city", words + buttons))

    def printed(self, story):
        signs = {"person": "–", "city": "    LAPOR:", "office": "        (petugas)"}
        lines = [f"== {story['channel']}: {story['who']}"]
        lines += [f"{signs[who]} {words.replace(chr(10), chr(10) + ' ' * 11)}" for who, words in self.seen]
        return "\n".join(lines)


def reports():
    return list(Report.objects.order_by("filed_at", "id"))


def outcome():
    return InboundMessage.objects.order_by("-received_at", "-id").values_list("outcome", flat=True).first() or ""


def notes():
    return list(Entry.objects.filter(act__in=["note", "reply"]).order_by("at", "id").values_list("text", flat=True))


def media_bytes(_self, _account, media):
    return recording(1, video=None) if "suara" in media.reference else photo()
