"""The people of a small city for a day: who reports, by which way, what the offices do with it, and how it ends."""

import base64
import json
import random
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lapor.channels.webhook.channel import HEADER, signature
from tests.faults.sending import address, by_form, post, until_acknowledged
from tests.makers import photo

WAYS = (("rest", 45), ("form", 20), ("chat", 30), ("alarm", 5))
ENDINGS = (("confirm", 45), ("reject", 15), ("silent", 20), ("ask", 10), ("archive", 10))
FORWARD = {"category": "lampu-jalan-baru", "agency": "perkim", "publication": "published"}
MATTERS = ("Lampu jalan mati", "Jalan berlubang", "Sampah menumpuk", "Selokan tersumbat", "Taman tidak terawat")
PATIENCE = (
    180  # seconds that somebody waits for an answer: the machine is shared, and a worker is killed again and again
)
PHOTO = [{"name": "sesudah.jpg", "content": base64.b64encode(photo()).decode()}]


class Gateway(ThreadingHTTPServer):
    """The provider of the chat: keeps every message that it was given, by its id."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Taking)
        self.said: dict[str, tuple[str, str]] = {}

    def told(self, sender):
        return [text for to, text in list(self.said.values()) if to == sender]


class _Taking(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self):
        one = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.said[one["id"]] = (one["to"], one["text"])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"id": one["id"]}).encode())

    def log_message(self, *_):
        pass


@dataclass
class City:
    """The running site with what its people need: where it is, tokens of two officers, the chat's account, and how the
    number of a report is found by its text."""

    url: str
    triage: str
    liaison: str
    secret: str
    gateway: Gateway
    number_of: Callable[[str], str]


@dataclass
class Life:
    """One report from its first word to its end. `acts`: each act that was acknowledged, once each."""

    city: City
    count: int
    way: str
    ending: str
    acts: list[str] = field(default_factory=list)
    number: str = ""
    code: str = ""
    told: int = 0

    @property
    def text(self):
        matter = MATTERS[self.count % len(MATTERS)]
        return f"{'Ada kebakaran' if self.way == 'alarm' else matter} nomor {self.count}"

    @property
    def sender(self):
        return f"0811{self.count:06}"

    def run(self):
        getattr(self, f"file_by_{self.way}")()
        self.acts.append("file")
        if self.ending == "archive":
            self.act("archive", self.city.triage, archive_reason="not_public_service", text="Bukan laporan warga")
            return self
        if self.ending == "ask" and self.can_act:
            self.act("ask", self.city.triage, text=f"Sejak kapan, tiang {self.count}?")
            self.reporter("reply", text=f"Sejak kemarin, tiang {self.count}")
        self.act("forward", self.city.triage, **FORWARD)
        self.act("start", self.city.liaison, text=f"Kami cek tiang {self.count}")
        self.answer("Sudah diperbaiki")
        if self.ending == "reject" and self.can_act:
            self.reporter("reject", text=f"Masih sama nomor {self.count}")
            self.answer("Sekarang sungguh selesai")
        if self.ending in ("confirm", "reject") and self.can_act:
            self.reporter("confirm")
        return self

    # --- filing ---

    def file_by_rest(self):
        key = str(uuid.uuid4())
        answer = self.call("reports", {"text": self.text}, {"Idempotency-Key": key, **address(self.count)})
        self.number, self.code = answer["tracking_id"], answer["receipt_code"]

    def file_by_form(self):
        assert by_form(self.city.url, self.text, self.count)
        self.number = self.found()

    def file_by_chat(self):
        if "Di mana" in self.say(self.text, "Di mana", "KIRIM"):
            self.say("Depan pasar Jatingaleh", "KIRIM")
        self.say("KIRIM", "Nomor")
        self.number = self.found()

    def file_by_alarm(self):
        self.say(self.text, "112")
        self.number = self.found()

    def found(self):
        return patiently(lambda: self.city.number_of(self.text))

    # --- acts ---

    @property
    def can_act(self):
        """Whether its reporter has a way to act: the page's code is not read here."""
        return self.way in ("rest", "chat")

    def answer(self, text):
        self.act("answer", self.city.liaison, text=f"{text}, tiang {self.count}", outcome="solved", attachments=PHOTO)

    def act(self, name, token, **fields):
        self.sent(name, fields, {"Authorization": f"Bearer {token}"})

    def reporter(self, name, **fields):
        if self.way == "rest":
            self.sent(name, fields, {"X-Receipt-Code": self.code, **address(self.count)})
            return
        if name == "confirm":
            self.say("YA", "dikonfirmasi")
        elif name == "reject":
            self.say("BELUM", "belum")
            self.say(fields["text"], "dikerjakan lagi")
        else:
            self.say(fields["text"])
            patiently(lambda: self.state() == "received")
        self.acts.append(name)

    def state(self):
        return self.call(f"reports/{self.number}", None, {"Authorization": f"Bearer {self.city.triage}"})["state"]

    def sent(self, name, fields, headers):
        """Again until it is known that it was done: an answer that was lost may have been a yes, said by 409."""
        before = self.state()
        answer = self.call(f"reports/{self.number}/acts", {"act": name, **fields}, headers, fine=(200, 409))
        if answer.get("act") != name:
            assert self.state() != before, f"{name} of {self.number}: {answer}"
        self.acts.append(name)

    def call(self, path, body, headers, *, fine=(200, 201)):
        def once():
            data = None if body is None else json.dumps(body).encode()
            asked = urllib.request.Request(
                f"{self.city.url}/api/v1/{path}", data, {"Content-Type": "application/json", **headers}
            )
            try:
                with urllib.request.urlopen(asked, timeout=20) as response:
                    return json.loads(response.read())
            except urllib.error.HTTPError as error:
                words = error.read()
                if error.code in fine:
                    return json.loads(words)
                assert error.code in (429, 500, 502, 503), f"{path}: {error.code} {words[:300]!r}"
                return None

        return patiently(once)

    def say(self, text, *expected):
        """One message at the door, until the chat's provider was given an answer that has one of these words; gives
        it."""
        self.told += 1
        known = len(self.city.gateway.told(self.sender))
        one = {"id": f"{self.sender}-{self.told}", "from": self.sender, "text": text}
        body = json.dumps({"messages": [one]}).encode()

        def send():
            stamp = str(int(time.time()))
            headers = {HEADER: f"t={stamp},v1={signature(self.city.secret, stamp, body)}"}
            return post(f"{self.city.url}/webhooks/webhook/uji", body, headers) == 200

        assert until_acknowledged(send)
        if not expected:
            return ""

        def answer():
            said = "\n".join(self.city.gateway.told(self.sender)[known:])
            return said if any(words in said for words in expected) else ""

        return patiently(answer, lambda: f"{text!r} got {self.city.gateway.told(self.sender)[known:]}")


def patiently(look, what=lambda: "it"):
    """What `look` gives, once it gives something; the site may be away for a while."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError, ValueError):
            if found := look():
                return found
        time.sleep(0.25)
    raise AssertionError(f"nobody answered: {what()}")


def lives(city, count, seed):
    chance = random.Random(seed)  # noqa: S311 - the same day each time
    ways = chance.choices([way for way, _share in WAYS], [share for _way, share in WAYS], k=count)
    endings = chance.choices([end for end, _share in ENDINGS], [share for _end, share in ENDINGS], k=count)
    return [Life(city, number, way, end) for number, (way, end) in enumerate(zip(ways, endings, strict=True))]
