"""What a reporter is told of each act: subject and text, in the reporter's language.

Recording is the ledger's, wording is here.

No word of the report itself and no name stands in a message: it may be read on a shared phone. What the office says
does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.translation import gettext as _

from lapor.core.ids import show_tracking_id
from lapor.presentation.acts import standing_words, to_head
from lapor.reports.models import Entry, Report
from lapor.reports.publication import may_be_named
from lapor.reports.vocabulary import ActName, ArchiveReason, Outcome, Reminder, State
from lapor.reports.workflow.rules import REOPEN_WITHIN_DAYS

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass(frozen=True)
class NotificationContext:
    """What the words are made of. `due` is the deadline that matters next; `url` leads to the report's page."""

    report: Report
    entry: Entry
    due: datetime | None
    url: str
    in_chat: bool = False  # in a conversation on a phone: the person answers there, and short words are kind
    by_number: bool = False  # the first word on this phone: an answer has to name the report
    is_own: bool = False  # whoever is written to did it themselves
    answered: Report | None = None  # the parent, where the report that is written about was merged into it

    @property
    def number(self) -> str:
        return show_tracking_id(self.report.tracking_id)

    @property
    def agency(self) -> str:
        report = self.answered or self.report
        return report.agency.name if report.agency else report.root.name

    @property
    def until(self) -> str:
        return long_date(self.due, self.report.root.timezone) if self.due else ""


def long_date(at: datetime, timezone: str) -> str:
    """Rabu, 26 November 2026, 16.00 WIB"""
    local = at.astimezone(ZoneInfo(timezone))
    return f"{formats.date_format(local, 'l, j F Y, H.i')} {ZONES.get(timezone, local.tzname() or '')}"


def _filed(f: NotificationContext) -> str:
    if f.report.state != State.RECEIVED:  # it went on at once: the next message says to whom
        return _("We received your report. Its number is %(number)s.") % {"number": f.number}
    return _("We received your report. Its number is %(number)s. An officer checks it by %(until)s.") % {
        "number": f.number,
        "until": f.until,
    }


def _forwarded(f: NotificationContext) -> str:
    text = _("Your report %(number)s was checked and goes to %(agency)s.") % {"number": f.number, "agency": f.agency}
    due = _("The first response is due by %(until)s.") % {"until": f.until}
    return f"{text} {due}" if f.due else text


def _asked(f: NotificationContext) -> str:
    asked = _("About your report %(number)s we need one more thing:") % {"number": f.number}
    how = (
        _answer_here(f) if f.in_chat else _("Please answer on the page of the report with the code from your receipt.")
    )
    return f"{asked}\n\n{f.entry.text}\n\n{how}"


def _answer_here(f: NotificationContext) -> str:
    return (
        _("Please answer here and begin with the number %(number)s.") % {"number": f.number}
        if f.by_number
        else _("Please answer here.")
    )


def _started(f: NotificationContext) -> str:
    head = _("%(agency)s is working on your report %(number)s:") % {"agency": f.agency, "number": f.number}
    return f"{head}\n\n{f.entry.text}"


def _written(f: NotificationContext) -> str:
    head = _("An officer of %(agency)s answers you about your report %(number)s:") % {
        "agency": f.agency,
        "number": f.number,
    }
    return "\n\n".join(part for part in (head, f.entry.text, _answer_here(f) if f.in_chat else "") if part)


def _answered(f: NotificationContext) -> str:
    found = (f.answered or f.report).outcome
    outcome = Outcome(found).label if found else ""
    head = _("%(agency)s answered your report %(number)s (%(outcome)s):") % {
        "agency": f.agency,
        "number": f.number,
        "outcome": outcome,
    }
    ask = _(
        "Is it solved? Confirm or reject on the page of the report. Without a word from you until %(until)s we close it"
        " without confirmation."
    )
    if f.in_chat:
        ask = _(
            "Is it solved? Answer YES or NOT YET. Without a word from you until %(until)s we close it without"
            " confirmation."
        )
    if f.in_chat and f.by_number:
        ask = _(
            "Is it solved? Answer YES %(number)s or NOT YET %(number)s. Without a word from you until %(until)s we"
            " close it without confirmation."
        )
    return f"{head}\n\n{f.entry.text}\n\n{ask % {'until': f.until, 'number': f.number}}"


