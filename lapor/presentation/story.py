"""A report as people read it: card, deadlines, story. The same words on public pages, in the console and on receipts."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lapor.agencies.queries import calendar_version
from lapor.core import clock as time_now
from lapor.core.ids import show_tracking_id
from lapor.publish.models import PublicReport
from lapor.reports.models import Attachment, Clock, Entry, Report
from lapor.reports.queries import StoryLine
from lapor.reports.vocabulary import ArchiveReason, Channel, ClockKind, Kind, Outcome, Reminder, State
from lapor.reports.workflow import TABLE

ACT_WORDS = {
    "file": lambda e: _("Report filed"),
    "import": lambda e: _("Taken over from an earlier system"),
    "ask": lambda e: _("A question to the reporter"),
    "reply": lambda e: _("The reporter answered"),
    "late_reply": lambda e: _("The reporter answered later"),
    "forward": lambda e: _("Checked and forwarded to %(agency)s") % {"agency": e.details.get("to_agency_name", "")},
    "decide": lambda e: _("Decided by the head: %(agency)s handles it") % {"agency": e.details.get("to_agency_name", "")},
    "reroute": lambda e: _("Sent on to %(agency)s") % {"agency": e.details.get("to_agency_name", "")},
    "refuse": lambda e: _("%(agency)s says it is not responsible") % {"agency": e.agency.name if e.agency else ""},
    "start": lambda e: _("Work has begun"),
    "respond": lambda e: _("News from the office"),
    "answer": lambda e: _("The office answered"),
    "publish_entry": lambda e: _("What the reporter added was published"),
    "withhold_entry": lambda e: _("What the reporter added stays inside"),
    "outside_answer": lambda e: _("Answer from outside: %(source)s") % {"source": e.details.get("source", "")},
    "confirm": lambda e: _("The reporter confirmed: solved"),
    "reject": lambda e: _("The reporter says: not solved"),
    "lapse": lambda e: _("Closed without confirmation"),
    "reopen": lambda e: _("Opened again"),
    "archive": lambda e: _("Archived: %(reason)s") % {"reason": reason_label(e.details.get("archive_reason", ""))},
    "refer": lambda e: _("Referred outside: %(where)s") % {"where": e.details.get("destination", "")},
    "withdraw": lambda e: _("Withdrawn by the reporter"),
    "take_back": lambda e: _("The withdrawal was taken back"),
    "appeal": lambda e: _("The reporter appealed against the archiving"),
    "expire": lambda e: _("There was no reply in time"),
    "correct": lambda e: _("Corrected by the overseer: checked again"),
    "extend": lambda e: _("Extended by 7 working days"),
    "object": lambda e: _("The reporter objected to the answer"),
    "note": lambda e: _("The reporter added"),
    "call_officer": lambda e: _("The reporter asks for an officer"),
    "answer_call": lambda e: _("An officer wrote to the reporter"),
    "end_call": lambda e: _("The wish for an officer is settled"),
    "rate": lambda e: _("Rated %(rating)s of 5") % {"rating": e.details.get("rating", "")},
    "publish": lambda e: _("Text published"),
    "withhold": lambda e: _("Text withheld"),
    "raise_privacy": lambda e: _("Made confidential"),
    "protect": lambda e: _("Made a protected case: only its team can read it"),
    "lower_privacy": lambda e: _("Made public"),
    "unassign": lambda e: _("Taken back from an account that was switched off"),
    "work_note": lambda e: _("Internal note"),
    "merge": lambda e: _("Merged into report %(number)s") % {"number": show_tracking_id(e.details.get("parent_name", ""))},
    "split": lambda e: _("Split off again"),
    "release": lambda e: _("Taken out of the other report"),
    "schedule": lambda e: _("Scheduled for %(day)s") % {"day": promised_day(e)},
    "reschedule": lambda e: _("New promised date: %(day)s") % {"day": promised_day(e)},
    "propose": lambda e: _("Proposed: %(act)s") % {"act": act_label(e.details.get("act", ""))},
    "decline": lambda e: _("Proposal declined"),
    "assign_officer": lambda e: _("Given to an officer"),
    "call_support": lambda e: _("%(agency)s was asked to help") % {"agency": e.details.get("to_agency_name", "")},
    "support": lambda e: _("Somebody experiences this too"),
    "mask": lambda e: _("Words masked"),
    "mask_photo": lambda e: _("Parts of a photo blurred"),
    "move_out": lambda e: _("Words moved to report %(number)s") % {"number": show_tracking_id(e.details.get("parent_name", ""))},
    "divide": lambda e: _("A part became report %(number)s") % {"number": show_tracking_id(e.details.get("parent_name", ""))},
    "take_in": lambda e: _("Taken in from elsewhere: %(source)s") % {"source": e.details.get("source") or "–"},
    "statement": lambda e: _("Official statement"),
    "exclude": lambda e: _("Somebody was excluded by name"),
    "remind": lambda e: reminder_words(e.details.get("reminder", ""), e.details.get("clock", "")),
}  # fmt: skip

# The same where the name that an officer wrote is not for these readers.
OFFICERS_WORDS = {
    "outside_answer": lambda e: _("Answer from outside"),
    "refer": lambda e: _("Referred outside"),
    "take_in": lambda e: _("Taken in from elsewhere"),
}

# The same where the other report is none of theirs to know of.
OTHER_WORDS = {
    "merge": lambda e: _("Merged into another report"),
    "move_out": lambda e: _("Words moved to another report"),
    "divide": lambda e: _("A part became another report"),
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
    """What an entry is called in a story. Names that officers wrote stand in it only for those who may read the entry's words."""
    word = ACT_WORDS.get(line.entry.act)
    if line.entry.act in OFFICERS_WORDS and not line.shows_details:
        word = OFFICERS_WORDS[line.entry.act]
    if line.entry.act in OTHER_WORDS and not line.other:
        word = OTHER_WORDS[line.entry.act]
    return str(word(line.entry)) if word else line.entry.act


