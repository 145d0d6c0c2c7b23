"""Messages given up (retries.py): said in the report's chain, so that the officers concerned hear of it
(notify.officers)."""

from collections.abc import Iterable

from lapor.gateway.models import TO_REPORTERS, OutboundMessage
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream


def record_delivery_failures(messages: Iterable[OutboundMessage]) -> None:
    """Needs a transaction around it.

    What was meant for officers or newsrooms is told to nobody: the health page counts it."""
    for message in messages:
        if message.report_id is not None and message.audience in TO_REPORTERS:
            append(
                stream_id=message.report_id,
                kind=Stream.Kind.REPORT,
                name=EventName.MESSAGE_FAILED,
                actor_kind="system",
                data={"message": str(message.pk), "cause": message.cause},
            )
