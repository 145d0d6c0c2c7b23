"""Outgoing messages as tests make and read them."""

from lapor.agencies.queries import jurisdiction
from lapor.core import clock
from lapor.gateway.models import MessageAudience, OutboundMessage
from lapor.gateway.outbound.sealed_words import sealed_words


def queued_message(text="Halo", *, subject="", **fields):
    account = fields.get("account")
    root_id = account.root_id if account else jurisdiction().pk
    values = {
        "root_id": root_id,
        "audience": MessageAudience.REPORTER,
        "created_at": clock.now(),
        "words": sealed_words(text, subject=subject),
    }
    return OutboundMessage.objects.create(**{**values, **fields})


def texts(rows):
    return [row.said.text for row in rows]
