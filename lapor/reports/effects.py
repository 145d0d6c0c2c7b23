"""What some acts change besides state and clocks: holder, privacy, outcome, counters. Called by `take_act` only."""

from collections.abc import Callable
from datetime import datetime

from lapor.agencies.models import Agency
from lapor.reports.acting import ActData, Actor
from lapor.reports.models import Assignment, Feedback, Report
from lapor.reports.vocabulary import ArchiveReason, Outcome, Publication, State, Visibility


def _assign(report: Report, to_agency: Agency, *, at: datetime, reason: str) -> None:
    Assignment.objects.filter(report=report, ended_at=None).update(ended_at=at)
    Assignment.objects.create(report=report, from_agency=report.agency, to_agency=to_agency, reason=reason, began_at=at)
    report.agency = to_agency


def _forward(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    if data.unit is not None:
        _assign(report, data.unit, at=at, reason=data.text)
        return
    if data.category is not None:
        report.category = data.category
    if data.publication:
        report.publication = data.publication if report.visibility == Visibility.PUBLIC else Publication.WITHHELD
    if data.published_text:
        report.published_text = data.published_text
    if data.agency is not None:
        _assign(report, data.agency, at=at, reason=data.text)


def _decide(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    _forward(report, actor, data, at)
    report.is_decided = True


def _refuse(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    Assignment.objects.filter(report=report, ended_at=None).update(ended_at=at, was_refused=True)
    report.agency = None
    report.refusals += 1


def _first_response(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    if report.first_response_at is None:
        report.first_response_at = at


def _ask(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    if report.state != State.RECEIVED:
        _first_response(report, actor, data, at)


def _answer(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    _first_response(report, actor, data, at)
    report.outcome, report.answered_at = data.outcome, at


def _outside_answer(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.outcome, report.answered_at = data.outcome or Outcome.PARTLY, at


def _answer_gone(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.outcome, report.answered_at = "", None


def _object(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    _answer_gone(report, actor, data, at)
    report.has_objected = True


def _release_holder(report: Report, at: datetime) -> None:
    Assignment.objects.filter(report=report, ended_at=None).update(ended_at=at)
    report.agency = None


def _archive(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.archive_reason, report.archived_by = data.archive_reason, actor.officer


def _withdraw(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.archive_reason, report.archived_by = ArchiveReason.WITHDRAWN, None
    _release_holder(report, at)


def _expire(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    if report.return_state == State.RECEIVED:
        report.archive_reason = ArchiveReason.INCOMPLETE


def _refer(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    _release_holder(report, at)


def _verify_anew(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.archive_reason = ""
    _release_holder(report, at)


def _appeal(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    _verify_anew(report, actor, data, at)
    report.has_appealed = True


def _extend(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.is_extended = True


def _publish(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.publication = Publication.PUBLISHED
    if data.published_text:
        report.published_text = data.published_text


def _withhold(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.publication = Publication.WITHHELD


def _raise_privacy(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.visibility, report.publication = Visibility.CONFIDENTIAL, Publication.WITHHELD


def _lower_privacy(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    report.visibility, report.publication = Visibility.PUBLIC, Publication.PENDING


def _rate(report: Report, actor: Actor, data: ActData, at: datetime) -> None:  # noqa: ARG001
    Feedback.objects.create(report=report, rating=data.rating, text=data.text, at=at)


EFFECTS: dict[str, Callable[[Report, Actor, ActData, datetime], None]] = {
    "forward": _forward, "reroute": _forward, "decide": _decide, "refuse": _refuse, "ask": _ask, "start": _first_response,
    "answer": _answer, "outside_answer": _outside_answer, "reject": _answer_gone, "reopen": _answer_gone, "object": _object,
    "archive": _archive, "withdraw": _withdraw, "expire": _expire, "refer": _refer, "appeal": _appeal, "late_reply": _verify_anew,
    "correct": _verify_anew, "extend": _extend, "publish": _publish, "withhold": _withhold, "raise_privacy": _raise_privacy,
    "lower_privacy": _lower_privacy, "rate": _rate,
}  # fmt: skip
