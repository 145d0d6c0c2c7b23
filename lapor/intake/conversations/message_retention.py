"""What a person wrote on channels: given out to them, forgotten with them, kept no longer than the retention table
says."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lapor.gateway.messages import opened_message
from lapor.gateway.models import Delivery, InboundFile, InboundMessage
from lapor.intake.models import Conversation, NewsItem
from lapor.reporters.models import Reporter

BATCH = 1000
OPEN = ("waiting", "quarantine", "candidate")  # still to be read by a person or a program


def messages_of(reporter: Reporter | None, report_ids: Iterable[UUID]) -> QuerySet[InboundMessage]:
    """By their conversations and by their reports; None: by the reports alone."""
    conversations = Conversation.objects.filter(reporter=reporter).exclude(reporter=None).values("pk")
    return InboundMessage.objects.filter(
        Q(conversation_id__in=conversations) | Q(report_id__in=list(report_ids))
    ).order_by("received_at", "id")


def written_by(reporter: Reporter | None, report_ids: Iterable[UUID]) -> list[dict[str, str]]:
    """Their messages in words, as they were received."""
    found = []
    for row in messages_of(reporter, report_ids).exclude(body=b""):
        inbound = opened_message(bytes(row.body))
        found.append(
            {
                "at": row.received_at.isoformat(),
                "channel": row.channel,
                "subject": inbound.subject,
                "text": inbound.text,
            }
        )
    return found


def forget_messages(reporter: Reporter, report_ids: Iterable[UUID], *, keeps: Collection[UUID] = ()) -> None:
    """Words and sender of every message, the raw deliveries that they came in, the conversation with its draft; but
    what belongs to the reports that it keeps.

    Needs a transaction."""
    found = messages_of(reporter, report_ids).exclude(report_id__in=keeps)
    rows = list(found.values_list("pk", "delivery_at", "delivery_id"))
    ids = [message_id for message_id, _at, _delivery in rows]
    _empty([(at, delivery_id) for _id, at, delivery_id in rows])
    InboundMessage.objects.filter(pk__in=ids).update(body=b"", lookup=b"", mail_id=b"")
    InboundFile.objects.filter(message_id__in=ids).delete()
    Conversation.objects.filter(reporter=reporter).delete()


def forget_old_deliveries(before: datetime) -> int:
    """Raw bytes of what was read long ago; that it came, when and how large it was stays."""
    old = Delivery.objects.filter(received_at__lt=before, state=Delivery.State.READ).exclude(raw=b"")
    return _empty(list(old.values_list("received_at", "id")[:BATCH]))


def _empty(deliveries: list[tuple[datetime, UUID]]) -> int:
    """Of those that were read, in one statement; the times tell in which partitions to look."""
    times, ids = {at for at, _id in deliveries}, {delivery_id for _at, delivery_id in deliveries}
    return Delivery.objects.filter(received_at__in=times, id__in=ids, state=Delivery.State.READ).update(raw=b"")


def forget_old_messages(before: datetime) -> int:
    """Words and sender of messages taken long ago: what matters of them stands in their reports."""
    old = (
        InboundMessage.objects.filter(done_at__lt=before)
        .exclude(body=b"")
        .exclude(state__in=OPEN)
        .values_list("pk", flat=True)[:BATCH]
    )
    ids = list(old)
    NewsItem.objects.filter(message__in=ids).update(before=b"")
    return InboundMessage.objects.filter(pk__in=ids).update(body=b"", lookup=b"")


def forget_old_conversations(before: datetime) -> int:
    """Senders of whom nothing was heard for long and who have no report any more."""
    old = Conversation.objects.filter(last_at__lt=before, draft_at=None, report=None).values_list("pk", flat=True)[
        :BATCH
    ]
    return Conversation.objects.filter(pk__in=list(old)).delete()[0]
