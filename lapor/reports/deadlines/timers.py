"""What the verbs of the workflow table do to a report's clocks.

Called by `perform_action` only, inside its transaction.

Response and resolution run on the calendar and policy of the agency that holds the report, the others on the
jurisdiction's. A running clock keeps the calendar it was computed with, also when the report is rerouted; what starts
or resumes later takes the new holder's.
"""

from datetime import datetime

from lapor.agencies.models import Agency
from lapor.agencies.queries import Rules, calendar_name, calendar_version
from lapor.calendars import due_dates
from lapor.calendars.due_dates import Left, Term
from lapor.calendars.policies import Policy
from lapor.calendars.working_days import WorkCalendar
from lapor.reports.deadlines.escalation import deadline_class_of, first_reminder_at
from lapor.reports.models import Clock, Report
from lapor.reports.vocabulary import ClockKind, Kind, State, Urgency

REMINDERS_OF_ASKED = (3, 7)  # working days without a reply of the reporter
LAST_REMINDER_OF_ASKED = REMINDERS_OF_ASKED[-1]
REMIND_REFERRED_EVERY = 10  # working days
_EXTENSION_DAYS = 7  # UU 14/2008 (information requests: 10 working days, +7 once; to be checked against the text)
_OBJECTION_DAYS = 30
_WRITTEN = [
    "status",
    "started_at",
    "due_at",
    "working_days",
    "calendar_hours",
    "calendar_version",
    "policy_version",
    "paused_at",
    "pause_reason",
    "left_working_days",
    "left_seconds",
    "stopped_at",
    "reminded",
    "remind_at",
]
_OF_THE_HOLDER = frozenset({ClockKind.RESPONSE, ClockKind.RESOLUTION})
_STARTS = frozenset({"start", "restart", "restart_again", "start_or_resume", "start_or_keep"})


