"""The draw itself. Pure: anybody repeats it from the published frame and the published daily head (docs/adr/0033).

Priority sampling (Duffield, Lund, Thorup 2007): each report of the frame gets a number that only the seed and its own
number decide, divided by its weight; the smallest come first."""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from lapor.agencies.callback_rules import CallbackRules
from lapor.reports.vocabulary import State

FORMAT = "lapor-callback-1"


class FrameRow(NamedTuple):
    """A report that could be drawn. `agency`: code of the office that answered; "" = none holds it."""

    number: str
    state: str
    agency: str
    rejections: int
    weight: int


def seed_of(head: str, root_code: str, month: date) -> str:
    """Hex of SHA-256 over format, city, month and the head (hex) of the day after it: unknown to everybody while a
    report of that month could still be closed."""
    said = "\n".join((FORMAT, root_code, f"{month:%Y-%m}", head))
    return hashlib.sha256(said.encode()).hexdigest()


def weighted(rows: Sequence[tuple[str, str, str, int]], rules: CallbackRules) -> list[FrameRow]:
    """The frame with its weights, in the order of the numbers. Rows: number, state, agency, rejections."""
    closed = Counter(agency for _number, _state, agency, _times in rows if agency)
    rejected = Counter(agency for _number, _state, agency, times in rows if agency and times)
    often = {
        agency
        for agency, count in closed.items()
        if count >= rules.office_from and rejected[agency] * 100 >= rules.many_from * count
    }
    found = []
    for number, state, agency, times in sorted(rows):
        weight = rules.unconfirmed if state == State.CLOSED_UNCONFIRMED else 1
        weight *= rules.many_rejections if agency in often else 1
        found.append(FrameRow(number, state, agency, times, weight))
    return found


def ranked(frame: Iterable[FrameRow], seed: str) -> list[str]:
    """The numbers of the frame, the first drawn first. Exact: no floating point."""
    key = bytes.fromhex(seed)

    def place(row: FrameRow) -> tuple[Fraction, str]:
        drawn = int.from_bytes(hmac.digest(key, row.number.encode(), "sha256"), "big")
        return Fraction(drawn, row.weight), row.number

    return [row.number for row in sorted(frame, key=place)]


def size_of(frame: Sequence[FrameRow], rules: CallbackRules) -> int:
    """How many are to be asked: the share, rounded up."""
    return -(-len(frame) * rules.share // 100)


def frame_digest(frame: Iterable[FrameRow]) -> str:
    """What the event of the draw commits to."""
    plain = json.dumps([list(row) for row in frame], separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()
