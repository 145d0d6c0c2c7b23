"""X played: direct messages and mentions by Account Activity webhook (signed, with its hourly check), or mentions that
are asked for; API v2."""

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from lapor.simulators.base import NotTaken, ReceivedMessage, deliver
from lapor.simulators.http_platform import Call, HttpPlatform, Reply

POST_LENGTH, LINK_LENGTH, DIRECT_LENGTH = 280, 23, 10_000
LEAST_PAGE, MOST_PAGE, USUAL_PAGE = 5, 100, 10
WINDOW_SECONDS = 2  # of a rate limit; X says when it is over
_LINK = re.compile(r"https?://\S+")
_DIRECT = re.compile(r"/2/dm_conversations/with/(\d+)/messages")
_MENTIONS = re.compile(r"/2/users/(\d+)/mentions")


class XSimulator(HttpPlatform):
    """`polls`: an account without a webhook, whose mentions are asked for.

    `closed`: persons who take no direct messages."""

    def __init__(self, door: str, *, polls: bool = False) -> None:
        super().__init__(door)
        self.polls, self.closed = polls, set[str]()
        self._own, self._own_name = self.number_of("pemkot"), "pemkot_semarang"
        self._token, self._secret = secrets.token_hex(12), secrets.token_hex(16)
        self._first = int(time.time() * 1000) << 22  # as X's ids: later ones are greater, whoever gave them
        self._posts: dict[str, dict[str, str]] = {}

    def account(self) -> tuple[dict[str, str], dict[str, str]]:
        settings = {"api_url": self.url, "user_id": self._own, **({"poll": "yes"} if self.polls else {})}
        return settings, {"token": self._token, "consumer_secret": self._secret}

    # --- people

    def say(self, person: str, text: str) -> None:
        """A direct message: by webhook only. Raises NotTaken."""
        if self.polls:
            raise NotTaken("who only asks for mentions has no direct messages")
        number = self.number_of(person)
        users = {
            one: {"id": one, "name": name, "screen_name": name}
            for one, name in ((number, person), (self._own, self._own_name))
        }
        self._event({"direct_message_events": [self._direct(number, self._own, text)], "users": users})

    def mention(self, person: str, text: str, *, answers: str = "") -> str:
        """A public post that names the city; gives its id. Raises NotTaken."""
        post_id = self._new_id()
        self._posts[post_id] = {"author": person, "text": f"@{self._own_name} {text}", "answers": answers}
        if not self.polls:
            self._event({"user_has_blocked": False, "tweet_create_events": [self._post(post_id)]})
        return post_id

    def delete(self, post_id: str) -> None:
        """Its author takes a post back. Raises NotTaken."""
        post = self._posts.pop(post_id)
        gone = {
            "status": {"id": post_id, "user_id": self.number_of(post["author"])},
            "timestamp_ms": str(_milliseconds()),
        }
        if not self.polls:
            self._event({"tweet_delete_events": [gone]})

    def check(self) -> None:
        """The check of the webhook, as on registering and each hour.

        Raises NotTaken where the door cannot prove that it knows the secret."""
        token = secrets.token_urlsafe(32)
        query = urlencode({"crc_token": token, "nonce": secrets.token_hex(8)})
        asked = {"x-twitter-webhooks-signature": self._signature(query.encode())}
        answer = json.loads(deliver(f"{self.door}?{query}", b"", asked, method="GET"))
        if answer.get("response_token") != self._signature(token.encode()):
            raise NotTaken("the door's answer to the check is wrong")

    def _signature(self, content: bytes) -> str:
        return f"sha256={base64.b64encode(hmac.digest(self._secret.encode(), content, hashlib.sha256)).decode()}"

    def _event(self, content: dict[str, Any]) -> None:
        self.deliver(*self._signed_event(content))

    def _signed_event(self, content: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        body = json.dumps({"for_user_id": self._own, **content}).encode()
        return body, {"x-twitter-webhooks-signature": self._signature(body)}

    def _echo(self, content: dict[str, Any]) -> None:
        """What the account does itself is delivered to it as well, like all its activity."""
        if not self.polls:
            self.tell_later(*self._signed_event(content))

    def _new_id(self) -> str:
        return str(self._first + self.next_id())

    def _direct(self, sender: str, to: str, text: str, event_id: str = "") -> dict[str, Any]:
        entities: dict[str, list[Any]] = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []}
        created = {
            "target": {"recipient_id": to},
            "sender_id": sender,
            "message_data": {"text": text, "entities": entities},
        }
        event = {"type": "message_create", "id": event_id or self._new_id(), "created_timestamp": str(_milliseconds())}
        return {**event, "message_create": created}

    def _post(self, post_id: str) -> dict[str, Any]:
        """As the webhook tells it: the older form, with its own way of writing the time."""
        post = self._posts[post_id]
        number, answers = self.number_of(post["author"]), self._posts.get(post["answers"])
        named = {
            "id": int(self._own),
            "id_str": self._own,
            "name": "Pemkot",
            "screen_name": self._own_name,
            "indices": [0, len(self._own_name) + 1],
        }
        return {
            "created_at": datetime.now(UTC).strftime("%a %b %d %H:%M:%S +0000 %Y"),
            "id": int(post_id),
            "id_str": post_id,
            "text": post["text"],
            "truncated": False,
            "user": {
                "id": int(number),
                "id_str": number,
                "name": post["author"],
                "screen_name": _screen_name(post["author"]),
            },
            "in_reply_to_status_id_str": post["answers"] or None,
            "in_reply_to_user_id_str": self.number_of(answers["author"]) if answers else None,
            "is_quote_status": False,
            "lang": "in",
            "entities": {"hashtags": [], "urls": [], "symbols": [], "user_mentions": [named]},
        }

    # --- the interface

    def fault(self, kind: str) -> Reply:
        if kind == "limited":
            headers = {
                "x-rate-limit-limit": "15",
                "x-rate-limit-remaining": "0",
                "x-rate-limit-reset": str(int(time.time()) + WINDOW_SECONDS),
            }
            return _problem(429, "Too Many Requests", "Too Many Requests", headers)
        return (
            _problem(401, "Unauthorized", "Unauthorized")
            if kind == "expired"
            else _problem(503, "Service Unavailable", "Service Unavailable")
        )

    def answer(self, call: Call) -> Any:
        if call.headers.get("authorization") != f"Bearer {self._token}":
            raise _problem(401, "Unauthorized", "Unauthorized")
        if call.method == "GET" and call.path == "/2/users/me":
            return {"data": {"id": self._own, "name": "Pemkot", "username": self._own_name}}
        if call.method == "GET" and (found := _MENTIONS.fullmatch(call.path)):
            return self._mentions(found.group(1), call.query)
        if call.method == "POST" and call.path == "/2/tweets":
            raise Reply(201, {"data": self._reply(call.content)})
        if call.method == "POST" and (found := _DIRECT.fullmatch(call.path)):
            raise Reply(201, {"data": self._send_direct(found.group(1), call.content)})
        raise _problem(404, "Not Found", "Not Found")

    def _mentions(self, user: str, query: dict[str, str]) -> dict[str, Any]:
        """Newest first, page by page; of each post only the fields that were asked for."""
        size = _number(query.get("max_results"), USUAL_PAGE)
        if user != self._own or not LEAST_PAGE <= size <= MOST_PAGE:
            raise _problem(400, "Invalid Request", "One or more parameters to your request was invalid.")
        since, before = _number(query.get("since_id"), 0), _number(query.get("pagination_token"), 0)
        ids = sorted((int(one) for one, post in self._posts.items() if post["author"] != "pemkot"), reverse=True)
        ids = [one for one in ids if one > since and (not before or one < before)]
        page, more = ids[:size], ids[size:]
        if not page:
            return {"meta": {"result_count": 0}}
        fields = query.get("tweet.fields", "").split(",")
        found: dict[str, Any] = {"data": [self._asked(str(one), fields) for one in page]}
        if "author_id" in query.get("expansions", "").split(","):
            authors = dict.fromkeys(self._posts[str(one)]["author"] for one in page)
            found["includes"] = {
                "users": [{"id": self.number_of(one), "name": one, "username": _screen_name(one)} for one in authors]
            }
        meta: dict[str, Any] = {"result_count": len(page), "newest_id": str(page[0]), "oldest_id": str(page[-1])}
        return {**found, "meta": {**meta, "next_token": str(page[-1])} if more else meta}

    def _asked(self, post_id: str, fields: list[str]) -> dict[str, Any]:
        post, at = self._posts[post_id], datetime.fromtimestamp((int(post_id) >> 22) / 1000, UTC)
        more = {
            "created_at": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "author_id": self.number_of(post["author"]),
            "lang": "in",
        }
        return {
            "id": post_id,
            "text": post["text"],
            "edit_history_tweet_ids": [post_id],
            **{key: more[key] for key in fields if key in more},
        }

    def _reply(self, content: dict[str, Any]) -> dict[str, Any]:
        """The bound counts each link as 23 signs; the same words twice under one post are refused, as X does."""
        text, under = (
            str(content.get("text") or ""),
            str((content.get("reply") or {}).get("in_reply_to_tweet_id") or ""),
        )
        if not text or len(_LINK.sub("x" * LINK_LENGTH, text)) > POST_LENGTH:
            raise _problem(400, "Invalid Request", "Your Tweet text is too long." if text else "text is missing")
        if under and under not in self._posts:
            raise _problem(403, "Forbidden", "You attempted to reply to a Tweet that is deleted or not visible to you.")
        if any(
            post["author"] == "pemkot" and (post["text"], post["answers"]) == (text, under)
            for post in self._posts.values()
        ):
            raise _problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
        post_id = self._new_id()
        self._posts[post_id] = {"author": "pemkot", "text": text, "answers": under}
        self.reaches(
            ReceivedMessage(self._posts[under]["author"] if under else "", text, post_id, place=under or "timeline")
        )
        self._echo({"tweet_create_events": [self._post(post_id)]})
        return {"id": post_id, "text": text, "edit_history_tweet_ids": [post_id]}

    def _send_direct(self, number: str, content: dict[str, Any]) -> dict[str, Any]:
        person, text = self.person_of(number), str(content.get("text") or "")
        if not text or len(text) > DIRECT_LENGTH:
            raise _problem(400, "Invalid Request", "One or more parameters to your request was invalid.")
        if person in self.closed:
            raise _problem(403, "Forbidden", "You do not have permission to DM one or more participants.")
        event_id = self._new_id()
        self.reaches(ReceivedMessage(person, text, event_id))
        self._echo({"direct_message_events": [self._direct(self._own, number, text, event_id)]})
        return {"dm_conversation_id": f"{number}-{self._own}", "dm_event_id": event_id}


def _problem(status: int, title: str, detail: str, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, {"title": title, "detail": detail, "type": "about:blank", "status": status}, headers)


def _number(text: str | None, otherwise: int) -> int:
    """Raises Reply: X refuses a parameter that is no number."""
    if not text:
        return otherwise
    if not text.isdecimal():
        raise _problem(400, "Invalid Request", "One or more parameters to your request was invalid.")
    return int(text)


def _screen_name(person: str) -> str:
    return re.sub(r"\W", "", person)[:15]


def _milliseconds() -> int:
    return int(time.time() * 1000)


SIMULATOR = XSimulator
