"""A letter or mail is a whole report by itself; who wrote it where an officer passed it on.

Called by conversations/handler.py.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from lapor.agencies.queries import office_of_address
from lapor.core.ids import show_tracking_id
from lapor.core.text import clean_text
from lapor.gateway.messages import Inbound
from lapor.intake.conversations import drafts
from lapor.intake.conversations.message_context import FAIL, MessageContext, conversation_of, file_now, with_refused
from lapor.intake.conversations.outcomes import MessageOutcome
from lapor.intake.files.attachments import keep_upload
from lapor.intake.filing.actions import MAX_TEXT
from lapor.intake.models import Conversation
from lapor.reporters import vault
from lapor.reports import reporter_actions


def whole_report(context: MessageContext) -> MessageOutcome:
    """Filed at once. An empty mail is asked for words: nobody could act on it."""
    subject, text = clean_text(context.inbound.subject), clean_text(context.inbound.text)
    if context.is_empty and not subject:
        context.say(
            _("Your mail was empty when it came here. Please write what is wrong, wished for or unknown, and where."),
            "greeting",
        )
        return MessageOutcome("greeted")
    conversation, told_by = _writer(context)
    draft = replace(drafts.new_draft(), key=str(context.row.pk))  # read again after a crash it is the same report
    stored, refused = context.stored_files()
    for file in stored:
        keep_upload(draft.key, file)
    words, rest = _pieces(text or subject or "—")
    draft = replace(draft, texts=(words,), place=context.inbound.place, title=subject, files=len(stored))
    draft = drafts.with_beside(draft, context.inbound)
    answers = "" if told_by else context.answers
    outcome = file_now(
        conversation,
        draft,
        context.root,
        key=str(context.row.pk),
        answers=answers,
        told_by=told_by,
        sender_check=context.inbound.sender_check,
    )
    _add_rest(context, outcome, rest)
    if conversation.nobody_reads:
        conversation.reporter = None  # the next mail from there is somebody else's
    if told_by:
        conversation.save()
        _tell_officer(context, outcome)
    if refused:
        context.say(with_refused(_("Your report was filed."), refused), "refused-files", outcome.report)
    return outcome


def _tell_officer(context: MessageContext, outcome: MessageOutcome) -> None:
    """Not about the report: the officer's answer to this is no answer of the reporter."""
    assert outcome.report is not None  # noqa: S101 - it was just filed
    number = show_tracking_id(outcome.report.tracking_id)
    context.say(
        _("The mail that you passed on is report %(number)s now. Its writer got number and code.") % {"number": number},
        "passed-on",
    )


def _writer(context: MessageContext) -> tuple[Conversation, str]:
    """Whose words they are, and the name of the officer who passed them on ("": nobody).

    Only an officer's forwarded mail is somebody else's: who else passes a mail on asks for themselves. A chain of
    offices is followed to the first address outside."""
    inbound, root = context.inbound, context.root
    is_believed = bool(inbound.forwarded) and inbound.sender_check != FAIL
    office = office_of_address(root, inbound.sender) if is_believed else ""
    outside = (
        next(((name, address) for name, address in inbound.forwarded if not office_of_address(root, address)), None)
        if office
        else None
    )
    if outside is not None:
        name, address = outside
        return known_writer(
            conversation_of(context.conversation.account, replace(inbound, sender=address, sender_name=name))
        ), office
    return writer_for(context.conversation, inbound), ""


def writer_for(conversation: Conversation, inbound: Inbound) -> Conversation:
    """With its reporter.

    A form's or group's mail that names nobody to answer has one of its own, without an address."""
    if not inbound.is_nobody:
        return known_writer(conversation)
    conversation.reporter = vault.store_reporter(
        name=inbound.sender_name, email="", phone="", language=conversation.language
    )
    return conversation


def _pieces(text: str) -> tuple[str, list[str]]:
    """What a report takes, and the rest in stretches of the same length, cut between words."""
    pieces = []
    while len(text) > MAX_TEXT:
        at = max(text.rfind(sign, MAX_TEXT // 2, MAX_TEXT) for sign in ("\n", " "))
        at = at if at > 0 else MAX_TEXT
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    pieces = [*pieces, text]
    return pieces[0], pieces[1:]


def _add_rest(context: MessageContext, outcome: MessageOutcome, rest: list[str]) -> None:
    """Nothing is cut: what is too long for a report stands in its story, for officers first, as all that a reporter
    says later."""
    if outcome.report is None or not rest:
        return
    for number, words in enumerate(rest, 2):
        head = _("(Part %(number)s of %(total)s of the mail)") % {"number": number, "total": len(rest) + 1}
        reporter_actions.add_comment(outcome.report, f"{head}\n{words}")
    said = _(
        "Your mail is long: the first part is the report, the others (%(n)s) stand below it. Officers read all of it."
    ) % {"n": len(rest)}
    context.say(said, "long", outcome.report)


def known_writer(conversation: Conversation) -> Conversation:
    """With the address in the vault as a mail address: every later mail of ours goes there."""
    if not conversation.reporter_id:
        name, sender = vault.open_sealed(bytes(conversation.name)), vault.open_sealed(bytes(conversation.sender))
        conversation.reporter = vault.store_reporter(name=name, email=sender, phone="", language=conversation.language)
    return conversation
