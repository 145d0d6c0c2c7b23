"""A platform played on this machine: people who write, and what reaches them.

No Django, and nothing of lapor/channels: one bug must not hide in both. Used by `lapor simulate` and by the journeys.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

DELIVERY_SECONDS = 10.0
HEARD_SECONDS = 20.0


@dataclass(frozen=True)
class ReceivedMessage:
    """What reached a person.

    `place`: private, or the id of the public post under which it stands; `choices`: what can be tapped."""

    to: str
    text: str
    id: str = ""
    place: str = "private"
    choices: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Mode:
    """How well the platform does.

    `limited`: so many calls more are refused as too many; `slow`: seconds before each answer."""

    outage: bool = False
    expired: bool = False
    limited: int = 0
    slow: float = 0.0


class Simulator(Protocol):
    """What the terminal and the journeys speak to; each platform has more of its own."""

    def account(self) -> tuple[dict[str, str], dict[str, str]]:
        """Settings and secrets of an account that belongs to this platform."""

    def say(self, person: str, text: str) -> None:
        """A person writes a private message. Raises NotTaken where our door does not acknowledge it."""

    def heard(self) -> list[ReceivedMessage]:
        """Everything that reached anybody, oldest first."""

    def again(self) -> None:
        """The last thing is delivered once more, byte by byte the same. Raises NotTaken."""

    def behave(self, **mode: Any) -> None:
        """How well the platform does from now on: fields of Mode, and what each platform has besides."""

    def commands(self) -> Mapping[str, Callable[[str, str], object]]:
        """What else a person can do here, for the terminal: a word, and what is done with the person and the rest of
        the line."""

    def close(self) -> None: ...


class NotTaken(Exception):
    """Our door did not acknowledge: the platform keeps the message."""


def deliver(url: str, body: bytes, headers: Mapping[str, str], *, method: str = "POST") -> bytes:
    """One call of the platform at our door. Raises NotTaken."""
    request = urllib.request.Request(url, body if method == "POST" else None, dict(headers), method=method)  # noqa: S310 - our own door
    try:
        with urllib.request.urlopen(request, timeout=DELIVERY_SECONDS) as answer:  # noqa: S310
            return bytes(answer.read())
    except (OSError, urllib.error.URLError) as error:
        raise NotTaken(str(error)) from error


def until_taken(work: Callable[[], object], seconds: float = 60.0) -> None:
    """As platforms do: again and again until our door says yes. Raises NotTaken in the end."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(NotTaken):
            work()
            return
        time.sleep(0.3)
    raise NotTaken("the door never said yes")


def wait_for(
    simulator: Simulator, person: str, words: str, *, after: int = 0, seconds: float = HEARD_SECONDS
) -> ReceivedMessage:
    """The first message to a person that holds these words, among those after the first `after`.

    Raises TimeoutError with what was heard."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = [one for one in simulator.heard()[after:] if one.to == person and words in one.text]
        if found:
            return found[0]
        time.sleep(0.1)
    raise TimeoutError(
        f"{person} never heard {words!r}, but:"
        f" {json.dumps([[one.to, one.text] for one in simulator.heard()], ensure_ascii=False)}"
    )
