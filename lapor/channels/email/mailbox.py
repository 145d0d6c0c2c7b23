"""A mailbox that is listened to by IMAP (RFC 3501, IDLE RFC 2177). Called by channels/email/channel.py.

A mail that was taken is moved into a folder of its own: the inbox holds what is not stored yet, and who looks into it
reads nothing away. Only `imap-tools` knows the commands.
"""

import contextlib
import imaplib
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import (
    ImapToolsError,
    MailboxFolderCreateError,
    MailboxFolderSelectError,
    MailboxLoginError,
    MailboxMoveError,
    MailboxTaggedResponseError,
)

from lapor.channels.base import Account, NeedsOperator, Retry
from lapor.channels.email import settings as email_settings
from lapor.channels.email.structure import LONGEST_MAIL

TAKEN = "Lapor"
INBOX = "INBOX"
TIMEOUT = 30.0  # seconds for an answer
LOOK_AGAIN = (
    60.0  # seconds after which the folder is looked at, whatever the server told; far less than the half hour of IDLE
)
AT_LEAST = 0.5  # seconds that an empty answer takes on a line that lives
AT_ONCE = 200  # mails of one look
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_FAULTS = (imaplib.IMAP4.error, ImapToolsError, OSError, ValueError)


def listen(account: Account, take: Callable[[bytes], None], stop: threading.Event) -> None:
    """Gives each mail to `take` and moves it away when that returns. Until `stop`; raises Retry, NeedsOperator."""
    with _opened(account) as box:
        folder = email_settings.IMAP_DONE.of(account) or TAKEN
        if folder.casefold() == (email_settings.IMAP_FOLDER.of(account) or INBOX).casefold():
            raise NeedsOperator("imap_done names the folder that is listened to: stored mails need another one")
        _make_folder(box, folder)
        while not stop.is_set():
            _was_told(box)
            if not _take_all(box, folder, take, stop) and not _was_told(box):
                _wait(box, stop)


def check(account: Account) -> str:
    """What the server says of the mailbox. Raises Retry, NeedsOperator."""
    with _opened(account) as box, _said_as_ours():
        status = box.folder.status(email_settings.IMAP_FOLDER.of(account) or INBOX, ["MESSAGES"])
        kind = "IDLE" if "IDLE" in box.client.capabilities else "asked each minute, no IDLE"
        return f"IMAP: logged in, {status['MESSAGES']} mails wait ({kind})"


@contextlib.contextmanager
def _said_as_ours() -> Iterator[None]:
    """What the library and the line raise, as what to do about it. No address or word of a mail stands in it."""
    try:
        yield
    except MailboxLoginError as error:
        raise NeedsOperator("the mail server refuses the log-in") from error
    except MailboxFolderSelectError as error:
        raise NeedsOperator("the mail server has no such folder") from error
    except (MailboxMoveError, MailboxFolderCreateError) as error:
        raise NeedsOperator(
            "the mail server does not let us move mails into our folder: rights, or no room?"
        ) from error
    except ssl.SSLError as error:
        raise Retry(f"no safe line to the mail server: {error.reason or 'TLS'}") from error
    except _FAULTS as error:
        raise Retry(f"no conversation with the mail server: {type(error).__name__}") from error


@contextlib.contextmanager
def _opened(account: Account) -> Iterator[BaseMailBox]:
    box: BaseMailBox | None = None
    try:
        with _said_as_ours():
            box = _connected(account)
            box.login(
                email_settings.IMAP_USER.of(account),
                email_settings.IMAP_PASSWORD.of(account),
                email_settings.IMAP_FOLDER.of(account) or INBOX,
            )
            _kind, told = box.client.capability()  # after the log-in there are more than before
            box.client.capabilities = tuple(told[-1].decode("ascii", "replace").upper().split())
        yield box
    finally:
        if box is not None:
            with contextlib.suppress(*_FAULTS):
                box.client.shutdown()


def _connected(account: Account) -> BaseMailBox:
    host, kind = email_settings.IMAP_HOST.required(account), email_settings.IMAP_TLS.of(account) or "yes"
    port = email_settings.IMAP_PORT.of(account) or ("993" if kind == "yes" else "143")
    if not port.isdecimal():
        raise NeedsOperator("the account's imap_port is no number")
    context = ssl.create_default_context()
    if kind == "yes":
        return MailBox(host, int(port), timeout=TIMEOUT, ssl_context=context)
    if kind == "starttls":
        return MailBoxStartTls(host, int(port), timeout=TIMEOUT, ssl_context=context)
    if kind != "no" or host not in _LOCAL:
        raise NeedsOperator("imap_tls is yes or starttls; no only for a server on this machine")
    return MailBoxUnencrypted(host, int(port), timeout=TIMEOUT)


def _make_folder(box: BaseMailBox, folder: str) -> None:
    with _said_as_ours():
        if not box.folder.exists(folder):
            box.folder.create(folder)


def _take_all(box: BaseMailBox, folder: str, take: Callable[[bytes], None], stop: threading.Event) -> bool:
    """Whether there were any.

    In the order they came. One that cannot be fetched does not hold up the others; it is said after them."""
    refused = 0
    with _said_as_ours():
        uids = box.uids("ALL", charset=None)[:AT_ONCE]
    for uid in uids:
        if stop.is_set():
            break
        with _said_as_ours():
            raw = _fetched(box, uid)
        if raw is None:
            refused += 1
            continue
        take(raw)
        with _said_as_ours():
            box.move(uid, folder)
    if refused:
        raise Retry(f"the mail server does not give out {refused} mails of the inbox")
    return bool(uids)


def _was_told(box: BaseMailBox) -> bool:
    """Whether the server told of new mails within its last answers: then the search was too early, and IDLE will not
    tell again."""
    _name, told = box.client.response("EXISTS")
    return bool(told and told[-1])


def _fetched(box: BaseMailBox, uid: str) -> bytes | None:
    """The raw mail up to its bound, without marking it as read."""
    kind, parts = box.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LONGEST_MAIL}>)")
    found = [part[1] for part in parts or [] if isinstance(part, tuple) and re.search(rb"BODY\[\]", part[0])]
    return found[0] if kind == "OK" and found else None


def _wait(box: BaseMailBox, stop: threading.Event) -> None:
    """Until the server tells of something, or it is time to look; `stop` is looked at each second."""
    if "IDLE" not in box.client.capabilities:
        stop.wait(LOOK_AGAIN)
        return
    until = time.monotonic() + LOOK_AGAIN
    with _said_as_ours():
        told_already = _begins_to_idle(box)
        while not told_already and not stop.is_set() and (began := time.monotonic()) < until:
            told = box.idle.poll(timeout=1.0)
            if any(b"EXISTS" in line or b"RECENT" in line for line in told):
                break
            # at the end of a broken line there is always nothing to read: DONE will tell
            if not told and time.monotonic() - began < AT_LEAST:
                break
        box.idle.stop()  # type: ignore[no-untyped-call]


def _begins_to_idle(box: BaseMailBox) -> bool:
    """Whether the server told of something before or together with its yes to IDLE.

    Such lines lie in the buffer of the line already, where waiting on the socket does not see them; they would be read
    a minute later.
    """
    try:
        box.idle.start()  # type: ignore[no-untyped-call]
    except MailboxTaggedResponseError:  # a line about the folder stood where the library awaits the yes
        return True
    line = box.client.socket()
    before = line.gettimeout()
    line.settimeout(0)
    try:
        return bool(box.client.readline())
    except OSError:  # nothing more to read yet (an SSL line says it so)
        return False
    finally:
        line.settimeout(before)
