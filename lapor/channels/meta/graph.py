"""What Facebook, Instagram and WhatsApp share: Meta's signature, handshake, envelope, Messenger's events, and the codes
of its errors."""

import hashlib
import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any

from lapor.channels.base import (
    API_URL,
    EXPIRES_ON,
    SECRET,
    TOKEN,
    Account,
    ChannelDefaults,
    Inbound,
    NeedsOperator,
    Permanent,
    Received,
    Rejected,
    Retry,
    SendError,
    Setting,
    Unreadable,
)
from lapor.channels.calls import FORBIDDEN, NOT_FOUND, SERVER_ERROR, TOO_MANY, UNAUTHORIZED, ApiAnswer
from lapor.channels.meta.messaging import read_messaging
from lapor.channels.payload import (
    ident,
    ignored,
    loaded,
    names,
    record,
    several,
    value,
    words,
)

GRAPH = "https://graph.facebook.com/v23.0"
MEDIA_HOSTS = ("fbcdn.net", "fbsbx.com", "cdninstagram.com")
HEADER = "x-hub-signature-256"
PAGE_ID = Setting("page_id", is_needed=True)
APP_SECRET = Setting("app_secret", is_secret=True, is_needed=True)
VERIFY_TOKEN = Setting("verify_token", is_secret=True, is_made=True)
SETTINGS = (APP_SECRET, TOKEN, VERIFY_TOKEN, EXPIRES_ON, API_URL)
OBJECTS = {"page": "Facebook", "instagram": "Instagram", "whatsapp_business_account": "WhatsApp"}
DASHBOARD = "0"  # the id of an entry that the app dashboard sends as a test
MOST_PIECES = 2000

# --- the door --------------------------------------------------------------------------------------------------------


def signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class MetaChannel(ChannelDefaults, ABC):
    """One door for all products of Meta. `object_name`: what a delivery for this one is called."""

    object_name = ""

    def authenticate(self, account: Account, call: Received) -> None:
        """By the app secret. Raises Rejected."""
        given, secret = call.headers.get(HEADER, "").encode("utf-8", "replace"), APP_SECRET.of(account)
        if not secret or not hmac.compare_digest(signature(secret, call.body).encode(), given):
            raise Rejected("the signature does not fit")

    def handshake(self, account: Account, call: Received) -> bytes | None:
        """hub.challenge back to who knows the account's verify token (the secret made with the account).

        Raises Rejected."""
        if call.query.get("hub.mode") != "subscribe":
            return None
        token = VERIFY_TOKEN.of(account) or SECRET.of(account)
        if not token or not hmac.compare_digest(
            token.encode(), call.query.get("hub.verify_token", "").encode("utf-8", "replace")
        ):
            raise Rejected("the verify token does not fit")
        return call.query.get("hub.challenge", "")[:200].encode()

    def parse(self, account: Account, call: Received) -> list[Inbound]:  # no setting matters
        """Raises Unreadable."""
        return read_envelope(call.body, self.object_name, self.read_entry)

    @abstractmethod
    def read_entry(self, entry: dict[str, Any]) -> Iterator[Inbound]:
        """What one entry of a delivery says."""


# --- the envelope ----------------------------------------------------------------------------------------------------


def read_envelope(body: bytes, mine: str, read_entry: Callable[[dict[str, Any]], Iterator[Inbound]]) -> list[Inbound]:
    """The messages of every entry.

    A delivery for another product is one ignored piece that says so. Raises Unreadable."""
    content = loaded(body)
    if not isinstance(content, list):
        return _envelope(content, mine, read_entry)
    found: list[Inbound] = []
    is_known = any(words(envelope, "object") for envelope in content)
    for envelope in content:
        try:
            found.extend(_envelope(envelope, mine, read_entry))
        except Unreadable as error:
            if not is_known:
                raise
            found.append(ignored(envelope, str(error)))
    if not found:
        raise Unreadable("an empty list")
    return found


def _envelope(envelope: Any, mine: str, read_entry: Callable[[dict[str, Any]], Iterator[Inbound]]) -> list[Inbound]:
    kind = words(envelope, "object")
    if not kind:
        raise Unreadable(
            f"no webhook of Meta: `object` and `entry` are missing (found: {names(envelope)}); perhaps the answer of an"
            " API call"
        )
    if kind != mine:
        other = f"of {OBJECTS[kind]}" if kind in OBJECTS else "about something else"
        return [ignored(envelope, f"a delivery {other} (object `{kind[:40]}`), not of {OBJECTS[mine]}")]
    if "entry" not in envelope:
        raise Unreadable("a webhook of Meta without `entry`")
    found: list[Inbound] = []
    for entry in several(envelope, "entry"):
        if isinstance(entry, dict):
            found.extend(read_entry(entry))
        else:
            found.append(ignored(entry, "an entry that is no object"))
        if len(found) > MOST_PIECES:
            raise Unreadable(f"more than {MOST_PIECES} pieces")
    return found or [ignored(envelope, "a delivery with nothing in it")]


