"""What says nothing: a greeting, an announcement, thanks, a sign of life, a reaction, and what we cannot read.

It files nothing and answers no question.

Called by conversations/handler.py. Where a question of ours is open, officers see it and the report goes on waiting.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.core.text import clean_text, one_line
from lapor.gateway.messages import Inbound, InboundKind
from lapor.intake.conversations import asked, drafts, replies
from lapor.intake.conversations.message_context import MessageContext
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.understanding.commands import Command, ParsedCommand
from lapor.reports import reporter_actions
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import ActName, State

COURTESY, UNREAD = "courtesy", "unread"  # what became of such a message
_KINDS: Mapping[str, object] = {
    "sticker": gettext_lazy("a sticker"),
    "poll": gettext_lazy("a poll"),
    "contact": gettext_lazy("a contact card"),
    "view once": gettext_lazy("a picture to be seen once"),
    "ephemeral": gettext_lazy("a picture to be seen once"),
    "mms": gettext_lazy("a picture message (MMS)"),
}


def heard(context: MessageContext, report: Report | None, order: ParsedCommand) -> MessageOutcome:
    """A message without any words of its own. `report`: the one that is open here, or that it points to."""
    conversation = context.conversation
    if report is not None and report.state == State.AWAITING_REPORTER:
        return _still_waiting(context, report)
    if report is not None and reporter_actions.waits_for_confirmation(report):
        return _solved_or_not(context, report, order)
    if order.command in {Command.GREETING, Command.ANNOUNCE}:
        return _greeted(context, report, order)
    if conversation.report_id is None and context.inbound.kind == InboundKind.MESSAGE and report is None:
        return what(context)
    return MessageOutcome(COURTESY, report)


def what(context: MessageContext) -> MessageOutcome:
    """A greeting is answered with the question what."""
    context.say(replies.question(drafts.new_draft(), drafts.WHAT, context.root), "greeting", is_passing=True)
    return MessageOutcome("greeted")


def _greeted(context: MessageContext, report: Report | None, order: ParsedCommand) -> MessageOutcome:
    """ "mau lapor" while a report is open begins another; a greeting may be about this one or another."""
    if report is None or order.command == Command.ANNOUNCE:
        if report is not None:
            context.conversation.report_at = None
        return what(context)
    words = _("Hello. Is it about your report %(number)s? Then write it here. For another matter write NEW REPORT.")
    context.say(
        words % {"number": show_tracking_id(report.tracking_id)},
        "greeting",
        report,
        choices=(_("NEW REPORT"),),
        is_passing=True,
    )
    return MessageOutcome("greeted", report)


def _still_waiting(context: MessageContext, report: Report) -> MessageOutcome:
    """Shown to the officers, asked about once: "is this your answer?"."""
    entry = _shown(context, report)
    asked_of_them = report.entries.filter(act=ActName.ASK).exclude(details__has_key="undone")
    question = asked_of_them.order_by("-at", "-id").first()
    if entry is not None and context.inbound.kind == InboundKind.MESSAGE:
        asked.ask(context.conversation, asked.IS_ANSWER, entry.pk)
    put = one_line(question.text, 300) if question and not report.is_protected else "…"  # a phone may be read by others
    words = _(
        "We still wait for your answer about report %(number)s: %(question)s\nWas this your answer? Then write YES."
    ) % {"number": show_tracking_id(report.tracking_id), "question": put}
    if context.inbound.kind == InboundKind.MESSAGE:
        context.say_once(
            words, "still-waiting", of=question.pk if question else report.pk, report=report, choices=(_("YES"),)
        )
    return MessageOutcome(COURTESY, report, entry_id=entry.pk if entry else None)


def _solved_or_not(context: MessageContext, report: Report, order: ParsedCommand) -> MessageOutcome:
    entry = _shown(context, report) if order.command in {Command.THANKS, Command.LIFE} else None
    if context.inbound.kind == InboundKind.MESSAGE:
        context.say(yes_or_not_yet(report), "ask-solved", report, choices=(_("YES"), _("NOT YET")), is_passing=True)
    return MessageOutcome(COURTESY, report, entry_id=entry.pk if entry else None)


def yes_or_not_yet(report: Report) -> str:
    return _("Is report %(number)s solved: YES or NOT YET?") % {"number": show_tracking_id(report.tracking_id)}


def _shown(context: MessageContext, report: Report) -> Entry | None:
    """As a note on the report: no answer, no clock moves."""
    text = clean_text(context.inbound.text) or f"[{unread_name(context.inbound)}]"
    said = reporter_actions.add_note(report, text)
    return said.taken.entry if said.taken else None


# --- what cannot be read


def unread(context: MessageContext, report: Report | None) -> MessageOutcome:
    """One kind answer an hour, and the row says why.

    An open question goes on waiting, and officers see that something came."""
    said = MessageOutcome(UNREAD, report, why=context.inbound.reason)
    if report is not None and report.state == State.AWAITING_REPORTER:
        said = MessageOutcome(
            UNREAD, report, why=context.inbound.reason, entry_id=getattr(_shown(context, report), "pk", None)
        )
    words = _("We got %(what)s from you, but cannot read that here. Please write it in words, or send a photo.") % {
        "what": unread_name(context.inbound)
    }
    context.say_once(words, "unread", of=context.conversation.pk, window=f"{clock.now():%Y%m%d%H}")
    return said


def unread_name(inbound: Inbound) -> str:
    """In a person's words; a kind that is new to us is just a message."""
    if inbound.kind != InboundKind.UNREAD:
        return _("a sign without words")
    found = next((name for kind, name in _KINDS.items() if kind in inbound.reason.casefold()), None)
    return str(found) if found else _("a message")
