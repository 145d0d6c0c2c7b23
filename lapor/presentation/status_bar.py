"""The bar at the top of a report's page: Checked – Worked on – Answered – Done.

A report that ended another way shows that as its last stage, so that the bar promises nothing that will not come.
"""

from dataclasses import dataclass

from django.utils.translation import pgettext

from lapor.reports.models import Report
from lapor.reports.vocabulary import State

_CHECKED, _WORKED_ON, _ANSWERED, _DONE = range(4)
_REACHED = {
    State.RECEIVED: _CHECKED,
    State.FORWARDED: _WORKED_ON,
    State.IN_PROGRESS: _WORKED_ON,
    State.SCHEDULED: _WORKED_ON,
    State.ANSWERED: _ANSWERED,
    State.RESOLVED: _DONE,
    State.CLOSED_UNCONFIRMED: _DONE,
}
_ENDED_ELSEWHERE = frozenset({State.MERGED, State.ARCHIVED, State.REFERRED})


@dataclass(frozen=True)
class BarStage:
    """`is_done`: it lies behind; `is_now`: the report stands here."""

    label: str
    is_done: bool
    is_now: bool


def stages_of(report: Report) -> list[BarStage]:
    """The four stages with what of them is done, or those passed and where it ended instead."""
    state = State(report.state)
    labels = [
        pgettext("stage", "Checked"),
        pgettext("stage", "Worked on"),
        pgettext("stage", "Answered"),
        pgettext("stage", "Done"),
    ]
    if state in _ENDED_ELSEWHERE:
        passed = labels[: _WORKED_ON if _was_checked(report) else _CHECKED]
        return [*(BarStage(label, True, False) for label in passed), BarStage(str(state.label), False, True)]
    reached = _reached(report)
    if state == State.CLOSED_UNCONFIRMED:
        labels[_DONE] = str(state.label)
    is_over = state == State.RESOLVED
    return [
        BarStage(label, is_done=place < reached or (is_over and place == reached), is_now=place == reached)
        for place, label in enumerate(labels)
    ]


def _was_checked(report: Report) -> bool:
    return report.state != State.ARCHIVED or report.agency_id is not None or report.archived_by_id is not None


def _reached(report: Report) -> int:
    """Where it stands; a question is asked in the stage that it goes back to, and what an office already worked on is
    not checked anew when the head decides who goes on."""
    if report.state == State.AWAITING_REPORTER:
        return _CHECKED if report.return_state in {"", State.RECEIVED} else _WORKED_ON
    if report.state == State.RECEIVED and report.awaits_decision:
        return _WORKED_ON
    return _REACHED[State(report.state)]
