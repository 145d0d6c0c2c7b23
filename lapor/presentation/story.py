"""A report as people read it: card, deadlines, story.

The same words on public pages, in the console and on receipts."""

from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from lapor.agencies.category_icons import category_icon
from lapor.agencies.models import Agency
from lapor.agencies.queries import calendar_version
from lapor.calendars.working_days import WorkCalendar
from lapor.core import clock as time_now
from lapor.presentation.acts import act_word
from lapor.presentation.evidence import taken_words
from lapor.presentation.photo_questions import question_lines
from lapor.reports.models import Attachment, Clock, Entry, Report
from lapor.reports.queries import StoryLine, filed_files
from lapor.reports.routing import route_of_entry
from lapor.reports.vocabulary import ActName, Channel, ClockKind, Kind, Outcome, State, Visibility
from lapor.ui.addresses import url_about

TITLE_MOST = 120  # characters; a line holds fewer
_FILED_BY_OFFICE = frozenset({Channel.NEWS, Channel.WEB})  # channels of what an officer files without a reporter


class Described(Protocol):
    """A report, or what is published of one (publish.models.PublicReport)."""

    tracking_id: Any
    state: Any
    kind: Any
    text: Any
    area: Any
    area_text: Any
    category: Any
    category_text: Any
    agency: Any
    agency_text: Any
    filed_at: Any
    closed_at: Any
    publication: Any
    supporters_count: Any

    @property
    def is_before_head(self) -> Any: ...


def actor_word(entry: Entry, *, for_officers: bool) -> str:
    """Who acted: the office to the public, the officer's name to officers; a reporter never has a name."""
    if entry.actor_kind == "officer":
        office = entry.agency.name if entry.agency else _("Officer")
        # nobody stood at a desk for what came from the press, or for what a head says of an incident
        is_own = (
            entry.act == ActName.FILE and entry.report.reporter_id is None and entry.report.channel in _FILED_BY_OFFICE
        )
        if (entry.details.get("for_reporter") or entry.act == ActName.FILE) and not is_own:
            return _("The reporter, at the desk of %(office)s") % {"office": office}
        if not for_officers or entry.officer is None:
            return office
        lender = entry.details.get("stands_in_for_name")
        name = (
            _("%(name)s for %(absent)s") % {"name": entry.officer.name, "absent": lender}
            if lender
            else entry.officer.name
        )
        return f"{name}, {office}"
    if entry.actor_kind == "partner":
        office = entry.agency.name if entry.agency else ""
        return _("%(name)s, partner of %(office)s") % {"name": entry.details.get("partner_name", ""), "office": office}
    return _("The reporter") if entry.actor_kind == "reporter" else pgettext("actor", "System")


def file_views(attachments: list[Attachment], *, can_mask: bool = False) -> list[dict[str, Any]]:
    """What the page shows of each file.

    The addresses name the content too, so that a masked photo is asked for anew."""
    return [_file_view(attachment, can_mask=can_mask) for attachment in attachments]


def _file_view(attachment: Attachment, *, can_mask: bool) -> dict[str, Any]:
    version = attachment.sha256[:8]
    is_ready = attachment.status == Attachment.Status.READY
    return {
        "kind": attachment.kind,
        "status": attachment.status,
        "seconds": attachment.seconds,
        "pages": attachment.pages,
        "taken": attachment.taken,
        "taken_words": taken_words(attachment),
        "url": f"{url_about('attachment', attachment.pk, 'full')}?{version}" if is_ready else "",
        "thumbnail_url": f"{url_about('attachment', attachment.pk, 'thumb')}?{version}"
        if is_ready and attachment.kind != "audio"
        else "",
        "mask_url": url_about("console:mask_photo", attachment.pk)
        if can_mask and is_ready and attachment.kind == Attachment.Kind.PHOTO
        else "",
    }


def ready_photos(attachments: list[Attachment]) -> list[Attachment]:
    """Those that may stand for the report as its picture."""
    return [a for a in attachments if a.kind == Attachment.Kind.PHOTO and a.status == Attachment.Status.READY]


