"""Deliveries of six channels as their platforms make them, good and bad, with what each is to become: for the fault run
over all of them."""

import json
import random
from collections import Counter
from dataclasses import dataclass, replace

from tests.contract.channels import SPOKEN, Said

CHANNELS = ("webhook", "telegram", "whatsapp", "facebook", "x", "sms")
URGENT = "Ada kebakaran di {where} nomor {number}"
WHERE = {
    "webhook": "pasar",
    "telegram": "gudang",
    "whatsapp": "pabrik",
    "facebook": "sekolah",
    "x": "terminal",
    "sms": "kampung",
}


@dataclass(frozen=True)
class Sent:
    """One call at the door.

    `becomes`: what its new message is to be; "" for a copy; `text`: of the report that it is to become."""

    channel: str
    body: bytes
    becomes: str
    text: str = ""


def deliveries(count, seed):
    """So many calls in a shuffled order: copies far from their first, changes before what they change; the same for the
    same seed."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    shares = [
        (_report, 20),
        (_draft, 18),
        (_mention, 14),
        (_ignored, 12),
        (_echo, 8),
        (_edit, 6),
        (_broken, 8),
        (_copy, 14),
    ]
    found: list[Sent] = []
    for number, make in enumerate(
        chance.choices([make for make, _share in shares], [share for _make, share in shares], k=count)
    ):
        found += make(chance.choice(CHANNELS), number, chance, found)
    found = found[:count]
    chance.shuffle(found)
    return found


def tally(sent):
    """How many new messages of each kind are in it: each body counts once, however often it is sent."""
    return Counter({(one.channel, one.body): one.becomes for one in sent if one.becomes}.values())


def _said(channel, number, text, **more):
    """Ids and senders in the form of each platform."""
    people = {
        "telegram": str(500_000 + number),
        "whatsapp": f"62811{number:06}",
        "sms": f"+62812{number:06}",
        "x": f"7{number:06}",
    }
    ids = {"telegram": 900_000 + number, "x": f"18{number:010}"}
    return Said(
        text=text, id=ids.get(channel, f"{channel}-{number}"), sender=people.get(channel, f"orang{number}"), **more
    )


def _form(channel, said):
    return SPOKEN[channel].form(said)


def _report(channel, number, _chance, _found):
    text = URGENT.format(where=WHERE[channel], number=number)
    return [Sent(channel, _form(channel, _said(channel, number, text)), "taken", text)]


def _draft(channel, number, _chance, _found):
    return [Sent(channel, _form(channel, _said(channel, number, f"Lampu jalan nomor {number} mati")), "taken")]


def _edit(_channel, number, _chance, _found):
    """First words and new words: whichever is read first."""
    channel = ("telegram", "facebook", "whatsapp")[number % 3]
    first = _said(channel, number, f"Selokan {number} mampet")
    return [
        Sent(channel, _form(channel, first), "taken"),
        Sent(channel, _form(channel, replace(first, kind="edited", text=f"Selokan {number} mampet lagi")), "taken"),
    ]


def _mention(_channel, number, _chance, _found):
    text = f"Trotoar {number} rusak"
    if number % 3 == 0:
        one = {
            "id": f"p-{number}",
            "type": "mention",
            "from": f"umum{number}",
            "text": text,
            "url": f"https://contoh.example/{number}",
        }
        return [Sent("webhook", json.dumps({"messages": [one]}).encode(), "candidate")]
    if number % 3 == 1:
        value = {
            "item": "comment",
            "verb": "add",
            "comment_id": f"1_{number}",
            "post_id": "1029_1",
            "from": {"id": f"8{number}", "name": "Umum"},
            "message": text,
            "created_time": 1772443800,
        }
        entry = {"id": "1029", "time": 1772443800, "changes": [{"field": "feed", "value": value}]}
        return [Sent("facebook", json.dumps({"object": "page", "entry": [entry]}).encode(), "candidate")]
    user = {"id_str": f"9{number}", "name": "Umum", "screen_name": f"umum{number}"}
    post = {
        "id_str": f"19{number:010}",
        "text": f"@kota {text}",
        "user": user,
        "created_at": "Mon Mar 02 09:30:00 +0000 2026",
        "entities": {"user_mentions": [{"id_str": "1029", "screen_name": "kota"}]},
    }
    return [Sent("x", json.dumps({"for_user_id": "1029", "tweet_create_events": [post]}).encode(), "candidate")]


def _ignored(channel, number, _chance, _found):
    """Of a type that nobody knows."""
    channel = channel if channel != "webhook" else "telegram"
    return [Sent(channel, _form(channel, _said(channel, number, f"x{number}", kind="hal_baru")), "ignored")]


def _echo(_channel, number, _chance, _found):
    """Our own words, as platforms send them back."""
    channel = ("facebook", "x", "telegram")[number % 3]
    more = {"facebook": {"is_echo": True}, "telegram": {"from": {"id": 1, "is_bot": True}}}.get(channel, {})
    said = _said(channel, number, f"Terima kasih {number}", extra=more)
    return [Sent(channel, _form(channel, replace(said, sender="1029") if channel == "x" else said), "ignored")]


def _broken(channel, number, _chance, _found):
    return [Sent(channel, b'{"nomor": %d, "isi": [' % number, "quarantine")]


def _copy(channel, number, chance, found):
    """Byte by byte what was sent before, up to three times."""
    if not found:
        return _report(channel, number, chance, found)
    first = chance.choice(found)
    return [replace(first, becomes="", text="") for _ in range(chance.randint(1, 3))]
