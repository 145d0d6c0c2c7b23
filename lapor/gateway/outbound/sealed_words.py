"""The words of a message that goes out, sealed by the vault's keys: a dump of the database tells nobody what was said
to whom."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from lapor.reporters import vault


@dataclass(frozen=True)
class Words:
    """What is said.

    `choices`: answers that can be tapped; `answers`: the platform's id of the message it replies to (a Message-ID may
    name the writer's machine)."""

    text: str = ""
    subject: str = ""
    choices: tuple[str, ...] = ()
    answers: str = ""


def sealed_words(text: str, *, subject: str = "", choices: Sequence[str] = (), answers: str = "") -> bytes:
    said = Words(text, subject[:200], tuple(str(choice) for choice in choices), answers[:200])
    return vault.seal(json.dumps(asdict(said), ensure_ascii=False))


def opened_words(token: bytes) -> Words:
    """Words that were emptied are empty. Raises core.crypto.CannotDecrypt."""
    if not token:
        return Words()
    found = json.loads(vault.open_sealed(bytes(token)))
    return Words(found["text"], found["subject"], tuple(found["choices"]), found["answers"])
