"""Writes of the heart.

`perform_action` is the only writer of a report's state; `file_report` makes the row it then rules over.

In one transaction: state, entry, clocks, assignment, attachments, ledger event. Readers of events do the rest.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected

from lapor.agencies.models import Agency, Category
from lapor.agencies.queries import DangerHeard, Rules, rules_of
from lapor.core import clock
from lapor.core.ids import tracking_id
from lapor.ledger.holding import recall
from lapor.ledger.models import HeldEvent
from lapor.reports import publication
from lapor.reports.deadlines.timers import DeadlineTimers, next_wait_reminder
from lapor.reports.history import recording
from lapor.reports.history.recording import ActionResult
from lapor.reports.models import Clock, Proposal, Report
from lapor.reports.vocabulary import ActName, Audience, OfficerCall, Publication, State, Urgency
from lapor.reports.workflow import proposals, undoing
from lapor.reports.workflow import table as workflow
from lapor.reports.workflow.act import CLOSED, PARTNER, PROPOSED, REPORTER, SAME, SPEAKING, UNANSWERED, Act
from lapor.reports.workflow.acting import SYSTEM, ActData, Actor, ImportedFacts, reporter_actor
from lapor.reports.workflow.checks import check_data
from lapor.reports.workflow.effect_context import EffectContext
from lapor.reports.workflow.effects import EFFECTS
from lapor.reports.workflow.guard_context import guard_context, open_proposal
from lapor.reports.workflow.photo_questions import ask_about_photos
from lapor.reports.workflow.refusals import ActRefused, ReportChanged
from lapor.reports.workflow.rules import GuardContext

__all__ = [
    "ActRefused",
    "ActionResult",
    "ReportChanged",
    "file_report",
    "import_report",
    "next_tracking_id",
    "perform_action",
]


def next_tracking_id() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('reports_tracking_number')")
        return tracking_id(cursor.fetchone()[0], settings.NUMBERS_KEY)


def file_report(
    report: Report,
    *,
    root: Agency,
    actor: Actor,
    data: ActData,
    rules: Rules | None = None,
    known: Sequence[str] = (),
    beside: Sequence[Model] = (),
) -> ActionResult:
    """Make a report of an unsaved row (words, place, steering fields set by intake): number, verify clock, first entry,
    event.

    `known`: name, phones and mail addresses of the reporter, as far as given: looked for in the words.

    Two statements besides that of the photos: the number, then everything at once, with the unsaved rows that intake
    writes `beside` it. Needs no lock: nobody knows the report yet.
    """
    at = clock.now()
    row = _row_or_refusal(ActName.FILE, actor)
    publication.mask_codes_in(report)
    data = replace(data, text=report.text)
    publication.check_words(row, report, actor, data, known)
    report.findings = publication.find_in_report(report, known)
    report.urgency = data.urgency or report.urgency
    with transaction.atomic(savepoint=False):
        report.tracking_id = report.tracking_id or next_tracking_id()
        report.root, report.state = root, row.target
        report.filed_at = report.state_since = at
        report.is_imported = False
        keeper = DeadlineTimers(report, root, rules or rules_of(root), at, [], ActName.FILE)
        for verb, kind in row.clocks:
            keeper.apply(verb, kind)
        clocks = keeper.settle()
        extra: dict[str, object] = {"channel": report.channel, "kind": report.kind}
        if report.answers:
            extra["answers"] = recording.commitment(report, report.words)
        return recording.record_first(report, row, actor, data, at, extra=extra, clocks=clocks, beside=beside)


def import_report(report: Report, *, root: Agency, actor: Actor, facts: ImportedFacts) -> ActionResult:
    """Make a report of an unsaved row of an earlier system: its own date and state, no clock, one event that says it
    was imported.

    Needs a transaction around it. What happened before stays untold: there is no made-up history.
    """
    row = _row_or_refusal(ActName.IMPORT, actor)
    report.tracking_id = next_tracking_id()
    report.root, report.state, report.archive_reason = root, facts.state, facts.archive_reason
    report.filed_at = report.state_since = facts.filed_at
    report.return_state = State.RECEIVED if facts.state == State.AWAITING_REPORTER else ""
    report.is_imported = True
    publication.mask_codes_in(report)
    report.findings = publication.find_in_report(report, ())
    report.save(force_insert=True)
    extra = {
        "channel": report.channel,
        "kind": report.kind,
        "former_number": report.former_number,
        "filed_at": facts.filed_at.isoformat(),
    }
    return recording.record(
        report, row, actor, ActData(text=facts.reason_text), clock.now(), from_state="", clocks=(), extra=extra
    )


def _row_or_refusal(name: str, actor: Actor) -> Act:
    rows = workflow.rows_for(name, None, workflow.acting_as(actor.role, is_protected=False))
    if not rows:
        raise ActRefused(_("Your role does not allow this."))
    return rows[0]


@dataclass(frozen=True)
class _ActionContext:
    """One act about to be done: everything that was found out under the lock."""

    report: Report
    row: Act
    facts: GuardContext
    actor: Actor
    data: ActData
    at: datetime
    keeper: DeadlineTimers
    found: dict[str, Any]  # the row's values before anything was changed
    undo_within: timedelta | None = None  # whoever acts is offered to undo it so long

    @cached_property
    def heard(self) -> DangerHeard:
        """Words of danger in what a person says by this act, names of files included.

        What an office writes is not looked through."""
        if not self.row.actors & {REPORTER, PARTNER} and self.row.name != ActName.TAKE_IN:
            return DangerHeard()
        return self.keeper.rules.heard_in(self.data.text, *(file.name for file in self.data.photos))

    def save_report(self) -> None:
        """Only what the act changed: a row of sixty columns is costly to say whole, and its search index to make
        anew."""
        fields = [name for name, value in self.found.items() if getattr(self.report, name) != value]
        self.report.save(force_update=True, update_fields=fields)

    def record(self, *, from_state: str, clocks: Iterable[Clock], row: Act | None = None, **more: Any) -> ActionResult:
        """Entry, files and event of the act, as recording.record; `row`: of another act than the one asked for."""
        return recording.record(
            self.report, row or self.row, self.actor, self.data, self.at, from_state=from_state, clocks=clocks, **more
        )


def perform_action(
    report_id: UUID,
    name: str,
    *,
    actor: Actor,
    data: ActData | None = None,
    based_on: int | None = None,
    undo_within: timedelta | None = None,
) -> ActionResult:
    """Do `name` to a report, or raise ActRefused with the reason.

    `based_on` is the version the actor saw: if another act came between, ReportChanged tells so and nothing is done. An
    act that needs approval is kept as a proposal (ActionResult.entry.act: propose).
    `undo_within`: so long the actor is offered to undo it, and what it tells waits, where the act allows that."""
    with deadlock_as_change(), transaction.atomic():
        return _perform(report_id, name, actor, data or ActData(), based_on, undo_within)


@contextmanager
def deadlock_as_change() -> Iterator[None]:
    """Around the outermost transaction: of two acts that waited for each other one is told that the other came first.
    Raises ReportChanged."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, DeadlockDetected) and not connection.in_atomic_block:
            raise ReportChanged(_changed()) from error
        raise


