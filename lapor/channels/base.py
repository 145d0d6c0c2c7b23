"""What every channel file offers to the gateway. No Django, no reports: wire formats only.

In: `authenticate` and `handshake` at the door, `parse` later (pure, no input or output). Out: `send`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from threading import Event
from typing import Protocol, runtime_checkable

# --- what comes in ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Received:
    """A call at the webhook door, or a file: the raw bytes as they came. Header names are in small letters."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """One account of a channel as its file sees it: `settings` are open, `secrets` were sealed until now."""

    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """What an account of a channel is set up with, and the only way to read it.

    `is_made`: a secret that we make ourselves, to be given to the platform; shown once. `is_rare`: set by
    `lapor account add --set` only, no field of the account's page."""

    name: str
    is_secret: bool = False
    is_needed: bool = False
    is_made: bool = False
    is_rare: bool = False
    label: str = ""  # of a setting that no other channel has: what the account's page calls it, in English

    def of(self, account: Account) -> str:
        """What the account has; "" where it was never set."""
        return self.among(account.secrets if self.is_secret else account.settings)

    def among(self, values: Mapping[str, str]) -> str:
        """The same from the row of an account, whose open settings are no secret."""
        return str(values.get(self.name, ""))

    def required(self, account: Account) -> str:
        """Raises NeedsOperator where it was never set."""
        value = self.of(account)
        if not value:
            raise NeedsOperator(f"the account has no {'secret' if self.is_secret else 'setting'} `{self.name}`")
        return value


# Those that several channels have.
CANARY_TO = Setting("canary_to")  # our own address on the platform: a word goes there each hour and must come back
API_URL = Setting("api_url", is_rare=True)  # a stand-in for the platform: a simulator, a gateway of one's own
EXPIRES_ON = Setting("token_expires_on")  # of platforms whose tokens end: a day, warned of before
QUIET_HOURS = Setting("quiet_hours")  # "none": messages ring at night too
SECRET = Setting("secret", is_secret=True, is_made=True)  # of the deliveries at our door
TOKEN = Setting("token", is_secret=True, is_needed=True)  # lets us in at the platform


class InboundKind(StrEnum):
    MESSAGE = "message"  # private words to the city: a conversation
    MENTION = "mention"  # public words about the city: a candidate, an officer decides
    EDITED = "edited"  # new words for an earlier message (same external_id)
    DELETED = "deleted"  # the writer took an earlier message back
    STATUS = "status"  # what became of a message of ours
    REACTION = "reaction"  # a sign put on a message (`answers`), `text` is the sign: no message of its own
    # a person sent what the platform hides or we cannot read; `reason` says what, `text` what of it are words
    UNREAD = "unread"
    IGNORED = "ignored"  # nothing for people: an echo, an auto-reply; `reason` says which


@dataclass(frozen=True)
class Media:
    """A file that came along: its bytes where the payload holds them, else a reference that a later task fetches."""

    name: str = ""
    content_type: str = ""
    content: bytes = b""
    reference: str = ""


@dataclass(frozen=True)
class Part:
    """A piece of a message that the platform cut: which one of how many; `reference` is the sender's number for the
    whole."""

    reference: str
    total: int
    number: int


@dataclass(frozen=True)
class Inbound:
    """One message, whatever the platform.

    `sender` is the address to answer to on the channel; `answers` names the message (its provider id) or the token of a
    reply address that this one replies to. Times are aware, as the platform says them."""

    kind: InboundKind = InboundKind.MESSAGE
    external_id: str = ""
    sender: str = ""
    sender_name: str = ""
    text: str = ""
    quoted: str = ""  # what the writer's program added of earlier messages: kept, folded away
    subject: str = ""
    sent_at: datetime | None = None
    answers: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    album: str = ""  # the platform's id of several messages sent as one: they are answered once
    place: tuple[float, float] | None = None  # latitude, longitude
    url: str = ""  # of a public post
    # Of STATUS: sent, delivered, read, failed; gone: failed, there is no such address; closed: refused, the person
    # wrote too long ago for free words.
    status: str = ""
    reason: str = ""  # of IGNORED, UNREAD, and of STATUS failed
    part: Part | None = None  # the words are those of one piece; the gateway's readers put them together
    forwarded: tuple[
        tuple[str, str], ...
    ] = ()  # of a mail that was passed on: (name, address) of its writers, the last one first
    sender_check: str = ""  # of a mail: what the trusted mail server says of its From: pass, fail, "" = nothing
    # of a mail: nobody reads what is sent to `sender`, or a whole group does: no number and no code goes there
    is_nobody: bool = False
    is_person: bool = False  # an officer looked at it: a person wrote it, whatever its headers say
    flaws: tuple[str, ...] = ()  # what was broken and how it was read all the same


class Rejected(Exception):
    """The call is not from the platform: signature or secret is wrong. Nothing is stored but a counter."""


class Unreadable(ValueError):
    """The raw bytes are nothing this channel knows. The delivery is quarantined with this text."""


# --- what goes out ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outbound:
    """A message to send. `id` is ours and stays the same over all tries."""

    id: str
    to: str
    subject: str
    text: str
    sender: str
    headers: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[
        str, ...
    ] = ()  # answers that a person can tap; where the platform has no buttons, the text alone says them
    asks_place: bool = False  # platforms that can show a button which sends where the person is
    last_heard_at: datetime | None = None  # when the person last wrote: platforms with a window ask for it
    public_post: str = (
        ""  # the platform's id of the public post or comment that this answers; see Capabilities.answers_posts
    )
    bounces_to: str = ""  # of a mail: where a server writes that could not deliver it


