"""Telephone numbers and mail addresses as people type or paste them, in one form each.

The one place for forms, REST, desk, imports and messages."""

import re
import unicodedata

import phonenumbers

from lapor.core.text import one_line, without_invisible

HOME = "ID"  # a number without a country is one of Indonesia
_LONGEST = 200  # signs that are looked at
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_PHONE = re.compile(r"\+?[\d\s().\-/]{6,100}")
_LEAST_DIGITS, _MOST_DIGITS = 6, 15  # ITU E.164: 15 at most
_ABROAD = re.compile(r"^(?:00|001|007|008|009|01017)(?=[1-9])")  # how numbers abroad are dialled from Indonesia
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"\\@]{1,64}@(?:[^\s<>()\[\],;:\"\\@.]{1,63}\.){1,8}[^\s<>()\[\],;:\"\\@.]{2,63}")
_ROBOT = re.compile(
    r"(?:^|[._+-])(?:no[._-]?reply|do[._-]?not[._-]?reply|(?:jangan|tidak|tanpa|mohon-tidak)[._-]?(?:di)?balas|mailer|bounces?|notif(?:y|ikasi|ications?)?"
    r"|wordpress|www-data|apache|nginx|nobody|automated?|robot|bot)(?:$|[._+\d-])"
)
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
# Endings that are none, and hosts without any: what was meant. Nobody has a mailbox there.
_ENDINGS = dict.fromkeys(
    ("con", "cmo", "ocm", "vom", "xom", "comm", "coom", "cpm", "cim", "con1", "comn", "c0m", "ckm"), "com"
)
_ENDINGS |= (
    dict.fromkeys(("nett", "nte", "ner"), "net")
    | dict.fromkeys(("orgg", "ogr", "rog"), "org")
    | {"idd": "id", "iid": "id"}
)
_NO_HOSTS = {name: f"{name}.com" for name in ("gmail", "yahoo", "hotmail", "outlook")}
# Hosts that may exist, while nearly everybody who writes them meant a great one.
_UNLIKELY = {
    "gmail.co": "gmail.com",
    "gmail.cm": "gmail.com",
    "gmail.om": "gmail.com",
    "gmail.id": "gmail.com",
    "gmail.co.id": "gmail.com",
    "gmail.net": "gmail.com",
    "gmial.com": "gmail.com",
    "gmal.com": "gmail.com",
    "gmil.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gnail.com": "gmail.com",
    "gmaill.com": "gmail.com",
    "yaho.com": "yahoo.com",
    "yahooo.com": "yahoo.com",
    "yhoo.com": "yahoo.com",
    "yahoo.co": "yahoo.com",
    "yahoo.id": "yahoo.co.id",
    "hotmial.com": "hotmail.com",
    "hotmal.com": "hotmail.com",
    "outlok.com": "outlook.com",
}
_UNLIKELY_ENDINGS = {"bet": "net"}


def plain_signs(value: str) -> str:
    """One line without invisible signs, wide letters and digits made plain ones, every dash "-", what surrounds a
    pasted address cut off."""
    text = unicodedata.normalize("NFKC", without_invisible(value[: 2 * _LONGEST]).replace("\u2800", " "))
    return one_line(_NOT_ASCII.sub(_plain_dash, text))[:_LONGEST]


def _plain_dash(found: re.Match[str]) -> str:
    return "-" if unicodedata.category(found[0]) == "Pd" or found[0] == "\u2212" else found[0]


def phone_number(value: str) -> str:
    """As +62812… (ITU E.164); "" for what cannot be a number.

    Without a country it is one of Indonesia, also where the 0 is left out."""
    text = _ascii_digits(plain_signs(value).removeprefix("tel:").strip())
    if not _PHONE.fullmatch(text):
        return ""
    digits = "".join(sign for sign in text if sign.isdigit())
    is_abroad = text.startswith("+") or bool(_ABROAD.match(digits))
    digits = digits if text.startswith("+") else _ABROAD.sub("", digits)
    if not _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return ""
    try:
        number = phonenumbers.parse(f"+{digits}" if is_abroad else digits, HOME)
    except phonenumbers.NumberParseException:
        return ""
    possible = phonenumbers.is_possible_number(number) and not str(number.national_number).startswith("0")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if possible else ""


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign for sign in text)


def mail_address(value: str) -> str:
    """Without what surrounded it ("<budi@…>", a full stop, mailto:); "" for what is no address."""
    text = plain_signs(value).removeprefix("mailto:").strip("<>()[]\"'“”‘’.,;: ")
    text = re.sub(r"\s*@\s*", "@", text)
    host = text.rpartition("@")[2]
    is_local = not text.startswith(".") and ".@" not in text and ".." not in text
    fits = is_local and bool(_EMAIL.fullmatch(text)) and all(_LABEL.fullmatch(label) for label in host.split("."))
    return text if fits and not host.rpartition(".")[2].isdigit() else ""


def meant_address(value: str) -> str:
    """The address that somebody meant who typed one that cannot exist; "" where nothing speaks against it.

    `value`: as mail_address gives it, or without an ending."""
    return _meant(value, _NO_HOSTS, _ENDINGS)


def likelier_address(value: str) -> str:
    """The address that somebody probably meant who typed one that may exist all the same: they are asked once.

    "" where it looks right."""
    return _meant(value, _UNLIKELY, _UNLIKELY_ENDINGS)


def _meant(value: str, hosts: dict[str, str], endings: dict[str, str]) -> str:
    name, _at, host = plain_signs(value).strip("<>. ").rpartition("@")
    host = host.lower()
    front, _dot, ending = host.rpartition(".")
    meant = hosts.get(host) or (f"{front}.{endings[ending]}" if front and ending in endings else "")
    return f"{name}@{meant}" if name and meant else ""


def normalise(kind: str, value: str) -> str:
    """The same for all ways to write it: kind "email" or "phone".

    What is no number stays as its digits, so that nothing is lost."""
    if kind == "email":
        return (mail_address(value) or plain_signs(value)).lower()
    return phone_number(value) or f"+{''.join(sign for sign in _ascii_digits(plain_signs(value)) if sign.isdigit())}"


def is_robot(address: str) -> bool:
    """Whether nobody reads what is sent there: noreply@, notifikasi@, a web server's own account."""
    return bool(_ROBOT.search(address.rpartition("@")[0].lower()))
