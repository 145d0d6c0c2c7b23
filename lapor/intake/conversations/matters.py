"""One person, several matters: LAPOR BARU, "the same matter or a new one?", and PETUGAS, who asks for a person.

Called by handler.py."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.core.text import clean_text, fold
from lapor.intake.conversations import asked, drafts, replies
from lapor.intake.conversations.message_context import MessageContext, file_now, with_refused
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.files.attachments import as_files, keep_upload, queue_preparing, uploads_of
from lapor.intake.models import Conversation, Upload
from lapor.intake.understanding import courtesy, grammar
from lapor.intake.understanding.commands import Command, ParsedCommand
from lapor.intake.understanding.sentences import hardly_fits
from lapor.reports import reporter_actions
from lapor.reports.models import Report
from lapor.reports.vocabulary import State

SOON = timedelta(minutes=2)


def is_another(context: MessageContext, report: Report) -> bool:
    """Whether the message tells a trouble that hardly fits the report: then the person is asked.

    Not while an office waits for their answer, nor once they asked for a person."""
    if (
        report.is_protected
        or report.state == State.AWAITING_REPORTER
        or context.inbound.answers
        or asked.is_asked(context.conversation, asked.PERSON, report.pk)
    ):
        return False
    category = report.category
    known = (report.title, report.text, report.address, *((category.name, category.group_name) if category else ()))
    is_soon = clock.now() - context.conversation.last_at < SOON
    return hardly_fits(clean_text(context.inbound.text), "\n".join(known), is_soon=is_soon)


def ask_which(context: MessageContext, report: Report) -> MessageOutcome:
    """The words are kept as a draft until it is said what they belong to; silence adds them to the report that is
    open."""
    draft = replace(drafts.new_draft(), about=report.pk.hex)
    return _held(context, draft, report)


def _held(context: MessageContext, draft: drafts.Draft, report: Report) -> MessageOutcome:
    stored, refused = context.stored_files()
    for file in stored:
        keep_upload(draft.key, file)
    draft = drafts.with_note(drafts.with_message(draft, context.inbound, files=stored), context.note)
    drafts.keep_draft(context.conversation, draft)
    asked.ask(context.conversation, asked.MATTER, report.pk)
    words = _("Does this belong to your report %(number)s, or is it a new matter? Answer SAME or NEW REPORT.")
    context.say(
        with_refused(words % {"number": show_tracking_id(report.tracking_id)}, refused),
        "ask-matter",
        report,
        choices=(_("SAME"), _("NEW REPORT")),
        is_passing=not refused,
    )
    return MessageOutcome("matter")


def answered(context: MessageContext, draft: drafts.Draft, order: ParsedCommand) -> MessageOutcome | drafts.Draft:
    """What the person says to "the same or a new one?": what became of it, or the draft that goes on as a matter of its
    own."""
    conversation, words = context.conversation, fold(context.inbound.text)
    report = Report.objects.select_related("root", "agency", "parent", "category").get(pk=UUID(hex=draft.about))
    if order.command == Command.NEW or words in grammar.ANSWERS_NEW:
        conversation.asked = ""
        return replace(draft, about="")
    if order.command == Command.CANCEL and not order.number:
        drafts.keep_draft(conversation, None)
        conversation.asked = ""
        context.say(_("Dropped. Nothing was filed."), "dropped")
        return MessageOutcome("dropped")
    if order.command == Command.SAME or words in grammar.ANSWERS_SAME:
        return add_held(conversation, draft) or replace(draft, about="")
    if order.command != Command.NONE and not context.inbound.media:
        context.say(
            _("Please tell us first: SAME or NEW REPORT?"),
            "ask-matter",
            report,
            choices=(_("SAME"), _("NEW REPORT")),
            is_passing=True,
        )
        return MessageOutcome("matter")
    return _held(context, draft, report)


def add_held(conversation: Conversation, draft: drafts.Draft) -> MessageOutcome | None:
    """Put what was held to the report that was open; None where nothing can be added to it any more."""
    report = Report.objects.select_related("root", "agency", "parent").get(pk=UUID(hex=draft.about))
    files = as_files(uploads_of(draft.key))
    said = reporter_actions.add_note(report, draft.text or draft.address or "—", files)
    if said.taken is None:
        return None
    Upload.objects.filter(pk__in=[file.id for file in files]).delete()
    queue_preparing(files)
    drafts.keep_draft(conversation, None)
    conversation.asked = ""
    words = _("Added to your report %(number)s.") % {"number": show_tracking_id(report.tracking_id)}
    replies.queue_reply(
        conversation, words, cause="intake.note", key=f"held:{draft.key}", report=report, is_passing=True
    )
    return MessageOutcome("note", report, entry_id=said.taken.entry.pk)


def begin(context: MessageContext, rest: str) -> MessageOutcome | MessageContext:
    """LAPOR BARU: what was being gathered is filed as it is, and what follows is a matter of its own.

    Gives the message with the words that came along, None of them: asked what it is."""
    conversation = context.conversation
    draft = drafts.draft_of(conversation)
    if draft is not None and not draft.is_empty:
        if draft.about and not rest:
            drafts.keep_draft(conversation, replace(draft, about=""))
            return context
        if not draft.about or add_held(conversation, draft) is None:
            file_now(conversation, draft, context.root, key=draft.key, answers=context.answers)
    drafts.keep_draft(conversation, None)
    conversation.report_at, conversation.asked = None, ""
    if rest or context.inbound.media:
        return replace(context, inbound=replace(context.inbound, text=rest))
    return courtesy.what(context)


# --- a person asks for a person


def call_officer(context: MessageContext, report: Report | None) -> MessageOutcome:
    """Questions stop, and the officers are told (the act call_officer); without a report, whatever was said so far is
    filed."""
    conversation = context.conversation
    mark = _("[Asks to speak with an officer.]")
    draft = drafts.draft_of(conversation)
    if draft is not None and draft.about:
        added = add_held(conversation, draft)
        report, draft = (added.report if added else report), (None if added else draft)
    if draft is not None or report is None:
        draft = draft if draft is not None and draft.texts else drafts.with_note(draft or drafts.new_draft(), mark)
        report = file_now(conversation, draft, context.root, key=draft.key, answers=context.answers).report
    assert report is not None  # noqa: S101 - filed or there
    said = reporter_actions.calls_officer(report, mark)
    entry_id = said.taken.entry.pk if said.taken else None
    asked.ask(conversation, asked.PERSON, report.pk)
    words = _(
        "An officer reads your report %(number)s and answers you here. Write whatever you want to say; we ask nothing"
        " more."
    )
    context.say(words % {"number": show_tracking_id(report.tracking_id)}, "person", report)
    return MessageOutcome("person", report, entry_id=entry_id)
