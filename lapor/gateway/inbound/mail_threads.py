"""Mails that belong together: found by the Message-ID that they answer, or the same mail by another server.

Called by intake.mail.settled_mails.

Kept is a keyed hash of the Message-ID: whoever reads the table finds no mail of anybody's by it.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from lapor.channels.base import Inbound
from lapor.core import clock
from lapor.core.ids import keyed_hash
from lapor.core.text import likeness
from lapor.gateway.messages import opened_message
from lapor.gateway.models import InboundMessage, MessageAudience, OutboundMessage

NEARLY_SAME = 0.8  # of the words; footers, ticket numbers and times differ
LATELY = timedelta(minutes=60)
_LOOKED_AT = 5


def mail_key(message_id: str) -> bytes:
    """b"" for none."""
    bare = message_id.strip().strip("<>").lower()
    return keyed_hash(settings.LOOKUP_KEY, "mail", bare) if bare else b""


def _ids(hints: Iterable[str]) -> list[str]:
    return [hint for hint in hints if hint.startswith("<")]


def earlier_of_thread(row: InboundMessage, inbound: Inbound) -> InboundMessage | None:
    """The newest mail of the city's that this one answers and that is about a report."""
    keys = [mail_key(hint) for hint in _ids(inbound.answers)]
    rows = InboundMessage.objects.filter(
        mail_id__in=keys, account__root_id=row.account.root_id, report_id__isnull=False
    )
    return rows.exclude(pk=row.pk).order_by("-received_at").first() if keys else None


def officers_mail_answered(inbound: Inbound) -> OutboundMessage | None:
    """The mail to an officer that this one answers."""
    ids = [hint.strip("<>") for hint in _ids(inbound.answers)]
    rows = OutboundMessage.objects.filter(
        provider_id__in=ids, channel="email", audience=MessageAudience.OFFICER
    ).exclude(provider_id="")
    return rows.order_by("-created_at").first() if ids else None


def same_mail(row: InboundMessage, inbound: Inbound) -> InboundMessage | None:
    """The mail of the same Message-ID and writer that came before with nearly the same words: by another server, with a
    footer or a subject of its own. Other words under a Message-ID that somebody took from another mail are another
    mail."""
    if not row.mail_id:
        return None
    rows = InboundMessage.objects.filter(
        mail_id=row.mail_id, account__root_id=row.account.root_id, received_at__lte=row.received_at
    )
    for other in (
        rows.exclude(body=b"")
        .exclude(pk=row.pk)
        .exclude(state=InboundMessage.State.WAITING)
        .order_by("received_at")[:_LOOKED_AT]
    ):
        before = opened_message(bytes(other.body))
        if before.sender.lower() == inbound.sender.lower() and likeness(_said(before), _said(inbound)) >= NEARLY_SAME:
            return other
    return None


def said_lately(row: InboundMessage, inbound: Inbound) -> InboundMessage | None:
    """The mail with nearly the same words that came from the same address within the hour and was taken."""
    since = clock.now() - LATELY
    rows = InboundMessage.objects.filter(account_id=row.account_id, lookup=row.lookup, received_at__gt=since).exclude(
        body=b""
    )
    rows = rows.exclude(conversation_id=None).exclude(pk=row.pk)
    for other in rows.order_by("-received_at")[:_LOOKED_AT] if row.lookup else ():
        if likeness(_said(opened_message(bytes(other.body))), _said(inbound)) >= NEARLY_SAME:
            return other
    return None


def was_answered_lately(conversation_id: UUID) -> bool:
    """Whether something of ours went to the conversation within the hour."""
    return OutboundMessage.objects.filter(conversation_id=conversation_id, created_at__gt=clock.now() - LATELY).exists()


def _said(inbound: Inbound) -> str:
    return inbound.text or inbound.subject
