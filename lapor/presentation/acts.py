"""What an act is called: above its field in a form, and in the story of a report.

Its button and what follows from it stand in the table of acts (reports.workflow.table); what the reporter and the
officers are told of it in reporter_messages.py and officer_notices.py beside this file.

tests/presentation/test_acts.py fails for an act without a line in TIMELINE.
"""

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.core.ids import show_tracking_id
from lapor.reports.models import Entry
from lapor.reports.queries import StoryLine
from lapor.reports.vocabulary import ArchiveReason, ClockKind, Reminder
from lapor.reports.workflow.table import TABLE

Word = Callable[[Entry], str] | Promise

# The field for words. An act that is not here has the label "Text".
FORM_LABELS = {
    "ask": gettext_lazy("Your question"),
    "forward": gettext_lazy("Note for the agency"),
    "archive": gettext_lazy("Explanation for the reporter"),
    "refer": gettext_lazy("Reason"),
    "refuse": gettext_lazy("Reason"),
    "reroute": gettext_lazy("Reason"),
    "decide": gettext_lazy("Binding reason"),
    "start": gettext_lazy("First response"),
    "respond": gettext_lazy("What was done"),
    "answer": gettext_lazy("Your answer"),
    "work_note": gettext_lazy("Note"),
    "withhold": gettext_lazy("Reason"),
    "extend": gettext_lazy("Reason"),
    "correct": gettext_lazy("Reason"),
    "reopen": gettext_lazy("Reason"),
    "outside_answer": gettext_lazy("Answer from outside"),
    "reply": gettext_lazy("Your answer"),
    "reject": gettext_lazy("What is still wrong?"),
    "object": gettext_lazy("Why do you object?"),
    "appeal": gettext_lazy("Why do you disagree?"),
    "note": gettext_lazy("What do you want to add?"),
    "rate": gettext_lazy("Anything to say? (optional)"),
    "late_reply": gettext_lazy("Your answer"),
    "withdraw": gettext_lazy("Reason (optional)"),
    "confirm": gettext_lazy("Anything to say? (optional)"),
    "raise_privacy": gettext_lazy("Reason (optional)"),
    "merge": gettext_lazy("Note (optional)"),
    "split": gettext_lazy("Reason"),
    "release": gettext_lazy("Reason (optional)"),
    "schedule": gettext_lazy("Reason"),
    "reschedule": gettext_lazy("Reason"),
    "decline": gettext_lazy("Reason"),
    "call_support": gettext_lazy("What help is needed?"),
    "assign_officer": gettext_lazy("Note for the officer"),
    "move_out": gettext_lazy("Reason"),
    "take_in": gettext_lazy("What was said"),
    "divide": gettext_lazy("The part, as it was written"),
    "statement": gettext_lazy("Statement"),
    "call_officer": gettext_lazy("What is it about? (optional)"),
    "answer_call": gettext_lazy("Your words to the reporter"),
    "end_call": gettext_lazy("How was it settled? (optional)"),
}

