"""A message about a report that is there: yes, not yet with the reason, a withdrawal, a rating, an answer, or simply
more words.

Called by conversations/handler.py.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lapor.core.ids import show_tracking_id
from lapor.core.text import clean_text
from lapor.gateway.messages import InboundKind
from lapor.intake.conversations import asked, replies
from lapor.intake.conversations.message_context import MessageContext, with_refused
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.files.attachments import queue_preparing
from lapor.intake.understanding import courtesy
from lapor.intake.understanding.commands import Command, ParsedCommand, asks_when, rating_in
from lapor.presentation.reporter_messages import words_after_rejection
from lapor.reports import reporter_actions
from lapor.reports.models import Entry, Report
from lapor.reports.reporter_actions import ReporterActionResult
from lapor.reports.vocabulary import ActName, State
from lapor.reports.workflow.acting import StoredFile


def about(context: MessageContext, report: Report, order: ParsedCommand) -> MessageOutcome | None:
    """None where nothing can be said about it any more, or where its words have to be kept from all who read that
    report: then it is a new one."""
    conversation = context.conversation
    if not report.is_protected and context.heard.category:
        return None
    waits = reporter_actions.waits_for_confirmation(report)
    if order.command == Command.YES and waits:
        return _confirm(context, report)
    may_reopen = waits or report.state == State.CLOSED_UNCONFIRMED
    is_reason = asked.is_asked(conversation, asked.REASON, report.pk) and order.command == Command.NONE
    if may_reopen and (is_reason or order.command == Command.NOT_YET):
        return _not_yet(context, report, clean_text(context.inbound.text) if is_reason else "")
    if order.command in {Command.CANCEL, Command.TAKE_BACK}:
        return _withdraw(context, report, order)
    if order.command == Command.YES and (entry := _said_before(context, report)) is not None:
        conversation.asked = ""
        return _done(
            context,
            report,
            reporter_actions.add_comment(report, entry.text),
            _("Thank you. Your answer went to the office: report %(number)s."),
        )
    return _sent_already(context, report) if order.command == Command.SEND else _add(context, report, waits=waits)


def _sent_already(context: MessageContext, report: Report) -> MessageOutcome:
    context.say(_("Your report has already been sent.") + "\n" + replies.status(report), "sent-already", report)
    return MessageOutcome("status", report)


def pick_waiting(context: MessageContext) -> list[Report] | None:
    """The person's reports that wait for a yes or no; None where there is none."""
    reporter = context.conversation.reporter
    return (reporter_actions.waiting_for_confirmation(reporter) or None) if reporter is not None else None


def rate(context: MessageContext) -> MessageOutcome | None:
    """A number or stars as the answer to "how content are you?", and nothing else."""
    report_id, rating = asked.asked_of(context.conversation, asked.RATING), rating_in(context.inbound.text)
    if report_id is None or not rating or context.is_letter:
        return None
    report = Report.objects.select_related("root", "agency", "parent").get(pk=report_id)
    context.conversation.asked = ""
    return _done(context, report, reporter_actions.rate(report, rating), _("Thank you for your rating."))


def _confirm(context: MessageContext, report: Report) -> MessageOutcome:
    words = (
        _("Thank you. Your report %(number)s is closed as confirmed.")
        + " "
        + _("How satisfied are you? Answer with a number from 1 (not at all) to 5 (very).")
    )
    outcome = _done(context, report, reporter_actions.confirm(report), words, choices=("1", "2", "3", "4", "5"))
    context.conversation.asked = ""
    asked.ask(context.conversation, asked.RATING, report.pk)
    return outcome


def _not_yet(context: MessageContext, report: Report, reason: str) -> MessageOutcome:
    """The reason is what was said since the answer; else it is asked for."""
    reason = reason or _words_since(report)
    if not reason:
        asked.ask(context.conversation, asked.REASON, report.pk)
        context.say(
            _("What is not solved yet? One sentence is enough; the office then has to continue."), "ask-reason", report
        )
        return MessageOutcome("asked", report)
    context.conversation.asked = ""
    stored, _refused = context.stored_files()
    said = reporter_actions.reject(report, reason, stored)
    return _done(context, report, said, _after_rejection(said), stored)


