"""The city's account on Instagram played (API with Instagram login): direct messages, comments, mentions, stories that
mention it."""

from typing import Any

from lapor.simulators.http_platform import Reply
from lapor.simulators.meta_messaging import MetaMessaging
from lapor.simulators.meta_platform import refusal

LONGEST_BYTES = 1000


class InstagramSimulator(MetaMessaging):
    """The city's account with one photo."""

    object_name = "instagram"
    public_edge = "replies"

    def __init__(self, door: str) -> None:
        super().__init__(door)
        self.media_id = "17918000000000001"

    def profile(self) -> dict[str, Any]:
        return {
            "id": self.page_id,
            "user_id": self.page_id,
            "username": "semarangpemkot",
            "name": "Pemerintah Kota Semarang",
            "account_type": "BUSINESS",
        }

    def check_length(self, text: str) -> None:
        if len(text.encode()) > LONGEST_BYTES:
            raise refusal(
                400, 100, f"(#100) Length of param message[text] must be less than or equal to {LONGEST_BYTES}", 2534038
            )

    # --- people

    def comment(self, person: str, text: str) -> str:
        comment_id = self.keep_comment(person, f"1785{self.next_id():013d}")
        value = {"id": comment_id, "from": {"id": self.number_of(person), "username": username(person)}, "text": text}
        self.changed("comments", {**value, "media": {"id": self.media_id, "media_product_type": "FEED"}})
        return comment_id

    def mention(self, person: str, text: str) -> str:  # a mention tells only where it stands
        comment_id = self.keep_comment(person, f"1786{self.next_id():013d}")
        self.changed("mentions", {"media_id": f"1790{self.next_id():013d}", "comment_id": comment_id})
        return comment_id

    def mention_in_story(self, person: str, content: bytes) -> None:
        """It stands for a day; the message about it opens the 24 hours."""
        self._write(
            person,
            {"attachments": [{"type": "story_mention", "payload": {"url": self.cdn_url(content, "image/jpeg")}}]},
        )

    def reads(self, person: str) -> None:
        """The last message that reached the person."""
        told = [one for one in self.heard() if one.to == person and one.place == "private"]
        if told:
            self.tell(
                self._entry(
                    messaging=[self._messaging(self.number_of(person), self.page_id, {"read": {"mid": told[-1].id}})]
                )
            )

    def outside_window(self) -> Reply:
        return refusal(400, 10, "(#10) This message is sent outside of allowed window.", 2534022)


def username(person: str) -> str:
    return person.lower().replace(" ", ".")


SIMULATOR = InstagramSimulator
