"""Numbers that belong to a person: NIK and KK, NPWP, phones, accounts, e-mail addresses, licence plates.

Every pattern is bounded, so that the whole is linear: digits are found in one pass, `phonenumbers` judges single candidates only.
Sources: NIK Permendagri 137/2017 (area code, birth date, day + 40 for women, sequence); NPWP PER-04/PJ/2020 (15 digits) and
PMK 136/2023 (16); licence plates Perpol 7/2021.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from lapor.core.personal_data.plain import Plain

Span = tuple[str, int, int]  # kind, start, end in the plain text

S = r"[ .,()/_*~\-]{0,3}"  # what people put between digits
_D = rf"{S}\d"
_ANY16 = rf"\d(?:{_D}){{14,16}}(?!\d)"  # with a cue: one digit too few or too many is still somebody's
_PROVINCE = rf"(?:1{S}[1-9]|2{S}[01]|3{S}[1-6]|5{S}[1-3]|6{S}[1-5]|7{S}[1-6]|8{S}[12]|9{S}[1-7])"
_DAY = rf"(?:[04]{S}[1-9]|[1256]{_D}|[37]{S}[01])"
_MONTH = rf"(?:0{S}[1-9]|1{S}[0-2])"
NIK = re.compile(rf"(?<![\d.,]){_PROVINCE}{S}[0-7](?:{_D}){{3}}{S}{_DAY}{S}{_MONTH}(?:{_D}){{6}}(?!\d)")
NIK_CUE = re.compile(rf"(?<![a-z])(?:nik|ktp|kk|kartu keluarga|kependudukan|no\.? ?induk)(?![a-z])[^\d\n]{{0,30}}({_ANY16})")
NPWP = re.compile(r"(?<!\d)\d\d[. ]\d{3}[. ]\d{3}[. ]\d[ .\-]{1,3}\d{3}[. ]\d{3}(?!\d)")
NPWP_CUE = re.compile(rf"(?<![a-z])(?:npwp|wajib pajak)(?![a-z])[^\d\n]{{0,30}}({_ANY16})")

_BANKS = "bca|bri|bni|btn|bsi|mandiri|cimb|danamon|permata|muamalat|bank jateng|bank|seabank|jago|blu|gopay|ovo|shopeepay"
_ACCOUNT = rf"\d(?:{_D}){{6,17}}(?!\d)"
ACCOUNT_CUE = re.compile(
    rf"(?<![a-z])(?:(?:no|nomor|nomer)?\.? ?rek(?:ening)?|norek|tabungan|transfer|ditransfer|tf|virtual account|va|{_BANKS})(?![a-z])"
    rf"(?:[^\d\n]{{0,40}}|[^\d\n]{{0,20}}\brp[^\n]{{0,25}}?\b(?:ke|rek)\b[^\d\n]{{0,25}})(?<!rp)(?<!rp )(?<!rp\. )(?<![\d.+])({_ACCOUNT})"
)
ACCOUNT_BEHIND = re.compile(rf"(?<![\d.+])({_ACCOUNT})[ (,.\-]{{0,3}}(?:rek(?:ening)?\.? |bank |{_BANKS})(?![a-z])")
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d\d)?[.,]?|\d{1,3}(?:,\d{3})+[.,]?|\d+?0{5,}")
_MONEY_BEHIND = re.compile(r"[ ,\-]{0,3}(?:rupiah|ribu|rb|juta|jt|miliar|milyar|m\b)")

_PHONE_CUE = (
    r"(?:hubungi|hub|kontak|contact|call|telp|telpon|telepon|tlp|telfon|phone|hp|handphone|no ?hp|wa|whatsapp|whats app|sms|nomor saya|nomer saya|no saya"
    r"|nomor(?:nya)?|nomer(?:nya)?|ponsel|seluler|fax|faks)"
)
PHONE = re.compile(rf"(?:\+{S}|(?<![\d+]))(?:(?:00)?62{S}(?:\(?0\)?{S})?|0{S}|(?=8))[1-9](?:{_D}){{6,11}}(?!\d)")
PHONE_CUE = re.compile(rf"(?<![a-z]){_PHONE_CUE}(?![a-z])[^\d\n]{{0,25}}(?<![\d.+])(\d(?:{_D}){{5,12}}(?!\d))")
HAS_PHONE_CUE = re.compile(rf"(?<![a-z]){_PHONE_CUE}(?![a-z])[^\d\n]{{0,25}}$")
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[./ \-](?:0?[1-9]|1[0-2])[./ \-](?:19|20)\d\d(?!\d)")
_TRACKING = re.compile(r"\d{4}[ \-.]\d{4}[ \-.]\d\d")  # how this system writes the number of a report
_NUMBER_CUE = re.compile(r"(?:laporan|tiket|resi|pelanggan|meter|pesanan|order|invoice|perda|perwal|surat|berkas)[^\d\n]{0,25}$")
_SERVICE = re.compile(r"(?:1|0800|0804|0809|62800)")  # hotlines of offices and firms

_WORDS = {
    "nol": "0", "kosong": "0", "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "ampat": "4", "lima": "5", "enam": "6", "anem": "6",
    "tujuh": "7", "pitu": "7", "delapan": "8", "lapan": "8", "wolu": "8", "sembilan": "9", "songo": "9", "siji": "1", "loro": "2", "telu": "3",
    "papat": "4", "limo": "5",
}  # fmt: skip
_FILLERS = "strip|setrip|titik|spasi|lalu|terus|trus|kemudian|dan|sambung|min|garis"
_TOKEN = rf"(?:\d{{1,6}}|{'|'.join(_WORDS)}|{_FILLERS})"
SPELLED = re.compile(rf"(?<![a-z\d])(?:\+?62|0\d*|8\d*|nol|kosong|delapan|lapan)(?:[ ,.\-]{{1,3}}{_TOKEN}){{2,20}}(?![a-z\d])")
_TOKENS = re.compile(rf"\d+|{'|'.join(_WORDS)}")
_HAS_WORD = re.compile(rf"(?:{'|'.join([*_WORDS, _FILLERS])})")

_DOMAIN = r"(?:[a-z0-9\-]{1,63}\.){1,6}[a-z]{2,24}(?![a-z0-9])"
EMAIL = re.compile(rf"@(?:(?<=[\w+\-]@)|(?<=\w @) )({_DOMAIN})")
_PROVIDERS = "gmail|yahoo|ymail|outlook|hotmail|icloud|live|proton|protonmail|rocketmail"
_AT = re.compile(
    rf"(?:@| ?[(\[{{] ?at ?[)\]}}] ?| at | et )(?:{_PROVIDERS})(?: ?[(\[{{] ?(?:dot|titik) ?[)\]}}] ?| dot | titik |\.| )(?:com|co|id|net|org)(?![a-z])"
)
_LOCAL = "abcdefghijklmnopqrstuvwxyz0123456789._+-"

_REGION = "a[abdeg]|b[abdeghklmnp]|d[abcdeghklmnprst]|e[abd]|k[bhtu]|p[abgsty]|[abdefghklmnprstwz]"
PLATE = re.compile(rf"(?<![a-z0-9])({_REGION})[ .\-]{{0,2}}(\d{{1,4}})[ .\-]{{0,2}}([a-z]{{1,3}})(?![a-z0-9])")
_PLATE_CUE = re.compile(
    r"(?:plat|nopol|bernopol|polisi|no\.? ?pol|mobil|motor|truk|truck|bus|kendaraan|avanza|innova|xenia|angkot|taksi|pelat|pickup)[^\n]{0,25}$"
)
_NO_PLATE = frozenset(
    [
        "wib",
        "wita",
        "wit",
        "rt",
        "rw",
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
        "yang",
        "th",
        "thn",
        "an",
        "kwh",
        "kv",
        "gr",
        "lt",
        "lux",
        "an",
        "x",
        "ribu",
        "jt",
        "rb",
        "org",
    ]
)
_ROOM_CUE = re.compile(r"(?:gedung|ruang|blok|kelas|lantai|kamar|kios|los|tipe|no|rt|rw|\d) ?$")


def numbers(plain: Plain) -> Iterator[Span]:
    """Each number that belongs to a person, in no order; spans may overlap."""
    low = plain.low
    yield from _emails(low)
    if not any(digit in low for digit in "0123456789"):
        yield from _spelled(low)
        return
    for kind, pattern in (("nik", NIK), ("npwp", NPWP)):
        for match in pattern.finditer(low):
            yield kind, match.start(), match.end()
    yield from _with_cue(low, "nik", NIK_CUE, "nik", "ktp", "kk", "keluarga", "penduduk", "induk")
    yield from _with_cue(low, "npwp", NPWP_CUE, "npwp", "pajak")
    yield from _accounts(low)
    yield from _phones(low)
    yield from _spelled(low)
    yield from _plates(plain)


def _with_cue(low: str, kind: str, pattern: re.Pattern[str], *cues: str) -> Iterator[Span]:
    if any(cue in low for cue in cues):
        for match in pattern.finditer(low):
            yield kind, match.start(1), match.end(1)


def _accounts(low: str) -> Iterator[Span]:
    for pattern in (ACCOUNT_CUE, ACCOUNT_BEHIND):
        for match in pattern.finditer(low):
            start, end = match.span(1)
            if not _is_amount(low, start, end) and not _DATE.match(low, start):
                yield "account", start, end


def _is_amount(low: str, start: int, end: int) -> bool:
    return (
        _AMOUNT.fullmatch(low, start, end) is not None
        or low[max(0, start - 4) : start].rstrip(" .").endswith(("rp", "idr"))
        or _MONEY_BEHIND.match(low, end) is not None
    )


def _phones(low: str) -> Iterator[Span]:
    for match in PHONE.finditer(low):
        if _is_phone(low, match.start(), match.end()):
            yield "phone", match.start(), match.end()
    for match in PHONE_CUE.finditer(low):
        start, end = match.span(1)
        if not _SERVICE.match(low, start) and not _is_amount(low, start, end) and not _DATE.match(low, start):
            yield "phone", start, end


def _is_phone(low: str, start: int, end: int) -> bool:
    digits = "".join(filter(str.isdigit, low[start:end]))
    if _SERVICE.match(digits) or not is_phone_number(digits):
        return False
    if HAS_PHONE_CUE.search(low, max(0, start - 45), start):
        return True
    return not (
        _DATE.match(low, start)
        or _TRACKING.fullmatch(low, start, end)
        or _is_amount(low, start, end)
        or _NUMBER_CUE.search(low, max(0, start - 45), start)
    )


@lru_cache(maxsize=4096)
def is_phone_number(digits: str) -> bool:
    """Whether the digits, as dialled in Indonesia or with 62 or 0062 before them, can be a subscriber's number."""
    national = digits.removeprefix("00")
    national = national.removeprefix("62") if len(national) > 10 or national != digits else national
    national = national.lstrip("0")
    if len(national) < 8 or len(national) > 12:
        return False
    number = phonenumbers.PhoneNumber(country_code=62, national_number=int(national))
    return phonenumbers.is_valid_number(number)


