"""Mails that come through a group, a list or a form: who wrote them, whom to answer, and what the group's server put
around the words.

Called by reading. A group's headers say nothing of whether a person wrote: only what stands in the mail does
(`says_newsletter`). Headers: RFC 2369 and 2919 (lists), RFC 5322 (Reply-To), and those that Google Groups and Mailman
write.
"""

import re
from dataclasses import dataclass
from itertools import islice

from lapor.channels.email.headers import Headers, address_and_name, addresses
from lapor.core.contact import is_robot

_RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_FROM = ("from", "return-path", "sender")
_AUTHORS = (
    "x-original-from",
    "x-original-sender",
    "x-original-reply-to",
    "x-forwarded-for-sender",
    "x-apparently-from",
)
_LIST_SIGNS = (
    "list-id",
    "list-post",
    "list-unsubscribe",
    "list-help",
    "mailing-list",
    "x-google-group-id",
    "x-mailman-version",
    "x-beenthere",
)
_LIST_ADDRESSES = ("list-post", "mailing-list", "x-beenthere")
_VIA = re.compile(r"^(.{1,100}?)\s+(?:via|melalui|lewat)\s+.{1,100}$", re.I)
_PREFIX = re.compile(r"^\s*(?:\[[^\[\]]{1,60}\]\s*)+(?=\S)")
_WARNING = re.compile(r"^\s*\[\s*(?:external|eksternal|ext|spam|suspected spam|caution)\s*\]\s*(?=\S)", re.I)
_FOOTER = re.compile(
    r"(?:\n|^)(?:-- ?\n)?(?:"
    r"_{20,}\n(?:[^\n]{0,200}\n){0,2}[^\n]{0,200}(?:mailing list|daftar milis|milis|listinfo|/mailman)"
    r"|(?:you received this message because you (?:are subscribed|are a member)"
    r"|anda menerima (?:pesan|email|surel) ini karena (?:anda )?berlangganan)"
    r"[^\n]{0,60}(?:group|grup|milis|list)"
    r"|-=-=-=-=-=-=-=-[^\n]{0,80}\n(?:groups\.io|you receive all messages)"
    r")[\s\S]{0,4000}\Z",
    re.I,
)
_STOPS = re.compile(
    r"(?:unsubscribe|opt[- ]?out|berhenti (?:berlangganan|langganan|menerima"
    r" (?:email|newsletter|buletin))|batal(?:kan)? (?:berlangganan|langganan)"
    r"|manage (?:your )?(?:preferences|subscription)|kelola (?:preferensi|langganan)|view (?:this (?:email|message) |it"
    r" )?in (?:your |a )?browser"
    r"|lihat (?:email |pesan )?(?:ini )?di (?:browser|peramban))",
    re.I,
)
# The words with a link on the same or the next line: people write that they want to cancel a contract, newsletters give
# an address for it.
_LINK = re.compile(r"https?://", re.I)
_MOST_STOPS = 100  # looked at in a mail
_FORM_ADDRESS = re.compile(
    r"^[ \t>*]{0,5}(?:alamat )?(?:e-?mail|surel)(?: pengirim| pelapor| anda)?[* \t]{0,5}[:=][*"
    r" \t]{0,5}<?([^\s<>,;]{3,200})",
    re.I | re.M,
)
_FORM_NAME = re.compile(
    r"^[ \t>*]{0,5}(?:nama(?: lengkap| pengirim| pelapor)?|name)[* \t]{0,5}[:=][* \t]{0,5}([^\n]{2,100})", re.I | re.M
)


@dataclass(frozen=True)
class Writer:
    """`is_behind`: another address than From.

    `is_nobody`: nobody reads what is sent to this address, or everybody of a group does."""

    address: str
    name: str
    is_behind: bool = False
    is_nobody: bool = False


def list_signs(headers: Headers) -> list[str]:
    """Names of the headers that say that a list or a group passed the mail on."""
    precedence = headers.first("precedence").strip().lower()
    return [
        *(name for name in _LIST_SIGNS if headers.has(name)),
        *([f"precedence: {precedence}"] if precedence in {"list", "bulk"} else []),
    ]


def writer_of(headers: Headers, text: str) -> Writer:
    """Whom to answer: Reply-To, or the author that a group or a form names, else From."""
    found = [address_and_name(value) for name in _FROM for value in headers.all(name)[:3]]
    address = next((address for address, _name in found if address), "")
    name, is_via = _person(next((name for _address, name in found if name), ""))
    ours = {one.lower() for header in _RECIPIENTS for one in addresses(headers.all(header))}
    group = {one.lower() for header in _LIST_ADDRESSES for one in addresses(headers.all(header))}
    hides = (
        not address
        or is_robot(address)
        or address.lower() in group
        or (is_via and bool(list_signs(headers) or headers.has("reply-to")))
    )

    def reads(one: str) -> bool:
        return bool(one) and one.lower() not in ours | group and not is_robot(one)

    replies = [address_and_name(value) for value in headers.all("reply-to")[:2]]
    authors = [address_and_name(value) for header in _AUTHORS for value in headers.all(header)[:1]] if hides else []
    for other, other_name in [*replies, *authors, *(_of_form(text) if hides else [])]:
        if reads(other):
            return Writer(
                other,
                _person(other_name)[0] or (name if is_via or not is_robot(address) else ""),
                other.lower() != address.lower(),
            )
    return Writer(address, name, is_nobody=bool(address) and hides)


def _person(name: str) -> tuple[str, bool]:
    """("Ani", True) of "'Ani' via Lapor"."""
    match = _VIA.match(name)
    return (match[1].strip("\"' "), True) if match else (name, False)


def _of_form(text: str) -> list[tuple[str, str]]:
    """What a form wrote into the mail: Nama: …, Email: …"""
    address, name = _FORM_ADDRESS.search(text[:20_000]), _FORM_NAME.search(text[:20_000])
    found = address_and_name(address[1])[0] if address else ""
    return [(found, name[1].strip() if name else "")] if found else []


def without_prefix(subject: str, headers: Headers) -> str:
    """Without the "[Lapor]" that a group and the "[EXTERNAL]" that a server puts before it."""
    return (_PREFIX if list_signs(headers) else _WARNING).sub("", subject, count=1)


def split_footer(text: str) -> tuple[str, str]:
    """(words, what the group's server put below them)."""
    match = _FOOTER.search(text[-8000:])
    at = len(text) - len(text[-8000:]) + match.start() if match else len(text)
    return (text[:at], text[at:]) if text[:at].strip() else (text, "")


def says_newsletter(text: str) -> bool:
    """Each place once, and a line around it: hostile mails cost no more than long ones."""
    for stop in islice(_STOPS.finditer(text[:200_000]), _MOST_STOPS):
        before, after = (
            text[max(0, stop.start() - 360) : stop.start()].split("\n")[-2:],
            text[stop.end() : stop.end() + 400].split("\n")[:2],
        )
        if any(_LINK.search(part) for part in (*before, *after)):
            return True
    return False
