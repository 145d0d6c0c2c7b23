"""What an act is called: above its field in a form, and in the story of a report.

Its button and what follows from it stand in the table of acts (reports.workflow.table); what the reporter and the
officers are told of it in reporter_messages.py and officer_notices.py beside this file.

tests/presentation/test_acts.py fails for an act without a line in TIMELINE.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.core.ids import show_tracking_id
from lapor.reports.models import Entry, Report
from lapor.reports.queries import StoryLine
from lapor.reports.vocabulary import (
    ActName,
    ArchiveReason,
    Audience,
    CallResult,
    ClockKind,
    PartnerStep,
    Reminder,
    State,
)
from lapor.reports.workflow.rules import leaves_unit
from lapor.reports.workflow.table import TABLE

Word = Callable[[Entry], str] | Promise

# Who reads an officer's words, by the audience of the act.
WHO_READS: dict[str, Any] = {
    Audience.PUBLIC: gettext_lazy("The reporter reads it, and everybody once the report is public."),
    Audience.REPORTER: gettext_lazy("The reporter reads it."),
    Audience.INTERNAL: gettext_lazy("Only officers read it."),
}

# The field for words. An act that is not here has the label "Text".
FORM_LABELS: dict[str, Any] = {  # texts, translated when they are shown
    ActName.ASK: gettext_lazy("Your question"),
    ActName.FORWARD: gettext_lazy("Note for the agency"),
    ActName.ARCHIVE: gettext_lazy("Explanation for the reporter"),
    ActName.REFER: gettext_lazy("Reason"),
    ActName.REFUSE: gettext_lazy("Reason"),
    ActName.REROUTE: gettext_lazy("Reason"),
    ActName.DECIDE: gettext_lazy("Binding reason"),
    ActName.START: gettext_lazy("First response"),
    ActName.RESPOND: gettext_lazy("What was done"),
    ActName.ANSWER: gettext_lazy("Your answer"),
    ActName.WORK_NOTE: gettext_lazy("Note"),
    ActName.WITHHOLD: gettext_lazy("Reason"),
    ActName.EXTEND: gettext_lazy("Reason"),
    ActName.CORRECT: gettext_lazy("Reason"),
    ActName.REOPEN: gettext_lazy("Reason"),
    ActName.OUTSIDE_ANSWER: gettext_lazy("Answer from outside"),
    ActName.REPLY: gettext_lazy("Your answer"),
    ActName.REJECT: gettext_lazy("What is still wrong?"),
    ActName.OBJECT: gettext_lazy("Why do you object?"),
    ActName.APPEAL: gettext_lazy("Why do you disagree?"),
    ActName.NOTE: gettext_lazy("What do you want to add?"),
    ActName.RATE: gettext_lazy("Anything to say? (optional)"),
    ActName.LATE_REPLY: gettext_lazy("Your answer"),
    ActName.WITHDRAW: gettext_lazy("Reason (optional)"),
    ActName.CONFIRM: gettext_lazy("Anything to say? (optional)"),
    ActName.RAISE_PRIVACY: gettext_lazy("Reason (optional)"),
    ActName.MERGE: gettext_lazy("Note (optional)"),
    ActName.SPLIT: gettext_lazy("Reason"),
    ActName.RELEASE: gettext_lazy("Reason (optional)"),
    ActName.SCHEDULE: gettext_lazy("Reason"),
    ActName.RESCHEDULE: gettext_lazy("Reason"),
    ActName.DECLINE: gettext_lazy("Reason"),
    ActName.CALL_SUPPORT: gettext_lazy("What help is needed?"),
    ActName.ASSIGN_OFFICER: gettext_lazy("Note for the officer"),
    ActName.GIVE_TEAM: gettext_lazy("Note for the team"),
    ActName.HAND_BACK: gettext_lazy("Note for the team"),
    ActName.MOVE_OUT: gettext_lazy("Reason"),
    ActName.TAKE_IN: gettext_lazy("What was said"),
    ActName.DIVIDE: gettext_lazy("The part, as it was written"),
    ActName.STATEMENT: gettext_lazy("Statement"),
    ActName.CALL_OFFICER: gettext_lazy("What is it about? (optional)"),
    ActName.ANSWER_CALL: gettext_lazy("Your words to the reporter"),
    ActName.END_CALL: gettext_lazy("How was it settled? (optional)"),
    ActName.INVITE_PARTNER: gettext_lazy("What the partner is asked to do"),
    ActName.PARTNER_NEWS: gettext_lazy("Anything to say? (optional)"),
    ActName.CALL_BACK: gettext_lazy("What the person said (optional)"),
}


def _partner_step(entry: Entry) -> str:
    """How far a partner says that the work is."""
    step = entry.details.get("partner_step", "")
    words = str(PartnerStep(step).label) if step in PartnerStep.values else step
    return f"{words}: {promised_day(entry)}" if step == PartnerStep.PLANNED else words


# In the story.
TIMELINE: dict[str, Word] = {
    ActName.FILE: gettext_lazy("Report filed"),
    ActName.IMPORT: gettext_lazy("Taken over from an earlier system"),
    ActName.ASK: gettext_lazy("A question to the reporter"),
    ActName.REPLY: gettext_lazy("The reporter answered"),
    ActName.LATE_REPLY: gettext_lazy("The reporter answered later"),
    ActName.FORWARD: lambda e: (
        _("Checked and forwarded to %(agency)s") % {"agency": e.details.get("to_agency_name", "")}
    ),
    ActName.DECIDE: lambda e: (
        _("Decided by the head: %(agency)s handles it") % {"agency": e.details.get("to_agency_name", "")}
    ),
    ActName.REROUTE: lambda e: _("Sent on to %(agency)s") % {"agency": e.details.get("to_agency_name", "")},
    ActName.REFUSE: lambda e: (
        _("%(agency)s says it is not responsible") % {"agency": e.agency.name if e.agency else ""}
    ),
    ActName.START: gettext_lazy("Work has begun"),
    ActName.RESPOND: gettext_lazy("News from the office"),
    ActName.ANSWER: gettext_lazy("The office answered"),
    ActName.PUBLISH_ENTRY: gettext_lazy("What was added is published"),
    ActName.WITHHOLD_ENTRY: gettext_lazy("What was added stays inside"),
    ActName.OUTSIDE_ANSWER: lambda e: _("Answer from outside: %(source)s") % {"source": e.details.get("source", "")},
    ActName.CONFIRM: gettext_lazy("The reporter confirmed: solved"),
    ActName.REJECT: lambda e: (
        _("The reporter says again: not solved. The head of the city decides who handles it")
        if to_head(e)
        else _("The reporter says: not solved")
    ),
    ActName.LAPSE: gettext_lazy("Closed without confirmation"),
    ActName.REOPEN: lambda e: (
        _("Opened again. The head of the city decides who handles it") if to_head(e) else _("Opened again")
    ),
    ActName.ARCHIVE: lambda e: (
        _("Archived: %(reason)s") % {"reason": reason_label(e.details.get("archive_reason", ""))}
    ),
    ActName.REFER: lambda e: _("Referred outside: %(where)s") % {"where": e.details.get("destination", "")},
    ActName.WITHDRAW: gettext_lazy("Withdrawn by the reporter"),
    ActName.TAKE_BACK: gettext_lazy("The withdrawal was taken back"),
    ActName.APPEAL: gettext_lazy("The reporter appealed against the archiving"),
    ActName.EXPIRE: gettext_lazy("There was no reply in time"),
    ActName.CORRECT: gettext_lazy("Corrected by the overseer: checked again"),
    ActName.EXTEND: gettext_lazy("Extended by 7 working days"),
    ActName.OBJECT: gettext_lazy("The reporter objected to the answer"),
    ActName.NOTE: gettext_lazy("The reporter added"),
    ActName.CALL_OFFICER: gettext_lazy("The reporter asks for an officer"),
    ActName.ANSWER_CALL: gettext_lazy("An officer wrote to the reporter"),
    ActName.END_CALL: gettext_lazy("The wish for an officer is settled"),
    ActName.RATE: lambda e: _("Rated %(rating)s of 5") % {"rating": e.details.get("rating", "")},
    ActName.PUBLISH: gettext_lazy("Text published"),
    ActName.WITHHOLD: gettext_lazy("Text withheld"),
    ActName.RAISE_PRIVACY: gettext_lazy("Made confidential"),
    ActName.PROTECT: gettext_lazy("Made a protected case: only its team can read it"),
    ActName.LOWER_PRIVACY: gettext_lazy("Made public"),
    ActName.UNASSIGN: gettext_lazy("Taken back from an account that was switched off"),
    ActName.WORK_NOTE: gettext_lazy("Internal note"),
    ActName.CALL_BACK: lambda e: (
        _("Asked by another office: %(result)s") % {"result": call_result_label(e.details.get("call_result", ""))}
    ),
    ActName.UNDO: lambda e: _("Undone, nobody was told: %(act)s") % {"act": act_label(e.details.get("act", ""))},
    ActName.MERGE: lambda e: (
        _("Merged into report %(number)s") % {"number": show_tracking_id(e.details.get("parent_name", ""))}
    ),
    ActName.SPLIT: gettext_lazy("Split off again"),
    ActName.RELEASE: gettext_lazy("Taken out of the other report"),
    ActName.SCHEDULE: lambda e: _("Scheduled for %(day)s") % {"day": promised_day(e)},
    ActName.RESCHEDULE: lambda e: _("New promised date: %(day)s") % {"day": promised_day(e)},
    ActName.PROPOSE: lambda e: _("Proposed: %(act)s") % {"act": act_label(e.details.get("act", ""))},
    ActName.DECLINE: gettext_lazy("Proposal declined"),
    ActName.ASSIGN_OFFICER: gettext_lazy("Given to an officer"),
    ActName.GIVE_TEAM: lambda e: _("Given to the team: %(name)s") % {"name": e.details.get("team_name", "")},
    ActName.TAKE: gettext_lazy("Taken by one of the team"),
    ActName.HAND_BACK: gettext_lazy("Given back to the team"),
    ActName.CALL_SUPPORT: lambda e: _("%(agency)s was asked to help") % {"agency": e.details.get("to_agency_name", "")},
    ActName.SUPPORT: gettext_lazy("Somebody experiences this too"),
    ActName.MASK: gettext_lazy("Words masked"),
    ActName.MASK_PHOTO: gettext_lazy("Parts of a photo blurred"),
    ActName.MOVE_OUT: lambda e: (
        _("Words moved to report %(number)s") % {"number": show_tracking_id(e.details.get("parent_name", ""))}
    ),
    ActName.DIVIDE: lambda e: (
        _("A part became report %(number)s") % {"number": show_tracking_id(e.details.get("parent_name", ""))}
    ),
    ActName.TAKE_IN: lambda e: _("Taken in from elsewhere: %(source)s") % {"source": e.details.get("source") or "–"},
    ActName.STATEMENT: gettext_lazy("Official statement"),
    ActName.EXCLUDE: gettext_lazy("Somebody was excluded by name"),
    ActName.INVITE_PARTNER: lambda e: _("Given to a partner: %(name)s") % {"name": e.details.get("partner_name", "")},
    ActName.END_PARTNER: gettext_lazy("A partner's link was taken back"),
    ActName.PARTNER_NEWS: _partner_step,
    ActName.REMIND: lambda e: reminder_words(e.details.get("reminder", ""), e.details.get("clock", "")),
}

# The same where the name that an officer wrote is not for these readers.
TIMELINE_WITHOUT_OFFICERS_WORDS: dict[str, Word] = {
    ActName.OUTSIDE_ANSWER: gettext_lazy("Answer from outside"),
    ActName.REFER: gettext_lazy("Referred outside"),
    ActName.TAKE_IN: gettext_lazy("Taken in from elsewhere"),
}

# The same where the other report is none of theirs to know of.
TIMELINE_WITHOUT_OTHER_REPORT: dict[str, Word] = {
    ActName.MERGE: gettext_lazy("Merged into another report"),
    ActName.MOVE_OUT: gettext_lazy("Words moved to another report"),
    ActName.DIVIDE: gettext_lazy("A part became another report"),
}


# To the reporter, who has just done it.
_DONE_BY_REPORTER: dict[str, Promise] = {
    ActName.CONFIRM: gettext_lazy("You said that it is solved."),
    ActName.REJECT: gettext_lazy("You said that it is not solved."),
    ActName.REOPEN: gettext_lazy("You said that it is not solved."),
    ActName.REPLY: gettext_lazy("We have your reply."),
    ActName.LATE_REPLY: gettext_lazy("We have your reply."),
    ActName.NOTE: gettext_lazy("What you added is with the report."),
    ActName.RATE: gettext_lazy("Your rating is noted."),
    ActName.CALL_OFFICER: gettext_lazy("Your wish for an officer is noted."),
    ActName.RAISE_PRIVACY: gettext_lazy("The report is confidential now: only its handlers see it."),
    ActName.LOWER_PRIVACY: gettext_lazy("Everybody may read the report once an officer has checked it."),
    ActName.WITHDRAW: gettext_lazy("You have withdrawn the report."),
    ActName.TAKE_BACK: gettext_lazy("You have taken the withdrawal back."),
    ActName.APPEAL: gettext_lazy("Your appeal is noted."),
    ActName.OBJECT: gettext_lazy("Your objection is noted."),
    ActName.RELEASE: gettext_lazy("Your report stands on its own again."),
}


def done_by_reporter(act: str) -> str:
    return str(_DONE_BY_REPORTER.get(act, _("Noted.")))


def to_head(entry: Entry) -> bool:
    """Whether this rejection led to the head of the city."""
    return leaves_unit(int(entry.details.get("rejections", 0)))


def standing_words(report: Report) -> str:
    """What the state alone does not say of who is to act next; "" for most reports. On every page, in REST and in
    chats."""
    if not report.awaits_decision or report.state != State.RECEIVED:
        return ""
    if report.is_protected:
        return _(
            "It was said more than once that it is not solved: the team for protected cases decides how it goes on."
        )
    return _(
        "More than once we were told that it is not solved: the head of the city makes the final decision about who"
        " handles it."
    )


def reason_label(code: str) -> str:
    return str(ArchiveReason(code).label) if code in ArchiveReason.values else code


def call_result_label(code: str) -> str:
    return str(CallResult(code).label) if code in CallResult.values else code


def act_label(name: str) -> str:
    """What the table calls an act: of several rows the first, which is the ordinary one."""
    return next((str(row.label) for row in TABLE if row.name == name), name)


def promised_day(entry: Entry) -> str:
    day = entry.details.get("promised_on", "")
    return date_format(date.fromisoformat(day), "j F Y") if day else ""


def reminder_words(reminder: str, clock: str) -> str:
    """Which reminder, and of which clock."""
    words = str(Reminder(reminder).label) if reminder in Reminder.values else reminder
    return f"{words}: {ClockKind(clock).label}" if clock in ClockKind.values else words


def act_word(line: StoryLine) -> str:
    """What an entry is called in a story.

    Names that officers wrote stand in it only for those who may read the entry's words."""
    word = TIMELINE.get(line.entry.act)
    if line.entry.act in TIMELINE_WITHOUT_OFFICERS_WORDS and not line.shows_details:
        word = TIMELINE_WITHOUT_OFFICERS_WORDS[line.entry.act]
    if line.entry.act in TIMELINE_WITHOUT_OTHER_REPORT and not line.other:
        word = TIMELINE_WITHOUT_OTHER_REPORT[line.entry.act]
    return str(word(line.entry) if callable(word) else word or line.entry.act)
