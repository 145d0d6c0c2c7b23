"""Email: out by SMTP (RFC 5321), or into a folder of .eml files where no server is set (demo, first steps); in as raw
mails, by IMAP or a pipe."""

import os
import smtplib
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from threading import Event
from urllib.parse import unquote, urlsplit

from lapor.channels.base import (
    Account,
    Capabilities,
    ChannelDefaults,
    Inbound,
    NeedsOperator,
    NoSuchAddress,
    Outbound,
    Permanent,
    Received,
    Rejected,
    Retry,
    Sender,
    Setting,
)
from lapor.channels.email import settings as email_settings
from lapor.channels.email.automatic import OWN_HEADER
from lapor.channels.email.reading import read_mail

_TIMEOUT = 20  # seconds, for each step of the conversation
_PERMANENT = range(500, 600)
_NO_SUCH = frozenset({550, 551, 553})  # RFC 5321, 4.2.3: mailbox unavailable, user not local, mailbox name not allowed


def build_mail(message: Outbound) -> EmailMessage:
    """A plain-text mail; `Auto-Submitted` (RFC 3834) keeps answering machines from answering."""
    mail = EmailMessage()
    mail["From"] = message.sender
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{message.id}@{message.sender.rpartition('@')[2].rstrip('>') or 'localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail[OWN_HEADER] = message.id
    for name, value in message.headers.items():
        mail[name] = value
    mail.set_content(message.text)
    return mail


class EmailChannel(ChannelDefaults):
    """A mailbox.

    Mails come by IMAP (`lapor listen`) or as files (a pipe of the mail server, `lapor ingest email`), never through the
    web's door."""

    name = "email"
    settings: tuple[Setting, ...] = email_settings.ALL
    capabilities = Capabilities(
        longest_text=100_000, has_subject=True, files_at_once=True, largest_body=40 * 1024 * 1024, has_door=False
    )

    def authenticate(self, account: Account, call: Received) -> None:
        raise Rejected("mails do not come through this door")

    def parse(self, account: Account, call: Received) -> list[Inbound]:
        """One mail a delivery. Raises Unreadable."""
        return [read_mail(call.body, trusted=email_settings.TRUSTED_AUTHSERV.of(account))]

    def wants_listen(self, account: Account) -> bool:
        return bool(email_settings.IMAP_HOST.of(account))

    def listen(self, account: Account, take: Callable[[Received], None], stop: Event) -> None:
        from lapor.channels.email import mailbox  # noqa: PLC0415 - 4 MB, of use only to who looks into a mailbox

        mailbox.listen(account, lambda raw: take(Received(raw)), stop)

    def check(self, account: Account) -> str:
        """Raises Retry, NeedsOperator."""
        from lapor.channels.email import mailbox  # noqa: PLC0415 - see listen

        return mailbox.check(account) if self.wants_listen(account) else "no mailbox is set: mails come by the pipe"

    def send(self, account: Account, message: Outbound) -> str:
        """By the account's `smtp_url`, else into its `outbox` folder. Raises Retry, Permanent, NeedsOperator."""
        url, folder = email_settings.SMTP_URL.of(account), email_settings.OUTBOX.of(account)
        sender: Sender = SmtpSender(url) if url else FolderSender(Path(folder))
        return sender.send(message)


class FolderSender:
    """Writes each mail to a file instead of sending it. Sending again writes the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Outbound) -> str:
        """Raises Retry where the folder cannot be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self.folder / f"{message.id}.eml"
            unfinished = path.with_suffix(".part")
            mail = build_mail(message)
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(mail.as_bytes())
            unfinished.replace(path)
        except OSError as error:
            raise Retry(f"outbox folder: {os.strerror(error.errno or 0)}") from error
        return str(mail["Message-ID"])


class SmtpSender:
    """Sends by the server of an URL smtp://user:password@host:587 (STARTTLS where offered) or smtps://host:465."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)

    def send(self, message: Outbound) -> str:
        """Raises Retry, Permanent (the address is refused for good) or NeedsOperator (log-in refused)."""
        mail = build_mail(message)
        try:
            with self._connect() as server:
                server.send_message(mail, from_addr=message.bounces_to or None)
        except smtplib.SMTPAuthenticationError as error:
            raise NeedsOperator(f"the mail server refuses the log-in ({error.smtp_code})") from error
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            kind = (
                NoSuchAddress
                if all(code in _NO_SUCH for code in codes)
                else Permanent
                if all(code in _PERMANENT for code in codes)
                else Retry
            )
            raise kind(f"the mail server refuses the address ({codes[0]})") from error
        except smtplib.SMTPResponseException as error:
            kind = Permanent if error.smtp_code in _PERMANENT else Retry
            raise kind(f"the mail server answered {error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Retry(f"no conversation with the mail server: {type(error).__name__}") from error
        return str(mail["Message-ID"])

    def _connect(self) -> smtplib.SMTP:
        host = self.parts.hostname or "localhost"
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if self.parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, self.parts.port or 465, timeout=_TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(host, self.parts.port or 25, timeout=_TIMEOUT)
        try:
            self._greet(server, context)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server

    def _greet(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo()
        if self.parts.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=context)
        if self.parts.username:
            server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