def _archived(f: NotificationContext) -> str:
    reason = ArchiveReason(f.report.archive_reason).label if f.report.archive_reason else ""
    head = _("We archived your report %(number)s: %(reason)s.") % {"number": f.number, "reason": reason}
    appeal = _("You disagree? Appeal once on the page of the report; somebody else reads it.")
    return "\n\n".join(part for part in (head, f.entry.text, appeal) if part)


def _refused(f: NotificationContext) -> str:
    return _(
        "The agency says your report %(number)s is not its responsibility. We will find the right one by %(until)s."
    ) % {"number": f.number, "until": f.until}


def _referred(f: NotificationContext) -> str:
    where = f.entry.details.get("destination", "")
    head = _("Your report %(number)s goes to %(where)s.") % {"number": f.number, "where": where}
    return f"{head}\n\n{f.entry.text}"


def _lapsed(f: NotificationContext) -> str:
    return _(
        "We closed your report %(number)s without your confirmation. Not solved? You can reopen it within %(days)s"
        " days."
    ) % {"number": f.number, "days": REOPEN_WITHIN_DAYS}


def _back(f: NotificationContext) -> str:
    return _("Your report %(number)s is being worked on again.") % {"number": f.number}


def _rejected(f: NotificationContext) -> str:
    if not to_head(f.entry):
        return _back(f)
    return words_after_rejection(f.report)


def words_after_rejection(report: Report) -> str:
    """Also said at once to who writes in a chat that it is not solved."""
    if not report.awaits_decision:
        return _("Your report %(number)s is being worked on again.") % {"number": show_tracking_id(report.tracking_id)}
    return _("Your report %(number)s: %(standing)s We tell you what was decided.") % {
        "number": show_tracking_id(report.tracking_id),
        "standing": standing_words(report),
    }


def _decided(f: NotificationContext) -> str:
    head = _("The head of the city has decided: %(agency)s now handles your report %(number)s.") % {
        "agency": f.agency,
        "number": f.number,
    }
    due = _("The next deadline is %(until)s.") % {"until": f.until} if f.due else ""
    return "\n\n".join(part for part in (head, f.entry.text, due) if part)


def _verified_again(f: NotificationContext) -> str:
    return _("Your report %(number)s is checked again, by %(until)s.") % {
        "number": f.number,
        "until": f.until,
    }


def _merged(f: NotificationContext) -> str:
    parent = f.report.parent
    if parent is None or not may_be_named(parent, f.report, to_officers=False):
        return _(
            "Others reported the same: your report %(number)s goes on together with theirs. You hear of the answer and"
            " say whether it is solved. You do not agree? Take your report out again on its page."
        ) % {"number": f.number}
    other = show_tracking_id(parent.tracking_id)
    return _(
        "Others reported the same: your report %(number)s goes on together with %(other)s. You hear of its answer and"
        " say whether it is solved. You do not agree? Take your report out again on its page."
    ) % {"number": f.number, "other": other}


def _scheduled(f: NotificationContext) -> str:
    day = f.entry.details.get("promised_on", "")
    words = formats.date_format(date.fromisoformat(day), "l, j F Y") if day else ""
    head = _("%(agency)s promises to solve your report %(number)s by %(day)s:") % {
        "agency": f.agency,
        "number": f.number,
        "day": words,
    }
    return f"{head}\n\n{f.entry.text}"


def _withdrawn(f: NotificationContext) -> str:
    return _(
        "Your report %(number)s was withdrawn, as you wished. Not you, or a mistake? For 24 hours you can take that"
        " back on the page of the report."
    ) % {"number": f.number}