def _after_rejection(said: ReporterActionResult) -> str:
    """Of a merged report: what became of the one that was answered."""
    report = said.taken.report if said.taken else None
    if report is None:
        return ""
    if report.state == State.MERGED and report.parent_id is not None:
        answered = Report.objects.only("awaits_decision", "state", "is_protected").get(pk=report.parent_id)
        answered.tracking_id = report.tracking_id
        return words_after_rejection(answered)
    return words_after_rejection(report)


def _words_since(report: Report) -> str:
    """What the reporter added since the office's answer, signs of life apart."""
    answered = (report.parent if report.state == State.MERGED and report.parent else report).answered_at
    if answered is None:
        return ""
    rows = report.entries.filter(act=ActName.NOTE, actor_kind="reporter", at__gte=answered).order_by("at", "id")
    return "\n".join(text for text in rows.values_list("text", flat=True)[:20] if len(text.split()) > 1)


def _said_before(context: MessageContext, report: Report) -> Entry | None:
    """The words of which it was asked whether they answer the office's question."""
    entry_id = asked.asked_of(context.conversation, asked.IS_ANSWER)
    if entry_id is None or report.state != State.AWAITING_REPORTER:
        return None
    return report.entries.filter(pk=entry_id).first()


def _withdraw(context: MessageContext, report: Report, order: ParsedCommand) -> MessageOutcome:
    """One word by mistake withdraws nothing: the number has to be named. For a day it can be taken back."""
    if order.command == Command.TAKE_BACK:
        said = reporter_actions.take_back_withdrawal(report)
        return _done(context, report, said, _("Your report %(number)s is no longer withdrawn and goes on."))
    number = show_tracking_id(report.tracking_id)
    if not order.number:
        context.say(_("To withdraw your report, write: CANCEL %(number)s") % {"number": number}, "ask-cancel", report)
        return MessageOutcome("asked", report)
    return _done(context, report, reporter_actions.withdraw(report), _withdrawn())


def _withdrawn() -> str:
    words = _("Your report %(number)s was withdrawn, as you wished.")
    return words + " " + _("Not you, or a mistake? Within 24 hours write: UNDO WITHDRAWAL %(number)s")


def _add(context: MessageContext, report: Report, *, waits: bool) -> MessageOutcome | None:
    """Kept as words, whatever yes or no stands in them; where it is asked whether the report is solved, it is asked
    again."""
    stored, refused = context.stored_files()
    text = clean_text(context.inbound.text) or clean_text(context.inbound.subject)
    if context.inbound.kind == InboundKind.EDITED:
        text = _("Corrected: %(text)s") % {"text": text}
    said = reporter_actions.add_comment(report, "\n".join(filter(None, [text, context.note])) or "—", stored)
    if said.taken is None:
        return None
    words = _("Added to your report %(number)s.")
    is_quiet = asked.is_asked(context.conversation, asked.PERSON, report.pk)
    choices: tuple[str, ...] = ()
    if waits and not is_quiet:
        words += " " + courtesy.yes_or_not_yet(report)
        choices = (_("YES"), _("NOT YET"))
    elif asks_when(context.inbound.text):
        words += "\n" + replies.status(report)
    return _done(context, report, said, with_refused(words, refused), stored, choices=choices, is_passing=not refused)


def _done(
    context: MessageContext,
    report: Report,
    said: ReporterActionResult,
    words: str,
    files: Sequence[StoredFile] = (),
    *,
    choices: Sequence[str] = (),
    is_passing: bool = False,
) -> MessageOutcome:
    if said.taken is None:
        context.say(
            _("This is not possible while the report is in this state.") + "\n" + replies.status(report),
            "not-possible",
            report,
        )
        return MessageOutcome("not_possible", report)
    queue_preparing(files)
    context.say(
        words % {"number": show_tracking_id(report.tracking_id)},
        said.act,
        report,
        choices=choices,
        is_passing=is_passing,
    )
    return MessageOutcome(said.act, report, entry_id=said.taken.entry.pk)