# In the story.
TIMELINE: dict[str, Word] = {
    "file": gettext_lazy("Report filed"),
    "import": gettext_lazy("Taken over from an earlier system"),
    "ask": gettext_lazy("A question to the reporter"),
    "reply": gettext_lazy("The reporter answered"),
    "late_reply": gettext_lazy("The reporter answered later"),
    "forward": lambda e: _("Checked and forwarded to %(agency)s") % {"agency": e.details.get("to_agency_name", "")},
    "decide": lambda e: (
        _("Decided by the head: %(agency)s handles it") % {"agency": e.details.get("to_agency_name", "")}
    ),
    "reroute": lambda e: _("Sent on to %(agency)s") % {"agency": e.details.get("to_agency_name", "")},
    "refuse": lambda e: _("%(agency)s says it is not responsible") % {"agency": e.agency.name if e.agency else ""},
    "start": gettext_lazy("Work has begun"),
    "respond": gettext_lazy("News from the office"),
    "answer": gettext_lazy("The office answered"),
    "publish_entry": gettext_lazy("What the reporter added was published"),
    "withhold_entry": gettext_lazy("What the reporter added stays inside"),
    "outside_answer": lambda e: _("Answer from outside: %(source)s") % {"source": e.details.get("source", "")},
    "confirm": gettext_lazy("The reporter confirmed: solved"),
    "reject": gettext_lazy("The reporter says: not solved"),
    "lapse": gettext_lazy("Closed without confirmation"),
    "reopen": gettext_lazy("Opened again"),
    "archive": lambda e: _("Archived: %(reason)s") % {"reason": reason_label(e.details.get("archive_reason", ""))},
    "refer": lambda e: _("Referred outside: %(where)s") % {"where": e.details.get("destination", "")},
    "withdraw": gettext_lazy("Withdrawn by the reporter"),
    "take_back": gettext_lazy("The withdrawal was taken back"),
    "appeal": gettext_lazy("The reporter appealed against the archiving"),
    "expire": gettext_lazy("There was no reply in time"),
    "correct": gettext_lazy("Corrected by the overseer: checked again"),
    "extend": gettext_lazy("Extended by 7 working days"),
    "object": gettext_lazy("The reporter objected to the answer"),
    "note": gettext_lazy("The reporter added"),
    "call_officer": gettext_lazy("The reporter asks for an officer"),
    "answer_call": gettext_lazy("An officer wrote to the reporter"),
    "end_call": gettext_lazy("The wish for an officer is settled"),
    "rate": lambda e: _("Rated %(rating)s of 5") % {"rating": e.details.get("rating", "")},
    "publish": gettext_lazy("Text published"),
    "withhold": gettext_lazy("Text withheld"),
    "raise_privacy": gettext_lazy("Made confidential"),
    "protect": gettext_lazy("Made a protected case: only its team can read it"),
    "lower_privacy": gettext_lazy("Made public"),
    "unassign": gettext_lazy("Taken back from an account that was switched off"),
    "work_note": gettext_lazy("Internal note"),
    "merge": lambda e: (
        _("Merged into report %(number)s") % {"number": show_tracking_id(e.details.get("parent_name", ""))}
    ),
    "split": gettext_lazy("Split off again"),
    "release": gettext_lazy("Taken out of the other report"),
    "schedule": lambda e: _("Scheduled for %(day)s") % {"day": promised_day(e)},
    "reschedule": lambda e: _("New promised date: %(day)s") % {"day": promised_day(e)},
    "propose": lambda e: _("Proposed: %(act)s") % {"act": act_label(e.details.get("act", ""))},
    "decline": gettext_lazy("Proposal declined"),
    "assign_officer": gettext_lazy("Given to an officer"),
    "call_support": lambda e: _("%(agency)s was asked to help") % {"agency": e.details.get("to_agency_name", "")},
    "support": gettext_lazy("Somebody experiences this too"),
    "mask": gettext_lazy("Words masked"),
    "mask_photo": gettext_lazy("Parts of a photo blurred"),
    "move_out": lambda e: (
        _("Words moved to report %(number)s") % {"number": show_tracking_id(e.details.get("parent_name", ""))}
    ),
    "divide": lambda e: (
        _("A part became report %(number)s") % {"number": show_tracking_id(e.details.get("parent_name", ""))}
    ),
    "take_in": lambda e: _("Taken in from elsewhere: %(source)s") % {"source": e.details.get("source") or "–"},
    "statement": gettext_lazy("Official statement"),
    "exclude": gettext_lazy("Somebody was excluded by name"),
    "remind": lambda e: reminder_words(e.details.get("reminder", ""), e.details.get("clock", "")),
}

# The same where the name that an officer wrote is not for these readers.
TIMELINE_WITHOUT_OFFICERS_WORDS: dict[str, Word] = {
    "outside_answer": gettext_lazy("Answer from outside"),
    "refer": gettext_lazy("Referred outside"),
    "take_in": gettext_lazy("Taken in from elsewhere"),
}

# The same where the other report is none of theirs to know of.
TIMELINE_WITHOUT_OTHER_REPORT: dict[str, Word] = {
    "merge": gettext_lazy("Merged into another report"),
    "move_out": gettext_lazy("Words moved to another report"),
    "divide": gettext_lazy("A part became another report"),
}


def reason_label(code: str) -> str:
    return str(ArchiveReason(code).label) if code in ArchiveReason.values else code


def act_label(name: str) -> str:
    """What the table calls an act."""
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
