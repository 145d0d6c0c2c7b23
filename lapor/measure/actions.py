"""Keeps the figures true to the events: takes off what a report added before, adds what it adds now.

Called by its consumer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from lapor.core import clock as time_now
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.measure.models import ReportFigure
from lapor.measure.scoring import DayKey, ReportHistory, ScoreKey, days_of, scores_of, stage_days
from lapor.measure.sent_words import last_answers, note_sent_words, repeated_among
from lapor.reports.models import Assignment, Attachment, Clock, Entry, Feedback, Report
from lapor.reports.queries import is_hidden
from lapor.reports.vocabulary import CLOSED_STATES, ActName, ClockKind

_StateKey = tuple[UUID, UUID | None, str, bool]
_NOS: dict[str, str] = {ActName.REJECT: "rejected", ActName.REOPEN: "reopened", ActName.OBJECT: "reopened"}

_ADD_STATE = """
INSERT INTO measure_statecount AS s (root_id, agency_id, state, is_protected, reports) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (root_id, agency_id, state, is_protected) DO UPDATE SET reports = s.reports + EXCLUDED.reports
"""
_ADD_SCORES = """
INSERT INTO measure_scorecount AS s (root_id, subject, month, measure, is_hidden, reports)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::date[], %s::text[], %s::boolean[], %s::int[])
ON CONFLICT (root_id, subject, month, measure, is_hidden) DO UPDATE SET reports = s.reports + EXCLUDED.reports
"""
_ADD_DAYS = """
INSERT INTO measure_daycount AS s (root_id, subject, day, measure, reports)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::date[], %s::text[], %s::int[])
ON CONFLICT (root_id, subject, day, measure) DO UPDATE SET reports = s.reports + EXCLUDED.reports
"""


def count_events(events: Sequence[Event]) -> None:
    """Bring the figures of every report named by the events up to its state now; reading an event twice changes
    nothing."""
    ids = {event.stream_id for event in events if event.stream_kind == "report"}
    note_sent_words(events)
    before = {figure.pk: figure for figure in ReportFigure.objects.filter(pk__in=ids)}
    now = _figures(ids)
    states: Counter[_StateKey] = Counter()
    scores: Counter[ScoreKey] = Counter()
    days: Counter[DayKey] = Counter()
    for sign, figures in ((-1, before.values()), (1, now)):
        for figure in figures:
            for day, count in days_of(figure).items():
                days[day] += sign * count
            states[(figure.root_id, figure.agency_id, figure.state, figure.is_protected)] += sign
            for key, count in scores_of(figure).items():
                scores[key] += sign * count
    fields = [field.attname for field in ReportFigure._meta.concrete_fields if not field.primary_key]
    ReportFigure.objects.filter(
        pk__in=before.keys() - {figure.pk for figure in now}
    ).delete()  # of an import that was undone
    ReportFigure.objects.bulk_create(now, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    with connection.cursor() as cursor:
        cursor.executemany(_ADD_STATE, [[*key, n] for key, n in sorted(states.items(), key=str) if n])
    add_scores(scores)
    add_days(days)


def add_scores(scores: "Counter[ScoreKey]") -> None:
    """Add to the rows of the scorecards, in an order that is always the same: two at it at once wait for each other,
    not for good."""
    _add(_ADD_SCORES, scores)


def add_days(days: "Counter[DayKey]") -> None:
    """The same of the days of the backlog."""
    _add(_ADD_DAYS, days)


def _add(statement: str, counts: "Counter[ScoreKey] | Counter[DayKey]") -> None:
    changed = [(*key, n) for key, n in sorted(counts.items(), key=str) if n]
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*changed, strict=True)])


def _figures(ids: set[UUID]) -> list[ReportFigure]:
    clocks = {
        (clock.report_id, clock.kind): clock
        for clock in Clock.objects.filter(report__in=ids, kind__in=[ClockKind.RESOLUTION, ClockKind.VERIFY])
    }
    reports = Report.objects.filter(pk__in=ids).select_related("root", "area").defer("text", "published_text", "search")
    stories = _stories(ids)
    return [
        figure_of(
            report,
            clocks.get((report.pk, ClockKind.RESOLUTION)),
            stories[report.pk],
            verify=clocks.get((report.pk, ClockKind.VERIFY)),
        )
        for report in reports
    ]


def _stories(ids: set[UUID]) -> dict[UUID, ReportHistory]:
    """A query for each of these; two for the answers in repeated words."""
    assignments: dict[UUID, list[Assignment]] = defaultdict(list)
    for one in Assignment.objects.filter(report__in=ids).only("report_id", "to_agency_id", "began_at", "was_refused"):
        assignments[one.report_id].append(one)
    acts: Counter[tuple[UUID, str]] = Counter()
    for report_id, act in Entry.objects.filter(report__in=ids, act__in=_NOS).values_list("report_id", "act"):
        acts[report_id, _NOS[act]] += 1
    asked = _asked(ids)
    repeated = repeated_among(last_answers(ids))
    evidence = _evidence(ids)
    questioned = _questioned(ids)
    ratings = dict(Feedback.objects.filter(report__in=ids).values_list("report_id", "rating"))
    return {
        pk: story_of(
            assignments[pk],
            rejected=acts[pk, "rejected"],
            reopened=acts[pk, "reopened"],
            rating=ratings.get(pk, 0),
            is_repeated=pk in repeated,
            evidence=evidence.get(pk, ""),
            is_questioned=pk in questioned,
            asked=asked.get(pk, ("", None)),
        )
        for pk in ids
    }


def _evidence(ids: set[UUID]) -> dict[UUID, str]:
    """How the evidence that counts was taken; one file that was not taken in the app makes it "gallery"."""
    rows = Attachment.objects.filter(report__in=ids, is_evidence=True).exclude(taken="")
    found: dict[UUID, str] = {}
    for report_id, taken in rows.values_list("report_id", "taken"):
        found[report_id] = taken if found.get(report_id, taken) == taken else Attachment.Taken.GALLERY.value
    return found


def _questioned(ids: set[UUID]) -> set[UUID]:
    """Those with evidence about which there was something to ask (reports.workflow.photo_questions)."""
    rows = Attachment.objects.filter(report__in=ids, is_evidence=True, entry__details__has_key="photo_questions")
    return set(rows.values_list("report_id", flat=True))


def _asked(ids: set[UUID]) -> dict[UUID, tuple[str, UUID | None]]:
    """What the call-back heard last, and of which agency's answer, by report."""
    rows = Entry.objects.filter(report__in=ids, act=ActName.CALL_BACK).order_by("at", "id")
    found = {}
    for report_id, details in rows.values_list("report_id", "details"):
        agency = details.get("asked_agency")
        found[report_id] = (str(details.get("call_result", "")), UUID(agency) if agency else None)
    return found


