"""Numbers that belong to a person: NIK and KK, NPWP, phones and accounts.

Every pattern is bounded, so that the whole is linear; `phonenumbers` judges single candidates only. A pattern is not
tried at all on a text with fewer digits than it needs: most reports hold a year and an hour. Sources: NIK Permendagri
137/2017 (area code, birth date, day + 40 for women, sequence); NPWP PER-04/PJ/2020 (15 digits) and PMK 136/2023 (16).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from lapor.core.personal_data.digits import AFTER, Digits, any_of
from lapor.core.personal_data.plain import Plain

Span = tuple[str, int, int]  # kind, start, end in the plain text

_PHONE_LENGTHS, _SPELLED_LENGTHS = range(8, 13), range(10, 15)
_END = "(?![0-9])"
_B = "aA"


def _two(first: str, second: str, kinds: str = "1a") -> str:
    return any_of(first, kinds) + any_of(second, "1a")


_PROVINCES = (
    ("1", "123456789"),
    ("2", "01"),
    ("3", "123456"),
    ("5", "123"),
    ("6", "12345"),
    ("7", "123456"),
    ("8", "12"),
    ("9", "1234567"),
)
_PROVINCE = "|".join(_two(*province, kinds=_B) for province in _PROVINCES)
_DAY = "|".join([_two("04", "123456789"), _two("1256", "0123456789"), _two("37", "01")])
_MONTH = "|".join([_two("0", "123456789"), _two("1", "012")])
NIK = re.compile(f"(?:{_PROVINCE}){any_of('01234567', '1a')}{AFTER}{{3}}(?:{_DAY})(?:{_MONTH}){AFTER}{{6}}{_END}")
# 01.234.567.8-901.000
NPWP = re.compile(f"[a-jA-J][0-9][a-j][0-9]{{2}}[a-j][0-9]{{2}}[a-j]{{2}}[0-9]{{2}}[a-j][0-9]{{2}}{_END}")
PHONE = re.compile(
    f"(?:{any_of('0', _B)}0{any_of('6')}{any_of('2', '1a')}{any_of('0', '1a')}?{any_of('123456789', '1a')}"  # 0062 812
    f"|{any_of('6', _B)}2{any_of('0', '1a')}?{any_of('123456789', '1a')}"  # 62 812, +62 (0)812
    f"|{any_of('0', _B)}{any_of('123456789', '1a')}"  # 0812, 024
    f"|{any_of('8', _B)}{AFTER})"  # 812
    f"{AFTER}{{6,11}}{_END}"
)
# how this system writes the number of a report
_TRACKING = re.compile(f"[a-jA-J][0-9]{{3}}[a-j][0-9]{{3}}[a-j][0-9]{_END}")

_CUED = {
    "nik": (
        r"(?:nik|ktp|kk|kartu keluarga|kependudukan|no\.? ?induk)(?![a-z])",
        30,
        re.compile(f"[0-9a-jA-J]{AFTER}{{14,16}}{_END}"),
    ),
    "npwp": (r"(?:npwp|wajib pajak)(?![a-z])", 30, re.compile(f"[0-9a-jA-J]{AFTER}{{14,15}}{_END}")),
    "account": (
        r"(?:rek|rekening|rekeningnya|norek|tabungan|transfer|ditransfer|tf|virtual"
        r" account|va|bca|bri|bni|btn|bsi|mandiri|cimb|danamon|permata"
        r"|muamalat|jateng|bank|seabank|jago|blu|gopay|ovo|shopeepay)(?![a-z])(?:[^\d\n]{0,20}rp[^\n]{1,25}?(?<![a-z])(?:ke|rek)(?![a-z]))?",
        40,
        re.compile(f"[0-9a-jA-J]{AFTER}{{6,17}}{_END}"),
    ),
    "card": (  # BPJS 13 digits; SIM 12, since 2018 14
        r"(?:bpjs|jkn|kis|sim)(?![a-z])(?: [abcd](?:1|2)?(?![a-z0-9]))?",
        30,
        re.compile(f"[0-9a-jA-J]{AFTER}{{11,13}}{_END}"),
    ),
    "phone": (
        r"(?:hubungi|hub|kontak|contact|call|telp|telpon|telepon|tlp|telfon|phone|hp|handphone|wa|whatsapp|sms|(?:nomor|nomer|no)"
        r" saya|nomor|nomornya"
        r"|nomer|nomernya|ponsel|seluler|fax|faks)(?![a-z])",
        25,
        re.compile(f"[0-9a-jA-J]{AFTER}{{5,12}}{_END}"),
    ),
}
_CUES = {kind: re.compile(rf"[^a-z0-9]{cue}[^\d\n]{{0,{gap}}}(?=(\d))") for kind, (cue, gap, _number) in _CUED.items()}
_LEAST_DIGITS = {"nik": 15, "npwp": 15, "account": 7, "card": 12, "phone": 6}
_PASSPORT = re.compile(r"(?:paspor|passport)[^\d\n]{0,30}?(?<![a-z])([a-z]{1,2}[ \-]?\d(?:[ \-]?\d){5,6})(?![a-z\d])")
_FOR_DIGITS = frozenset("oilsbzgqe|")
_LETTERS = str.maketrans("oil|szbgqe", "0111528993")
# WA o8l2 33 44 …
_DISGUISED = re.compile(
    rf"[^a-z0-9]{_CUED['phone'][0]}[^\d\n]{{0,25}}?(?<![a-z0-9])(\+?[0o68](?:["
    r" .\-/]{0,2}[0-9oilsbzgeq|]){8,13})(?![a-z0-9])"
)
_LEAST_REAL = 5  # digits among the letters that stand for some
_BANK_BEHIND = re.compile(
    r"[ (,.\-]{0,3}(?:rek(?:ening)?|bank|bca|bri|bni|btn|bsi|mandiri|cimb|danamon|permata)(?![a-z])"
)
_ACCOUNT = _CUED["account"][2]
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d\d)?|\d{1,3}(?:,\d{3})+|\d+?0{5,}")
_MONEY_BEHIND = re.compile(r"[ ,\-]{0,3}(?:rupiah|ribu|rb|juta|jt|miliar|milyar|m)(?![a-z])")
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[./ \-](?:0?[1-9]|1[0-2])[./ \-](?:19|20)\d\d(?!\d)")
_NUMBER_CUE = re.compile(
    r"(?:laporan|tiket|resi|pelanggan|meter|pesanan|order|invoice|perda|perwal|surat|berkas|sk|antrean|pju|tiang|sni|iso)"
    r"(?: (?:nomor|nomer|no|id|pdam|pln|listrik|air|kode))?[ .:#\-]{0,3}$"
)
_PHONE_CUE = re.compile(rf"[^a-z0-9]{_CUED['phone'][0]}[^\d\n]{{0,25}}$")
_SERVICE = re.compile(r"1|0800|0804|0809|62800")  # hotlines of offices and firms

_WORDS = {
    "nol": "0",
    "kosong": "0",
    "satu": "1",
    "siji": "1",
    "dua": "2",
    "loro": "2",
    "tiga": "3",
    "telu": "3",
    "empat": "4",
    "ampat": "4",
    "papat": "4",
    "lima": "5",
    "limo": "5",
    "enam": "6",
    "anem": "6",
    "tujuh": "7",
    "pitu": "7",
    "delapan": "8",
    "lapan": "8",
    "wolu": "8",
    "sembilan": "9",
    "songo": "9",
}
_FILLERS = "strip|setrip|titik|spasi|lalu|terus|trus|kemudian|dan|sambung|min|garis"
_TOKEN = rf"(?:\d{{1,6}}|{'|'.join(_WORDS)}|{_FILLERS})"
_SPELLED = re.compile(
    rf"[^a-z\d](\+?62|0\d{{0,5}}|8\d{{0,5}}|nol|kosong|delapan|lapan)((?:[ ,.\-]{{1,3}}{_TOKEN}){{2,20}})(?![a-z\d])"
)
_TOKENS = re.compile(rf"\d+|{'|'.join(_WORDS)}")
_ZERO = re.compile(r"o(?:(?<=\do)|(?<=[^a-z0-9]o)(?=8\d\d))(?=[\d ])")  # the letter for the digit
_HAS_WORD = re.compile("|".join([*_WORDS, *_FILLERS.split("|")]))


def numbers(plain: Plain) -> Iterator[Span]:
    """Each number that belongs to a person, in no order; spans may overlap."""
    low = _ZERO.sub("0", plain.low)
    digits = Digits(low)
    if digits.line:
        yield from _identities(digits)
        yield from _phones(low, digits)
        yield from _cued(low, digits)
        yield from _with_letters(low, digits.places)
    if any(zero in low for zero in ("nol", "kosong", "lapan", *_FILLERS.split("|"))):
        yield from _spelled(low)


def _identities(digits: Digits) -> Iterator[Span]:
    for kind, pattern in (("nik", NIK), ("npwp", NPWP)):
        for match in pattern.finditer(digits.line):
            yield kind, *digits.span(*match.span())


def _cued(low: str, digits: Digits) -> Iterator[Span]:
    """Numbers that only the words before them tell from others."""
    for kind, cue in _CUES.items():
        if len(digits.line) < _LEAST_DIGITS[kind]:
            continue
        number = _CUED[kind][2]
        for found in cue.finditer(low):
            match = number.match(digits.line, bisect_left(digits.places, found.start(1)))
            if match:
                span = digits.span(*match.span())
                if kind in ("nik", "npwp") or _is_somebodys(low, *span, kind=kind):
                    yield kind, *span


def _with_letters(low: str, places: list[int]) -> Iterator[Span]:
    """Numbers in which letters stand: those of passports, and phones that were disguised."""
    if len(places) < _LEAST_REAL:
        return
    if "paspor" in low or "passport" in low:
        for match in _PASSPORT.finditer(low):
            yield "card", *match.span(1)
    if any(low[at - 1] in _FOR_DIGITS or low[at + 1 : at + 2] in _FOR_DIGITS for at in places):
        for match in _DISGUISED.finditer(low):
            said = re.sub(r"[^a-z0-9|]", "", match[1])
            is_mixed = not said.isdigit() and sum(sign.isdigit() for sign in said) >= _LEAST_REAL
            if is_mixed and is_phone_number(said.translate(_LETTERS)):
                yield "phone", *match.span(1)


def _is_somebodys(low: str, start: int, end: int, *, kind: str) -> bool:
    """A number, not money or a day."""
    if kind == "phone" and _SERVICE.match(low, start):
        return False
    if kind in ("phone", "card") and _NUMBER_CUE.search(low, max(0, start - 45), start):
        return False
    return not (_is_amount(low, start, end) or _DATE.match(low, start))


def _is_amount(low: str, start: int, end: int) -> bool:
    return (
        _AMOUNT.fullmatch(low, start, end) is not None
        or low[max(0, start - 4) : start].rstrip(" .").endswith(("rp", "idr"))
        or _MONEY_BEHIND.match(low, end) is not None
    )


def _phones(low: str, digits: Digits) -> Iterator[Span]:
    for match in PHONE.finditer(digits.line):
        if is_phone_number(digits.value(*match.span())):
            start, end = digits.span(*match.span())
            if _is_phone_here(low, start, end, digits.line[match.start() : match.end()]):
                yield "phone", start - (low[max(0, start - 1) : start] in ("+", "(")), end
    if "bca" in low or "bank" in low or "rek" in low or "bri" in low or "bni" in low or "mandiri" in low:
        yield from _before_banks(low, digits)


def _is_phone_here(low: str, start: int, end: int, shape: str) -> bool:
    if _PHONE_CUE.search(low, max(0, start - 45), start) and not _NUMBER_CUE.search(low, max(0, start - 45), start):
        return True
    return not (
        _DATE.match(low, start)
        or _TRACKING.fullmatch(shape)
        or _is_amount(low, start, end)
        or _NUMBER_CUE.search(low, max(0, start - 45), start)
    )


def _before_banks(low: str, digits: Digits) -> Iterator[Span]:
    """8730123456 (BCA)"""
    for match in _ACCOUNT.finditer(digits.line):
        start, end = digits.span(*match.span())
        if _BANK_BEHIND.match(low, end) and not _is_amount(low, start, end):
            yield "account", start, end


@lru_cache(maxsize=4096)
def is_phone_number(digits: str) -> bool:
    """Whether the digits, as dialled in Indonesia or with 62 or 0062 before them, can be a subscriber's number.

    Not of a firm's hotline."""
    national = digits.removeprefix("00")
    national = national.removeprefix("62").removeprefix("0")
    if len(national) not in _PHONE_LENGTHS or _SERVICE.match(digits) or national.startswith("0"):
        return False
    return phonenumbers.is_valid_number(phonenumbers.PhoneNumber(country_code=62, national_number=int(national)))


def _spelled(low: str) -> Iterator[Span]:
    for match in _SPELLED.finditer(low):
        tokens = list(_TOKENS.finditer(low, match.start(1), match.end()))
        end = tokens[-1].end()
        digits = "".join(token[0] if token[0].isdigit() else _WORDS[token[0]] for token in tokens)
        is_long = digits.startswith(("08", "62")) and len(digits) in _SPELLED_LENGTHS
        if (is_phone_number(digits) or is_long) and _HAS_WORD.search(low, match.start(1), end):
            yield "phone", match.start(1), end