def _spelled(low: str) -> Iterator[Span]:
    for match in SPELLED.finditer(low):
        said = match.group()
        digits = "".join(token if token.isdigit() else _WORDS[token] for token in _TOKENS.findall(said))
        if _HAS_WORD.search(said) and (is_phone_number(digits) or (digits.startswith(("08", "62")) and 9 < len(digits) < 15)):
            yield "phone", match.start(), match.end()


def _emails(low: str) -> Iterator[Span]:
    if "@" in low:
        for match in EMAIL.finditer(low):
            yield from _mailbox(low, match.start(), match.end())
    if " at " in low or " et " in low or "at)" in low or "at]" in low or "titik" in low or "dot" in low:
        for match in _AT.finditer(low):
            yield from _mailbox(low, match.start(), match.end())


def _mailbox(low: str, at: int, end: int) -> Iterator[Span]:
    before = low[max(0, at - 64) : at].rstrip(" ")
    local = len(before) - len(before.rstrip(_LOCAL))
    start = max(0, at - 64) + len(before) - local
    if local:
        yield "email", start + (low[start] in ".-"), end


def _plates(plain: Plain) -> Iterator[Span]:
    low = plain.low
    for match in PLATE.finditer(low):
        start, end = match.span()
        if match[3] in _NO_PLATE or _ROOM_CUE.search(low, max(0, start - 10), start):
            continue
        is_capital = plain.words[start:end].isupper()
        digits = len(match[2])
        if (
            (is_capital and digits >= 3)
            or _PLATE_CUE.search(low, max(0, start - 40), start)
            or (digits == 4 and len(match[3]) >= 2 and match[2][0] != "2")
        ):
            yield "plate", start, end
