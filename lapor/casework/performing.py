"""An act as somebody asks for it, from the name that was sent to what became of it: not offered, sent before, changed
meanwhile, a field at fault, or done.

The one way in for console, own page, desk and REST; pages answer with `casework.act_pages`, REST with JSON.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lapor.casework.actions import act_with_form, form_for, keep_what_came
from lapor.casework.asked_again import is_asked_again
from lapor.casework.dedupe import sent_before
from lapor.casework.drafts import forget_draft
from lapor.casework.forms import ActForm
from lapor.reports import queries
from lapor.reports.actions import ActionResult, perform_action
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import ANYONE, ActData, Actor


@dataclass(frozen=True)
class Done:
    """It was done, or proposed to who has to approve it."""

    act: Act
    taken: ActionResult


@dataclass(frozen=True)
class SentBefore:
    """The same person sent the same words a few minutes ago: this is what became of them, nothing was done twice."""

    taken: ActionResult


@dataclass(frozen=True)
class NotOffered:
    """The table does not allow it to this actor now: mostly the report has moved on since the page was shown."""


@dataclass(frozen=True)
class Changed:
    """The report is no longer the version that the decision was based on."""


@dataclass(frozen=True)
class FormAtFault:
    """The form says why, beside the field at fault."""

    form: ActForm


Outcome = Done | SentBefore | NotOffered | Changed | FormAtFault


def perform(
    report: Report,
    name: str,
    *,
    actor: Actor,
    data: Mapping[str, Any],
    files: Any = None,
    version: int | None = None,
    is_there: bool = True,
    make_form: Callable[[Act], ActForm] | None = None,
    asks_again: bool = False,
    undo_within: timedelta | None = None,
) -> Outcome:
    """Do the act `name` with what was typed.

    `version`: it has to be the report's still (pages send theirs as a field, so that the form keeps the words).
    `is_there`: what the act is about, such as words that are to be moved, is as the page showed it. `make_form`: bound
    in another way than a page's. `asks_again`: some things want a tick first (casework.asked_again).
    `undo_within`: so long the surface offers to undo it, and what it tells may wait (casework.undoing)."""
    row = offered_act(report, name, actor=actor, given=data) if is_there else None
    is_old = version is not None and version != report.version
    if row is None or is_old:
        before = sent_before(report, name, data, actor)
        if before is not None:
            _forget_typed(report, name, actor)
            return SentBefore(before)
        return Changed() if is_old else NotOffered()
    form = make_form(row) if make_form else form_for(row, report, data, files)
    if asks_again and is_asked_again(form, actor):
        keep_what_came(form)
        return FormAtFault(form)
    taken = act_with_form(form, actor=actor, undo_within=undo_within)
    if taken is None:
        return FormAtFault(form)
    _forget_typed(report, name, actor)
    return Done(row, taken)


def _forget_typed(report: Report, name: str, actor: Actor) -> None:
    """What an officer had begun to write for the act: it is done, wherever it was sent from."""
    if actor.officer is not None:
        forget_draft(report, actor.officer, name)


def offered_act(report: Report, name: str, *, actor: Actor, given: Iterable[str] = ()) -> Act | None:
    """The row of the table that is meant, None where none of that name is offered now; of several, the one whose needs
    were given. Files may come beside the fields."""
    rows = [row for row in queries.offered_acts(report, actor) if row.name == name]
    known = {*given, "photos"}
    return next((row for row in rows if known.issuperset(row.needs)), rows[0] if rows else None)


def undo(report: Report, *, actor: Actor) -> ActionResult:
    """The last act on the report, where it was this officer's, seconds ago (workflow.undoing). Raises ActRefused."""
    return perform_action(report.pk, ActName.UNDO, actor=actor)


def support(report: Report, *, supporter: bytes) -> int:
    """ "I experience this too": how many do. Raises ActRefused."""
    data = ActData(supporter=supporter)
    return perform_action(report.pk, ActName.SUPPORT, actor=ANYONE, data=data).report.supporters_count
