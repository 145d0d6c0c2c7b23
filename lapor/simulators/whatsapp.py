"""WhatsApp's Cloud API played: people who write, speak, send photos and tap; buttons, lists and templates to them;
statuses back."""

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

from lapor.simulators.base import ReceivedMessage
from lapor.simulators.http_platform import Call, Reply
from lapor.simulators.meta_platform import WINDOW, MetaPlatform, only, refusal
from lapor.simulators.whatsapp_messages import TEMPLATE, read_message

DISPLAY_NUMBER = "+62 24 1234 5678"
WINDOW_CLOSED = "Re-engagement message"
CLOSED_DETAILS = (
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number."
)
UNDELIVERABLE = "Message undeliverable"


class WhatsappSimulator(MetaPlatform):
    """`templates`: those that Meta knows, by name.

    `unreachable`: persons whose phone takes nothing. `refuses_late`: a closed window and such are told by a failed
    status after the call was accepted, as the platform does in practice; else by the call itself, as it is
    documented."""

    object_name = "whatsapp_business_account"

    def __init__(self, door: str) -> None:
        super().__init__(door)
        self.phone_number_id, self.business_id = (
            str(10**14 + secrets.randbelow(10**14)),
            str(10**14 + secrets.randbelow(10**14)),
        )
        self.templates = {"kabar_laporan": {**TEMPLATE, "status": "APPROVED"}}
        self.unreachable, self.refuses_late = set[str](), False

    def account(self) -> tuple[dict[str, str], dict[str, str]]:
        settings = {
            "phone_number_id": self.phone_number_id,
            "business_id": self.business_id,
            "template": "kabar_laporan",
            "template_language": "id",
            "api_url": self.api_url,
        }
        return settings, self.account_secrets()

    def commands(self) -> Mapping[str, Callable[[str, str], object]]:
        return {
            "tap": self.tap,
            "read": lambda person, _value: self.reads(person),
            "hours": lambda person, value: self.pass_hours(person, float(value)),
        }

    def number_of(self, person: str) -> str:
        """A phone number is its own; anybody else gets one."""
        digits = person.removeprefix("+")
        if not digits.isdecimal():
            return super().number_of(person)
        self._names[digits] = person
        return digits

    # --- people

    def say(self, person: str, text: str) -> None:
        self._write(person, {"type": "text", "text": {"body": text}})

    def tap(self, person: str, choice: str) -> None:
        """A button or a row of the newest message that has it. Raises ValueError where it was not offered."""
        offers = [one for one in self.heard() if one.to == person and choice in one.choices]
        if not offers:
            raise ValueError(f"{choice} was not offered")
        kind = offers[-1].extra["reply"]
        reply = {"type": kind, kind: {"id": offers[-1].extra["ids"][choice], "title": choice}}
        context = {"from": DISPLAY_NUMBER.replace(" ", "").removeprefix("+"), "id": offers[-1].id}
        self._write(person, {"type": "interactive", "interactive": reply, "context": context})

    def send_photo(self, person: str, content: bytes, caption: str = "") -> None:
        self._write(
            person,
            {
                "type": "image",
                "image": {**self._media(content, "image/jpeg"), **({"caption": caption} if caption else {})},
            },
        )

    def send_voice(self, person: str, content: bytes, content_type: str = "audio/ogg; codecs=opus") -> None:
        self._write(person, {"type": "audio", "audio": {**self._media(content, content_type), "voice": True}})

    def send_place(self, person: str, latitude: float, longitude: float) -> None:
        self._write(person, {"type": "location", "location": {"latitude": latitude, "longitude": longitude}})

    def _media(self, content: bytes, content_type: str) -> dict[str, Any]:
        """The phone has uploaded it; we are told its id only."""
        return {
            "id": self.keep_file(content, content_type),
            "mime_type": content_type,
            "sha256": hashlib.sha256(content).hexdigest(),
        }

    def _write(self, person: str, content: Mapping[str, Any]) -> None:
        self.wrote(person)
        number = self.number_of(person)
        message = {"from": number, "id": self._new_id(), "timestamp": str(int(time.time())), **content}
        self.deliver_entry(self._entry(contacts=[{"profile": {"name": person}, "wa_id": number}], messages=[message]))

    def _entry(self, **value: Any) -> dict[str, Any]:
        metadata = {
            "display_phone_number": DISPLAY_NUMBER.replace(" ", "").removeprefix("+"),
            "phone_number_id": self.phone_number_id,
        }
        return {
            "id": self.business_id,
            "changes": [
                {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
            ],
        }

    def _new_id(self) -> str:
        return f"wamid.{secrets.token_urlsafe(30)}{self.next_id()}=="

    def reads(self, person: str) -> None:
        """The person opens the conversation."""
        for one in self.heard():
            if one.to == person:
                self._tell_status(person, one.id, "read")

    def _tell_status(self, person: str, message_id: str, status: str, error: Mapping[str, Any] | None = None) -> None:
        number = self.number_of(person)
        content = {"id": message_id, "status": status, "timestamp": str(int(time.time())), "recipient_id": number}
        self.tell(self._entry(statuses=[{**content, **({"errors": [error]} if error else {})}]))

    # --- the Cloud API

    def too_many(self) -> Reply:
        return refusal(
            429,
            130429,
            "(#130429) Rate limit hit",
            details="Message failed to send because there were too many messages sent",
        )

    def routes(self, method: str, path: str) -> Callable[[Call], Any] | None:
        known: dict[tuple[str, str], Callable[[Call], Any]] = {
            ("GET", self.phone_number_id): lambda call: only(self._number(), call),
            ("POST", f"{self.phone_number_id}/messages"): self._send,
            ("GET", f"{self.business_id}/message_templates"): self._templates,
        }
        if method == "GET" and path.startswith("download/"):
            return lambda _call: self._download(path.removeprefix("download/"))
        if method == "GET" and path in self._files:
            return lambda _call: self._about_file(path)
        return known.get((method, path))

    def _number(self) -> dict[str, Any]:
        return {
            "id": self.phone_number_id,
            "display_phone_number": DISPLAY_NUMBER,
            "verified_name": "Pemkot Semarang",
            "quality_rating": "GREEN",
            "code_verification_status": "VERIFIED",
            "name_status": "APPROVED",
            "messaging_limit_tier": "TIER_1K",
        }

    def _templates(self, call: Call) -> dict[str, Any]:
        """`name` narrows: every template whose name holds it."""
        wanted = call.query.get("name", "")
        rows = [
            {"id": str(place), "name": name, **one}
            for place, (name, one) in enumerate(self.templates.items(), 1)
            if wanted in name
        ]
        return {
            "data": [only(row, call) if "fields" in call.query else row for row in rows],
            "paging": {"cursors": {"before": "MA", "after": "MQ"}},
        }

    def _about_file(self, file_id: str) -> dict[str, Any]:
        """First of two calls: where it lies, for five minutes."""
        content_type, content = self._files[file_id]
        return {
            "messaging_product": "whatsapp",
            "id": file_id,
            "url": f"{self.api_url}/download/{file_id}",
            "mime_type": content_type,
            "sha256": hashlib.sha256(content).hexdigest(),
            "file_size": len(content),
        }

    def _download(self, file_id: str) -> Any:
        if file_id not in self._files:
            raise refusal(404, 131052, "(#131052) Media download error")
        content_type, content = self._files[file_id]
        raise Reply(200, content, {"Content-Type": content_type})

    def _send(self, call: Call) -> dict[str, Any]:
        message = read_message(call.content, self.templates)
        person, message_id = self.person_of(message.to), self._new_id()
        problem = self._problem(person, is_template=message.template != "")
        if problem and not self.refuses_late:
            raise refusal(400, problem[0], f"(#{problem[0]}) {problem[1]}", details=problem[2])
        if problem:
            error = {
                "code": problem[0],
                "title": problem[1],
                "message": problem[1],
                "error_data": {"details": problem[2]},
            }
            self._tell_status(person, message_id, "failed", error)
        else:
            extra = {"template": message.template, "reply": message.reply, "ids": message.ids}
            self._arrives(ReceivedMessage(person, message.text, message_id, choices=tuple(message.ids), extra=extra))
        accepted = {"message_status": "accepted"} if message.template else {}
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": message.to, "wa_id": message.to}],
            "messages": [{"id": message_id, **accepted}],
        }

    def _arrives(self, heard: ReceivedMessage) -> None:
        """Who blocked us gets nothing, and we are not told: the message stays `sent` for ever."""
        self._tell_status(heard.to, heard.id, "sent")
        if heard.to not in self.blocked:
            self.reaches(heard)
            self._tell_status(heard.to, heard.id, "delivered")

    def _problem(self, person: str, *, is_template: bool) -> tuple[int, str, str] | None:
        if person in self.unreachable:
            return 131026, UNDELIVERABLE, "Message Undeliverable."
        if not is_template and self.silent_for(person) > WINDOW:
            return 131047, WINDOW_CLOSED, CLOSED_DETAILS
        return None


SIMULATOR = WhatsappSimulator
