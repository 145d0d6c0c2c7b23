"""Writes the rows of made-up lives by COPY, one table after the other. Used by loading.py."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

import psycopg
from django.db import connection
from django.db.models import JSONField, Model

from lapor.config.load_generator.report_lifecycles import Life
from lapor.intake.models import Submission
from lapor.ledger.chain import EVENT_COLUMNS, event_row
from lapor.measure.actions import add_days, add_scores, figure_of, story_of
from lapor.measure.models import ReportFigure
from lapor.measure.scoring import DayKey, ScoreKey, days_of, scores_of
from lapor.publish.models import PublicReport
from lapor.publish.public_rows import public_row
from lapor.reporters.models import ContactPoint, Reporter
from lapor.reports.models import Assignment, Clock, Entry, Feedback, Proposal, Report
from lapor.reports.vocabulary import ActName, Audience, ClockKind


def _changed_at(life: Life) -> datetime:
    """As publish.public_rows says of the events."""
    return max(entry.at for entry in life.entries if entry.audience == Audience.PUBLIC)


_STREAMS = ("id", "kind", "length", "head")
_ROWS: tuple[tuple[type[Model], Callable[[Life], Iterable[Model]]], ...] = (
    (Reporter, lambda life: [life.reporter] if life.reporter else []),
    (ContactPoint, lambda life: life.points),
    (Report, lambda life: [life.report]),
    (Submission, lambda life: [life.submission] if life.submission else []),
    (Entry, lambda life: life.entries),
    (Clock, lambda life: life.clocks),
    (Assignment, lambda life: life.assignments),
    (Proposal, lambda life: life.proposals),
    (Feedback, lambda life: [life.feedback] if life.feedback else []),
    (
        PublicReport,
        lambda life: [public_row(life.report, _changed_at(life))] if life.report.visibility == "public" else [],
    ),
)


def _figure(life: Life) -> ReportFigure:
    """Whether the answer's words went out before is not counted: chunks are made side by side and know nothing of each
    other."""
    acts = Counter(entry.act for entry in life.entries)
    rating = life.feedback.rating if life.feedback else 0
    story = story_of(
        life.assignments,
        rejected=acts[ActName.REJECT],
        reopened=acts[ActName.REOPEN] + acts[ActName.OBJECT],
        rating=rating,
    )
    clocks = {clock.kind: clock for clock in life.clocks}
    return figure_of(life.report, clocks.get(ClockKind.RESOLUTION), story, verify=clocks.get(ClockKind.VERIFY))


def write(lives: Sequence[Life]) -> int:
    """Everything of these reports, in the caller's transaction; gives the number of events."""
    for model, rows_of in _ROWS:
        _copy_rows(model, (row for life in lives for row in rows_of(life)))
    figures = [_figure(life) for life in lives]
    _copy_rows(ReportFigure, figures)
    streams = ((life.report.pk, "report", len(life.events), life.events[-1][1]) for life in lives)
    _copy("ledger_stream", _STREAMS, streams)
    events = (event_row(content, digest) for life in lives for content, digest in life.events)
    _copy("ledger_event", EVENT_COLUMNS, events)
    scores: Counter[ScoreKey] = Counter()
    days: Counter[DayKey] = Counter()
    for figure in figures:
        scores.update(scores_of(figure))
        days.update(days_of(figure))
    add_scores(scores)  # last: who loads beside waits for these rows
    add_days(days)
    return sum(len(life.events) for life in lives)


def _copy_rows(model: type[Model], rows: Iterable[Model]) -> None:
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    values = attrgetter(*(field.attname for field in fields))
    ways: list[Callable[[Any], Any]] = [json.dumps if isinstance(field, JSONField) else _as_it_is for field in fields]
    written = ([way(value) for way, value in zip(ways, values(row), strict=True)] for row in rows)
    _copy(model._meta.db_table, [str(field.column) for field in fields], written)


def _as_it_is(value: Any) -> Any:
    return value


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    connection.ensure_connection()
    raw: psycopg.Connection[tuple[Any, ...]] = connection.connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
