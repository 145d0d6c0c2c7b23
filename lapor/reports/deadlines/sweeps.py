"""What time alone brings about: lapse, expire, reminders, escalation.

Each looks at the rows that are due, however long nobody looked.

Safe to repeat: an act checks its own time under the lock, and a reminder is noted on what it reminds of. Called by
tasks.py.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from lapor.agencies.escalation.queries import level_reference
from lapor.agencies.models import Officer
from lapor.agencies.queries import jurisdictions, rules_of
from lapor.core import clock as time_now
from lapor.reporters.models import ContactPoint
from lapor.reports.actions import perform_action
from lapor.reports.deadlines.escalation import escalation_for, reached, steps_for
from lapor.reports.deadlines.timers import LAST_REMINDER_OF_ASKED, next_wait_reminder
from lapor.reports.models import Clock, Report
from lapor.reports.vocabulary import ActName, ClockKind, Reminder, State
from lapor.reports.workflow.acting import SYSTEM, ActData
from lapor.reports.workflow.refusals import ActRefused

logger = logging.getLogger(__name__)
BATCH = 500


def time_is_up(at: datetime, limit: int) -> list[tuple[UUID, ActName]]:
    """Reports whose waiting for the reporter may be over: (id, act to try). The act itself checks again."""
    confirming = Clock.objects.filter(
        kind=ClockKind.CONFIRMATION, status=Clock.Status.RUNNING, report__state=State.ANSWERED
    )
    left = ContactPoint.objects.filter(reporter=OuterRef("report__reporter"), opted_out_at=None)
    # as permissions.can_be_asked says of one
    nobody_to_ask = Q(report__receipt_hash=None, report__children_count=0) & ~Exists(left)
    due = confirming.filter(Q(due_at__lte=at) | nobody_to_ask).order_by("due_at", "id")
    answered = due.values_list("report_id", flat=True)[:limit]
    asked = Report.objects.filter(state=State.AWAITING_REPORTER).exclude(is_imported=True, state_since=F("filed_at"))
    waiting = [
        pk
        for root in jurisdictions()
        # working days are never fewer
        for pk in asked.filter(root=root, state_since__lte=at - timedelta(days=rules_of(root).policy.expire))
        .order_by("state_since")
        .values_list("id", flat=True)[:limit]
    ]
    return [(pk, ActName.LAPSE) for pk in answered] + [(pk, ActName.EXPIRE) for pk in waiting]


def end_waiting() -> int:
    """Lapse and expire what has waited long enough; gives how many."""
    done = 0
    for report_id, act in time_is_up(time_now.now(), BATCH):
        try:
            perform_action(report_id, act, actor=SYSTEM)
            done += 1
        except ActRefused as refused:
            logger.debug("%s of %s not due: %s", act, report_id, refused)
    return done


def release_from_switched_off(officer: Officer | None = None) -> int:
    """Reports that were given to an account which is off are nobody's again, so that the office sees them; gives how
    many. By the sweep too: whatever way an account went off."""
    rows = Report.objects.filter(officer=officer) if officer else Report.objects.filter(officer__is_active=False)
    done = 0
    for report in rows.select_related("officer").only("id", "officer").order_by("id")[:BATCH]:
        try:
            perform_action(report.pk, ActName.UNASSIGN, actor=SYSTEM, data=ActData(officer=report.officer))
            done += 1
        except ActRefused as refused:
            logger.debug("%s keeps its officer: %s", report.pk, refused)
    return done


def remind_of_deadlines() -> int:
    """Say of each running clock what its ladder says: each level once, the highest only where nobody looked for
    long."""
    now = time_now.now()
    due = Clock.objects.filter(remind_at__lte=now).order_by("remind_at").values_list("pk", "report_id")[:BATCH]
    return sum(_remind_of(pk, report_id, now) for pk, report_id in list(due))


@transaction.atomic
def _remind_of(clock_id: UUID, report_id: UUID, now: datetime) -> bool:
    # the order of locks: report, then what hangs on it
    rows = Report.objects.select_for_update(of=("self",)).select_related("root", "category")
    report = rows.defer("search", "text", "published_text").get(pk=report_id)
    clock = Clock.objects.get(pk=clock_id)
    if clock.status != Clock.Status.RUNNING or clock.remind_at is None or clock.remind_at > now:
        return False
    rules = rules_of(report.root)
    steps = steps_for(clock, report, rules)
    count = reached(steps, now)
    # Where the city has fewer levels since the last one was said, a later moment is news all the same.
    if count and (count > clock.reminded or steps[count - 1].at >= clock.remind_at):
        level = steps[count - 1].level
        reference = level_reference(escalation_for(report, rules), level)
        data = ActData(reminder=level.says, clock=clock.kind, escalation=reference)
        perform_action(report_id, ActName.REMIND, actor=SYSTEM, data=data)
    upcoming = steps[count].at if count < len(steps) else None
    Clock.objects.filter(pk=clock.pk).update(reminded=count, remind_at=upcoming)
    return True


def remind_of_waiting() -> int:
    """The reporter who was asked, after 3 and 7 working days; triage of what was referred outside, every 10."""
    now = time_now.now()
    rows = Report.objects.filter(state__in=[State.AWAITING_REPORTER, State.REFERRED], remind_at__lte=now)
    due = rows.order_by("remind_at").values_list("pk", flat=True)[:BATCH]
    return sum(_remind_waiting(pk, now) for pk in list(due))


@transaction.atomic
def _remind_waiting(report_id: UUID, now: datetime) -> bool:
    report = Report.objects.select_for_update(of=("self",)).select_related("root").get(pk=report_id)
    if report.remind_at is None or report.remind_at > now:
        return False
    calendar = rules_of(report.root).calendar
    days = calendar.working_days_between(calendar.local(report.state_since).date(), calendar.local(now).date())
    asked = Reminder.ASKED_7 if days >= LAST_REMINDER_OF_ASKED else Reminder.ASKED_3
    reminder = Reminder.REFERRED if report.state == State.REFERRED else asked
    perform_action(report_id, ActName.REMIND, actor=SYSTEM, data=ActData(reminder=reminder))
    Report.objects.filter(pk=report_id).update(
        remind_at=next_wait_reminder(report.state, report.state_since, now, calendar)
    )
    return True
