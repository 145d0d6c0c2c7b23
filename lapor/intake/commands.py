"""Words that mean something by themselves, in every channel: STATUS, STOP, BATAL, BATALKAN PENARIKAN, YA, BELUM, KIRIM. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from lapor.core.ids import digits_only, parse_tracking_id
from lapor.core.text import fold


class Command(StrEnum):
    STATUS = "status"
    STOP = "stop"
    CANCEL = "cancel"
    TAKE_BACK = "take_back"  # of a withdrawal
    YES = "yes"
    NOT_YET = "not_yet"
    SEND = "send"
    NONE = ""


@dataclass(frozen=True)
class Order:
    """`number`: the ten digits named; `rest`: what else was said, in the writer's own words."""

    command: Command
    number: str = ""
    rest: str = ""


# The first word decides. YES, SEND and STOP count only where little else is said: "ya ampun, jalan rusak lagi" is no yes.
_FIRST = {
    "status": Command.STATUS, "cek": Command.STATUS, "stop": Command.STOP, "berhenti": Command.STOP,
    "batal": Command.CANCEL, "cancel": Command.CANCEL,
    "ya": Command.YES, "y": Command.YES, "iya": Command.YES, "yes": Command.YES, "sudah": Command.YES, "beres": Command.YES,
    "belum": Command.NOT_YET, "blm": Command.NOT_YET, "tidak": Command.NOT_YET, "no": Command.NOT_YET,
    "kirim": Command.SEND, "send": Command.SEND,
}  # fmt: skip
# Before the single words: "batal penarikan" withdraws nothing.
_FIRST_TWO = {
    (first, second): Command.TAKE_BACK
    for first in ("batal", "batalkan", "cancel", "undo") for second in ("penarikan", "pencabutan", "tarik", "withdrawal")
}  # fmt: skip
_ALONE = {Command.YES: 3, Command.SEND: 2, Command.STOP: 2, Command.CANCEL: 2, Command.TAKE_BACK: 5}  # words at the most, a number apart
_CODE = re.compile(r"(?<!\d)(?:\d{4}[ .-]?){3}\d{4}(?!\d)")  # also the form of a NIK: alone it is no code
_NUMBER = re.compile(r"\b\d{4}[ .-]?\d{4}[ .-]?\d{2}\b")


def proof_in(text: str) -> tuple[str, str, str]:
    """Number and receipt code, where both stand in the text, and the text without them; else "", "" and the text."""
    found = _CODE.search(text)
    if found is None:
        return "", "", text
    without_code = text.replace(found.group(), " ", 1)
    named = _NUMBER.search(without_code)
    number = parse_tracking_id(named.group()) if named else None
    if named is None or number is None:
        return "", "", text
    return number, digits_only(found.group()), without_code.replace(named.group(), " ", 1).strip(" ,.:;-\n")


def order_in(text: str) -> Order:
    """What the words ask for; Command.NONE where they are just words. The number counts only with its right check digit."""
    number, without = "", text
    if found := _NUMBER.search(text):
        number = parse_tracking_id(found.group()) or ""
        without = text.replace(found.group(), " ", 1) if number else text
    words = fold(without).split()
    if not words:
        return Order(Command.STATUS, number) if number else Order(Command.NONE)
    if words[:2] == ["not", "yet"]:
        return Order(Command.NOT_YET, number, " ".join(without.split()[2:]).lstrip(",.:;- "))
    command = _FIRST_TWO.get((words[0], words[1]) if len(words) > 1 else ("", ""), _FIRST.get(words[0], Command.NONE))
    if command in _ALONE and len(words) > _ALONE[command]:
        command = Command.NONE
    if command == Command.STATUS and not number and len(words) > 1:
        if not all(word.isdecimal() for word in words[1:]):
            return Order(Command.NONE)
        number = "".join(words[1:])  # mistyped: nobody's number
    rest = without.split(maxsplit=1)[1].strip() if command == Command.NOT_YET and len(without.split()) > 1 else ""
    return Order(command, number, rest.lstrip(",.:;- "))
