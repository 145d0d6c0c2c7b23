"""Numbers with receipt codes for a desk, so that a receipt can be printed while the network is gone.

What makes a number one's own is its secret submission key: the report that comes under this key later gets this number
and this code, once, however often it is sent. The server keeps the key's hash only.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from lapor.agencies.models import Officer
from lapor.core import clock
from lapor.intake.filing.actions import code_of_key, submission_hash
from lapor.reports.receipts.ready_numbers import reserve

VALID = timedelta(days=7)  # longer than any holiday that a desk stays shut with reports in its machine
MOST_AT_ONCE = 20


@dataclass(frozen=True)
class Ready:
    """Shown once, to the browser that asked."""

    key: str
    number: str
    code: str
    expires_at: datetime


def hand_out(officer: Officer, count: int) -> list[Ready]:
    """At most MOST_AT_ONCE fresh numbers for the officer's desk."""
    expires_at = clock.now() + VALID
    keys = [str(uuid.uuid4()) for _ in range(max(0, min(count, MOST_AT_ONCE)))]
    if not keys:
        return []
    numbers = reserve([submission_hash(key) for key in keys], officer=officer, expires_at=expires_at)
    return [Ready(key, number, code_of_key(key), expires_at) for key, number in zip(keys, numbers, strict=True)]
