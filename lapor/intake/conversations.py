"""One message taken into its conversation: which report is it about, is it a command, part of a draft, or a whole report.

`take` runs inside a transaction with the conversation's row locked, so that two messages of a person never overtake each other.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from lapor.agencies.queries import rules_of
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.core.text import clean_text, fold
from lapor.gateway.accounts import CHANNELS
from lapor.gateway.messages import Inbound, InboundKind
from lapor.gateway.models import InboundMessage
from lapor.intake import drafts, letters, proof, saying
from lapor.intake.attachments import keep_upload, queue_preparing
from lapor.intake.commands import Command, Order, order_in
from lapor.intake.joining import joined_by_proof
from lapor.intake.outcomes import Outcome
from lapor.intake.suggesting import chosen_category, suggested_categories
from lapor.intake.turns import FAIL, Turn, conversation_of, file_now, is_own, lookups, with_refused
from lapor.intake.unheard import unheard
from lapor.reporters import vault
from lapor.reports import reporter_actions
from lapor.reports.acting import StoredFile
from lapor.reports.models import Report
from lapor.reports.queries import report_by_number
from lapor.reports.reporter_actions import Said
from lapor.reports.vocabulary import Visibility
from lapor.reports.workflow import CLOSED

STILL_ABOUT = timedelta(days=7)  # a message without a hint belongs to the report that was last active within this time
REASON = "reason"  # the question that was put last: what is not solved yet


def take(row: InboundMessage, inbound: Inbound, files: Sequence[tuple[str, bytes]], original: InboundMessage | None = None) -> Outcome:
    """Do with the message what its words ask for. Needs a transaction around it; safe to repeat."""
    conversation = conversation_of(row.account, inbound)
    if CHANNELS[row.channel].capabilities.files_at_once and inbound.sender_check != FAIL:
        vault.address_lives(lookups(conversation))
    with saying.in_language(conversation):
        turn = Turn(row, inbound, conversation, conversation.account.root, files, original)
        outcome = unheard(conversation, inbound) or _answer(turn)
    conversation.last_at = clock.now()
    if outcome.report is not None and outcome.word != proof.UNPROVED:
        conversation.report, conversation.report_at = outcome.report, clock.now()
    conversation.save()
    row.conversation_id = conversation.pk
    return outcome


def _is_letter(turn: Turn) -> bool:
    return CHANNELS[turn.row.channel].capabilities.files_at_once


def _answer(turn: Turn) -> Outcome:
    conversation, inbound = turn.conversation, turn.inbound
    if inbound.kind == InboundKind.DELETED:
        return _taken_back(turn)
    report, rest, is_tried = joined_by_proof(conversation, inbound.text)
    if is_tried:
        return _joined(turn, report, rest)
    is_order = inbound.kind == InboundKind.MESSAGE and not turn.heard.is_danger  # "Stop pungli!" stops nothing
    words = inbound.subject if _is_letter(turn) and turn.is_empty else inbound.text  # a mail program's button "unsubscribe" writes a subject
    order = order_in(words) if is_order else Order(Command.NONE)
    is_proved = not _is_letter(turn) or proof.report_answered(turn) is not None
    if is_proved:
        proof.heed_stop(conversation, is_stop=order.command == Command.STOP)
    if order.command == Command.STOP:
        return Outcome("stopped") if is_proved else proof.how_to_stop(turn)
    return _status(turn, order) if order.command == Command.STATUS else _say_more(turn, order)


def _say_more(turn: Turn, order: Order) -> Outcome:
    """Words for a draft, a report that is there, or a new one."""
    conversation = turn.conversation
    draft = drafts.draft_of(conversation)
    if draft is None or (turn.original is not None and turn.original.report_id is not None):
        return _without_draft(turn, order)
    if order.command == Command.CANCEL and not order.number:
        drafts.keep_draft(conversation, None)
        conversation.asked = ""
        turn.say(_("Dropped. Nothing was filed."), "dropped")
        return Outcome("dropped")
    return _go_on(turn, draft, order)


def _joined(turn: Turn, report: Report | None, rest: str) -> Outcome:
    """With the proof, what else is said in the message is said about that report."""
    if report is None:
        turn.say(_("This number and this code do not fit together. Please look at your receipt again."), "wrong-proof")
        return Outcome("wrong_proof")
    turn.conversation.report, turn.conversation.report_at = report, clock.now()
    proof.heed_stop(turn.conversation, is_stop=False)
    said = replace(turn, inbound=replace(turn.inbound, text=rest))
    order = Order(Command.NONE) if said.heard.is_danger else order_in(rest)
    if rest and order.command not in {Command.STATUS, Command.STOP}:
        if (outcome := _about(said, report, replace(order, number=report.tracking_id))) is not None:
            return outcome
        if said.heard.is_danger or len(fold(rest).split()) >= drafts.LEAST_WORDS:  # nothing can be added to it, or only few may read this
            return _anew(said)
    joined = _("From now on you hear of this report here too.")
    turn.say(f"{joined}\n{saying.status(report)}", "joined", report)
    return Outcome("joined", report)


def _anew(turn: Turn) -> Outcome:
    """These words belong to no report that is there."""
    if _is_letter(turn):
        if turn.inbound.sender_check != FAIL:
            proof.heed_stop(turn.conversation, is_stop=False)
        return letters.whole_report(turn)
    return _go_on(turn, drafts.draft_of(turn.conversation) or drafts.new_draft(), Order(Command.NONE))


def _taken_back(turn: Turn) -> Outcome:
    """Out of the draft, with its files; what was filed already stays, as a letter that was posted."""
    draft = drafts.draft_of(turn.conversation)
    rest = drafts.without_message(draft, turn.inbound.external_id) if draft else None
    if draft is None or rest == draft:
        return Outcome("ignored", why="deleted by its writer; what was filed stays")
    drafts.keep_draft(turn.conversation, rest if rest and not rest.is_empty else None)
    return Outcome("taken_back")


def _without_draft(turn: Turn, order: Order) -> Outcome:
    report = None if turn.is_empty and order.command == Command.NONE else _report_meant(turn, order)
    is_letter = _is_letter(turn)
    if is_letter and report is None and (outcome := proof.without_proof(turn, order)) is not None:
        return outcome
    if report is not None and (outcome := _about(turn, report, order)) is not None:
        return outcome
    if is_letter:
        return _anew(turn)
    if turn.is_empty:
        turn.say(saying.question(drafts.new_draft(), drafts.WHAT, turn.root), "greeting")
        return Outcome("greeted")
    return _go_on(turn, drafts.new_draft(), Order(Command.NONE))


# --- a draft


def _go_on(turn: Turn, draft: drafts.Draft, order: Order) -> Outcome:
    """One more message of a draft; words of danger file it at once, before anybody reads."""
    conversation = turn.conversation
    wants_to_send = order.command in {Command.SEND, Command.YES} and conversation.asked in {drafts.CONFIRM, drafts.CATEGORY}
    stored, refused = turn.stored_files()
    for file in stored:
        keep_upload(draft.key, file)
    if code := _tapped_category(turn, draft):
        draft = replace(draft, category=code)
    elif not wants_to_send:
        draft = drafts.with_message(draft, turn.inbound, asked=conversation.asked, files=tuple(str(file.id) for file in stored))
        draft = drafts.with_note(draft, turn.note)
    if wants_to_send or turn.heard.is_danger or rules_of(turn.root).heard_in(*draft.said).is_danger:
        return file_now(turn.conversation, draft, turn.root, key=str(turn.row.pk), answers=turn.answers)
    is_correction = turn.inbound.kind == InboundKind.EDITED and conversation.asked
    missing = conversation.asked if is_correction else draft.missing()  # the question that was put is still open
    offered = _offered_categories(turn, draft) if missing == drafts.CONFIRM and drafts.CATEGORY not in draft.asked else []
    missing = drafts.CATEGORY if offered else missing
    conversation.asked = missing
    drafts.keep_draft(conversation, replace_asked(draft, missing))
    text = saying.question(draft, missing, turn.root)
    turn.say(with_refused(text, refused), f"ask-{missing}", choices=saying.choices_of(missing, offered), asks_place=missing == drafts.WHERE)
    return Outcome("draft")


def _offered_categories(turn: Turn, draft: drafts.Draft) -> list[tuple[str, str]]:
    """Only where they can be tapped: nobody is asked to type the name of a category."""
    return suggested_categories(turn.root, draft.text) if CHANNELS[turn.row.channel].capabilities.choices else []


def _tapped_category(turn: Turn, draft: drafts.Draft) -> str:
    if turn.conversation.asked != drafts.CATEGORY or not turn.inbound.text:
        return ""
    return chosen_category(_offered_categories(turn, draft), turn.inbound.text)


def replace_asked(draft: drafts.Draft, missing: str) -> drafts.Draft:
    return replace(draft, asked=tuple(dict.fromkeys((*draft.asked, missing))))


# --- a report that is there


def _report_meant(turn: Turn, order: Order) -> Report | None:
    """By the signed address it was sent to, the message that it answers, the number it names, else the report last active within seven days.
    Only the writer's own.

    A mail has to answer one of ours: whom it is from can be written by anybody, and numbers are public (see proof).
    """
    if turn.original is not None and turn.original.report_id is not None:
        report = Report.objects.select_related("root", "agency", "parent").filter(pk=turn.original.report_id).first()
        return report if report is not None and is_own(turn.conversation, report) else None
    if (answered := proof.report_answered(turn)) is not None:
        return answered
    if _is_letter(turn):
        return None
    if order.number:
        report = report_by_number(order.number)
        return report if report is not None and is_own(turn.conversation, report) else None
    conversation = turn.conversation
    is_fresh = conversation.report_at is not None and conversation.report_at > clock.now() - STILL_ABOUT
    if conversation.report is None or not is_fresh:
        return None
    return None if conversation.report.state in CLOSED and order.command == Command.NONE else conversation.report


def _about(turn: Turn, report: Report, order: Order) -> Outcome | None:
    """A message about a report; None where nothing can be said about it any more, or where its words have to be kept from all who
    read that report: then it is a new one."""
    conversation = turn.conversation
    if not report.is_protected and turn.heard.category:
        return None
    waits = reporter_actions.waits_for_confirmation(report)
    if order.command == Command.YES and waits:
        return _done(turn, report, reporter_actions.says_yes(report), _("Thank you. Your report %(number)s is closed as confirmed."))
    if conversation.asked == REASON or (order.command == Command.NOT_YET and waits):
        reason = clean_text(turn.inbound.text) if conversation.asked == REASON else order.rest
        if not reason:
            conversation.asked = REASON
            turn.say(_("What is not solved yet? One sentence is enough; the office has to go on then."), "ask-reason", report)
            return Outcome("asked", report)
        conversation.asked = ""
        stored, _refused = turn.stored_files()
        said = reporter_actions.says_not_yet(report, reason, stored)
        return _done(turn, report, said, _("Your report %(number)s is being worked on again."), stored)
    if order.command in {Command.CANCEL, Command.TAKE_BACK}:
        return _withdraw(turn, report, order)
    return _add(turn, report, waits=waits)


def _withdraw(turn: Turn, report: Report, order: Order) -> Outcome:
    """One word by mistake withdraws nothing: the number has to be named. For a day it can be taken back."""
    if order.command == Command.TAKE_BACK:
        said = reporter_actions.takes_withdrawal_back(report)
        return _done(turn, report, said, _("Your report %(number)s is no longer withdrawn and goes on."))
    number = show_tracking_id(report.tracking_id)
    if not order.number:
        turn.say(_("To withdraw your report, write: CANCEL %(number)s") % {"number": number}, "ask-cancel", report)
        return Outcome("asked", report)
    return _done(turn, report, reporter_actions.withdraws(report), _withdrawn())


def _withdrawn() -> str:
    words = _("Your report %(number)s was withdrawn, as you wished.")
    return words + " " + _("Not you, or a mistake? Within 24 hours write: UNDO WITHDRAWAL %(number)s")


def _add(turn: Turn, report: Report, *, waits: bool) -> Outcome | None:
    stored, refused = turn.stored_files()
    text = clean_text(turn.inbound.text) or clean_text(turn.inbound.subject)
    if turn.inbound.kind == InboundKind.EDITED:
        text = _("Corrected: %(text)s") % {"text": text}
    said = reporter_actions.writes(report, "\n".join(filter(None, [text, turn.note])) or "—", stored)
    if said.taken is None:
        return None
    words = _("Added to your report %(number)s.")
    if waits:
        words += " " + _("Is it solved? Answer YES or NOT YET with the reason.")
    return _done(turn, report, said, with_refused(words, refused), stored)


def _done(turn: Turn, report: Report, said: Said, words: str, files: Sequence[StoredFile] = ()) -> Outcome:
    if said.taken is None:
        turn.say(_("This is not possible while the report is in this state.") + "\n" + saying.status(report), "not-possible", report)
        return Outcome("not_possible", report)
    queue_preparing(files)
    turn.say(words % {"number": show_tracking_id(report.tracking_id)}, said.act, report)
    return Outcome(said.act, report, entry_id=said.taken.entry.pk)


def _status(turn: Turn, order: Order) -> Outcome:
    """Of the number named, else of the report written about last. A hidden report exists only for its own reporter."""
    report = report_by_number(order.number) if order.number else turn.conversation.report
    if report is None and not order.number:
        turn.say(_("Write STATUS and the number of your report."), "status")
        return Outcome("status")
    is_visible = report is not None and (report.visibility == Visibility.PUBLIC or is_own(turn.conversation, report))
    turn.say(saying.status(report) if report is not None and is_visible else saying.unknown_number(), "status")
    return Outcome("status", report if report is not None and is_visible and is_own(turn.conversation, report) else None)
