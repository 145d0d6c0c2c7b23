"""Mails before they are taken: the same one by another server, a machine that answers our answers, an officer who
answers our notice; and the report of a thread that holds no mail of ours. Called by reading.py and proof.py.

None of it decides anything in a reporter's name (proof.py): what joins a report waits beside it for an officer.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import override

from lapor.agencies.current import base_url
from lapor.agencies.queries import office_of_address, rules_of
from lapor.core import clock
from lapor.core.text import fold
from lapor.gateway.channels import CHANNELS
from lapor.gateway.inbound.mail_threads import (
    earlier_of_thread,
    officers_mail_answered,
    said_lately,
    same_mail,
    was_answered_lately,
)
from lapor.gateway.messages import Inbound, InboundKind
from lapor.gateway.models import InboundMessage
from lapor.intake.conversations import replies
from lapor.intake.conversations.message_context import MessageContext, conversation_of, is_own
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.filing.said import said_in_message
from lapor.intake.models import Conversation
from lapor.reports.models import Report

_PAGE = re.compile(r"/konsol/laporan/(\d{10})\b")
FEWEST = 4  # words: "YA" may be said twice
OFFICER_TOLD = "officer_told"
_STATES = InboundMessage.State


def settled_mail(row: InboundMessage, inbound: Inbound) -> tuple[MessageOutcome, str] | None:
    """What became of a mail that is not to be taken; None: it is."""
    if not CHANNELS[row.channel].capabilities.files_at_once or inbound.kind != InboundKind.MESSAGE or inbound.is_person:
        return None
    if (first := same_mail(row, inbound)) is not None:
        return MessageOutcome("same_mail", _report(first), why="the same mail by another server"), _STATES.TAKEN
    if (told := _officers_answer(row, inbound)) is not None:
        return told, _STATES.TAKEN
    if _is_echo(row, inbound):
        return MessageOutcome(
            "ignored", why="nearly the same words again, soon after our answer: a machine?"
        ), _STATES.IGNORED
    return None


def _report(row: InboundMessage) -> Report | None:
    return Report.objects.filter(pk=row.report_id).first() if row.report_id else None


def _is_echo(row: InboundMessage, inbound: Inbound) -> bool:
    """Two machines that greet each other: what was said within the hour is said again, about the same, after we
    answered. Danger is heard."""
    if len(fold(inbound.text or inbound.subject).split()) < FEWEST:
        return False
    before = said_lately(row, inbound)
    if before is None or not before.conversation_id or not was_answered_lately(before.conversation_id):
        return False
    return not rules_of(row.account.root).heard_in(*said_in_message(inbound)).is_danger


def _officers_answer(row: InboundMessage, inbound: Inbound) -> MessageOutcome | None:
    """To a notice of ours, by its id or the page that it quotes.

    A report's own reporter is never an officer to it: their mail waits beside it."""
    notice = officers_mail_answered(inbound)
    is_office = bool(office_of_address(row.account.root, inbound.sender))
    quoted = _PAGE.search(f"{inbound.text}\n{inbound.quoted}") if notice is None and is_office else None
    if notice is None and quoted is None:
        return None
    about = {"pk": notice.report_id} if notice else {"tracking_id": quoted[1] if quoted else ""}
    report = Report.objects.select_related("root").filter(**about).first()
    conversation = conversation_of(row.account, inbound)
    if report is not None and not is_office and is_own(conversation, report):
        return None
    return _told_officer(row, inbound, conversation, report)


def _told_officer(
    row: InboundMessage, inbound: Inbound, conversation: Conversation, report: Report | None
) -> MessageOutcome:
    """Answers are given on the page, where it is sure who gives them; once a day and report, however many mails
    come."""
    row.conversation_id = conversation.pk
    page = f"/konsol/laporan/{report.tracking_id}" if report else "/konsol/"
    with override(conversation.language):
        said = _(
            "Mails that answer a notice are not read as answers, because anybody can write a sender's name. Please"
            " answer on the page of the report: %(url)s"
        )
        key = f"{conversation.pk}:officer:{report.pk.hex[-12:] if report else ''}:{clock.now():%Y%m%d}"
        answers = inbound.external_id.partition("#")[0].strip("<>")
        url = f"{base_url(row.account.root)}{page}"
        replies.queue_reply(conversation, said % {"url": url}, cause="intake.officer", key=key, answers=answers)
    conversation.save()
    return MessageOutcome(OFFICER_TOLD, why="an answer to a notice for officers: told where to answer")


def report_of_thread(context: MessageContext) -> Report | None:
    """The report that an earlier mail of the thread is about, whoever wrote it."""
    first = earlier_of_thread(context.row, context.inbound)
    report = (
        Report.objects.select_related("root", "agency", "parent").filter(pk=first.report_id).first()
        if first and first.report_id
        else None
    )
    return report if report is not None and report.root_id == context.root.pk else None
