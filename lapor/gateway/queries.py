"""Questions about messages that other rooms have."""

from django.db.models import QuerySet

from lapor.gateway.models import TO_NEWSROOMS, TO_OFFICERS, OutboundMessage


def to_reporters() -> QuerySet[OutboundMessage]:
    """What is written to people about their reports; what officers and newsrooms are sent is not theirs to read."""
    return OutboundMessage.objects.exclude(dedupe_key__startswith=TO_OFFICERS).exclude(dedupe_key__startswith=TO_NEWSROOMS)


def to_newsrooms() -> QuerySet[OutboundMessage]:
    return OutboundMessage.objects.filter(dedupe_key__startswith=TO_NEWSROOMS)
