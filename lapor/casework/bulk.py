"""One act on many reports: what it would do to each, and each done by an act of its own through `perform`, so that
nothing is possible here that is not on the report's own page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from lapor.agencies.models import Officer
from lapor.agencies.queries import rules_of
from lapor.casework.forms import ActForm
from lapor.casework.performing import Changed, Done, FormAtFault, NotOffered, SentBefore, perform
from lapor.casework.shown_files import NO_FILES, NOT_SHOWN, FilesLookedAt, publishes, waiting_files
from lapor.core import clock
from lapor.core.ids import parse_tracking_id
from lapor.reports.actions import ActionResult
from lapor.reports.models import Clock, Report
from lapor.reports.publication import found_in_report, masked_words
from lapor.reports.queries import visible_reports
from lapor.reports.vocabulary import ActName, State
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import Actor, officer_actor
from lapor.reports.workflow.guard_context import guard_context
from lapor.reports.workflow.rows_beside import RowsBeside, rows_beside
from lapor.reports.workflow.undoing import WITHIN

MOST = 100
EACH = timedelta(milliseconds=100)  # an act on a slow machine
BULK_ACTS = (
    ActName.FORWARD,
    ActName.PUBLISH,
    ActName.MERGE,
    ActName.ASK,
    ActName.ARCHIVE,
    ActName.REROUTE,
    ActName.ASSIGN_OFFICER,
    ActName.GIVE_TEAM,
    ActName.START,
    ActName.RESPOND,
    ActName.ANSWER,
    ActName.WORK_NOTE,
    ActName.SPLIT,
)
# What a form asks about one report alone: an act on many takes none of it.
FIELDS_OF_ONE = frozenset({"version", "published_text", "published_title", "withheld_files", "photos", "checklist"})
_FOR_CHILDREN = frozenset({ActName.SPLIT})  # offered where they are listed: on the page of what they were merged into


@dataclass(frozen=True)
class Effect:
    """What an act would do to one report: `row` of the table and the state it leads to, or `reason` against it."""

    report: Report
    row: Act | None
    to_state: State | None
    reason: str = ""


@dataclass(frozen=True)
class BulkResult:
    """`refused`: reports with the reason, each of which stands as it was. `taken`: what was done now, not before."""

    done: list[Report]
    refused: list[tuple[Report, str]]
    taken: list[ActionResult] = field(default_factory=list)


def bulk_acts_of(officer: Officer) -> list[Act]:
    """One row of the table for each act that this officer's role could do to several."""
    return list(_bulk_acts_of(officer.role))


@cache
def _bulk_acts_of(role: str) -> tuple[Act, ...]:
    roles = workflow.acting_as(role, is_protected=False) | workflow.acting_as(role, is_protected=True)
    rows = {row.name: row for row in reversed(workflow.TABLE) if row.actors & roles}
    return tuple(rows[name] for name in BULK_ACTS if name in rows and name not in _FOR_CHILDREN)


def chosen_reports(officer: Officer, numbers: Iterable[str], *, children_of: str = "") -> list[Report]:
    """Of these numbers, or of all that were merged into the report of one number, those that the officer may see, MOST
    at most, in the order of their lists."""
    rows = visible_reports(officer).defer("search")
    if children_of:
        rows = rows.filter(parent__tracking_id=parse_tracking_id(children_of) or "")
    else:
        rows = rows.filter(tracking_id__in=[parse_tracking_id(one) or "" for one in list(numbers)[:MOST]])
    rows = rows.select_related("root", "category__agency", "agency", "area__parent", "parent")
    return list(rows.order_by("queue_key", "id")[:MOST])


def effects_of(name: str, reports: Sequence[Report], officer: Officer) -> list[Effect]:
    """One for each report; a query for the deadlines of all of them, and one for each kind of rows beside them."""
    clocks: dict[Any, list[Clock]] = {report.pk: [] for report in reports}
    for one in Clock.objects.filter(report__in=clocks):
        clocks[one.report_id].append(one)
    actor = officer_actor(officer)
    beside = rows_beside(reports, actor)
    return [_effect(name, report, clocks[report.pk], actor, beside) for report in reports]


def _effect(name: str, report: Report, clocks: list[Clock], actor: Actor, beside: RowsBeside) -> Effect:
    facts = guard_context(report, clocks, rules_of(report.root), clock.now(), actor, beside)
    roles = workflow.acting_as(actor.role, is_protected=report.is_protected)
    row = workflow.find_row(name, facts, roles)
    if row is None:
        return Effect(report, None, None, str(workflow.refusal(name, facts, roles) or ""))
    if row.needs_approval(facts, roles):
        return Effect(report, row, State(report.state))
    return Effect(report, row, State(workflow.target_state(row, facts, report.return_state)))


def act_on_each(
    name: str,
    reports: Sequence[Report],
    data: Mapping[str, Any],
    *,
    by: Officer,
    masks: bool = False,
    looked_at: FilesLookedAt = NO_FILES,
    can_undo: bool = False,
) -> BulkResult:
    """`data`: what the form of the act takes, and where it is known `version_<number>` for what each report looked like
    when it was chosen. `masks`: what looks like personal data is masked in what is published, as it is read here.
    `looked_at`: of the files that would be published; a report with others is refused. `can_undo`: the surface offers
    to undo all of it once the last is done, so that each waits some longer than an act alone."""
    result, is_publishing = BulkResult([], []), publishes(name, data)
    undo_within = WITHIN + len(reports) * EACH if can_undo else None
    waiting = waiting_files(reports) if is_publishing else {}
    for report in reports:
        files = waiting.get(report.pk, [])
        if not looked_at.has_seen(files):
            result.refused.append((report, str(NOT_SHOWN)))
            continue
        read = report.version if masks or is_publishing else ""
        own = {**data, "version": str(data.get(f"version_{report.tracking_id}", read))}
        own["withheld_files"] = looked_at.kept_of(files)
        if masks:
            found = found_in_report(report)
            own["published_text"] = masked_words(report.public_text, found)
            own["published_title"] = masked_words(report.public_title, found, "title")
        outcome = perform(report, name, actor=officer_actor(by), data=own, undo_within=undo_within)
        match outcome:
            case Done(_, taken):
                result.done.append(taken.report)
                result.taken.append(taken)
            case SentBefore(taken):
                result.done.append(taken.report)
            case FormAtFault(form):
                result.refused.append((report, _first_error(form)))
            case NotOffered() | Changed():
                effect = effects_of(name, [report], by)[0]
                result.refused.append((report, effect.reason))
    return result


def _first_error(form: ActForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")
