"""What one report adds to the scorecards of its city, agency and area.

Pure, but for the calendar; called by actions and by the loader.

Months are those in which reports were filed. Days are working days of the city's calendar from one local day to the
other: 0 = the same working day. Waiting for the reporter is in them: they say how long people wait.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from lapor.agencies.queries import rules_of
from lapor.calendars.working_days import WorkCalendar
from lapor.measure.models import ReportFigure
from lapor.reports.models import Attachment, Report
from lapor.reports.vocabulary import CallResult, State

LONGEST = 250  # working days: a year; what takes longer is counted as that long
STAGES = ("verify", "response", "answer", "whole")
CITY = "city"
AGENCY = "agency:"
ScoreKey = tuple[UUID, str, date, str, bool]  # root, subject, month, measure, is_hidden
DayKey = tuple[UUID, str, date, str]  # root, subject, day, measure
LATE, LATE_CHECK = "late", "late_check"
_OF_STATE = {
    State.RESOLVED: "confirmed",
    State.ARCHIVED: "archived",
    State.MERGED: "merged",
    State.REFERRED: "referred",
}


@dataclass(frozen=True)
class ReportHistory:
    """What the scorecards take from a report's rows: when it first went to an agency, how often the reporter said no,
    which agencies sent it back (by id, how often), what it was rated (0: not), whether its answer was sent before,
    how the photos of its result were taken, what the call-back heard and of which agency's answer."""

    forwarded_at: datetime | None = None
    rejected: int = 0
    reopened: int = 0
    returned: dict[str, int] = field(default_factory=dict)
    rating: int = 0
    is_repeated: bool = False
    evidence: str = ""
    is_questioned: bool = False
    asked: str = ""  # a CallResult
    asked_agency_id: UUID | None = None


def agency_subject(agency_id: UUID | str) -> str:
    return f"{AGENCY}{agency_id}"


def area_subject(code: str) -> str:
    return f"area:{code}"


def category_subject(category_id: UUID | str) -> str:
    return f"category:{category_id}"


def channel_subject(name: str) -> str:
    return f"channel:{name}"


def stage_days(report: Report, story: ReportHistory) -> dict[str, int | None]:
    """Working days of each stage that has ended; None of the others, and of imported reports: nobody measured them."""
    if report.is_imported:
        return dict.fromkeys(STAGES)
    calendar = rules_of(report.root).calendar
    spans = {
        "verify": (report.filed_at, story.forwarded_at),
        "response": (story.forwarded_at, report.first_response_at),
        "answer": (story.forwarded_at, report.answered_at),
        "whole": (report.filed_at, report.answered_at),
    }
    return {name: _days(calendar, begin, end) for name, (begin, end) in spans.items()}


def _days(calendar: WorkCalendar, begin: datetime | None, end: datetime | None) -> int | None:
    if begin is None or end is None:
        return None
    return min(LONGEST, _between(calendar.version, calendar, calendar.local(begin).date(), calendar.local(end).date()))


@lru_cache(maxsize=100_000)
def _between(_version: str, calendar: WorkCalendar, begin: date, end: date) -> int:
    return calendar.working_days_between(begin, end)


def scores_of(figure: ReportFigure) -> "Counter[ScoreKey]":
    """How much the report adds under each key."""
    subjects = [CITY, *([agency_subject(figure.agency_id)] if figure.agency_id else [])]
    subjects += [area_subject(code) for code in (figure.area_code, figure.district_code) if code]
    month = figure.filed_on.replace(day=1)
    found: Counter[ScoreKey] = Counter()
    for subject in subjects:
        for measure, count in _measures(figure):
            found[(figure.root_id, subject, month, measure, figure.is_hidden)] += count
    for subject in _brief_subjects(figure):
        for measure, count in _measures(figure):
            if ":" not in measure:  # neither days nor ratings
                found[(figure.root_id, subject, month, measure, figure.is_hidden)] += count
    for agency_id, count in figure.returned.items():  # counted where it was sent back, wherever it is now
        for subject in (CITY, agency_subject(agency_id)):
            found[(figure.root_id, subject, month, "returned", figure.is_hidden)] += count
    for measure in _asked(figure):  # of the answer that was asked about, wherever the report is now
        whose = [agency_subject(figure.asked_agency_id)] if figure.asked_agency_id else []
        for subject in (
            CITY,
            *whose,
            *(area_subject(code) for code in (figure.area_code, figure.district_code) if code),
        ):
            found[(figure.root_id, subject, month, measure, figure.is_hidden)] += 1
    return found


def _brief_subjects(figure: ReportFigure) -> Iterator[str]:
    if figure.category_id:
        yield category_subject(figure.category_id)
    if figure.channel:
        yield channel_subject(figure.channel)


def days_of(figure: ReportFigure) -> "Counter[DayKey]":
    """On which days it adds to the backlog and takes off it; nothing of a report that no public list holds.

    One that was opened again counts as open since it was filed."""
    found: Counter[DayKey] = Counter()
    if figure.is_hidden or not figure.channel:  # none of a figure of before days were counted
        return found
    for subject in [CITY, *([agency_subject(figure.agency_id)] if figure.agency_id else [])]:
        found[(figure.root_id, subject, figure.filed_on, "filed")] += 1
        if figure.closed_on:
            found[(figure.root_id, subject, figure.closed_on, "closed")] += 1
    return found


def _asked(figure: ReportFigure) -> Iterator[str]:
    """The result of the call-back; apart from these, that it says solved where nobody had confirmed."""
    if figure.asked:
        yield f"asked_{figure.asked}"
        if figure.asked == CallResult.SOLVED and figure.state == State.CLOSED_UNCONFIRMED:
            yield "asked_unconfirmed"


def _measures(figure: ReportFigure) -> Iterator[tuple[str, int]]:
    yield "received", 1
    for name, is_so in (
        ("answered", figure.is_answered),
        ("due", figure.is_due),
        ("in_time", figure.is_answered_in_time),
        (LATE, figure.is_overdue),
        (LATE_CHECK, figure.is_check_overdue),
        ("repeated", figure.is_answered and figure.is_repeated),
        ("evidence", figure.is_answered and bool(figure.evidence)),
        ("evidence_questioned", figure.is_answered and bool(figure.evidence) and figure.is_questioned),
        ("evidence_in_app", figure.is_answered and figure.evidence == Attachment.Taken.IN_APP),
    ):
        if is_so:
            yield name, 1
    if figure.state == State.CLOSED_UNCONFIRMED:
        yield ("unreachable" if figure.is_unreachable else "unconfirmed"), 1
    elif figure.state in _OF_STATE:
        yield _OF_STATE[State(figure.state)], 1
    for name, count in (("rejected", figure.rejected), ("reopened", figure.reopened)):
        if count:
            yield name, 1
    if figure.rating:
        yield f"rating:{figure.rating}", 1
    for stage in STAGES:
        days = getattr(figure, f"{stage}_days")
        if days is not None:
            yield f"{stage}:{days}", 1