def story_of(
    assignments: Iterable[Assignment],
    *,
    rejected: int,
    reopened: int,
    rating: int,
    is_repeated: bool = False,
    evidence: str = "",
    is_questioned: bool = False,
    asked: tuple[str, UUID | None] = ("", None),
) -> ReportHistory:
    refused = Counter(str(one.to_agency_id) for one in assignments if one.was_refused)
    first = min((one.began_at for one in assignments), default=None)
    return ReportHistory(
        forwarded_at=first,
        rejected=rejected,
        reopened=reopened,
        returned=dict(refused),
        rating=rating,
        is_repeated=is_repeated,
        evidence=evidence,
        is_questioned=is_questioned,
        asked=asked[0],
        asked_agency_id=asked[1],
    )


def figure_of(
    report: Report, resolution: Clock | None, story: ReportHistory, *, verify: Clock | None = None
) -> ReportFigure:
    """What a report adds now.

    A deadline that passes without an answer is an event too (the reminder): nothing is late unnoticed."""
    answered_at, due_at = report.answered_at, resolution.due_at if resolution else None
    overdue_check = verify if _is_overdue(verify) and not _is_overdue(resolution) else None
    is_overdue = _is_overdue(resolution)
    days = {f"{stage}_days": count for stage, count in stage_days(report, story).items()}
    area = report.area
    return ReportFigure(
        id=report.pk,
        root_id=report.root_id,
        agency_id=report.agency_id,
        state=report.state,
        outcome=report.outcome,
        is_answered=answered_at is not None,
        is_due=due_at is not None and (answered_at is not None or is_overdue),
        is_answered_in_time=answered_at is not None and due_at is not None and answered_at <= due_at,
        is_overdue=is_overdue,
        is_check_overdue=_is_overdue(verify),
        is_protected=report.is_protected,
        is_hidden=report.is_protected or is_hidden(report),
        is_unreachable=report.is_unreachable,
        supporters=report.supporters_count,
        category_id=report.category_id,
        channel=report.channel,
        area_code=area.pk if area else "",
        district_code=(area.parent_id or "") if area else "",
        is_repeated=story.is_repeated,
        evidence=story.evidence,
        is_questioned=story.is_questioned,
        rejected=story.rejected,
        reopened=story.reopened,
        returned=story.returned,
        rating=story.rating,
        asked=story.asked,
        asked_agency_id=story.asked_agency_id,
        **_local_days(report, overdue_check or resolution or verify),
        **days,
    )


def _is_overdue(clock: Clock | None) -> bool:
    return clock is not None and clock.status == Clock.Status.RUNNING and clock.due_at <= time_now.now()


def _local_days(report: Report, clock: Clock | None) -> dict[str, date | None]:
    """Days of the city, None of what has not been; `clock`: of the answer; of the check before that, or where the
    check is what is late."""
    zone = ZoneInfo(report.root.timezone)
    ended_at = (report.closed_at or report.state_since) if report.state in CLOSED_STATES else None
    moments = {
        "filed_on": report.filed_at,
        "due_on": clock.due_at if clock else None,
        "first_response_on": report.first_response_at,
        "closed_on": ended_at,
    }
    return {name: at.astimezone(zone).date() if at else None for name, at in moments.items()}


CONSUMER = Consumer("measure", count_events)