def before_photo(lines: list[StoryLine]) -> Attachment | None:
    """The first one that came with the report itself, once it can be shown."""
    return next(iter(ready_photos(filed_files(lines))), None)


def pair_of(before: Attachment | None, after: Attachment | None) -> dict[str, str]:
    """The two photos that are compared, and how the second was taken; empty where one is missing."""
    if before is None or after is None:
        return {}
    first, second = file_views([before, after])
    return {"before_url": first["url"], "after_url": second["url"], "after_note": second["taken_words"]}


def pair_in(lines: list[StoryLine]) -> dict[str, str]:
    """The first photo of the reporter and the last one that shows the result, of a story; of several of one act one
    that was taken in the app."""
    before = before_photo(lines)
    after = ready_photos([file for line in lines for file in line.files if file.is_evidence])
    after.sort(key=lambda file: (file.created_at, file.taken == Attachment.Taken.IN_APP))
    return pair_of(before, after[-1] if after else None)


def timeline(
    lines: list[StoryLine], *, for_officers: bool = False, can_mask: bool = False, can_move: bool = False
) -> list[dict[str, Any]]:
    """The story for the template, in the words that its readers may see (reports.queries.story)."""
    items = []
    for line in lines:
        entry, outcome = line.entry, line.entry.details.get("outcome", "")
        notes: dict[str, Any] = {"is_waiting": line.is_waiting, "is_undone": bool(entry.details.get("undone"))}
        if for_officers:
            notes |= _notes_for_officers(line)
            notes["move_url"] = url_about("console:move_entry", entry.pk) if can_move and entry.is_movable else ""
        items.append(
            {
                "at": entry.at,
                "act_label": act_word(line),
                "actor_label": actor_word(entry, for_officers=for_officers),
                "text": line.text,
                "is_question": entry.act == ActName.ASK,
                "photos": file_views(line.files, can_mask=can_mask) if entry.act != ActName.FILE else [],
                "outcome_label": str(Outcome(outcome).label) if outcome in Outcome.values else "",
                "audience": entry.audience,
                "partner_name": entry.details.get("partner_name", ""),
                **notes,
                "has_notes": any(notes.values()),
            }
        )
    return items


def _notes_for_officers(line: StoryLine) -> dict[str, Any]:
    """What stands small below a step; most have nothing of it."""
    entry = line.entry
    return {
        "moved_to": line.other if "moved_to" in entry.details else "",
        "route": route_of_entry(entry),
        "ticked": _ticked(entry),
        "photo_questions": question_lines(entry.details.get("photo_questions", [])),
        "photo_reason": entry.details.get("photo_reason", ""),
        "cleared_reason": entry.details.get("cleared_reason", ""),
    }


def _ticked(entry: Entry) -> list[str]:
    """What was ticked of the category's list before the answer, in the words of the list as it is now."""
    codes, category = entry.details.get("checklist", []), entry.report.category
    words = {one.code: one.label for one in category.own_checklist()} if codes and category else {}
    return [words.get(code, code) for code in codes]


def clock_views(report: Report, clocks: list[Clock]) -> list[dict[str, Any]]:
    """The clocks as they stand, in words."""
    now = time_now.now()
    return [clock_view(report.root, clock, now) for clock in clocks]


class RunningClock(NamedTuple):
    """What of a deadline that runs says how it stands."""

    report_id: UUID
    kind: str
    started_at: datetime
    due_at: datetime
    calendar_version: str


def clock_view(root: Agency, clock: Clock, now: datetime) -> dict[str, Any]:
    """One deadline in words, as it stands at `now`."""
    if clock.status == Clock.Status.RUNNING:
        return running_clock_view(root, clock, now)
    return {
        "name": _deadline_name(clock.kind, get_language()),
        "state": clock.status,
        "due_at": clock.due_at,
        "late": bool(clock.stopped_at and clock.was_late),
        "remaining_text": "",
        "days_text": "",
        "percent": None,
    }


