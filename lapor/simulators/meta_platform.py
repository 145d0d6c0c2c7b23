"""What the platforms of Meta have in common: the Graph API's token and errors, signed deliveries with their handshake,
the 24 hours of a conversation.
"""

import hashlib
import hmac
import json
import secrets
import time
from abc import abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from lapor.simulators.base import NotTaken, deliver
from lapor.simulators.http_platform import Call, HttpPlatform, Reply

VERSION = "v23.0"
HOUR = 3600.0
WINDOW = 24 * HOUR


class MetaPlatform(HttpPlatform):
    """`blocked`: persons who want to hear nothing of us. `object_name` and `routes` are each platform's own."""

    object_name = ""

    def __init__(self, door: str) -> None:
        super().__init__(door)
        self.blocked = set[str]()
        self._app_secret, self._token, self._verify_token = (
            secrets.token_hex(16),
            f"EAA{secrets.token_hex(20)}",
            secrets.token_hex(8),
        )
        self._wrote_at: dict[str, float] = {}

    @abstractmethod
    def account(self) -> tuple[dict[str, str], dict[str, str]]:
        """As every simulator."""

    def account_secrets(self) -> dict[str, str]:
        return {"app_secret": self._app_secret, "token": self._token, "verify_token": self._verify_token}

    @property
    def api_url(self) -> str:
        return f"{self.url}/{VERSION}"

    # --- our door

    def shake_hands(self, verify_token: str = "") -> bool:
        """The question by GET, with the right token unless another is given; False where our door does not send the
        challenge back."""
        challenge = str(1_000_000_000 + secrets.randbelow(10**9))
        asked = urlencode(
            {
                "hub.mode": "subscribe",
                "hub.challenge": challenge,
                "hub.verify_token": verify_token or self._verify_token,
            }
        )
        with suppress(NotTaken):
            return deliver(f"{self.door}?{asked}", b"", {}, method="GET") == challenge.encode()
        return False

    def deliver_entry(self, entry: Mapping[str, Any]) -> None:
        """What a person did. Raises NotTaken."""
        body = self._body(entry)
        self.deliver(body, self._signed(body))

    def tell(self, entry: Mapping[str, Any]) -> None:
        """What the platform says by itself."""
        body = self._body(entry)
        self.tell_later(body, self._signed(body))

    def _body(self, entry: Mapping[str, Any]) -> bytes:
        """As PHP writes JSON: the signature is over exactly this."""
        return json.dumps({"object": self.object_name, "entry": [entry]}).replace("/", "\\/").encode()

    def _signed(self, body: bytes) -> dict[str, str]:
        return {
            "X-Hub-Signature-256": f"sha256={hmac.new(self._app_secret.encode(), body, hashlib.sha256).hexdigest()}"
        }

    # --- the 24 hours

    def wrote(self, person: str) -> None:
        self._wrote_at[person] = time.time()

    def pass_hours(self, person: str, hours: float = 25) -> None:
        """By the platform's clock this person has written nothing for so long."""
        self._wrote_at[person] = time.time() - hours * HOUR

    def silent_for(self, person: str) -> float:
        """Seconds since the person's last own message; very many where there was none."""
        return time.time() - self._wrote_at.get(person, 0.0)

    # --- the Graph API

    def answer(self, call: Call) -> Any:
        if call.path.startswith("/cdn/"):
            return self._from_cdn(call)
        version, _slash, path = call.path.removeprefix("/").partition("/")
        if version != VERSION:
            raise refusal(400, 2635, "You are calling a deprecated version of the API.")
        self.check_token(call)
        found = self.routes(call.method, path)
        if found is None:
            raise refusal(
                400,
                100,
                f"Unsupported {call.method.lower()} request. Object with ID '{path}' does not exist, cannot be loaded"
                " due to missing permissions, or does not support this operation",
                33,
            )
        return found(call)

    @abstractmethod
    def routes(self, method: str, path: str) -> Callable[[Call], Any] | None:
        """What answers this; None: there is no such object."""

    def check_token(self, call: Call) -> None:
        given = call.headers.get("authorization", "").removeprefix("Bearer ") or call.query.get("access_token", "")
        if given != self._token:
            raise expired("Invalid OAuth access token - Cannot parse access token")

    def fault(self, kind: str) -> Reply:
        if kind == "expired":
            return expired("Error validating access token: Session has expired")
        if kind == "limited":
            return self.too_many()
        return refusal(503, 2, "Service temporarily unavailable", transient=True)

    def too_many(self) -> Reply:
        return refusal(400, 613, "(#613) Calls to this api have exceeded the rate limit.")

    def _from_cdn(self, call: Call) -> Reply:
        """Whoever knows the address gets the file: it is signed and ends some day."""
        file_id = call.path.rpartition("/")[2]
        if file_id not in self._files:
            raise Reply(404, b"Not Found", {"Content-Type": "text/plain"})
        content_type, content = self._files[file_id]
        raise Reply(200, content, {"Content-Type": content_type})

    def cdn_url(self, content: bytes, content_type: str) -> str:
        return f"{self.url}/cdn/{self.keep_file(content, content_type)}?oh={secrets.token_hex(8)}&oe=67FFFFFF"


def expired(message: str) -> Reply:
    return refusal(401, 190, message, 463)


def refusal(
    status: int, code: int, message: str, subcode: int = 0, *, details: str = "", transient: bool = False
) -> Reply:
    """An error in the Graph API's form."""
    error: dict[str, Any] = {
        "message": message,
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": secrets.token_hex(6),
    }
    if subcode:
        error["error_subcode"] = subcode
    if details:
        error["error_data"] = {"messaging_product": "whatsapp", "details": details}
    if transient:
        error["is_transient"] = True
    return Reply(status, {"error": error})


def names_asked(call: Call) -> list[str]:
    """`fields=name,id`."""
    return [name for name in call.query.get("fields", "").split(",") if name]


def only(content: Mapping[str, Any], call: Call) -> dict[str, Any]:
    """The fields that were asked for, and always the id. Raises Reply where one does not exist."""
    asked = names_asked(call)
    for name in asked:
        if name not in content:
            raise refusal(400, 100, f"(#100) Tried accessing nonexisting field ({name}) on node type (Page)")
    return {name: value for name, value in content.items() if name in asked or name == "id"}
