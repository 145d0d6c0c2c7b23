"""Whose words a mail holds.

Anybody can write whom a mail is from, and numbers of reports are public: only an answer to a mail of ours (its signed
address or its Message-ID), or number and receipt code, speaks and decides in the reporter's name.

The one place for mails (docs/security/promises.md). What seems to be the reporter's and proves nothing waits beside the
report for an officer (triage.candidates) and changes nothing; the address is told how to prove it. STOP counts by an
answer to a mail of ours, or by the link.
"""

from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from lapor.agencies.current import base_url
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.core.text import fold
from lapor.gateway.models import TO_REPORTERS, InboundMessage, OutboundMessage
from lapor.gateway.reply_addresses import report_of_token
from lapor.intake.conversations import replies
from lapor.intake.conversations.message_context import MessageContext, is_own, lookups
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.mail.settled_mails import report_of_thread
from lapor.intake.models import Conversation
from lapor.intake.understanding.commands import Command, ParsedCommand, order_in
from lapor.reporters.models import ContactPoint
from lapor.reports.models import Report
from lapor.reports.queries import report_by_number

UNPROVED = "unproved"  # what became of a mail without proof
_SALT = "lapor.intake.stop"
_REPLY = ("re:", "bls:", "balas:", "aw:")


def report_answered(context: MessageContext) -> Report | None:
    """The report whose signed address the message was sent to, or whose message to its reporter it answers.

    Only the writer's own: who was forwarded a mail of ours has its address too."""
    for hint in sorted(context.inbound.answers, key=lambda one: not one.startswith("token:")):
        report_id = (
            report_of_token(hint.removeprefix("token:"))
            if hint.startswith("token:")
            else _report_of_message(hint, context.row.channel)
        )
        report = (
            Report.objects.select_related("root", "agency", "parent").filter(pk=report_id).first()
            if report_id
            else None
        )
        if report is not None and is_own(context.conversation, report):
            return report
    return None


def _report_of_message(provider_id: str, channel: str) -> UUID | None:
    """Only of what went to its reporter: newsrooms, officers and followers know the ids of theirs."""
    rows = OutboundMessage.objects.filter(
        provider_id=provider_id.strip("<>"), channel=channel, audience__in=TO_REPORTERS
    ).exclude(provider_id="")
    return rows.values_list("report_id", flat=True).first()


def without_proof(context: MessageContext, order: ParsedCommand) -> MessageOutcome | None:
    """A mail that answers none of ours and seems to be about a report: of the sender's own it waits for an officer, of
    anybody's it decides nothing. None: it is a report by itself, as everything is that tells of danger."""
    if context.heard.is_danger or context.heard.category:
        return None
    number = order.number or order_in(context.inbound.subject).number
    named = report_by_number(number) if number else _continued(context)
    if named is not None and named.root_id == context.root.pk and is_own(context.conversation, named):
        return _wait_for_officer(context, named)
    threaded = report_of_thread(context)
    if threaded is not None:
        return (
            _wait_for_officer(context, threaded)
            if is_own(context.conversation, threaded)
            else _wait_beside(context, threaded)
        )
    if number and order.command != Command.NONE:
        context.say(
            _(
                "Answer to one of our mails about the report, or use its page with the secret code: a number alone is"
                " known to everybody."
            ),
            "ask-proof",
        )
        return MessageOutcome("asked")
    return None


def _continued(context: MessageContext) -> Report | None:
    """The report that was the sender's own mail before, where this one answers in its thread: under the same
    subject."""
    report, subject = context.conversation.report, context.inbound.subject.strip().lower()
    if report is None or not context.inbound.answers or not subject.startswith(_REPLY):
        return None
    words = fold(subject.partition(":")[2])
    return report if words and words == fold(report.title) else None


def _wait_beside(context: MessageContext, report: Report) -> MessageOutcome:
    """Somebody who answered all: their words wait beside the report.

    Nothing is told of it: it may be hidden from them."""
    InboundMessage.objects.filter(pk=context.row.pk).update(is_protected=report.is_protected)
    context.say(
        _(
            "Your mail was put beside the one that it answers; an officer reads both. A matter of its own? Then write a"
            " new mail."
        ),
        "beside",
    )
    return MessageOutcome(UNPROVED, report)


def _wait_for_officer(context: MessageContext, report: Report) -> MessageOutcome:
    """Answered once a day, however many come: if it was forged, the true reporter learns of it."""
    InboundMessage.objects.filter(pk=context.row.pk).update(is_protected=report.is_protected)
    facts = {
        "number": show_tracking_id(report.tracking_id),
        "url": f"{base_url(report.root)}/laporan/{report.tracking_id}",
    }
    replies.queue_reply(
        context.conversation,
        _(
            "A mail about report %(number)s came from your address. Anybody can write that, so nothing was changed; an"
            " officer looks at it. Was it you? Answer this mail with the same words, or use the page with the secret"
            " code: %(url)s"
        )
        % facts,
        cause="intake.unproved",
        key=f"{context.conversation.pk}:unproved:{report.pk.hex[-12:]}:{clock.now():%Y%m%d}",
        report=report,
        answers=context.answers,
    )
    return MessageOutcome(UNPROVED, report)


# --- STOP


def how_to_stop(context: MessageContext) -> MessageOutcome:
    """A STOP that proves nothing silences nobody: the address is sent the link, once a day."""
    said = _(
        "You wrote STOP. Anybody can write that in your name, so please confirm: open this address and we send you"
        " nothing more.\n%(url)s"
    )
    key = f"{context.conversation.pk}:stop:{clock.now():%Y%m%d}"
    replies.queue_reply(
        context.conversation,
        said % {"url": stop_url(context.conversation)},
        cause="intake.ask-stop",
        key=key,
        answers=context.answers,
    )
    return MessageOutcome("asked")


def stop_url(conversation: Conversation) -> str:
    token = signing.Signer(salt=_SALT).sign(conversation.pk.hex).replace(":", ".")
    return f"{base_url(conversation.account.root)}/kabar/{token}/berhenti"


def conversation_of_token(token: str) -> Conversation | None:
    """None where the link is not ours, or the person was forgotten."""
    try:
        found = signing.Signer(salt=_SALT).unsign(token.replace(".", ":", 1))
        return Conversation.objects.select_related("account__root").filter(pk=UUID(found)).first()
    except (signing.BadSignature, ValueError):
        return None


def stop(conversation: Conversation) -> None:
    """By the link: nothing is sent to this address any more, of no report, until they write a new one or answer a mail
    of ours."""
    heed_stop(conversation, is_stop=True)
    conversation.save(update_fields=["stopped_at"])


def heed_stop(conversation: Conversation, *, is_stop: bool) -> None:
    """STOP: nothing is sent to this address any more, not of the reports either, until they write again; also to who
    left it elsewhere (at a desk, in a form) and never wrote before."""
    if not is_stop and conversation.stopped_at is None:
        return
    conversation.stopped_at = clock.now() if is_stop else None
    ContactPoint.objects.filter(lookup__in=lookups(conversation)).update(opted_out_at=conversation.stopped_at)
