"""Public words about the city (a comment, a post) wait as candidates until an officer decides; their writer may change
or delete them meanwhile.

Urgent and protected words are looked for before anybody reads; the event `candidate.urgent` wakes who has to look at
once.
"""

from dataclasses import replace

from lapor.gateway.messages import Inbound, InboundKind, message_key, sealed_message
from lapor.gateway.models import InboundMessage
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.mentions.alarms import make_candidate
from lapor.intake.press.news import take_news
from lapor.reports.vocabulary import Channel

STATES = InboundMessage.State
CHANGES = frozenset({InboundKind.EDITED, InboundKind.DELETED})
ATTACHED = "attached"  # to a report of somebody else


def as_public_words(
    message: InboundMessage, inbound: Inbound, original: InboundMessage | None
) -> tuple[MessageOutcome, str] | None:
    """What becomes of public words, and of changes to them; None: it is a private message.

    Needs a transaction around it."""
    if inbound.kind in {InboundKind.MESSAGE, InboundKind.MENTION} and _was_deleted(message, inbound):
        return MessageOutcome("ignored", why="its writer had deleted it"), STATES.IGNORED
    if message.channel == Channel.NEWS:
        return take_news(message, inbound, original)
    is_unknown_post = original is None and inbound.kind in CHANGES and bool(inbound.url)
    if inbound.kind == InboundKind.MENTION or (is_unknown_post and inbound.kind == InboundKind.EDITED):
        return make_candidate(message, inbound), STATES.CANDIDATE
    if original is not None and original.state == STATES.CANDIDATE:
        return _changes_candidate(original, inbound), STATES.TAKEN
    if is_unknown_post or (original is not None and (original.state == STATES.IGNORED or original.outcome == ATTACHED)):
        return MessageOutcome("ignored", why="what it changes is nothing of ours, or no longer"), STATES.IGNORED
    return None


def original_of(message: InboundMessage, inbound: Inbound) -> InboundMessage | None:
    """The message that this one edits or deletes, public or private; locked."""
    if not inbound.external_id or inbound.kind not in CHANGES:
        return None
    keys = [
        message_key(message.account_id, replace(inbound, kind=kind))
        for kind in (InboundKind.MENTION, InboundKind.MESSAGE)
    ]
    rows = InboundMessage.objects.select_for_update(of=("self",)).select_related("account__root")
    return rows.filter(account=message.account_id, key__in=keys).first()


def _was_deleted(message: InboundMessage, inbound: Inbound) -> bool:
    """Whether its writer deleted it before we read it: platforms deliver out of order."""
    if not inbound.external_id:
        return False
    key = message_key(message.account_id, replace(inbound, kind=InboundKind.DELETED))
    return InboundMessage.objects.filter(account=message.account_id, key=key).exists()


def _changes_candidate(original: InboundMessage, inbound: Inbound) -> MessageOutcome:
    """New words take the place of the old ones; what was deleted waits no longer."""
    if inbound.kind == InboundKind.DELETED:
        original.state, original.outcome, original.body = STATES.IGNORED, "taken_back", b""
        original.save(update_fields=["state", "outcome", "body"])
        return MessageOutcome("taken_back")
    original.body = sealed_message(replace(inbound, kind=InboundKind.MENTION))
    original.save(update_fields=["body"])
    make_candidate(original, inbound)
    return MessageOutcome("candidate_changed")