def _changed() -> str:
    return _("Somebody else has changed this report in the meantime. Look at it again, then decide.")


def _locked(report_id: UUID) -> Report:
    related = ("root", "category__agency", "agency", "area__parent", "parent")
    return Report.objects.select_for_update(of=("self",)).select_related(*related).get(pk=report_id)


def _perform(
    report_id: UUID, name: str, actor: Actor, data: ActData, based_on: int | None, undo_within: timedelta | None = None
) -> ActionResult:
    report = _locked(report_id)
    found = values_of(report)
    if based_on is not None and based_on != report.version:
        raise ReportChanged(_changed())
    at = clock.now()
    clocks = list(Clock.objects.filter(report=report))
    policies = rules_of(report.root)
    facts = guard_context(report, clocks, policies, at, actor)
    facts = replace(facts, rejections=max(facts.rejections, data.rejected_before))
    held = undoing.held_act(report_id, actor) if name == ActName.UNDO else None
    if name == ActName.UNDO:
        facts = undoing.facts_of_undo(facts, held)
    roles = workflow.acting_as(actor.role, is_protected=report.is_protected)
    row = workflow.find_row(name, facts, roles)
    if row is None:
        raise ActRefused(workflow.refusal(name, facts, roles) or _("This is not possible."))
    data = publication.without_codes(data, report)
    check_data(row, report, data, at=at, calendar=policies.calendar, partner=actor.partner)
    data = ask_about_photos(row, report, data, at, policies.calendar.timezone)
    publication.check_words(row, report, actor, data)
    keeper = DeadlineTimers(report, report.root, policies, at, clocks, name)
    context = _ActionContext(report, row, facts, actor, data, at, keeper, found, undo_within)
    if held is not None:
        return _undo(context, held)
    if row.needs_approval(facts, roles):
        return _propose(context)
    if row.target == PROPOSED or name == ActName.DECLINE:
        return _decide_proposal(context, policies, clocks)
    return _protect_if_heard(context, _apply(context))


