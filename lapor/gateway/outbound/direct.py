"""A mail past the queue: for who must hear that the queue itself stands still (ops.calls)."""

from uuid import uuid4

from django.conf import settings

from lapor.channels.base import Account, NeedsOperator, Outbound, Permanent, Retry
from lapor.gateway.accounts.accounts import SENDERS
from lapor.gateway.reply_addresses import mailbox


class MailRefused(RuntimeError):
    """It did not leave; the message says why."""


def send_mail_now(to: str, subject: str, text: str) -> None:
    """One try. Raises MailRefused."""
    account = Account(
        "settings", settings={"outbox": str(settings.OUTBOX_DIR)}, secrets={"smtp_url": settings.SMTP_URL}
    )
    mail = Outbound(id=str(uuid4()), to=to, subject=subject, text=text, sender=mailbox())
    try:
        SENDERS["email"].send(account, mail)
    except (Retry, Permanent, NeedsOperator) as error:
        raise MailRefused(str(error)) from error
