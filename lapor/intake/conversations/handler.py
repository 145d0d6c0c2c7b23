"""One message taken into its conversation: which report is it about, is it a command, part of a draft, or a whole
report.

`take` runs inside a transaction with the conversation's row locked, so that two messages of a person never overtake
each other. Read in this order: danger, proof, command, draft, words.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.agencies.queries import rules_of
from lapor.core import clock
from lapor.core.text import fold
from lapor.gateway.channels import CHANNELS
from lapor.gateway.messages import Inbound, InboundKind
from lapor.gateway.models import InboundMessage
from lapor.intake.conversations import asked, drafts, matters, replies
from lapor.intake.conversations.about import about, pick_waiting, rate
from lapor.intake.conversations.account_linking import joined_by_proof
from lapor.intake.conversations.message_context import FAIL, MessageContext, conversation_of, file_now, is_own, lookups
from lapor.intake.conversations.message_throttling import throttled_or_blocked
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.conversations.which_report import ANSWERS, fresh, pointed_at, report_meant, which
from lapor.intake.files.attachments import keep_upload
from lapor.intake.mail import answered_report, letters
from lapor.intake.understanding import courtesy
from lapor.intake.understanding.commands import SAYS_NOTHING, Command, ParsedCommand, is_absence, order_in
from lapor.intake.understanding.suggesting import chosen_category, suggested_categories
from lapor.reporters import vault
from lapor.reports.models import Report
from lapor.reports.queries import report_by_number
from lapor.reports.vocabulary import State, Visibility

NEEDS_A_REPORT = frozenset({*ANSWERS, Command.SEND, Command.SAME, Command.CANCEL, Command.TAKE_BACK})
SIGN_FILES = frozenset({"text/vnd.google.email-reaction+json"})  # what a mail program adds to a reaction
SIGNS = frozenset({InboundKind.REACTION, InboundKind.UNREAD})


def take(
    row: InboundMessage, inbound: Inbound, files: Sequence[tuple[str, bytes]], original: InboundMessage | None = None
) -> MessageOutcome:
    """Do with the message what its words ask for. Needs a transaction around it; safe to repeat."""
    conversation = conversation_of(row.account, inbound)
    if CHANNELS[row.channel].capabilities.files_at_once and inbound.sender_check != FAIL:
        vault.mark_reachable(lookups(conversation))
    with replies.in_language(conversation):
        context = MessageContext(row, inbound, conversation, conversation.account.root, files, original)
        outcome = throttled_or_blocked(conversation, inbound) or _answer(context)
    conversation.last_at = clock.now()
    if outcome.report is not None and outcome.word != answered_report.UNPROVED:
        conversation.report, conversation.report_at = outcome.report, clock.now()
    conversation.save()
    row.conversation_id = conversation.pk
    return outcome


def _answer(context: MessageContext) -> MessageOutcome:
    conversation, inbound = context.conversation, context.inbound
    if inbound.kind == InboundKind.DELETED:
        return _taken_back(context)
    if inbound.kind in SIGNS and (outcome := _sign(context)) is not None:
        return outcome
    report, rest, is_tried = joined_by_proof(conversation, inbound.text)
    if is_tried:
        return _joined(context, report, rest)
    order = _order(context)
    is_proved = not context.is_letter or answered_report.report_answered(context) is not None
    if is_proved:
        answered_report.heed_stop(conversation, is_stop=order.command == Command.STOP)
    if order.command == Command.STOP:
        return MessageOutcome("stopped") if is_proved else answered_report.how_to_stop(context)
    return _obey(context, order) or _say_more(context, order)


def _obey(context: MessageContext, order: ParsedCommand) -> MessageOutcome | None:
    """The commands that mean the same whatever is open; None: it is none of them."""
    conversation = context.conversation
    if order.command == Command.STATUS and not _is_mere_number(context, order):
        return _status(context, order)
    if (rated := rate(context)) is not None:
        return rated
    if order.command == Command.NEW and not context.is_letter:
        begun = matters.begin(context, order.rest)
        held = drafts.draft_of(conversation)
        return (
            begun
            if isinstance(begun, MessageOutcome)
            else _go_on(begun, held or drafts.new_draft(), ParsedCommand(Command.NEW if held else Command.NONE))
        )
    if order.command == Command.PERSON:
        report = pointed_at(context) or (report_meant(context, order) if order.number else None)
        if report is not None or not context.is_letter:
            return matters.call_officer(context, report or fresh(context))
    return None


def _is_mere_number(context: MessageContext, order: ParsedCommand) -> bool:
    """Ten digits that are no report, while something is open: a telephone or customer number that somebody was asked
    for."""
    is_open = drafts.draft_of(context.conversation) is not None or fresh(context) is not None
    return order.is_bare and is_open and report_by_number(order.number) is None


def _order(context: MessageContext) -> ParsedCommand:
    """What the whole message asks for. Words of danger ask for nothing: "Stop pungli!" stops nothing."""
    if context.inbound.kind not in {InboundKind.MESSAGE, InboundKind.REACTION} or context.heard.is_danger:
        return ParsedCommand(Command.NONE)
    # a mail program's "unsubscribe" writes a subject
    words = context.inbound.subject if context.is_letter and context.is_empty else context.inbound.text
    return order_in(words, called=context.inbound.sender_name)


def _sign(context: MessageContext) -> MessageOutcome | None:
    """A reaction, or what cannot be read; None for words that came within it (a contact card while something is
    open)."""
    report = pointed_at(context) or fresh(context)
    if context.inbound.kind == InboundKind.REACTION:
        return courtesy.heard(context, report, ParsedCommand(Command.LIFE))
    is_open = report is not None or drafts.draft_of(context.conversation) is not None
    return (
        None
        if context.inbound.text.strip() and (is_open or context.heard.is_danger)
        else courtesy.unread(context, report)
    )


def _say_more(context: MessageContext, order: ParsedCommand) -> MessageOutcome:
    """Words for a draft, a report that is there, or a new one."""
    order = ParsedCommand(Command.NONE) if order.is_bare else order
    conversation, draft, pointed = context.conversation, drafts.draft_of(context.conversation), pointed_at(context)
    names_own = bool(order.number) and order.command != Command.NONE
    if draft is None or pointed is not None or names_own or _answers_a_report(context, order):
        return _without_draft(context, order, pointed)
    if draft.about and not context.heard.is_danger:
        answered = matters.answered(context, draft, order)
        return (
            answered if isinstance(answered, MessageOutcome) else _go_on(context, answered, ParsedCommand(Command.NEW))
        )
    if order.command == Command.CANCEL:
        drafts.keep_draft(conversation, None)
        conversation.asked = ""
        context.say(_("Dropped. Nothing was filed."), "dropped")
        return MessageOutcome("dropped")
    return _go_on(context, replace(draft, about=""), order)


def _answers_a_report(context: MessageContext, order: ParsedCommand) -> bool:
    """A yes or no while a draft waits for something else than a yes: it is about a report that waits for one."""
    if (
        order.command not in ANSWERS
        or context.conversation.asked in {drafts.CONFIRM, drafts.CATEGORY}
        or context.conversation.reporter is None
    ):
        return False
    return pick_waiting(context) is not None


def _joined(context: MessageContext, report: Report | None, rest: str) -> MessageOutcome:
    """With the proof, what else is said in the message is said about that report."""
    if report is None:
        context.say(_("This number and this code do not belong together. Please check your receipt."), "wrong-proof")
        return MessageOutcome("wrong_proof")
    context.conversation.report, context.conversation.report_at = report, clock.now()
    answered_report.heed_stop(context.conversation, is_stop=False)
    said = replace(context, inbound=replace(context.inbound, text=rest))
    order = ParsedCommand(Command.NONE) if said.heard.is_danger else order_in(rest)
    if order.command == Command.PERSON:
        return matters.call_officer(said, report)
    if rest and order.command not in {Command.STATUS, Command.STOP, *SAYS_NOTHING}:
        if (outcome := about(said, report, replace(order, number=report.tracking_id))) is not None:
            return outcome
        # nothing can be added to it, or only few may read this
        if said.heard.is_danger or len(fold(rest).split()) >= drafts.LEAST_WORDS:
            return _anew(said)
    joined = _("From now on you will hear about this report here too.")
    context.say(f"{joined}\n{replies.status(report)}", "joined", report)
    return MessageOutcome("joined", report)


def _anew(context: MessageContext) -> MessageOutcome:
    """These words belong to no report that is there."""
    if context.is_letter:
        if context.inbound.sender_check != FAIL:
            answered_report.heed_stop(context.conversation, is_stop=False)
        return letters.whole_report(context)
    return _go_on(context, drafts.draft_of(context.conversation) or drafts.new_draft(), ParsedCommand(Command.NONE))


def _taken_back(context: MessageContext) -> MessageOutcome:
    """Out of the draft, with its files; what was filed already stays, as a letter that was posted."""
    draft = drafts.draft_of(context.conversation)
    rest = drafts.without_message(draft, context.inbound.external_id) if draft else None
    if draft is None or rest == draft:
        return MessageOutcome("ignored", why="deleted by its writer; what was filed stays")
    drafts.keep_draft(context.conversation, rest if rest and not rest.is_empty else None)
    return MessageOutcome("taken_back")


def _without_draft(context: MessageContext, order: ParsedCommand, pointed: Report | None) -> MessageOutcome:
    report = None if context.is_empty and order.command == Command.NONE else pointed or report_meant(context, order)
    is_letter = context.is_letter
    if is_letter and report is None and (outcome := answered_report.without_proof(context, order)) is not None:
        return outcome
    if _says_nothing(context, order, report) and not (is_letter and report is None):
        return courtesy.heard(context, report, order)
    if report is not None and pointed is None and not is_letter and _is_another(context, report, order):
        if not context.heard.is_danger:
            return matters.ask_which(context, report)
    elif report is not None and (outcome := about(context, report, order)) is not None:
        return outcome
    if not is_letter and (context.is_empty or order.command in NEEDS_A_REPORT):
        return _nothing_there(context, order)
    return _anew(context)


def _says_nothing(context: MessageContext, order: ParsedCommand, report: Report | None) -> bool:
    """Only where nothing came along; that somebody is on leave says nothing as an answer to a question, and may be a
    trouble elsewhere."""
    files = [media for media in context.inbound.media if media.content_type not in SIGN_FILES]
    if files or context.inbound.place or context.inbound.kind == InboundKind.EDITED:
        return False
    is_away = report is not None and report.state == State.AWAITING_REPORTER and is_absence(context.inbound.text)
    return order.command in SAYS_NOTHING or is_away


def _is_another(context: MessageContext, report: Report, order: ParsedCommand) -> bool:
    is_plain = order.command == Command.NONE and context.inbound.kind == InboundKind.MESSAGE
    return (
        is_plain
        and not asked.is_asked(context.conversation, asked.REASON, report.pk)
        and matters.is_another(context, report)
    )


def _nothing_there(context: MessageContext, order: ParsedCommand) -> MessageOutcome:
    """A command for something that is not there, or of which there are several; a number that is nobody's, or not
    theirs, is unknown."""
    if order.command in ANSWERS and (many := which(context, order)) is not None:
        return many
    if order.number:
        context.say(replies.unknown_number(), "unknown-number")
        return MessageOutcome("unknown_number")
    return courtesy.what(context)


# --- a draft


def _go_on(context: MessageContext, draft: drafts.Draft, order: ParsedCommand) -> MessageOutcome:
    """One more message of a draft; words of danger file it at once, before anybody reads."""
    conversation = context.conversation
    has_more = bool(context.inbound.media or context.inbound.place)
    may_send = order.command == Command.SEND or (
        order.command == Command.YES and conversation.asked in {drafts.CONFIRM, drafts.CATEGORY}
    )
    wants_to_send = may_send and not draft.is_empty and not has_more
    stored, refused = context.stored_files()
    for file in stored:
        keep_upload(draft.key, file)
    if code := _tapped_category(context, draft):
        draft = replace(draft, category=code)
    elif has_more or order.command == Command.NONE:  # nothing of a command, a yes or a greeting becomes text or place
        inbound = context.inbound if order.command == Command.NONE else replace(context.inbound, text="")
        place = draft.where
        draft = drafts.with_note(drafts.with_message(draft, inbound, files=stored), context.note)
        # said about the place that was shown; the question is still open
        if conversation.asked == drafts.CATEGORY and draft.where != place != "":
            draft = replace(draft, asked=tuple(one for one in draft.asked if one != drafts.CATEGORY))
    elif order.command in {Command.THANKS, Command.LIFE} and conversation.asked not in {
        drafts.CONFIRM,
        drafts.CATEGORY,
    }:
        drafts.keep_draft(conversation, draft)  # silence is counted from here
        return MessageOutcome(courtesy.COURTESY)
    if wants_to_send or context.heard.is_danger or rules_of(context.root).heard_in(*draft.said).is_danger:
        return file_now(conversation, draft, context.root, key=str(context.row.pk), answers=context.answers)
    return _ask_on(context, draft, refused, order)


def _ask_on(context: MessageContext, draft: drafts.Draft, refused: list[str], order: ParsedCommand) -> MessageOutcome:
    """The next question of the draft."""
    conversation = context.conversation
    is_unseen = replies.has_unsaid(conversation)
    if is_unseen:  # what was asked last was put, and nobody has seen it yet
        draft = replace(draft, asked=tuple(one for one in draft.asked if one != conversation.asked))
    draft = replace(draft, unread=(draft.unread if is_unseen else 0) + len(refused))
    is_open = conversation.asked in drafts.QUESTIONS and (
        context.inbound.kind == InboundKind.EDITED or order.command in SAYS_NOTHING
    )
    is_picture = (
        conversation.asked in {drafts.WHAT, drafts.WHERE}
        and bool(context.inbound.media)
        and not context.inbound.text.strip()
    )
    missing = conversation.asked if is_open or (is_picture and not draft.spoken) else draft.missing()
    offered = (
        _offered_categories(context, draft) if missing == drafts.CONFIRM and drafts.CATEGORY not in draft.asked else []
    )
    missing = drafts.CATEGORY if offered else missing
    conversation.asked = missing
    drafts.keep_draft(conversation, replace_asked(draft, missing))
    text = replies.question(draft, missing, context.root)
    if order.command == Command.NOT_YET:
        text = _("Nothing has been sent yet. Write what has to be changed, or SEND, or CANCEL.")
    if draft.unread:
        unread = ngettext("%(n)s file could not be read.", "%(n)s files could not be read.", draft.unread) % {
            "n": draft.unread
        }
        text = f"{text}\n\n{unread}"
    context.say(
        text,
        f"ask-{missing}",
        choices=replies.choices_of(missing, offered),
        asks_place=missing == drafts.WHERE,
        is_passing=True,
    )
    return MessageOutcome("draft")


def _offered_categories(context: MessageContext, draft: drafts.Draft) -> list[tuple[str, str]]:
    """Only where they can be tapped: nobody is asked to type the name of a category."""
    return suggested_categories(context.root, draft.text) if CHANNELS[context.row.channel].capabilities.choices else []


def _tapped_category(context: MessageContext, draft: drafts.Draft) -> str:
    if context.conversation.asked != drafts.CATEGORY or not context.inbound.text:
        return ""
    return chosen_category(_offered_categories(context, draft), context.inbound.text)


def replace_asked(draft: drafts.Draft, missing: str) -> drafts.Draft:
    return replace(draft, asked=tuple(dict.fromkeys((*draft.asked, missing))))


def _status(context: MessageContext, order: ParsedCommand) -> MessageOutcome:
    """Of the number named, else of the report written about last. A hidden report exists only for its own reporter."""
    report = report_by_number(order.number) if order.number else context.conversation.report
    if report is None and not order.number:
        context.say(_("Write STATUS and the number of your report."), "status")
        return MessageOutcome("status")
    is_theirs = report is not None and is_own(context.conversation, report)
    if report is None or not (is_theirs or report.visibility == Visibility.PUBLIC):
        context.say(replies.unknown_number(), "status")
        return MessageOutcome("status")
    context.say(replies.status(report, is_own=is_theirs), "status")
    return MessageOutcome("status", report if is_theirs else None)