def _protect_if_heard(context: _ActionContext, taken: ActionResult) -> ActionResult:
    """Words of danger in what people say later protect the report at once, whatever the act was: the one place for all
    channels."""
    code = "" if context.report.is_protected else context.heard.category
    category = (
        Category.objects.select_related("agency").filter(root=context.report.root, code=code, is_protected=True).first()
        if code
        else None
    )
    if category is None:
        return taken
    protected = _perform(
        context.report.pk, ActName.PROTECT, SYSTEM, ActData(category=category, agency=category.agency), None
    )
    return replace(taken, report=protected.report)


def values_of(report: Report) -> dict[str, Any]:
    """The row's columns by name."""
    return {field.attname: getattr(report, field.attname) for field in Report._meta.concrete_fields}


def _as_assigned(row: Act, data: ActData, report: Report) -> ActData:
    """The story names the office that got it: a protected case goes to its standing group, whatever was chosen."""
    is_given = row.name in {ActName.FORWARD, ActName.DECIDE, ActName.PROTECT} and data.agency is not None
    return replace(data, agency=report.agency) if is_given and report.agency is not None else data


def _apply(context: _ActionContext, *, proposal: Proposal | None = None, approver: Actor | None = None) -> ActionResult:
    report, row, actor, data, at = context.report, context.row, context.actor, context.data, context.at
    from_state = report.state
    to_state = workflow.target_state(row, context.facts, report.return_state)
    memory = undoing.remember(row, report, context.keeper.clocks.values()) if context.undo_within else None
    if effect := EFFECTS.get(row.name):  # others change nothing but what the table says
        effect(EffectContext(report, actor, data, at))
    data = _as_assigned(row, data, report)
    if data.urgency or (row.actors & {REPORTER, PARTNER} and context.heard.is_urgent):  # it comes to the top
        report.urgency = Urgency.URGENT
    if to_state == State.AWAITING_REPORTER != from_state:
        report.return_state = State.RECEIVED if from_state == State.RECEIVED else State.IN_PROGRESS
    for verb, kind in row.clocks:
        context.keeper.apply(verb, kind)
    context.keeper.save()
    if to_state != from_state or proposals.changed_hands(report, context.found):
        proposals.void_open(report, at)
    if to_state != from_state:
        report.state, report.state_since = to_state, at
        report.closed_at = at if to_state in CLOSED else None
        report.remind_at = next_wait_reminder(to_state, at, at, context.keeper.rules.calendar)
    report.version += 0 if row.is_quiet else 1
    report.has_unchecked = report.has_unchecked or publication.state_of_words(row, actor, data) == Publication.PENDING
    if row.name in SPEAKING and report.officer_call:
        report.officer_call = OfficerCall.ANSWERED
    _note_unanswered(context)
    report.public_from = None  # what was done before can no longer be undone
    if memory is not None and context.undo_within and undoing.can_wait(context.found, report, data):
        return _held(context, memory, at + context.undo_within, from_state)
    context.save_report()
    said = recording.said_of_rejection(report, context.found) or recording.said_of_call_back(row, report)
    left = recording.said_of_leaving(report, context.found)
    extra = {**said, **left, **({"approved_by": str(approver.id)} if approver else {})}
    clocks = context.keeper.clocks.values()
    taken = recording.record(
        report, row, actor, data, at, from_state=from_state, clocks=clocks, extra=extra, details=said, proposal=proposal
    )
    _follow_to_parent(context, from_state)
    return taken


def _held(context: _ActionContext, memory: undoing.Memory, until: datetime, from_state: str) -> ActionResult:
    """Done like any other; what it tells waits until then, and all that it changed is remembered."""
    if Publication.PUBLISHED == context.report.publication != context.found["publication"]:
        context.report.public_from = until
    context.save_report()
    clocks, left = context.keeper.clocks.values(), recording.said_of_leaving(context.report, context.found)
    taken = context.record(from_state=from_state, clocks=clocks, shown_from=until, extra=left)
    undoing.hold(taken, memory, context.found, until)
    return replace(taken, held_until=until)


