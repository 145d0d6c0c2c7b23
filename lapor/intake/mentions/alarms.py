"""What makes public words urgent or protected before anybody reads them; the event `candidate.urgent` wakes who has to
look at once."""

from lapor.agencies.queries import rules_of
from lapor.gateway.messages import Inbound
from lapor.gateway.models import InboundMessage
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.filing.said import said_in_message
from lapor.ledger.actions import append
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream


def make_candidate(message: InboundMessage, inbound: Inbound) -> MessageOutcome:
    """Needs a transaction around it."""
    if not message.is_protected:  # what was once kept from most stays so, whatever it is changed to
        heard = rules_of(message.account.root).heard_in(*said_in_message(inbound))
        message.is_protected = bool(heard.category)
        was_urgent, message.is_urgent = message.is_urgent, heard.is_danger
        message.save(update_fields=["is_protected", "is_urgent"])
        if message.is_urgent and (message.is_protected or not was_urgent):
            append(
                stream_id=message.account.root_id,
                kind=Stream.Kind.INSTALLATION,
                name=EventName.CANDIDATE_URGENT,
                actor_kind="system",
                data={"message": str(message.pk), "is_protected": message.is_protected},
            )
    return MessageOutcome("candidate")
