"""Questions about messages that other rooms have."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from lapor.channels.news.channel import NEWSROOM_EMAIL
from lapor.gateway.models import TO_REPORTERS, ChannelAccount, InboundMessage, MessageAudience, OutboundMessage


def to_reporters() -> QuerySet[OutboundMessage]:
    """What is written to people about their reports; what officers, newsrooms and followers are sent is not theirs to
    read."""
    return OutboundMessage.objects.filter(audience__in=TO_REPORTERS)


def to_press() -> QuerySet[OutboundMessage]:
    """What is written to newsrooms."""
    return OutboundMessage.objects.filter(audience=MessageAudience.NEWSROOM)


def sms_accounts(roots: Iterable[UUID]) -> dict[UUID, ChannelAccount]:
    """By city, the account that telephones are written to which nobody wrote from: the first by name."""
    rows = ChannelAccount.objects.filter(root__in=list(roots), channel="sms", is_active=True, is_local=False).order_by(
        "-name"
    )
    return {row.root_id: row for row in rows}


def newsrooms_of(report_ids: Iterable[UUID]) -> list[InboundMessage]:
    """The stories that became these reports, or part of them, whose outlet can be written to; with their accounts."""
    rows = InboundMessage.objects.filter(report_id__in=list(report_ids), channel="news", kind="mention").exclude(
        body=b""
    )
    found = rows.select_related("account").order_by("received_at", "id")
    return [row for row in found if NEWSROOM_EMAIL.among(row.account.settings)]
