"""A report as the rules of the workflow table see it."""

from datetime import datetime

from lapor.agencies.officers.delegations import acting_accounts
from lapor.agencies.queries import Rules as Policies
from lapor.agencies.teams import team_ids_of
from lapor.calendars import due_dates
from lapor.calendars.due_dates import Term
from lapor.reports import permissions
from lapor.reports.models import Clock, Proposal, Report
from lapor.reports.vocabulary import ClockKind, State
from lapor.reports.workflow.acting import Actor
from lapor.reports.workflow.rows_beside import RowsBeside, rows_beside
from lapor.reports.workflow.rules import GuardContext


def guard_context(
    report: Report,
    clocks: list[Clock],
    policies: Policies,
    at: datetime,
    actor: Actor,
    beside: RowsBeside | None = None,
) -> GuardContext:
    """Needs no query, but for what few reports have: proposals, helpers, exclusions, a rating, an answer nobody can be
    asked about. `beside`: these, where they were read for several reports at once.

    The report is loaded with root, agency, category, parent.
    """
    beside = beside or rows_beside([report], actor)
    calendar, officer = policies.calendar, actor.officer
    since, today = calendar.local(report.state_since).date(), calendar.local(at).date()
    held_since = calendar.local(report.held_since).date() if report.held_since else since
    days_of_holder = policies.calendar_of(report.agency)
    working_days = calendar.working_days_between(since, today)
    is_held = officer is not None and permissions.holds(officer, report) and report.pk not in beside.excluding
    reaches = officer is None or is_held or actor.has_receipt
    return GuardContext(
        state=report.state,
        kind=report.kind,
        visibility=report.visibility,
        publication=report.publication,
        archive_reason=report.archive_reason,
        is_protected=report.is_protected,
        is_as_imported=report.is_imported and report.state_since == report.filed_at,
        is_decided=report.is_decided,
        is_extended=report.is_extended,
        has_agency=report.agency_id is not None,
        has_reporter=report.reporter_id is not None,
        has_appealed=report.has_appealed,
        has_objected=report.has_objected,
        has_partners=report.has_partners,
        has_rated=report.pk in beside.rated,
        has_children=report.children_count > 0,
        parent_state=report.parent.state if report.parent else "",
        parent_is_protected=report.parent.is_protected if report.parent else False,
        parent_visibility=report.parent.visibility if report.parent else "",
        verdict=report.verdict,
        officer_call=report.officer_call,
        asked_by_agency=report.return_state == State.IN_PROGRESS,
        # also of who passed it to a unit first: which agency lets its head approve is that of the hands, too
        wants_approval=any(one.approves_answers for one in (report.agency, officer and officer.agency) if one),
        refusals=report.refusals,
        rejections=report.rejections,
        awaits_decision=report.awaits_decision,
        days_in_state=(today - since).days,
        hours_in_state=int((at - report.state_since).total_seconds() // 3600),
        working_days_in_state=working_days,
        working_days_held=days_of_holder.working_days_between(held_since, today),
        waiting_time_over=_waiting_time_over(report, clocks, policies, working_days, at, beside),
        has_newsroom=report.pk in beside.with_newsroom,
        is_unreachable=report.pk in beside.unreachable,
        actor_reaches=reaches,
        actor_supports=officer is not None and not reaches and report.pk in beside.helped,
        has_team=report.team_id is not None,
        is_taken=report.officer_id is not None,
        actor_in_team=officer is not None and report.team_id is not None and report.team_id in team_ids_of(officer),
        actor_has_taken=officer is not None
        and report.officer_id in {account.pk for account in acting_accounts(officer)},
        actor_archived_it=officer is not None and report.archived_by_id == officer.pk and report.has_appealed,
        actor_asks_back=actor.asks_back,
        actor_in_root=officer is not None and officer.agency_id == report.root_id,
        # the role it waits for, and not the hands that proposed it
        actor_may_decide_proposal=report.pk in beside.proposers and beside.proposers[report.pk] != actor.id,
        actor_has_receipt=officer is None or actor.has_receipt,
    )


def open_proposal(report: Report) -> Proposal | None:
    """What waits for approval, if anything does."""
    if not report.has_proposal:
        return None
    rows = Proposal.objects.select_related("officer__agency", "lent_agency__root", "lender", "entry")
    return rows.filter(report=report, status=Proposal.Status.OPEN).first()


def _waiting_time_over(
    report: Report, clocks: list[Clock], policies: Policies, working_days: int, at: datetime, beside: RowsBeside
) -> bool:
    if report.state == State.ANSWERED:
        confirmation = next((clock for clock in clocks if clock.kind == ClockKind.CONFIRMATION), None)
        return (
            confirmation is not None
            and confirmation.due_at <= at
            and _childrens_time_over(report, policies, at, beside)
        )
    return report.state == State.AWAITING_REPORTER and working_days > policies.policy.expire


def _childrens_time_over(report: Report, policies: Policies, at: datetime, beside: RowsBeside) -> bool:
    """The parent of an incident has no reporter: it waits until everyone merged into it has had their time."""
    last = beside.last_merged.get(report.pk)
    term = Term(working_days=policies.policy.confirmation)
    return last is None or due_dates.due_at(last, term, policies.calendar) <= at
