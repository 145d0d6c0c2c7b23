"""Queue a message, and send one that is queued. Called by notify (queue) and by the job in tasks.py (send)."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from lapor.channels.base import NeedsOperator, Outbound, Permanent, Retry, Sender
from lapor.channels.email import FolderSender, SmtpSender
from lapor.core import clock
from lapor.gateway.models import DeliveryAttempt, OutboundMessage
from lapor.reporters import vault

MAX_ATTEMPTS = 8


def queue_messages(messages: list[OutboundMessage]) -> list[UUID]:
    """Store messages not stored before (by dedupe_key); gives the ids of the new ones, in the caller's transaction."""
    OutboundMessage.objects.bulk_create(messages, ignore_conflicts=True)
    ids = [message.pk for message in messages]
    return list(OutboundMessage.objects.filter(pk__in=ids).values_list("pk", flat=True))


def _sender() -> Sender:
    return SmtpSender(settings.SMTP_URL) if settings.SMTP_URL else FolderSender(settings.OUTBOX_DIR)


def _sender_address() -> str:
    host = settings.BASE_URL.split("://")[-1].split(":")[0].split("/")[0]
    return settings.MAIL_FROM or f"lapor@{host if '.' in host and not host[0].isdigit() else 'lapor.example'}"


def send_message(message_id: UUID) -> int:
    """Try once to send a waiting message; every try leaves a DeliveryAttempt. Gives the seconds to wait before the next try,
    0 when there is nothing more to do. Safe to repeat: a message that is not waiting is left alone."""
    with transaction.atomic():
        message = OutboundMessage.objects.select_for_update(skip_locked=True).filter(pk=message_id, status="waiting").first()
        if message is None:
            return 0
        outcome, answer = _try(message)
        now = clock.now()
        message.attempts += 1
        if outcome == "sent":
            message.status, message.done_at = OutboundMessage.Status.SENT, now
        elif outcome == "permanent" or message.attempts >= MAX_ATTEMPTS:
            message.status, message.done_at = OutboundMessage.Status.FAILED, now
        message.save(update_fields=["attempts", "status", "done_at"])
        DeliveryAttempt.objects.create(message=message, at=now, outcome=outcome, answer=answer[:300])
    return _wait(message.attempts) if message.status == OutboundMessage.Status.WAITING else 0


def _try(message: OutboundMessage) -> tuple[str, str]:
    outbound = Outbound(
        id=str(message.pk),
        to=vault.open_sealed(bytes(message.address)),
        subject=message.subject,
        text=message.text,
        sender=_sender_address(),
    )
    try:
        return "sent", _sender().send(outbound)
    except Retry as error:
        return "retry", str(error)
    except NeedsOperator as error:
        return "needs_operator", str(error)
    except Permanent as error:
        return "permanent", str(error)


def _wait(attempts: int) -> int:
    """30 s, 1 min, 2 min … at most an hour."""
    return int(min(3600, 30 * 2 ** (attempts - 1)))