def actor_word(entry: Entry, *, for_officers: bool) -> str:
    """Who acted: the office to the public, the officer's name to officers; a reporter never has a name."""
    if entry.actor_kind == "officer":
        office = entry.agency.name if entry.agency else _("Officer")
        is_from_press = entry.act == "file" and entry.report.channel == Channel.NEWS and entry.report.reporter_id is None
        if (entry.details.get("for_reporter") or entry.act == "file") and not is_from_press:
            return _("The reporter, at the desk of %(office)s") % {"office": office}
        if not for_officers or entry.officer is None:
            return office
        lender = entry.details.get("stands_in_for_name")
        name = _("%(name)s for %(absent)s") % {"name": entry.officer.name, "absent": lender} if lender else entry.officer.name
        return f"{name}, {office}"
    return _("The reporter") if entry.actor_kind == "reporter" else pgettext("actor", "System")


def file_views(attachments: list[Attachment], *, can_mask: bool = False) -> list[dict[str, Any]]:
    """What the page shows of each file. The addresses name the content too, so that a masked photo is asked for anew."""
    return [_file_view(attachment, can_mask=can_mask) for attachment in attachments]


def _file_view(attachment: Attachment, *, can_mask: bool) -> dict[str, Any]:
    version = attachment.sha256[:8]
    is_ready = attachment.status == Attachment.Status.READY
    return {
        "kind": attachment.kind, "status": attachment.status, "seconds": attachment.seconds, "pages": attachment.pages,
        "url": f"{reverse('attachment', args=[attachment.pk, 'full'])}?{version}" if is_ready else "",
        "thumbnail_url": f"{reverse('attachment', args=[attachment.pk, 'thumb'])}?{version}" if is_ready and attachment.kind != "audio" else "",
        "mask_url": reverse("console:mask_photo", args=[attachment.pk])
                    if can_mask and is_ready and attachment.kind == Attachment.Kind.PHOTO else "",
    }  # fmt: skip


