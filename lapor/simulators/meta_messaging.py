"""Messenger's messages as Facebook and Instagram share them: words, photos, quick replies, the Send API, private
answers to comments."""

import secrets
import time
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lapor.simulators.base import ReceivedMessage
from lapor.simulators.http_platform import Call
from lapor.simulators.meta_platform import WINDOW, MetaPlatform, only, refusal

HUMAN_AGENT_WINDOW = 7 * WINDOW
MOST_QUICK_REPLIES, LONGEST_TITLE, LONGEST_PAYLOAD = 13, 20, 1000
LONG_AGO = 7 * 24 * 3600.0


@dataclass
class Comment:
    """Public words of a person."""

    person: str
    at: float
    is_answered: bool = False


class MetaMessaging(MetaPlatform):
    """`human_agent`: whether Meta granted the tag. `echoes`: what we send comes back to us."""

    public_edge = "comments"  # where a comment is answered in public

    def __init__(self, door: str) -> None:
        super().__init__(door)
        self.page_id = str(100_000_000_000_000 + secrets.randbelow(10**14))
        self.human_agent, self.echoes = True, True
        self._comments: dict[str, Comment] = {}

    def account(self) -> tuple[dict[str, str], dict[str, str]]:
        return {"page_id": self.page_id, "api_url": self.api_url}, self.account_secrets()

    def commands(self) -> Mapping[str, Callable[[str, str], object]]:
        return {
            "comment": self.comment,
            "mention": self.mention,
            "tap": self.tap,
            "read": lambda person, _value: self.reads(person),
            "hours": lambda person, value: self.pass_hours(person, float(value)),
        }

    # --- people, in private

    def say(self, person: str, text: str) -> None:
        self._write(person, {"text": text})

    def tap(self, person: str, choice: str) -> None:
        """A quick reply says its own words. Raises ValueError where it was not offered last."""
        told = [one for one in self.heard() if one.to == person and one.place == "private"]
        if not told or choice not in told[-1].choices:
            raise ValueError(f"{choice} was not offered")
        self._write(person, {"text": choice, "quick_reply": {"payload": told[-1].extra["payloads"][choice]}})

    def send_file(self, person: str, content: bytes, kind: str = "image", content_type: str = "image/jpeg") -> None:
        """`kind`: image, audio, video or file."""
        self._write(person, {"attachments": [{"type": kind, "payload": {"url": self.cdn_url(content, content_type)}}]})

    def edit(self, person: str, mid: str, text: str) -> None:
        self._happens(person, {"message_edit": {"mid": mid, "text": text, "num_edit": 1}})

    def take_back(self, person: str, mid: str) -> None:
        self._happens(person, {"message": {"mid": mid, "is_deleted": True}})

    def _write(self, person: str, message: Mapping[str, Any]) -> str:
        mid = self._new_mid()
        self.wrote(person)
        self._happens(person, {"message": {"mid": mid, **message}})
        return mid

    def _happens(self, person: str, content: Mapping[str, Any]) -> None:
        self.deliver_entry(self._entry(messaging=[self._messaging(self.number_of(person), self.page_id, content)]))

    def _messaging(self, sender: str, recipient: str, content: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "sender": {"id": sender},
            "recipient": {"id": recipient},
            "timestamp": int(time.time() * 1000),
            **content,
        }

    def _entry(self, **content: Any) -> dict[str, Any]:
        return {"id": self.page_id, "time": int(time.time() * 1000), **content}

    def _new_mid(self) -> str:
        return f"m_{secrets.token_urlsafe(24)}{self.next_id()}"

    # --- people, in public

    @abstractmethod
    def comment(self, person: str, text: str) -> str:
        """Under a post of the page; gives the comment's id."""

    @abstractmethod
    def mention(self, person: str, text: str) -> str:
        """Somewhere else, with the page's name; gives the id of where."""

    def changed(self, name: str, value: Mapping[str, Any]) -> None:
        """Something public changed. Raises NotTaken."""
        self.deliver_entry({"id": self.page_id, "time": int(time.time()), "changes": [{"field": name, "value": value}]})

    def keep_comment(self, person: str, comment_id: str) -> str:
        self._comments[comment_id] = Comment(person, time.time())
        return comment_id

    def pass_days(self, comment_id: str, days: float = 8) -> None:
        """By the platform's clock the comment is so old."""
        self._comments[comment_id].at = time.time() - days * 24 * 3600

    @abstractmethod
    def reads(self, person: str) -> None:
        """The person opens the conversation: what a platform says then is its own."""

    # --- the Send API

    def routes(self, method: str, path: str) -> Callable[[Call], Any] | None:
        node, _slash, edge = path.partition("/")
        if node in {self.page_id, "me"}:
            return {("GET", ""): lambda call: only(self.profile(), call), ("POST", "messages"): self._send}.get(
                (method, edge)
            )
        if node in self._comments and (method, edge) == ("POST", self.public_edge):
            return lambda call: self._answer_in_public(node, call)
        return None

    @abstractmethod
    def profile(self) -> dict[str, Any]:
        """The fields of the page or account."""

    @abstractmethod
    def check_length(self, text: str) -> None:
        """Raises Reply."""

    def _answer_in_public(self, comment_id: str, call: Call) -> dict[str, str]:
        reply_id = f"{comment_id.partition('_')[0]}_{self.next_id()}"
        self.reaches(
            ReceivedMessage(
                self._comments[comment_id].person, str(call.content.get("message", "")), reply_id, place=comment_id
            )
        )
        return {"id": reply_id}

    def _send(self, call: Call) -> dict[str, str]:
        content = call.content
        recipient, message = content.get("recipient"), content.get("message")
        if not isinstance(recipient, dict) or not recipient:
            raise refusal(400, 100, "(#100) The parameter recipient is required")
        if not isinstance(message, dict) or not message.get("text"):
            raise refusal(400, 100, "(#100) The parameter message is required")
        self.check_length(message["text"])
        payloads = _checked_choices(message.get("quick_replies") or [])
        person = (
            self._person_answered(recipient)
            if "comment_id" in recipient
            else self._person_written_to(recipient, content)
        )
        mid = self._new_mid()
        self.reaches(
            ReceivedMessage(
                person,
                message["text"],
                mid,
                choices=tuple(payloads),
                extra={"payloads": payloads, "tag": content.get("tag", ""), "comment": recipient.get("comment_id", "")},
            )
        )
        self._tell_of(person, mid, message["text"])
        return {"recipient_id": self.number_of(person), "message_id": mid}

    def _tell_of(self, person: str, mid: str, text: str) -> None:
        """Echo and receipt."""
        number = self.number_of(person)
        if self.echoes:
            echo = {"mid": mid, "text": text, "is_echo": True, "app_id": 1517776481860111}
            self.tell(self._entry(messaging=[self._messaging(self.page_id, number, {"message": echo})]))
        for receipt in self.receipts(mid):
            self.tell(self._entry(messaging=[self._messaging(number, self.page_id, receipt)]))

    def receipts(self, mid: str) -> list[dict[str, Any]]:  # of those that have some
        """What is told of a message that reached the phone."""
        return []

    def _person_answered(self, recipient: Mapping[str, Any]) -> str:
        """The private answer to a comment: once, within seven days. Raises Reply."""
        comment = self._comments.get(str(recipient["comment_id"]))
        if comment is None:
            raise refusal(400, 100, "(#100) Invalid comment_id parameter", 2018292)
        if comment.is_answered:
            raise refusal(400, 10900, "(#10900) Activity already replied to")
        if time.time() - comment.at > LONG_AGO:
            raise refusal(400, 10901, "(#10901) Activity is too old to be replied to")
        if comment.person in self.blocked:
            raise refusal(400, 10903, "(#10903) This user cannot reply to this activity")
        comment.is_answered = True
        return comment.person

    def _person_written_to(self, recipient: Mapping[str, Any], content: Mapping[str, Any]) -> str:
        """Raises Reply where this person cannot be written to now."""
        number = str(recipient.get("id", ""))
        person = self.person_of(number)
        if person == number:
            raise refusal(400, 100, "(#100) No matching user found", 2018001)
        if person in self.blocked:
            raise refusal(400, 551, "(#551) This person isn't available right now.", 1545041)
        has_tag = (
            content.get("messaging_type") == "MESSAGE_TAG" and content.get("tag") == "HUMAN_AGENT" and self.human_agent
        )
        if self.silent_for(person) > (HUMAN_AGENT_WINDOW if has_tag else WINDOW):
            raise self.outside_window()
        return person

    def outside_window(self) -> Exception:
        return refusal(400, 10, "(#10) This message is sent outside of allowed window.", 2018278)


def _checked_choices(replies: list[dict[str, Any]]) -> dict[str, str]:
    """Title to payload. Raises Reply."""
    if len(replies) > MOST_QUICK_REPLIES:
        raise refusal(
            400, 100, f"(#100) Param message[quick_replies] has too many elements: at most {MOST_QUICK_REPLIES}"
        )
    for reply in replies:
        title, payload = str(reply.get("title", "")), str(reply.get("payload", ""))
        if (
            reply.get("content_type") != "text"
            or not 0 < len(title) <= LONGEST_TITLE
            or not 0 < len(payload) <= LONGEST_PAYLOAD
        ):
            raise refusal(400, 100, "(#100) Param message[quick_replies] is not valid", 2018323)
    found = {str(reply["title"]): str(reply["payload"]) for reply in replies}
    if len(found) < len(replies):
        raise refusal(400, 100, "(#100) Param message[quick_replies] has the same title twice")
    return found
