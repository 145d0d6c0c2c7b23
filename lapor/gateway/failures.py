"""Messages that will never arrive: said in the report's chain, so that the officers concerned hear of it (notify.officers)."""

from collections.abc import Iterable

from lapor.gateway.models import TO_OFFICERS, OutboundMessage
from lapor.ledger.actions import append
from lapor.ledger.models import Stream


def tell_failed(messages: Iterable[OutboundMessage]) -> None:
    """Needs a transaction around it. What was meant for officers is told to nobody: the health page counts it."""
    for message in messages:
        if message.report_id is not None and not message.dedupe_key.startswith(TO_OFFICERS):
            append(
                stream_id=message.report_id, kind=Stream.Kind.REPORT, name="message.failed", actor_kind="system",
                data={"message": str(message.pk), "cause": message.cause},
            )  # fmt: skip
