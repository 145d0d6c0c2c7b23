"""A Facebook page played: people who write in Messenger, comment under its posts and mention it."""

import time
from typing import Any

from lapor.simulators.meta_messaging import MetaMessaging
from lapor.simulators.meta_platform import refusal

LONGEST = 2000
MESSAGING_TYPES = {"RESPONSE", "UPDATE", "MESSAGE_TAG"}


class FacebookSimulator(MetaMessaging):
    """The city's page with one post."""

    object_name = "page"

    def __init__(self, door: str) -> None:
        super().__init__(door)
        self.post_id = f"{self.page_id}_122100000000001"

    def profile(self) -> dict[str, Any]:
        return {"id": self.page_id, "name": "Pemerintah Kota Semarang", "category": "Government organization"}

    def check_length(self, text: str) -> None:
        if len(text) > LONGEST:
            raise refusal(400, 100, f"(#100) Length of param message[text] must be less than or equal to {LONGEST}")

    # --- people

    def comment(self, person: str, text: str) -> str:
        comment_id = self.keep_comment(person, f"{self.post_id.rpartition('_')[2]}_{self.next_id()}")
        self.changed(
            "feed",
            {
                **self._public(person, text),
                "item": "comment",
                "verb": "add",
                "comment_id": comment_id,
                "parent_id": self.post_id,
            },
        )
        return comment_id

    def edit_comment(self, comment_id: str, text: str) -> None:
        person = self._comments[comment_id].person
        self.changed(
            "feed",
            {
                **self._public(person, text),
                "item": "comment",
                "verb": "edited",
                "comment_id": comment_id,
                "parent_id": self.post_id,
            },
        )

    def remove_comment(self, comment_id: str) -> None:
        value = {
            **self._public(self._comments.pop(comment_id).person, ""),
            "item": "comment",
            "verb": "remove",
            "comment_id": comment_id,
        }
        self.changed("feed", {name: given for name, given in value.items() if name not in {"message", "post"}})

    def mention(self, person: str, text: str) -> str:  # a mention tells only where it stands
        post_id = f"{self.number_of(person)}_{self.next_id()}"
        self.changed(
            "mention",
            {
                "item": "post",
                "verb": "add",
                "post_id": post_id,
                "sender_id": self.number_of(person),
                "sender_name": person,
            },
        )
        return post_id

    def _public(self, person: str, text: str) -> dict[str, Any]:
        post = {
            "id": self.post_id,
            "is_published": True,
            "promotion_status": "inactive",
            "status_type": "mobile_status_update",
            "permalink_url": f"https://www.facebook.com/{self.page_id}/posts/{self.post_id.rpartition('_')[2]}",
        }
        return {
            "from": {"id": self.number_of(person), "name": person},
            "message": text,
            "post_id": self.post_id,
            "post": post,
            "created_time": int(time.time()),
        }

    def receipts(self, mid: str) -> list[dict[str, Any]]:
        return [{"delivery": {"mids": [mid], "watermark": int(time.time() * 1000)}}]

    def reads(self, person: str) -> None:
        """Everything until now."""
        read = {"read": {"watermark": int(time.time() * 1000)}}
        self.tell(self._entry(messaging=[self._messaging(self.number_of(person), self.page_id, read)]))

    # --- the Send API

    def _person_written_to(self, recipient: Any, content: Any) -> str:
        if content.get("messaging_type") not in MESSAGING_TYPES:
            raise refusal(400, 100, "(#100) Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG}")
        return super()._person_written_to(recipient, content)


SIMULATOR = FacebookSimulator
