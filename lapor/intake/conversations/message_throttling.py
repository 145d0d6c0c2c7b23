"""Who is not heard: writers whom an officer shut out for abuse, and whoever writes more than a person does.

Words of danger always are."""

from datetime import timedelta

from django.utils.translation import gettext as _

from lapor.agencies.queries import rules_of
from lapor.core import clock
from lapor.gateway.messages import Inbound
from lapor.intake.conversations import replies
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.filing.said import said_in_message
from lapor.intake.models import Conversation

MOST_AN_HOUR = 60  # messages of one person
HOUR = timedelta(hours=1)


def throttled_or_blocked(conversation: Conversation, inbound: Inbound) -> MessageOutcome | None:
    """Why this message is kept but not taken; the writer is told once. None: it is heard."""
    _count(conversation)
    is_blocked = conversation.blocked_at is not None
    # files are fed by an operator
    if not is_blocked and (conversation.heard_count <= MOST_AN_HOUR or conversation.account.is_local):
        return None
    if rules_of(conversation.account.root).heard_in(*said_in_message(inbound)).is_danger:
        return None
    if is_blocked:
        words, since = (
            _("We no longer read messages from here. In danger call 112. You may come to the counter at any time."),
            conversation.blocked_at,
        )
    else:
        words, since = (
            _("You sent many messages. We read the first ones; please write again in an hour."),
            conversation.heard_since,
        )
    assert since is not None  # noqa: S101 - both are set where they count
    replies.queue_reply(
        conversation, words, cause="intake.unheard", key=f"{conversation.pk}:unheard:{since.timestamp():.0f}"
    )
    return MessageOutcome(
        "ignored", why="the writer is shut out" if is_blocked else f"more than {MOST_AN_HOUR} messages in an hour"
    )


def _count(conversation: Conversation) -> None:
    now = clock.now()
    if conversation.heard_since is None or now - conversation.heard_since > HOUR:
        conversation.heard_since, conversation.heard_count = now, 0
    conversation.heard_count += 1