class DeadlineTimers:
    """The clocks of one report, changed in memory, saved once."""

    def __init__(self, report: Report, root: Agency, rules: Rules, at: datetime, clocks: list[Clock], act: str) -> None:
        self.act = act
        self.report, self.root, self.rules, self.at = report, root, rules, at
        self.clocks = {clock.kind: clock for clock in clocks}
        self._changed: dict[str, Clock] = {}

    def apply(self, verb: str, kind: str) -> None:
        """One (verb, clock) pair of the table."""
        clock = self.clocks.get(kind)
        if verb in _STARTS:
            self._start(verb, kind, clock)
        elif verb in {"reopen", "object"}:
            self._run_again(verb, kind, clock)
        elif verb == "promise":
            self._promise(kind, clock)
        elif clock is not None:
            {"stop": self._stop, "pause": self._pause, "resume": self._resume, "extend": self._extend}[verb](clock)

    def save(self) -> None:
        """Write what changed, new clocks and old ones in one statement."""
        if changed := self.settle():
            Clock.objects.bulk_create(
                changed, update_conflicts=True, unique_fields=["report", "kind"], update_fields=_WRITTEN
            )

    def settle(self) -> list[Clock]:
        """Plan the reminders of what changed and set the report's nearest deadline of the office; gives what there is
        to write."""
        for clock in self._changed.values():
            self._plan_reminder(clock)
        self.report.due_at = self.nearest_due()
        return list(self._changed.values())

    def _plan_reminder(self, clock: Clock) -> None:
        """The office hears of a deadline before and after it (reports.deadlines.sweeps); the reporter's own
        confirmation only ends."""
        runs = clock.status == Clock.Status.RUNNING and clock.kind != ClockKind.CONFIRMATION
        clock.reminded, clock.remind_at = 0, first_reminder_at(clock, self.report, self.rules) if runs else None

    def nearest_due(self) -> datetime | None:
        """The nearest end of a running clock of the office (the reporter's own confirmation apart)."""
        running = (
            c for c in self.clocks.values() if c.status == Clock.Status.RUNNING and c.kind != ClockKind.CONFIRMATION
        )
        return min((clock.due_at for clock in running), default=None)

    # --- the verbs

    def _term(self, kind: str, *, again: bool) -> Term:
        term = self._policy_term(kind, again=again)
        extra = self.report.extra_working_days if kind in _OF_THE_HOLDER else 0
        return Term(working_days=term.working_days + extra) if extra else term

    def _policy_term(self, kind: str, *, again: bool) -> Term:
        policy = self._policy(kind)
        if kind == ClockKind.VERIFY:
            return policy.verify_term(urgent=self.report.urgency == Urgency.URGENT, again=again)
        if kind == ClockKind.RESPONSE:
            return Term(working_days=policy.response)
        if kind == ClockKind.CONFIRMATION:
            return Term(working_days=policy.confirmation)
        is_information = self.report.kind == Kind.INFORMATION_REQUEST
        category = self.report.category
        own = category.code if category and not is_information else ""  # the law's days, whatever it is about
        return policy.resolution_term(deadline_class_of(category, is_information=is_information), own)

    def _start(self, verb: str, kind: str, clock: Clock | None) -> None:
        if clock is not None and verb == "start_or_keep":
            if clock.status != Clock.Status.STOPPED:
                return
            verb = "restart"
        if (
            clock is not None
            and verb == "start_or_resume"
            and (clock.status == Clock.Status.PAUSED or self.report.first_response_at)
        ):
            self._resume(clock)
            return
        term = self._term(kind, again=verb == "restart_again")
        if clock is None:
            clock = Clock(report=self.report, kind=kind)
            self.clocks[kind] = clock
        clock.status, clock.started_at, clock.stopped_at, clock.paused_at = Clock.Status.RUNNING, self.at, None, None
        clock.working_days, clock.calendar_hours = term.working_days, term.calendar_hours
        calendar = self.rules.calendar_of(self._holder(kind))
        clock.calendar_version, clock.policy_version = calendar.version, self._policy(kind).version
        clock.due_at = due_dates.due_at(self.at, term, calendar)
        self._changed[kind] = clock

    def _stop(self, clock: Clock) -> None:
        if clock.status == Clock.Status.STOPPED:
            return
        clock.status, clock.stopped_at = Clock.Status.STOPPED, self.at
        self._changed[clock.kind] = clock

    def _pause(self, clock: Clock) -> None:
        if clock.status != Clock.Status.RUNNING:
            return
        left = due_dates.left_at(self.at, clock.due_at, self._calendar(clock))
        clock.status, clock.paused_at, clock.pause_reason = Clock.Status.PAUSED, self.at, self.act
        clock.left_working_days, clock.left_seconds = left.working_days, left.seconds
        self._changed[clock.kind] = clock

    def _resume(self, clock: Clock) -> None:
        if clock.status != Clock.Status.PAUSED:
            return
        left = Left(clock.left_working_days, clock.left_seconds)
        term = Term(clock.working_days, clock.calendar_hours)
        calendar = self._calendar_from_now(clock)
        self._move(clock, due_dates.resumed_due_at(self.at, clock.due_at, left, term, calendar), calendar)
        clock.status, clock.paused_at = Clock.Status.RUNNING, None
        self._changed[clock.kind] = clock

    def _run_again(self, verb: str, kind: str, clock: Clock | None) -> None:
        """A rejected or reopened report: resolution resumes with at least 3 working days; an objection gives 30."""
        if clock is None:
            self._start("start", kind, None)
            clock = self.clocks[kind]
        days = _OBJECTION_DAYS if verb == "object" else self._policy(kind).reopened_at_least
        calendar = self._calendar_from_now(clock)
        self._move(clock, due_dates.at_least(self.at, clock.due_at, days, calendar), calendar)
        clock.status, clock.stopped_at, clock.paused_at = Clock.Status.RUNNING, None, None
        self._changed[kind] = clock

    def _promise(self, kind: str, clock: Clock | None) -> None:
        """The resolution time gives way to the date that was promised in public: the end of service of that day."""
        if clock is None:
            self._start("start", kind, None)
            clock = self.clocks[kind]
        assert self.report.promised_on is not None  # noqa: S101 - the act's effect has set it
        calendar = self._calendar_from_now(clock)
        self._move(clock, calendar.closing(self.report.promised_on), calendar)
        self._changed[kind] = clock

    def _extend(self, clock: Clock) -> None:
        calendar = self._calendar(clock)
        day = calendar.nth_working_day(calendar.local(clock.due_at).date(), _EXTENSION_DAYS)
        clock.due_at = calendar.closing(day)
        self._changed[clock.kind] = clock

    # --- whose days and terms

    def _holder(self, kind: str) -> Agency | None:
        """As the act has left it: the effects of an act come before its clocks."""
        return self.report.agency if kind in _OF_THE_HOLDER else None

    def _policy(self, kind: str) -> Policy:
        return self.rules.policy_of(self._holder(kind))

    def _calendar(self, clock: Clock) -> WorkCalendar:
        return calendar_version(self.root, clock.calendar_version)

    def _calendar_from_now(self, clock: Clock) -> WorkCalendar:
        """Of a clock that runs again: its own, unless the report is meanwhile with an agency that works by another
        one."""
        holder = self._holder(clock.kind)
        if calendar_name(self.root.pk, clock.calendar_version) != (holder.calendar if holder else ""):
            return self.rules.calendar_of(holder)
        return self._calendar(clock)

    @staticmethod
    def _move(clock: Clock, due: datetime, calendar: WorkCalendar) -> None:
        """A deadline that stays where it was keeps the calendar that it was computed with."""
        if due != clock.due_at:
            clock.due_at, clock.calendar_version = due, calendar.version


def next_wait_reminder(state: str, since: datetime, now: datetime, calendar: WorkCalendar) -> datetime | None:
    """When to remind next of a report that waits for its reporter (twice) or for somebody outside (again and again)."""
    if state == State.REFERRED:
        return calendar.closing(calendar.nth_working_day(calendar.local(now).date(), REMIND_REFERRED_EVERY))
    if state != State.AWAITING_REPORTER:
        return None
    asked_on = calendar.local(since).date()
    days = (calendar.closing(calendar.nth_working_day(asked_on, count)) for count in REMINDERS_OF_ASKED)
    return next((day for day in days if day > now), None)
