"""Identifiers: UUIDv7 inside, ten-digit numbers and sixteen-digit codes for people.

A tracking number is a keyed permutation of a sequence (nine digits, so that nobody can count reports or guess the next)
and a check digit (Damm 2004, finds every single wrong digit and every swap of neighbours).
"""

import hashlib
import hmac
import re
import uuid

import uuid_utils.compat

from lapor.core.text import tidy

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_NUMBERS = 10**9
_LOW = 10**4
_HIGH = 10**5
_ROUNDS = 6
TRACKING_DIGITS = 10
RECEIPT_CODE_DIGITS = 16


def new_id() -> uuid.UUID:
    """A UUIDv7: grows with time, so that indexes stay compact."""
    return uuid_utils.compat.uuid7()


def check_digit(digits: str) -> str:
    """The Damm check digit of a string of decimal digits."""
    state = 0
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return str(state)


def _round_value(key: bytes, number: int, index: int, modulus: int) -> int:
    digest = hmac.digest(key, f"{index}:{number}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big") % modulus


def tracking_id(sequence: int, key: bytes) -> str:
    """Ten digits for the `sequence`-th report (0 <= sequence < 10^9): a Feistel permutation over 10^5 x 10^4, then a
    check digit.

    Raises ValueError when the sequence is used up.
    """
    if not 0 <= sequence < _NUMBERS:
        raise ValueError("the sequence of tracking numbers is used up")
    high, low = divmod(sequence, _LOW)
    for index in range(0, _ROUNDS, 2):
        high = (high + _round_value(key, low, index, _HIGH)) % _HIGH
        low = (low + _round_value(key, high, index + 1, _LOW)) % _LOW
    digits = f"{high * _LOW + low:09d}"
    return digits + check_digit(digits)


_BEFORE = re.compile(r"^(#|(nomor|no)\b[.:]?)\s*", re.IGNORECASE)  # what people write before a number


def parse_tracking_id(text: str) -> str | None:
    """The bare ten digits of a number as people write or copy it ("4821 0937 62", "4821-093762", "(4821093762),",
    "#4821093762", "No. 4821093762"), None if it cannot be one."""
    digits = re.sub(r"[\s.\-‐-―−]", "", _BEFORE.sub("", tidy(text)))
    if not (len(digits) == TRACKING_DIGITS and digits.isascii() and digits.isdigit()):
        return None
    return digits if check_digit(digits) == "0" else None


def number_in(text: str) -> str:
    """The ten digits of a text that is nothing but a tracking number, right or wrong; else "".

    >>> number_in(" 4821-0937 62"), number_in("lampu 4821093762")
    ('4821093762', '')
    """
    digits = digits_only(text)
    is_number = len(digits) == TRACKING_DIGITS and digits.isascii()
    return digits if is_number and not any(sign.isalpha() for sign in text) else ""


def show_tracking_id(digits: str) -> str:
    """As people read it: 4821 0937 62. Former numbers of other lengths stay as they are."""
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}" if len(digits) == TRACKING_DIGITS else digits


def receipt_code(key: bytes, submission_key: str) -> str:
    """Sixteen digits that follow from the secret submission key: sending again shows the same code, the database holds
    only its hash."""
    digest = hmac.digest(key, submission_key.encode(), "sha256")
    return f"{int.from_bytes(digest[:16], 'big') % 10**RECEIPT_CODE_DIGITS:016d}"


def keyed_hash(key: bytes, *parts: str) -> bytes:
    """HMAC-SHA256 over the parts, separated so that ("ab","c") and ("a","bc") differ.

    Used for look-ups of secret values."""
    return hmac.digest(key, "\x1f".join(parts).encode(), hashlib.sha256)


def digits_only(text: str) -> str:
    return re.sub(r"\D", "", text)