def _not_withdrawn(f: NotificationContext) -> str:
    return _("Your report %(number)s is no longer withdrawn and goes on.") % {"number": f.number}


def _reminded(f: NotificationContext) -> str:
    if f.in_chat and f.by_number:
        return _(
            "We still wait for your answer about your report. Please answer here and begin with the number %(number)s;"
            " without an answer we cannot go on."
        ) % {"number": f.number}
    if f.in_chat:
        return _(
            "We still wait for your answer about your report %(number)s. Please answer here; without an answer we"
            " cannot go on."
        ) % {"number": f.number}
    return _(
        "We still wait for your answer about your report %(number)s. Please answer on the page of the report, with the"
        " code of your receipt; without an answer we cannot go on."
    ) % {"number": f.number}


def _confirmed(f: NotificationContext) -> str:
    return _("Thank you. Your report %(number)s is closed as confirmed.") % {"number": f.number}


ANSWERED_THERE = frozenset({ActName.WITHDRAW, ActName.TAKE_BACK})

WORDS: dict[str, Callable[[NotificationContext], str]] = {
    ActName.FILE: _filed,
    ActName.FORWARD: _forwarded,
    ActName.DECIDE: _decided,
    ActName.REROUTE: _forwarded,
    ActName.ASK: _asked,
    ActName.START: _started,
    ActName.RESPOND: _started,
    ActName.ANSWER: _answered,
    ActName.OUTSIDE_ANSWER: _answered,
    ActName.ARCHIVE: _archived,
    ActName.REFUSE: _refused,
    ActName.REFER: _referred,
    ActName.LAPSE: _lapsed,
    ActName.REJECT: _rejected,
    ActName.REOPEN: _rejected,
    ActName.OBJECT: _back,
    ActName.APPEAL: _verified_again,
    ActName.LATE_REPLY: _verified_again,
    ActName.CORRECT: _verified_again,
    ActName.CONFIRM: _confirmed,
    ActName.EXTEND: _started,
    ActName.MERGE: _merged,
    ActName.SPLIT: _verified_again,
    ActName.RELEASE: _verified_again,
    ActName.SCHEDULE: _scheduled,
    ActName.RESCHEDULE: _scheduled,
    ActName.WITHDRAW: _withdrawn,
    ActName.TAKE_BACK: _not_withdrawn,
    ActName.ANSWER_CALL: _written,
}


def choices_for(facts: NotificationContext) -> tuple[str, ...]:
    """What can be tapped in a conversation instead of writing it; the text says the same words."""
    if not facts.in_chat or facts.by_number or facts.entry.act not in {ActName.ANSWER, ActName.OUTSIDE_ANSWER}:
        return ()
    with translation.override(facts.report.language):
        return _("YES"), _("NOT YET")


def words_for(facts: NotificationContext) -> tuple[str, str] | None:
    """Subject and text for the reporter, in the reporter's language; None for acts nobody is told of."""
    maker = WORDS.get(facts.entry.act)
    if facts.entry.act == ActName.EXPIRE:
        maker = _archived if facts.report.archive_reason else _back
    if facts.entry.act == ActName.REMIND and facts.entry.details.get("reminder") in {
        Reminder.ASKED_3,
        Reminder.ASKED_7,
    }:
        maker = _reminded
    is_answered_there = facts.entry.act in ANSWERED_THERE or (facts.is_own and facts.entry.act == ActName.REJECT)
    if maker is None or (facts.in_chat and is_answered_there):
        return None
    with translation.override(facts.report.language):
        subject = _("Report %(number)s: %(state)s") % {
            "number": facts.number,
            "state": State(facts.entry.state_after).label,
        }
        if facts.in_chat:
            return subject, f"{maker(facts)}\n{facts.url}"
        name = facts.report.root.brand.get("name", facts.report.root.name)
        label = _("Number")
        signature = f"--\n{name}\n{label} {facts.number}\n{facts.url}"
        return subject, f"{maker(facts)}\n\n{signature}\n"