def running_clock_view(root: Agency, clock: Clock | RunningClock, now: datetime) -> dict[str, Any]:
    """As `clock_view`. `days_text`: of the sentence the number of days alone; `percent`: of its time that is over."""
    started_at, due_at, language = clock.started_at, clock.due_at, get_language()
    used = (now - started_at).total_seconds() / max(1.0, (due_at - started_at).total_seconds())
    is_late, minute = due_at < now, now.replace(second=0, microsecond=0)
    text, alone = _remaining_words(calendar_version(root, clock.calendar_version), due_at, minute, is_late, language)
    return {
        "name": _deadline_name(clock.kind, language),
        "state": Clock.Status.RUNNING,
        "due_at": due_at,
        "late": is_late,
        "remaining_text": text,
        "days_text": alone,
        "percent": min(100, max(0, round(used * 100))),
    }


@lru_cache(maxsize=5000)  # the deadlines of a day end together: the same for many reports, and for a minute
def _remaining_words(
    calendar: WorkCalendar, due_at: datetime, minute: datetime, is_late: bool, _language: str | None
) -> tuple[str, str]:
    """Working days left or past, as a sentence and as a number of days alone."""
    today, due = calendar.local(minute).date(), calendar.local(due_at).date()
    days = calendar.working_days_between(*((due, today) if is_late else (today, due)))
    if is_late:
        text = ngettext("late by %(days)s working day", "late by %(days)s working days", days) if days else _("late")
    else:
        text = ngettext("%(days)s working day left", "%(days)s working days left", days) if days else _("due today")
    alone = ngettext("%(days)s day", "%(days)s days", days) if days else text
    return text % {"days": days}, alone % {"days": days}


@cache
def _deadline_name(kind: str, _language: str | None) -> str:
    return str(ClockKind(kind).label)


def location_of(report: Report) -> dict[str, Any] | None:
    """Its point for a map, None without one. `is_secret`: a map of it asks no other host for streets, which would learn
    where a confidential or protected case, or somebody's home, lies."""
    if report.latitude is None:
        return None
    is_private = report.category is not None and report.category.is_private
    is_secret = report.is_protected or report.visibility != Visibility.PUBLIC or is_private
    return {"latitude": report.latitude, "longitude": report.longitude, "is_secret": is_secret}


def place_name(report: Described) -> str:
    """Kelurahan and kecamatan, or what an earlier system says."""
    area = report.area
    if area is None:
        return str(report.area_text)
    return place_words(area.name, area.level, area.parent.name if area.parent else "")


def place_words(name: str | None, level: str | None, parent: str | None) -> str:
    """A kelurahan with its kecamatan; "" for no place."""
    return f"{name}, {parent}" if parent and level == "village" else name or ""


def list_title(title: str, words: str, *, is_protected: bool) -> str:
    """What an officers' list calls a report. The words of a protected case, its title too, stand on its own page alone,
    where reading them leaves an event (casework.access_log)."""
    return _("Protected case") if is_protected else (title or words)[:TITLE_MOST]


def state_words(report: Described) -> str:
    """The word for its state; of one that came back to be decided not that nobody has looked at it yet."""
    return _("Waiting for a decision") if report.is_before_head else str(State(report.state).label)


def public_state(report: Described, *, is_late: bool) -> str:
    """The same for everybody but officers: an office that is in time is not told off for having done nothing yet."""
    is_in_time = report.state == State.FORWARDED and not is_late
    return _("Passed on to the office") if is_in_time else state_words(report)


def card(report: Described, *, url: str = "", with_words: bool = True) -> dict[str, Any]:
    """What a list or a page's head says of a report."""
    state = State(report.state)
    title = getattr(report, "title", "") or (report.text[:120] if with_words else "")
    return {
        "tracking_id": report.tracking_id,
        "state": state.value,
        "state_label": state_words(report),
        "title": title if with_words else "",
        "kind_label": str(Kind(report.kind).label),
        "category_name": report.category.label if report.category else report.category_text,
        "picture": report.category.picture if report.category else category_icon(""),
        "supporters": report.supporters_count,
        "area_name": place_name(report),
        "agency_name": report.agency.name if report.agency else report.agency_text,
        "filed_at": report.filed_at,
        "publication": report.publication,
        "url": url or url_about("web:report", report.tracking_id),
        "resolved_at": report.closed_at,
    }
