"""Another system that speaks our signed webhook (docs/channels/webhook.md), in both directions."""

import hmac
import secrets
import time
from typing import Any

from lapor.simulators.base import ReceivedMessage
from lapor.simulators.http_platform import Call, HttpPlatform, Reply


class WebhookSimulator(HttpPlatform):
    """Refuses what is not signed with the account's secret."""

    def __init__(self, door: str) -> None:
        super().__init__(door)
        self._secret = secrets.token_hex(16)

    def account(self) -> tuple[dict[str, str], dict[str, str]]:
        return {"send_url": f"{self.url}/terima"}, {"secret": self._secret}

    def say(self, person: str, text: str) -> None:
        self.send([{"id": f"p-{self.next_id()}", "from": person, "text": text}])

    def send(self, messages: list[dict[str, Any]]) -> None:
        """Messages as docs/channels/webhook.md says them. Raises NotTaken."""
        self.deliver({"messages": messages}, {})

    def again(self) -> None:
        """Signed anew each time: a signature is good for five minutes only."""
        if self._last is not None:
            stamp = str(int(time.time()))
            self._last = (
                self._last[0],
                {**self._last[1], "X-Lapor-Signature": f"t={stamp},v1={self._sign(stamp, self._last[0])}"},
            )
        super().again()

    def _sign(self, stamp: str, body: bytes) -> str:
        return hmac.new(self._secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()

    def fault(self, kind: str) -> Reply:
        status = {"outage": 503, "expired": 401, "limited": 429}[kind]
        return Reply(status, {"error": kind}, {"Retry-After": "1"} if kind == "limited" else {})

    def answer(self, call: Call) -> Any:
        given = dict(part.partition("=")[::2] for part in call.headers.get("x-lapor-signature", "").split(","))
        if given.get("v1") != self._sign(given.get("t", ""), call.body):
            raise Reply(403, {"error": "signature"})
        content, heard_id = call.content, f"w-{self.next_id()}"
        self.reaches(
            ReceivedMessage(
                str(content.get("to")), str(content.get("text")), heard_id, choices=tuple(content.get("choices", ()))
            )
        )
        return {"id": heard_id}


SIMULATOR = WebhookSimulator
