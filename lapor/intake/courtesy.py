"""What says nothing: a greeting, an announcement, thanks, a sign of life, a reaction, and what we cannot read.

It files nothing and answers no question.

Called by conversations.py. Where a question of ours is open, officers see it and the report goes on waiting.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.core.text import clean_text, one_line
from lapor.gateway.messages import Inbound, InboundKind
from lapor.intake import asked, drafts, saying
from lapor.intake.commands import Command, Order
from lapor.intake.outcomes import Outcome
from lapor.intake.turns import Turn
from lapor.reports import reporter_actions
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import State

COURTESY, UNREAD = "courtesy", "unread"  # what became of such a message
_KINDS: Mapping[str, object] = {
    "sticker": gettext_lazy("a sticker"),
    "poll": gettext_lazy("a poll"),
    "contact": gettext_lazy("a contact card"),
    "view once": gettext_lazy("a picture to be seen once"),
    "ephemeral": gettext_lazy("a picture to be seen once"),
    "mms": gettext_lazy("a picture message (MMS)"),
}


def heard(turn: Turn, report: Report | None, order: Order) -> Outcome:
    """A message without any words of its own. `report`: the one that is open here, or that it points to."""
    conversation = turn.conversation
    if report is not None and report.state == State.AWAITING_REPORTER:
        return _still_waiting(turn, report)
    if report is not None and reporter_actions.waits_for_confirmation(report):
        return _solved_or_not(turn, report, order)
    if order.command in {Command.GREETING, Command.ANNOUNCE}:
        return _greeted(turn, report, order)
    if conversation.report_id is None and turn.inbound.kind == InboundKind.MESSAGE and report is None:
        return what(turn)
    return Outcome(COURTESY, report)


def what(turn: Turn) -> Outcome:
    """A greeting is answered with the question what."""
    turn.say(saying.question(drafts.new_draft(), drafts.WHAT, turn.root), "greeting", is_passing=True)
    return Outcome("greeted")


def _greeted(turn: Turn, report: Report | None, order: Order) -> Outcome:
    """ "mau lapor" while a report is open begins another; a greeting may be about this one or another."""
    if report is None or order.command == Command.ANNOUNCE:
        if report is not None:
            turn.conversation.report_at = None
        return what(turn)
    words = _("Hello. Is it about your report %(number)s? Then write it here. For another matter write NEW REPORT.")
    turn.say(words % {"number": show_tracking_id(report.tracking_id)}, "greeting", report, choices=(_("NEW REPORT"),), is_passing=True)
    return Outcome("greeted", report)


def _still_waiting(turn: Turn, report: Report) -> Outcome:
    """Shown to the officers, asked about once: "is this your answer?"."""
    entry = _shown(turn, report)
    question = report.entries.filter(act="ask").order_by("-at", "-id").first()
    if entry is not None and turn.inbound.kind == InboundKind.MESSAGE:
        asked.ask(turn.conversation, asked.IS_ANSWER, entry.pk)
    put = one_line(question.text, 300) if question and not report.is_protected else "…"  # a phone may be read by others
    words = _("We still wait for your answer about report %(number)s: %(question)s\nWas this your answer? Then write YES.") % {
        "number": show_tracking_id(report.tracking_id), "question": put}  # fmt: skip
    if turn.inbound.kind == InboundKind.MESSAGE:
        turn.say_once(words, "still-waiting", of=question.pk if question else report.pk, report=report, choices=(_("YES"),))
    return Outcome(COURTESY, report, entry_id=entry.pk if entry else None)


def _solved_or_not(turn: Turn, report: Report, order: Order) -> Outcome:
    entry = _shown(turn, report) if order.command in {Command.THANKS, Command.LIFE} else None
    if turn.inbound.kind == InboundKind.MESSAGE:
        turn.say(yes_or_not_yet(report), "ask-solved", report, choices=(_("YES"), _("NOT YET")), is_passing=True)
    return Outcome(COURTESY, report, entry_id=entry.pk if entry else None)


def yes_or_not_yet(report: Report) -> str:
    return _("Is report %(number)s solved: YES or NOT YET?") % {"number": show_tracking_id(report.tracking_id)}


def _shown(turn: Turn, report: Report) -> Entry | None:
    """As a note on the report: no answer, no clock moves."""
    text = clean_text(turn.inbound.text) or f"[{unread_name(turn.inbound)}]"
    said = reporter_actions.adds(report, text)
    return said.taken.entry if said.taken else None


# --- what cannot be read


def unread(turn: Turn, report: Report | None) -> Outcome:
    """One kind answer an hour, and the row says why. An open question goes on waiting, and officers see that something came."""
    said = Outcome(UNREAD, report, why=turn.inbound.reason)
    if report is not None and report.state == State.AWAITING_REPORTER:
        said = Outcome(UNREAD, report, why=turn.inbound.reason, entry_id=getattr(_shown(turn, report), "pk", None))
    words = _("We got %(what)s from you, but cannot read that here. Please write it in words, or send a photo.") % {"what": unread_name(turn.inbound)}
    turn.say_once(words, "unread", of=turn.conversation.pk, window=f"{clock.now():%Y%m%d%H}")
    return said


def unread_name(inbound: Inbound) -> str:
    """In a person's words; a kind that is new to us is just a message."""
    if inbound.kind != InboundKind.UNREAD:
        return _("a sign without words")
    found = next((name for kind, name in _KINDS.items() if kind in inbound.reason.casefold()), None)
    return str(found) if found else _("a message")