def _undo(context: _ActionContext, held: HeldEvent) -> ActionResult:
    """Everything as it was before the act of that event, which nobody was told of: an act of its own in the history."""
    report, from_state, before = context.report, context.report.state, held.before or {}
    undone, gone = undoing.set_back(report, list(context.keeper.clocks.values()), before)
    report.version += 1
    kept = [one for one in context.keeper.clocks.values() if one not in gone]
    made = undoing.made_assignments(report, undone.at)
    rows_gone = {"clocks": [str(one.pk) for one in gone], "assignments": [str(pk) for pk in made]}
    context.save_report()
    said = {"act": undone.act}
    extra = {**said, "undoes": held.sequence, "gone": rows_gone}
    taken = context.record(from_state=from_state, clocks=kept, extra=extra, details=said)
    undoing.take_out(report, taken.event, clocks=[one.pk for one in gone], assignments=made, at=undone.at)
    recall(held, taken.event)
    return taken


def _note_unanswered(context: _ActionContext) -> None:
    """Whether what was said last waits for an officer, and that somebody outside was heard."""
    if context.row.actors & {REPORTER, PARTNER} or context.row.name == ActName.TAKE_IN:
        context.report.heard_count += 1
    if context.row.name in UNANSWERED:
        context.report.unanswered_act = context.row.name
    elif context.actor.officer is not None:
        context.report.unanswered_act = ""


def _follow_to_parent(context: _ActionContext, from_state: str) -> None:
    """What the reporter of a merged report says of the answer reaches the report that was answered."""
    report, name = context.report, context.row.name
    if from_state != State.MERGED or report.parent is None or name not in {ActName.CONFIRM, ActName.REJECT}:
        return
    if name == ActName.REJECT or report.parent.reporter_id is None:
        # their words stay on their own report: others read the parent
        with translation.override(report.parent.language):
            words = _("The reporter of a merged report says: not solved.") if name == ActName.REJECT else ""
        before = report.rejections - 1 if name == ActName.REJECT else 0
        data = ActData(text=words, rejected_before=before)
        _perform(report.parent.pk, name, reporter_actor(report.reporter_id), data, None)


def _propose(context: _ActionContext) -> ActionResult:
    """Keep the act for the approver; the report stays as it is."""
    propose = Act(ActName.PROPOSE, context.row.sources, SAME, context.row.actors, audience=Audience.INTERNAL)
    report, clocks, said = context.report, context.keeper.clocks.values(), {"act": context.row.name}
    report.version += 1
    _note_unanswered(context)
    taken = context.record(row=propose, from_state=report.state, clocks=clocks, extra=said, details=said)
    proposals.keep(report, context.row, context.actor, context.data, taken.entry, context.at)
    context.save_report()
    return taken


def _decide_proposal(context: _ActionContext, policies: Rules, clocks: list[Clock]) -> ActionResult:
    """Decline: only told. Approve: the proposed act is done in the proposer's name, if the table still allows it."""
    report, at = context.report, context.at
    proposal = open_proposal(report)
    assert proposal is not None  # noqa: S101 - the rule of the row has seen it
    if context.row.name == ActName.DECLINE:
        proposals.end(proposal, Proposal.Status.DECLINED, context.actor, at)
        report.approver = ""
        return _apply(context)
    proposer = proposals.proposer_of(proposal)
    facts = guard_context(report, clocks, policies, at, proposer)
    roles = workflow.acting_as(proposer.role, is_protected=report.is_protected)
    row = workflow.find_row(proposal.act, facts, roles)
    if row is None:
        raise ActRefused(workflow.refusal(proposal.act, facts, roles) or _("This is not possible."))
    data = proposals.from_json(proposal.data)
    publication.check_words(row, report, proposer, data)  # the report may have become public meanwhile
    proposals.end(proposal, Proposal.Status.APPROVED, context.actor, at)
    report.approver = ""
    keeper = DeadlineTimers(report, report.root, policies, at, clocks, row.name)
    proposed = _ActionContext(report, row, facts, proposer, data, at, keeper, context.found)
    return _apply(proposed, proposal=proposal, approver=context.actor)