def changes_of(entry: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Field and value of each change; v2.0 and the dashboard put them into the entry itself."""
    for change in several(entry, "changes"):
        yield words(change, "field"), value(change, "value")
    if "changes" not in entry and isinstance(entry.get("field"), str):
        yield entry["field"], entry.get("value")


def read_page(
    entry: dict[str, Any], read_change: Callable[[str, Any, dict[str, Any], str], Iterator[Inbound]]
) -> Iterator[Inbound]:
    """An entry of a page or account: its conversations, and its changes by `read_change` (field, content, entry, own
    id)."""
    own = ident(entry, "id")
    for event in several(entry, "messaging"):
        yield from read_messaging(event, own)
    for event in several(entry, "standby"):
        yield from read_messaging(event, own, is_standby=True)
    for field, content in changes_of(entry):
        if isinstance(content, dict):
            yield from read_change(field, content, entry, own)
        else:
            yield ignored([field, content], f"a change of `{field[:40]}` without content")
    yield from unread_keys(entry, ("messaging", "standby", "changes", "field"))


def read_told(content: dict[str, Any], own: str) -> Iterator[Inbound]:
    """A private message that was told as a change; the app dashboard's tests look so too."""
    if own == DASHBOARD:
        yield ignored(content, "a test of the app dashboard (entry 0)", text=words(content, "message", "text"))
    else:
        yield from read_messaging(content, own)


def unread_keys(entry: dict[str, Any], known: tuple[str, ...]) -> Iterator[Inbound]:
    """An entry in which nothing known stands is said so."""
    if not any(name in entry for name in known):
        yield ignored(entry, f"an entry with nothing known in it: {names(entry)}")


STATUSES = ("delivered", "read")


# --- errors ----------------------------------------------------------------------------------------------------------

WINDOW_SUBCODES = frozenset({2018278, 2018065, 2534022})
WINDOW = 131047
LATER = {
    1: 0,
    2: 0,
    4: 600,
    17: 600,
    32: 600,
    341: 600,
    613: 300,
    1200: 0,
    80006: 600,
    80007: 600,
    130429: 30,
    131000: 0,
    131016: 60,
    131048: 3600,
    131049: 21_600,
    131056: 60,
    131057: 600,
    133004: 60,
    130472: 21_600,
}
# we send too much; mostly said with a plain 400
LIMITS = frozenset({4, 17, 32, 341, 613, 80006, 80007, 130429, 131048, 131056})
THIS_PERSON = {
    551: "the person cannot be written to now",
    10900: "this comment was answered before",
    131021: "the receiver is the sender",
    131026: "the receiver cannot get this message",
    131050: "the person wants no messages",
    131051: "a kind of message that is not supported",
    2018001: "no such person",
    2018108: "the person takes no messages",
    1545041: "the person cannot be written to now",
}
ACCOUNT = {
    0: "the token was refused",
    3: "a permission is missing",
    10: "a permission is missing",
    33: "the number was deleted",
    102: "the token was refused",
    190: "the token has expired",
    230: "the permission pages_messaging is missing",
    368: "the account is blocked for breaking the platform's rules",
    131005: "a permission is missing",
    131030: "the receiver is not on the test list",
    131031: "the account is locked",
    131037: "no display name",
    131042: "payment is not settled",
    131045: "the number is not registered",
    133010: "the number is not registered",
}
PERMISSIONS, TEMPLATES = range(200, 300), range(132000, 132100)


class WindowClosed(NeedsOperator):
    """The person wrote too long ago for free words."""


def send_error(said: ApiAnswer) -> SendError:
    """What an answer that is no success means, by its code.

    Never the platform's own words: they may hold an address."""
    error = record(said.content, "error")
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    text = f"the platform answered {said.status}, code {code}" + (f"/{subcode}" if subcode > 0 else "")
    if code == WINDOW or subcode in WINDOW_SUBCODES:
        return WindowClosed(f"{text}: too long since the person wrote")
    if subcode in THIS_PERSON or code in THIS_PERSON:
        return Permanent(f"{text}: {THIS_PERSON.get(subcode) or THIS_PERSON[code]}")
    if code in LATER or said.status == TOO_MANY or said.status >= SERVER_ERROR:
        return Retry(
            text, after=max(said.after, LATER.get(code, 0)), is_limit=code in LIMITS or said.status == TOO_MANY
        )
    why = ACCOUNT.get(code) or (
        "a permission is missing" if code in PERMISSIONS else "the template does not fit" if code in TEMPLATES else ""
    )
    if why or said.status in {UNAUTHORIZED, FORBIDDEN, NOT_FOUND}:
        return NeedsOperator(f"{text}: {why or 'refused'}")
    return Permanent(text)


def _number(found: Any) -> int:
    """-1 where it is none."""
    return (
        int(found)
        if isinstance(found, int) or (isinstance(found, str) and found.isdecimal() and len(found) < 10)  # noqa: PLR2004
        else -1
    )
