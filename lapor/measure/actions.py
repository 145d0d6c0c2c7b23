"""Keeps the figures true to the events: takes off what a report added before, adds what it adds now. Called by its consumer."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.measure.models import ReportFigure
from lapor.reports.models import Clock, Report
from lapor.reports.vocabulary import ClockKind

_DayKey = tuple[UUID, date, UUID | None, str, bool]
_StateKey = tuple[UUID, UUID | None, str, bool]
_MEASURES = ("reports", "unreachable", "answered", "answered_in_time")

_ADD_DAY = """
INSERT INTO measure_dailycount AS d (root_id, filed_on, agency_id, state, is_protected, reports, unreachable, answered, answered_in_time)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (root_id, filed_on, agency_id, state, is_protected) DO UPDATE SET
reports = d.reports + EXCLUDED.reports, unreachable = d.unreachable + EXCLUDED.unreachable, answered = d.answered + EXCLUDED.answered,
answered_in_time = d.answered_in_time + EXCLUDED.answered_in_time
"""
_ADD_STATE = """
INSERT INTO measure_statecount AS s (root_id, agency_id, state, is_protected, reports) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (root_id, agency_id, state, is_protected) DO UPDATE SET reports = s.reports + EXCLUDED.reports
"""


def count_events(events: Sequence[Event]) -> None:
    """Bring the figures of every report named by the events up to its state now; reading an event twice changes nothing."""
    ids = {event.stream_id for event in events if event.stream_kind == "report"}
    before = {figure.pk: figure for figure in ReportFigure.objects.filter(pk__in=ids)}
    now = _figures(ids)
    days: Counter[tuple[_DayKey, str]] = Counter()
    states: Counter[_StateKey] = Counter()
    for sign, figures in ((-1, before.values()), (1, now)):
        for figure in figures:
            _weigh(figure, sign, days, states)
    fields = [
        "root_id",
        "agency_id",
        "state",
        "filed_on",
        "outcome",
        "is_answered",
        "is_answered_in_time",
        "is_protected",
        "is_unreachable",
    ]
    ReportFigure.objects.filter(pk__in=before.keys() - {figure.pk for figure in now}).delete()  # of an import that was undone
    ReportFigure.objects.bulk_create(now, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    day_rows = [[*key, *(days[(key, m)] for m in _MEASURES)] for key in sorted({k for k, _ in days}, key=str)]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD_DAY, [row for row in day_rows if any(row[5:])])
        cursor.executemany(_ADD_STATE, [[*key, n] for key, n in sorted(states.items(), key=str) if n])


def _weigh(figure: ReportFigure, sign: int, days: "Counter[tuple[_DayKey, str]]", states: "Counter[_StateKey]") -> None:
    key = (figure.root_id, figure.filed_on, figure.agency_id, figure.state, figure.is_protected)
    days[(key, "reports")] += sign
    days[(key, "unreachable")] += sign * figure.is_unreachable
    days[(key, "answered")] += sign * figure.is_answered
    days[(key, "answered_in_time")] += sign * figure.is_answered_in_time
    states[(figure.root_id, figure.agency_id, figure.state, figure.is_protected)] += sign


def _figures(ids: set[UUID]) -> list[ReportFigure]:
    late = dict(Clock.objects.filter(report__in=ids, kind=ClockKind.RESOLUTION).values_list("report_id", "due_at"))
    reports = Report.objects.filter(pk__in=ids).select_related("root").defer("text", "published_text", "search")
    return [figure_of(report, late.get(report.pk)) for report in reports]


def figure_of(report: Report, due_at: datetime | None) -> ReportFigure:
    """What a report adds now; `due_at` is the end of its resolution clock."""
    return ReportFigure(
        id=report.pk, root_id=report.root_id, agency_id=report.agency_id, state=report.state,
        filed_on=report.filed_at.astimezone(ZoneInfo(report.root.timezone)).date(), outcome=report.outcome,
        is_answered=report.answered_at is not None,
        is_answered_in_time=report.answered_at is not None and due_at is not None and report.answered_at <= due_at,
        is_protected=report.is_protected, is_unreachable=report.is_unreachable,
    )  # fmt: skip


CONSUMER = Consumer("measure", count_events)
