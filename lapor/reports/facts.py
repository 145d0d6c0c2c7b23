"""A report as the rules of the workflow table see it."""

from datetime import datetime

from lapor.clocks.calendars import WorkCalendar
from lapor.reports.acting import Actor
from lapor.reports.models import Clock, Report
from lapor.reports.vocabulary import ClockKind, State
from lapor.reports.workflow import Facts

EXPIRE_AFTER_WORKING_DAYS = 10


def facts_of(report: Report, clocks: list[Clock], calendar: WorkCalendar, at: datetime, actor: Actor) -> Facts:
    """No query, but for what the report was loaded with (its agency's row is not needed)."""
    by_kind = {clock.kind: clock for clock in clocks}
    since, today = calendar.local(report.state_since).date(), calendar.local(at).date()
    working_days = calendar.working_days_between(since, today)
    officer = actor.officer
    response = by_kind.get(ClockKind.RESPONSE)
    forwarded_on = calendar.local(response.started_at).date() if response else since
    held_since = since if report.state == State.FORWARDED else forwarded_on
    return Facts(
        state=report.state,
        kind=report.kind,
        archive_reason=report.archive_reason,
        has_agency=report.agency_id is not None,
        asked_by_agency=report.return_state == State.IN_PROGRESS,
        is_as_imported=report.is_imported and report.state_since == report.filed_at,
        is_decided=report.is_decided,
        has_appealed=report.has_appealed,
        has_objected=report.has_objected,
        is_extended=report.is_extended,
        has_rated=hasattr(report, "feedback") if report.state in {State.RESOLVED, State.CLOSED_UNCONFIRMED} else False,
        refusals=report.refusals,
        working_days_in_state=working_days,
        days_in_state=(today - since).days,
        working_days_since_forward=calendar.working_days_between(held_since, today),
        waiting_time_over=_waiting_time_over(report, by_kind.get(ClockKind.CONFIRMATION), working_days, at),
        actor_archived_it=officer is not None and report.archived_by_id == officer.pk and report.has_appealed,
        actor_in_root=officer is not None and officer.agency_id == report.root_id,
        visibility=report.visibility,
        publication=report.publication,
    )


def _waiting_time_over(report: Report, confirmation: Clock | None, working_days: int, at: datetime) -> bool:
    if report.state == State.ANSWERED:
        return confirmation is not None and confirmation.due_at <= at
    return report.state == State.AWAITING_REPORTER and working_days > EXPIRE_AFTER_WORKING_DAYS
