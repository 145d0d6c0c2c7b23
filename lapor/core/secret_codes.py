"""Codes that open something, in words that others will read: receipt codes, sign-in codes, signed addresses of ours.

A person writes them down again without thinking; whoever reads the report could act in their name. Masked before the
words are stored.
"""

import re
import unicodedata
from collections.abc import Callable

MASK = "•••"

CODE_DIGITS = 16
_DIGIT = re.compile(r"\d")
_MAY_HOLD_CODES = re.compile(r"\d|/ikuti/|/mitra/|@|[^\x00-\x7f]")  # digits of every script too
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# between two digits of a code: signs, line ends, a short word
_APART = re.compile(r"[\W_]{0,6}(?:[^\W\d_]{1,3}[\W_]{1,3})?")
MOST_LOOKED_FOR = 4000  # groups of sixteen digits of one text
_SIGN_IN = re.compile(
    r"(?i)\b(?:kode(?:nya)? (?:untuk |buat )?(?:masuk|login|otp|verifikasi|anda|saya)(?:nya| anda|"
    r" saya)?|otp|pin|(?:your|sign-in) code"
    r"|code to sign in)\b[^\d]{0,30}(?P<code>\d(?:[ .\-]?\d){5,7})(?![ .\-]?\d)"
    r"|(?<!\d)(?P<before>\d(?:[ .\-]?\d){5,7}) (?:adalah|is|itu) (?:kode|your code)"
)
# `/ikuti/<signed>` of our mails, `/mitra/<signed>` of an office's partners, and reply or bounce addresses with their 40
# characters.
_ADDRESS = re.compile(r"(?i)(?:(?<=/ikuti/)|(?<=/mitra/))[\w.:\-]{20,}|(?<=\+)[a-z2-7]{40}(?=@)")


def mask_codes(text: str, codes_among: Callable[[set[str]], set[str]]) -> str:
    """The same words with MASK in the place of each code.

    `codes_among`: which of these sixteen digits open a report. Linear."""
    if not _MAY_HOLD_CODES.search(text):
        return text
    plain = _plain(text)
    sixteen = _sixteens(plain)
    codes = codes_among(set(sixteen.values())) if sixteen else set()
    places = [place for place, digits in sixteen.items() if digits in codes]
    places += [found.span("code" if found["code"] else "before") for found in _SIGN_IN.finditer(plain)]
    places += [found.span() for found in _ADDRESS.finditer(plain)]
    return _without(text, sorted(places))


def _sixteens(plain: str) -> dict[tuple[int, int], str]:
    """Every sixteen digits that follow each other, however they are grouped, by their place: each digit begins such a
    group."""
    runs: list[list[int]] = [[]]
    for found in _DIGIT.finditer(plain):
        at = found.start()
        if runs[-1] and not _APART.fullmatch(plain, runs[-1][-1] + 1, at):
            runs.append([])
        runs[-1].append(at)
    windows = (run[i : i + CODE_DIGITS] for run in runs for i in range(len(run) - CODE_DIGITS + 1))
    found_at: dict[tuple[int, int], str] = {}
    for window in windows:
        found_at[(window[0], window[-1] + 1)] = "".join(plain[at] for at in window)
        if len(found_at) >= MOST_LOOKED_FOR:
            break
    return found_at


def _plain(text: str) -> str:
    """The text with digits of every script as 0-9 and typographic dashes and spaces as plain ones, sign for sign."""
    return _NOT_ASCII.sub(_plain_sign, text)


def _plain_sign(found: re.Match[str]) -> str:
    sign = found[0]
    if (digit := unicodedata.digit(sign, None)) is not None:
        return str(digit)
    kind = unicodedata.category(sign)
    return "-" if kind == "Pd" else " " if kind in {"Zs", "Cf"} else sign


def _without(text: str, places: list[tuple[int, int]]) -> str:
    parts, end = [], 0
    for first, last in places:
        if first >= end:
            parts += [text[end:first], MASK]
            end = last
    return "".join([*parts, text[end:]])
