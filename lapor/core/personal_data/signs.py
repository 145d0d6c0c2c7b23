"""E-mail addresses, however the @ is written, accounts on platforms, and licence plates (Perpol 7/2021)."""

import re
from collections.abc import Iterator

from lapor.core.personal_data.numbers import Span
from lapor.core.personal_data.plain import Plain

_DOMAIN = r"(?:[a-z0-9\-]{1,63}\.){1,6}[a-z]{2,24}(?![a-z0-9])"
_EMAIL = re.compile(rf"@(?:(?<=[\w+\-]@)|(?<=\w @) ){_DOMAIN}")
_PROVIDERS = "gmail|yahoo|ymail|outlook|hotmail|icloud|live|proton|protonmail|rocketmail"
_DOT = r"(?: ?[(\[{] ?(?:dot|titik) ?[)\]}] ?| dot | titik |\.| )"
_AT = re.compile(
    rf"[ @(\[{{](?:(?<=@)| ?[(\[{{]? ?[ae]t ?[)\]}}]? ?)(?:{_PROVIDERS}){_DOT}(?:com|co|id|net|org)(?![a-z])"
)
_LOCAL = "abcdefghijklmnopqrstuvwxyz0123456789._+-"
_LOCAL_LENGTH = 64  # RFC 5321
_HANDLE = re.compile(r"@(?<![\w.]@)[a-z0-9_][a-z0-9_.]{1,29}(?![\w@])")
_HANDLE_CUE = re.compile(
    r"[^a-z0-9](?:ig|instagram|insta|twitter|x|tiktok|telegram|tele|fb|facebook|threads|line|akun|akunnya|dm|hubungi|kontak|wa|medsos)(?![a-z])[^@\n.!?]{0,25}$"
)
_BEFORE_HANDLE = 40
_OFFICES = re.compile(  # whose accounts are no person's
    r"pemkot|pemprov|pemda|pemkab|dinas|dishub|disdik|disduk|dinkes|dkk_|dpu|dlh|bpbd|damkar|pdam|tirta|pln|telkom|polri|polres|polda|polantas|tmc|bpjs"
    r"|rsud|info|humas|official|lapor|ppid|kecamatan|kelurahan|semarang|jateng|kemen|_ri(?![a-z])|trans|brt|walikota|gubernur|admin"
)

_REGION = "a[abdeg]|b[abdeghklmnp]|d[abcdeghklmnprst]|e[abd]|k[bhtu]|p[abgsty]|[abdefghklmnprstwz]"
_PLATE = re.compile(
    rf"[^a-z0-9](?=[a-z]{{1,2}}[ .\-]{{0,2}}\d)((?:{_REGION})[ .\-]{{0,2}}(\d{{1,4}})["
    r" .\-]{0,2}([a-z]{1,3}))(?![a-z0-9])"
)
_PLATE_CUE = re.compile(
    r"(?:plat|pelat|nopol|bernopol|polisi|no\.?"
    r" ?pol|mobil|motor|truk|truck|bus|kendaraan|avanza|innova|xenia|angkot|taksi|pickup)[^\n]{0,25}$"
)
_ROOM_CUE = re.compile(r"(?:gedung|ruang|blok|kelas|lantai|kamar|kios|los|tipe|no|rt|rw|\d) ?$")
_UNITS = frozenset(
    [
        "wib",
        "wita",
        "wit",
        "km",
        "kg",
        "cm",
        "mm",
        "m",
        "ha",
        "hz",
        "di",
        "ke",
        "dan",
        "yg",
        "th",
        "thn",
        "an",
        "kwh",
        "kv",
        "gr",
        "lt",
        "lux",
        "x",
        "jt",
        "rb",
    ]
)
_FULL, _NEARLY = 4, 3  # digits


def signs(plain: Plain) -> Iterator[Span]:
    """Each e-mail address, account and licence plate, in no order."""
    low = plain.low
    if "@" in low:
        yield from _handles(low)
    patterns = [_EMAIL] if "@" in low else []
    if any(
        name in low
        for name in ("gmail", "yahoo", "ymail", "outlook", "hotmail", "icloud", "live", "proton", "rocketmail")
    ):
        patterns.append(_AT)
    for pattern in patterns:
        for match in pattern.finditer(low):
            yield from _mailbox(low, *match.span())
    for match in _PLATE.finditer(low):
        if _is_plate(plain, match):
            yield "plate", match.start(1), match.end(1)


def _mailbox(low: str, at: int, end: int) -> Iterator[Span]:
    before = low[max(0, at - _LOCAL_LENGTH) : at].rstrip(" ")
    local = len(before) - len(before.rstrip(_LOCAL))
    start = max(0, at - _LOCAL_LENGTH) + len(before) - local
    if local:
        yield "email", start, end


def _handles(low: str) -> Iterator[Span]:
    """@name, where the words before tell that somebody can be reached or is meant by it."""
    for match in _HANDLE.finditer(low):
        at = match.start()
        if _HANDLE_CUE.search(low, max(0, at - _BEFORE_HANDLE), at) and not _OFFICES.search(match[0]):
            yield "handle", at, at + len(match[0].rstrip("."))


def _is_plate(plain: Plain, match: re.Match[str]) -> bool:
    start = match.start(1)
    _whole, digits, letters = match.groups()
    if letters in _UNITS or _ROOM_CUE.search(plain.low, max(0, start - 10), start):
        return False
    if len(digits) >= _NEARLY and plain.words[start : match.end(1)].isupper():
        return True
    if len(digits) == _FULL and len(letters) > 1 and digits[0] != "2":  # not a year
        return True
    return _PLATE_CUE.search(plain.low, max(0, start - 40), start) is not None
