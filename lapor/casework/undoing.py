"""What an officer may take back for some seconds, and taking it back: the page that follows an act offers it, of one
report or of several that one act was done to.

What is offered stands in the session, so that showing it asks the database for nothing. Called by the console."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from lapor.agencies.models import Officer
from lapor.casework.bulk import BulkResult
from lapor.casework.drafts import keep_draft
from lapor.casework.performing import undo
from lapor.casework.snoozing import go_on_after_undo
from lapor.core import clock
from lapor.reports.actions import ActionResult
from lapor.reports.models import Entry, Report
from lapor.reports.queries import may_see, report_by_number
from lapor.reports.workflow.acting import officer_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.reports.workflow.undoing import held_act

_OFFERED = "undo"


@dataclass(frozen=True)
class OfferedUndo:
    """`seconds`: how long still. `back_url`: of the report or the list, as it was opened."""

    numbers: tuple[str, ...]
    act_label: str
    seconds: int
    back_url: str


def offer_undo(request: HttpRequest, taken: Iterable[ActionResult], act_label: str, back_url: str) -> None:
    """On the pages that follow, of the reports whose act can be undone, while all of them can."""
    held = {one.report.tracking_id: one.held_until for one in taken if one.held_until is not None}
    if not held:
        request.session.pop(_OFFERED, None)
        return
    until = min(held.values()).isoformat()
    request.session[_OFFERED] = {"numbers": list(held), "act": act_label, "until": until, "back": back_url}


def offered_undo(request: HttpRequest) -> OfferedUndo | None:
    """No query."""
    said = request.session.get(_OFFERED)
    if said is None:
        return None
    left = int((datetime.fromisoformat(said["until"]) - clock.now()).total_seconds())
    return OfferedUndo(tuple(said["numbers"]), said["act"], left, said["back"]) if left > 0 else None


def forget_offer(request: HttpRequest) -> None:
    request.session.pop(_OFFERED, None)


def report_to_undo(number: str, officer: Officer) -> Report | None:
    """One that this officer may see, or whose last act is theirs to undo, also where it left their office by it."""
    report = report_by_number(number)
    if report is None or may_see(officer, report):
        return report
    return report if held_act(report.pk, officer_actor(officer)) is not None else None


def take_back(report: Report, officer: Officer) -> ActionResult:
    """Everything as it was before; the words are a draft again. Raises ActRefused."""
    taken = undo(report, actor=officer_actor(officer))
    act = str(taken.entry.details["act"])
    undone = Entry.objects.filter(report=report, act=act, officer=officer.pk, details__undone=True)
    if text := undone.order_by("-at").values_list("text", flat=True).first():
        keep_draft(report, officer, act, text)
    go_on_after_undo(taken.report)
    return taken


def take_back_each(numbers: Sequence[str], officer: Officer) -> BulkResult:
    """Each as it stood; refused is what somebody has gone on with, or what others were told of meanwhile."""
    result = BulkResult([], [])
    for number in numbers:
        report = report_by_number(number)
        if report is None:
            continue
        try:
            result.done.append(take_back(report, officer).report)
        except ActRefused as refused:  # also of who may not see it any more, and whose act is not the last
            result.refused.append((report, str(refused.reason)))
    return result
