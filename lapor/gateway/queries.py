"""Questions about messages that other rooms have."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from lapor.gateway.models import TO_OFFICERS, TO_PRESS, InboundMessage, OutboundMessage


def to_reporters() -> QuerySet[OutboundMessage]:
    """What is written to people about their reports; what officers and newsrooms are sent is not theirs to read."""
    return OutboundMessage.objects.exclude(dedupe_key__startswith=TO_OFFICERS).exclude(dedupe_key__startswith=TO_PRESS)


def to_press() -> QuerySet[OutboundMessage]:
    """What is written to newsrooms."""
    return OutboundMessage.objects.filter(dedupe_key__startswith=TO_PRESS)


def newsrooms_of(report_ids: Iterable[UUID]) -> list[InboundMessage]:
    """The stories that became these reports, or part of them, whose outlet can be written to; with their accounts."""
    rows = InboundMessage.objects.filter(report_id__in=list(report_ids), channel="news", kind="mention").exclude(body=b"")
    found = rows.select_related("account").order_by("received_at", "id")
    return [row for row in found if row.account.settings.get("newsroom_email")]
