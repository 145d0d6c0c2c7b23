"""What a platform tells of a message of ours after it took it: delivered, read, failed. Called by reading.py."""

from django.db.models import Q

from lapor.core import clock
from lapor.gateway.channels import CHANNELS
from lapor.gateway.messages import Inbound
from lapor.gateway.models import InboundMessage, OutboundMessage
from lapor.gateway.outbound.failures import record_delivery_failures
from lapor.gateway.reply_addresses import message_of_token
from lapor.gateway.tasks import queue_send
from lapor.reporters import vault

CLOSED, GONE = "closed", "gone"
# Platforms tell in any order: what was read is not merely delivered again.
_RANKS = {"sent": 1, CLOSED: 1, "delivered": 2, "read": 3, "played": 3, "failed": 4}


def note_status(message: InboundMessage, inbound: Inbound) -> None:
    """One that failed for good is shown as failed, and the officers concerned hear of it.

    Where only the time for free words was over, it is sent once more as the channel sends it then. Needs a transaction
    around it."""
    own = Q(account=message.account_id) | Q(account=None)
    named = [
        found
        for hint in inbound.answers
        if hint.startswith("token:") and (found := message_of_token(hint.removeprefix("token:")))
    ]
    which = Q(pk__in=named) if named else Q(provider_id=inbound.external_id.strip("<>"))
    rows = OutboundMessage.objects.filter(own, which, channel=message.channel)
    for row in rows.select_for_update(of=("self",)):
        is_failed = inbound.status == GONE or (inbound.status == CLOSED and not _can_go_again(row))
        status = "failed" if is_failed else inbound.status
        if inbound.status == GONE:
            vault.address_is_gone(row.channel, bytes(row.address))
        if status == CLOSED:
            row.status, row.done_at = OutboundMessage.Status.WAITING, None
            queue_send(row.pk, row.channel)
        elif status == "failed" and row.status != OutboundMessage.Status.FAILED:
            row.status, row.done_at = OutboundMessage.Status.FAILED, clock.now()
            record_delivery_failures([row])
        if _RANKS.get(status, 0) >= _RANKS.get(row.provider_state, 0):
            row.provider_state = status[:10]
        row.save(update_fields=["status", "done_at", "provider_state"])


def _can_go_again(row: OutboundMessage) -> bool:
    """Once, where the channel knows another way and the words are still there."""
    if not row.words:
        return False
    return (
        row.status == OutboundMessage.Status.SENT
        and row.provider_state != CLOSED
        and bool(CHANNELS[row.channel].capabilities.window_hours)
    )
