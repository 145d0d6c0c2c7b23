"""What every channel file offers to the gateway. No Django, no reports: wire formats only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Outbound:
    """A message to send. `id` is ours and stays the same over all tries."""

    id: str
    to: str
    subject: str
    text: str
    sender: str
    headers: Mapping[str, str] = field(default_factory=dict)


class SendError(Exception):
    """A try to send failed; the subclass says what to do. The message never holds an address."""


class Retry(SendError):
    """May work later."""


class Permanent(SendError):
    """Will never work for this address."""


class NeedsOperator(SendError):
    """Works for nobody until somebody mends the account."""


class Sender(Protocol):
    """Sends one message and gives back the provider's id for it."""

    def send(self, message: Outbound) -> str: ...