class SendError(Exception):
    """A try to send failed; the subclass says what to do. The message never holds an address."""


class Retry(SendError):
    """May work later; `after`: the seconds that the provider asked to wait, 0 = it did not say; `is_limit`: it says
    that we send too much."""

    def __init__(self, text: str, after: int = 0, *, is_limit: bool = False) -> None:
        super().__init__(text)
        self.after, self.is_limit = after, is_limit


class Permanent(SendError):
    """Will never work for this address."""


class NoSuchAddress(Permanent):
    """Nobody is there: nothing is sent to it any more until somebody writes from it."""


class NeedsOperator(SendError):
    """Works for nobody until somebody mends the account."""


class Sender(Protocol):
    """Sends one message and gives back the provider's id for it."""

    def send(self, message: Outbound) -> str: ...


# --- a channel -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Capabilities:
    """What the gateway and the words have to heed."""

    longest_text: int = 4000  # characters of one message
    has_subject: bool = False
    files_at_once: bool = (
        False  # a first message is a whole report (a letter, a mail): nothing is asked before it is filed
    )
    largest_body: int = 1024 * 1024  # bytes of one delivery at the door
    window_hours: int = 0  # free words only so long after the person wrote; 0 = always
    # how an answer to a public post goes: "private" or "public" (then no word of a person's in it); "" = not at all
    answers_posts: str = ""
    choices: int = 0  # buttons that one message may have
    media_hosts: tuple[str, ...] = ()  # files are fetched from these and the names below them only
    longest_link: int = 0  # characters; longer ones are left out, since each costs money; 0 = any
    copies_within: int = (
        0  # seconds: for platforms that give no ids, the same words later are another message; 0 = never
    )
    has_door: bool = True  # the platform calls us; else its messages are asked for, or piped in
    takes_get: bool = False  # deliveries may come as the query of a GET
    tells_again: bool = (
        False  # the same messages come with each delivery, as they are now: other words are a change of them
    )
    senders_are_phones: bool = False  # who writes is known by a telephone number
    files_when_wanted: bool = False  # what messages refer to is fetched for those only that a reader asks it for


class ChannelAdapter(Protocol):
    """One platform. Everything is given in; nothing is kept between calls."""

    name: str
    label: str  # as people know it; empty where reports.vocabulary names the channel, whose words are translated
    settings: tuple[Setting, ...]
    capabilities: Capabilities

    def authenticate(self, account: Account, call: Received) -> None:
        """Raises Rejected unless signature or secret fit the raw bytes; compared in constant time."""

    def handshake(self, account: Account, call: Received) -> bytes | None:
        """The answer to the platform's question whether the door is ours (GET); None where it asks none.

        Raises Rejected."""

    def parse(self, account: Account, call: Received) -> list[Inbound]:
        """The messages in a delivery, in order. Raises Unreadable. Never anything else for any bytes whatsoever."""

    def send(self, account: Account, message: Outbound) -> str:
        """Raises Retry, Permanent or NeedsOperator."""

    def fetch_media(self, account: Account, media: Media) -> bytes:
        """The bytes of a file that a message referred to. Raises Retry, Permanent or NeedsOperator."""


class ChannelDefaults:
    """For a channel whose platform asks nothing, and whose files come within the delivery."""

    label = ""
    settings: tuple[Setting, ...] = ()

    def handshake(self, account: Account, call: Received) -> bytes | None:
        return None

    def fetch_media(self, account: Account, media: Media) -> bytes:
        raise Permanent("this channel has no files to fetch")


@runtime_checkable
class HasHealthCheck(Protocol):
    """A channel that can ask its platform whether the account lives."""

    def check(self, account: Account) -> str:
        """What the platform says of the account, in a few words for the operator.

        Raises Retry, Permanent, NeedsOperator."""


@runtime_checkable
class Listened(Protocol):
    """A channel with a line that is kept open (`lapor listen`)."""

    def wants_listen(self, account: Account) -> bool:
        """Whether the account's settings say that it has such a line."""

    def listen(self, account: Account, take: Callable[[Received], None], stop: Event) -> None:
        """Gives everything that comes to `take` and acknowledges it to the platform when that returns.

        Until `stop`, which is looked at each second. Raises Retry, NeedsOperator."""


@runtime_checkable
class Polled(Protocol):
    """A channel whose platform can be asked instead of calling us (`lapor listen`)."""

    def wants_poll(self, account: Account) -> bool:
        """Whether the account's settings say that it is to be asked."""

    def poll(self, account: Account, since: str) -> tuple[list[Received], str]:
        """What came since the cursor ("" = from now, or all that the platform still has), each as if it had been
        delivered, and the new cursor. May hold the line for some 25 seconds until something comes. Raises Retry,
        Permanent, NeedsOperator."""


@runtime_checkable
class Paced(Protocol):
    """A polled channel that says itself how often its platform is asked."""

    def pause_after(self, account: Account, cursor: str) -> float:
        """Seconds from one question to the next, after one that gave this cursor."""