def ready_photos(attachments: list[Attachment]) -> list[Attachment]:
    """Those that may stand for the report as its picture."""
    return [a for a in attachments if a.kind == Attachment.Kind.PHOTO and a.status == Attachment.Status.READY]


def timeline(lines: list[StoryLine], *, for_officers: bool = False, can_mask: bool = False, can_move: bool = False) -> list[dict[str, Any]]:
    """The story for the template, in the words that its readers may see (reports.queries.story)."""
    items = []
    for line in lines:
        entry, outcome = line.entry, line.entry.details.get("outcome", "")
        items.append({
            "at": entry.at, "act_label": act_word(line), "actor_label": actor_word(entry, for_officers=for_officers),
            "text": line.text, "is_question": entry.act == "ask", "is_waiting": line.is_waiting,
            "photos": file_views(line.files, can_mask=can_mask) if entry.act != "file" else [],
            "outcome_label": str(Outcome(outcome).label) if outcome in Outcome.values else "", "audience": entry.audience,
            "move_url": reverse("console:move_entry", args=[entry.pk]) if can_move and entry.is_movable else "",
            "moved_to": line.other if for_officers and "moved_to" in entry.details else "",
            "cleared_reason": entry.details.get("cleared_reason", "") if for_officers else "",
        })  # fmt: skip
    return items


def clock_views(report: Report, clocks: list[Clock]) -> list[dict[str, Any]]:
    """The clocks as they stand, in words."""
    now = time_now.now()
    return [_clock_view(report, clock, now) for clock in clocks]


def _clock_view(report: Report, clock: Clock, now: datetime) -> dict[str, Any]:
    late = clock.was_late if clock.stopped_at else clock.status == Clock.Status.RUNNING and clock.due_at < now
    used = (now - clock.started_at).total_seconds() / max(1.0, (clock.due_at - clock.started_at).total_seconds())
    running = clock.status == Clock.Status.RUNNING
    return {
        "name": str(ClockKind(clock.kind).label), "state": clock.status, "due_at": clock.due_at, "late": bool(late),
        "remaining_text": _remaining(report, clock, now) if running else "", "percent": min(100, max(0, round(used * 100))) if running else None,
    }  # fmt: skip


def _remaining(report: Report, clock: Clock, now: datetime) -> str:
    calendar = calendar_version(report.root, clock.calendar_version)
    today, due = calendar.local(now).date(), calendar.local(clock.due_at).date()
    if clock.due_at < now:
        days = calendar.working_days_between(due, today)
        return ngettext("late by %(days)s working day", "late by %(days)s working days", days) % {"days": days} if days else _("late")
    days = calendar.working_days_between(today, due)
    return ngettext("%(days)s working day left", "%(days)s working days left", days) % {"days": days} if days else _("due today")


def place_name(report: Report | PublicReport) -> str:
    """Kelurahan and kecamatan, or what an earlier system says."""
    area = report.area
    if area is None:
        return report.area_text
    return f"{area.name}, {area.parent.name}" if area.parent and area.level == "village" else area.name


def card(report: Report | PublicReport, *, url: str = "", with_words: bool = True) -> dict[str, Any]:
    """What a list or a page's head says of a report."""
    state = State(report.state)
    title = getattr(report, "title", "") or (report.text[:120] if with_words else "")
    return {
        "tracking_id": report.tracking_id, "state": state.value, "state_label": str(state.label), "title": title if with_words else "",
        "kind_label": str(Kind(report.kind).label), "category_name": report.category.label if report.category else report.category_text,
        "area_name": place_name(report), "agency_name": report.agency.name if report.agency else report.agency_text,
        "filed_at": report.filed_at, "publication": report.publication,
        "url": url or reverse("web:report", args=[report.tracking_id]), "resolved_at": report.closed_at,
    }  # fmt: skip
