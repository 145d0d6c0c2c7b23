"""Which of a person's reports a message is about."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.gateway.messages import Inbound, message_key
from lapor.gateway.models import InboundMessage
from lapor.intake.conversations import asked
from lapor.intake.conversations.about import pick_waiting
from lapor.intake.conversations.message_context import MessageContext, is_own
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.mail import answered_report
from lapor.intake.understanding.commands import SAYS_NOTHING, Command, ParsedCommand
from lapor.reports.models import Report
from lapor.reports.queries import report_by_number
from lapor.reports.workflow.act import CLOSED

STILL_ABOUT = timedelta(days=7)  # a message without a hint belongs to the report that was last active within this time


ANSWERS = frozenset({Command.YES, Command.NOT_YET})


def pointed_at(context: MessageContext) -> Report | None:
    """By the message it changes, the signed address it was sent to, or the message (ours or their own) that it answers.

    Only the writer's own."""
    if context.original is not None:
        return _own(context, context.original.report_id)
    if (answered := answered_report.report_answered(context)) is not None:
        return answered
    if context.is_letter or not context.inbound.answers:
        return None
    keys = [message_key(context.row.account_id, Inbound(external_id=hint)) for hint in context.inbound.answers]
    rows = InboundMessage.objects.filter(
        account=context.row.account_id, key__in=keys, lookup=context.row.lookup
    ).exclude(report_id=None)
    return _own(context, rows.values_list("report_id", flat=True).first())


def _own(context: MessageContext, report_id: UUID | None) -> Report | None:
    report = (
        Report.objects.select_related("root", "agency", "parent", "category").filter(pk=report_id).first()
        if report_id
        else None
    )
    return report if report is not None and is_own(context.conversation, report) else None


def fresh(context: MessageContext) -> Report | None:
    """The report last active within seven days, as long as it is open."""
    conversation = context.conversation
    is_fresh = conversation.report_at is not None and conversation.report_at > clock.now() - STILL_ABOUT
    report = conversation.report if is_fresh else None
    return report if report is not None and report.state not in CLOSED else None


def report_meant(context: MessageContext, order: ParsedCommand) -> Report | None:
    """By the number it names, else the one that waits for a yes or no, else the report last active within seven days.

    Only the writer's own.

    A mail has to answer one of ours: whom it is from can be written by anybody, and numbers are public (see proof).
    """
    if context.is_letter or (context.original is not None and context.original.report_id is not None):
        return None
    if order.number:
        report = report_by_number(order.number)
        if report is not None and is_own(context.conversation, report):
            return report
        if order.command != Command.NONE:
            return None
    conversation = context.conversation
    if (
        order.command in ANSWERS
        and not asked.is_asked(conversation, asked.IS_ANSWER)
        and (waiting := pick_waiting(context))
    ):
        return waiting[0] if len(waiting) == 1 else None
    if order.command in {Command.NONE, *SAYS_NOTHING}:
        return fresh(context)
    is_fresh = conversation.report_at is not None and conversation.report_at > clock.now() - STILL_ABOUT
    return conversation.report if is_fresh else None


def which(context: MessageContext, order: ParsedCommand) -> MessageOutcome | None:
    """Several wait for a yes or no: none is taken for another."""
    waiting = pick_waiting(context) or [] if context.conversation.reporter is not None and not order.number else []
    if not waiting:
        return None
    word = _("YES") if order.command == Command.YES else _("NOT YET")
    choices = tuple(f"{word} {show_tracking_id(report.tracking_id)}" for report in waiting)
    context.say(_("Which report do you mean? Write:") + "\n" + "\n".join(choices), "ask-which", choices=choices[:3])
    return MessageOutcome("asked")
