"""Telegram's Bot API played: people write to the bot by webhook, or are fetched by getUpdates; keyboards, photos,
places, edits."""

import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

from lapor.simulators.base import ReceivedMessage
from lapor.simulators.http_platform import Call, HttpPlatform, Reply

LONG_POLL = 25.0


class TelegramSimulator(HttpPlatform):
    """`polls`: the bot has no webhook, the other side asks. `blocked`: persons who blocked the bot."""

    def __init__(self, door: str, *, polls: bool = False) -> None:
        super().__init__(door)
        self.polls, self.blocked = polls, set[str]()
        self._token, self._secret = f"{secrets.randbelow(10**9)}:sim", secrets.token_hex(16)
        self._updates: list[dict[str, Any]] = []
        self._news = threading.Condition()

    def account(self) -> tuple[dict[str, str], dict[str, str]]:
        settings = {"api_url": self.url, "bot_name": "semarang_bot", **({"poll": "yes"} if self.polls else {})}
        return settings, {"token": self._token, "secret": self._secret}

    # --- people

    def say(self, person: str, text: str) -> None:
        self._write(person, {"text": text})

    def tap(self, person: str, choice: str) -> None:
        """A key of the keyboard says its own words."""
        self.say(person, choice)

    def send_photo(self, person: str, content: bytes, caption: str = "", album: str = "") -> None:
        file_id = self.keep_file(content, "image/jpeg")
        sizes = [
            {"file_id": "kecil", "file_unique_id": "k", "width": 90, "height": 60, "file_size": 900},
            {"file_id": file_id, "file_unique_id": "b", "width": 900, "height": 600, "file_size": len(content)},
        ]
        more = {"media_group_id": album} if album else {}
        self._write(person, {"photo": sizes, **more, **({"caption": caption} if caption else {})})

    def send_place(self, person: str, latitude: float, longitude: float) -> None:
        self._write(person, {"location": {"latitude": latitude, "longitude": longitude}})

    def edit(self, person: str, message_id: int, text: str) -> None:
        message = self._message(person, {"text": text}, message_id)
        self._update({"edited_message": {**message, "edit_date": int(time.time())}})

    def _write(self, person: str, content: dict[str, Any]) -> int:
        message_id = self.next_id()
        self._update({"message": self._message(person, content, message_id)})
        return message_id

    def _message(self, person: str, content: dict[str, Any], message_id: int) -> dict[str, Any]:
        number = int(self.number_of(person))
        who = {"id": number, "is_bot": False, "first_name": person, "language_code": "id"}
        return {
            "message_id": message_id,
            "from": who,
            "chat": {"id": number, "type": "private", "first_name": person},
            "date": int(time.time()),
            **content,
        }

    def _update(self, content: dict[str, Any]) -> None:
        update = {"update_id": self.next_id(), **content}
        if self.polls:
            with self._news:
                self._updates.append(update)
                self._news.notify_all()
        else:
            self.deliver(update, {"X-Telegram-Bot-Api-Secret-Token": self._secret})

    # --- the interface

    def fault(self, kind: str) -> Reply:
        if kind == "limited":
            return _refusal(429, "Too Many Requests: retry after 1", {"retry_after": 1})
        return _refusal(401, "Unauthorized") if kind == "expired" else _refusal(502, "Bad Gateway")

    def answer(self, call: Call) -> Any:
        if call.path.startswith(f"/file/bot{self._token}/"):
            return self._files[call.path.rpartition("/")[2]][1]
        token, _slash, method = call.path.removeprefix("/bot").partition("/")
        if token != self._token:
            raise _refusal(401, "Unauthorized")
        known: dict[str, Callable[[dict[str, Any]], Any]] = {
            "getMe": self._me,
            "getUpdates": self._get_updates,
            "getFile": self._get_file,
            "sendMessage": self._send,
            "getWebhookInfo": lambda _content: {"url": "" if self.polls else self.door, "pending_update_count": 0},
        }
        if method not in known:
            raise _refusal(404, "Not Found")
        return {"ok": True, "result": known[method](call.content)}

    def _me(self, _content: dict[str, Any]) -> dict[str, Any]:
        return {"id": 1, "is_bot": True, "username": "semarang_bot"}

    def _get_file(self, content: dict[str, Any]) -> dict[str, Any]:
        if content.get("file_id") not in self._files:
            raise _refusal(400, "Bad Request: invalid file_id")
        return {"file_id": content["file_id"], "file_path": f"photos/{content['file_id']}"}

    def _get_updates(self, content: dict[str, Any]) -> list[dict[str, Any]]:
        """Asking with an offset forgets what came before it; holds the line until there is something."""
        if not self.polls:
            raise _refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        until = time.monotonic() + min(float(content.get("timeout", 0)), LONG_POLL)
        with self._news:
            self._updates = [one for one in self._updates if one["update_id"] >= content.get("offset", 0)]
            while not self._updates and time.monotonic() < until:
                self._news.wait(until - time.monotonic())
            return self._updates[: content.get("limit", 100)]

    def _send(self, content: dict[str, Any]) -> dict[str, Any]:
        person, text = self.person_of(str(content.get("chat_id"))), content.get("text") or ""
        if person in self.blocked:
            raise _refusal(403, "Forbidden: bot was blocked by the user")
        if not text or len(text) > 4096:  # noqa: PLR2004 - the platform's bound
            raise _refusal(400, "Bad Request: message is too long" if text else "Bad Request: message text is empty")
        keyboard = (content.get("reply_markup") or {}).get("keyboard", [])
        message_id = self.next_id()
        self.reaches(
            ReceivedMessage(
                person, text, str(message_id), choices=tuple(key["text"] for row in keyboard for key in row)
            )
        )
        return {"message_id": message_id, "chat": {"id": content["chat_id"]}, "text": text}


def _refusal(code: int, description: str, parameters: dict[str, Any] | None = None) -> Reply:
    more = {"parameters": parameters} if parameters else {}
    return Reply(code, {"ok": False, "error_code": code, "description": description, **more})


SIMULATOR = TelegramSimulator
