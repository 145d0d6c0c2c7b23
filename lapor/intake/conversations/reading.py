"""Brings what the gateway stored into conversations and reports. Called by the worker's loop and by `lapor ingest`.

A message that cannot be taken is tried three times and then put aside with its traceback; the next goes on.
"""

import logging
import traceback
from contextlib import AbstractContextManager
from dataclasses import replace

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from lapor.core import clock
from lapor.core.logs import request_scope
from lapor.gateway.health.canary import came_back
from lapor.gateway.inbound.channel_lock import advisory_lock
from lapor.gateway.inbound.media import waits_for_files
from lapor.gateway.inbound.receiving import MOST_TRIES, files_of, messages_to_take, read_deliveries
from lapor.gateway.messages import Inbound, InboundKind, opened_message
from lapor.gateway.models import InboundMessage
from lapor.intake.conversations import drafts
from lapor.intake.conversations.handler import take
from lapor.intake.conversations.matters import add_held
from lapor.intake.conversations.message_context import file_now
from lapor.intake.conversations.multipart import pieces_of, with_pieces
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.conversations.replies import in_language
from lapor.intake.conversations.statuses import note_status
from lapor.intake.files.attachments import StorageFull
from lapor.intake.mail.answered_report import UNPROVED
from lapor.intake.mail.settled_mails import settled_mail
from lapor.intake.mentions.mentions import as_public_words, original_of
from lapor.intake.models import Conversation
from lapor.intake.understanding.courtesy import UNREAD

logger = logging.getLogger(__name__)
BATCH = 50


def lane(channel: str, *, wait: bool = False) -> AbstractContextManager[bool]:
    """One process at a time reads a channel. See gateway.inbound.channel_lock."""
    return advisory_lock("lapor.inbound", channel, wait=wait)


def read_channel(channel: str) -> int:
    """Everything that waits on one channel, in order; gives how many deliveries and messages."""
    total = 0
    with lane(channel) as is_ours:
        while is_ours and (done := read_deliveries(channel) + take_waiting(channel)):
            total += done
    return total


def take_waiting(channel: str) -> int:
    return sum(
        take_message(row) is not None for row in list(messages_to_take(channel).select_related("account__root")[:BATCH])
    )


def take_message(row: InboundMessage) -> MessageOutcome | None:
    """What became of it; None where it failed and will be tried again, waits for its files, or somebody else is at
    it."""
    with request_scope(row.request_id):
        return _take_or_fail(row)


def _take_or_fail(row: InboundMessage) -> MessageOutcome | None:
    try:
        with transaction.atomic():
            rows = InboundMessage.objects.select_for_update(skip_locked=True)
            message = rows.filter(pk=row.pk, state=InboundMessage.State.WAITING).first()
            if message is None or waits_for_files(message):
                return None
            message.account = row.account  # loaded once for the whole batch
            inbound, others = opened_message(bytes(message.body)), pieces_of(message)
            if others is None:
                return None
            outcome, state = _take(message, with_pieces(message, inbound, others))
            _settle(message, outcome, state)
            for other in others:
                other.conversation_id = message.conversation_id
                _settle(other, replace(outcome, word="piece"), state)
            return outcome
    except (OperationalError, InterfaceError):
        raise
    except StorageFull:
        logger.error("message %s waits: there is no room for its files", row.pk)  # noqa: TRY400 - the traceback says no more
        return None
    except Exception:
        logger.exception("message %s cannot be taken", row.pk)
        return _fail(row)


def _take(message: InboundMessage, inbound: Inbound) -> tuple[MessageOutcome, str]:
    states = InboundMessage.State
    if came_back(message.account, inbound):
        return MessageOutcome("canary"), states.IGNORED
    if inbound.kind == InboundKind.IGNORED:
        return MessageOutcome("ignored", why=inbound.reason), states.IGNORED
    if inbound.kind == InboundKind.STATUS:
        note_status(message, inbound)
        return MessageOutcome("status", why=inbound.status), states.TAKEN
    original = original_of(message, inbound)
    if (settled := as_public_words(message, inbound, original)) is not None:
        return settled
    if (mailed := settled_mail(message, inbound)) is not None:
        return mailed
    outcome = take(message, inbound, files_of(message) if inbound.media else [], original)
    return outcome, {"ignored": states.IGNORED, UNREAD: states.IGNORED, UNPROVED: states.CANDIDATE}.get(
        outcome.word, states.TAKEN
    )


def _settle(message: InboundMessage, outcome: MessageOutcome, state: str) -> None:
    message.state, message.outcome, message.done_at = state, outcome.word[:40], clock.now()
    message.report_id = outcome.report.pk if outcome.report else None
    message.error, message.entry_id = outcome.why, outcome.entry_id
    message.save(update_fields=["state", "outcome", "done_at", "report_id", "entry_id", "conversation_id", "error"])


def _fail(row: InboundMessage) -> MessageOutcome | None:
    is_last = row.tries + 1 >= MOST_TRIES
    InboundMessage.objects.filter(pk=row.pk, state=InboundMessage.State.WAITING).update(
        tries=F("tries") + 1,
        error=traceback.format_exc(limit=8)[:4000],
        state=InboundMessage.State.QUARANTINED if is_last else InboundMessage.State.WAITING,
    )
    return MessageOutcome("quarantined") if is_last else None


def file_silent_drafts() -> int:
    """Half an hour without a word: what is there is filed, or added to the report of which it was asked whether it is
    about it. Called by a job each minute."""
    now, filed = clock.now(), 0
    for pk in list(
        Conversation.objects.filter(draft_at__lte=now - drafts.SILENCE)
        .order_by("draft_at")
        .values_list("pk", flat=True)[:200]
    ):
        with transaction.atomic():
            rows = Conversation.objects.select_for_update(of=("self",), skip_locked=True).select_related(
                "account__root", "reporter"
            )
            conversation = rows.filter(pk=pk, draft_at__lte=now - drafts.SILENCE).first()
            draft = drafts.draft_of(conversation) if conversation else None
            if conversation is None or draft is None:
                continue
            with in_language(conversation):
                outcome = (add_held(conversation, draft) if draft.about else None) or file_now(
                    conversation, draft, conversation.account.root, key=draft.key
                )
            conversation.report, conversation.report_at = outcome.report, now
            conversation.save()
            filed += 1
    return filed
