"""How far a report is, and what happens next: by whom and by when, one sentence for every state.

On its page, in the answer to STATUS and after each of the reporter's own acts. Called by web and intake.
tests/presentation/test_next_step.py walks over every state.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lapor.agencies.queries import rules_of, zone_of
from lapor.calendars.due_dates import Term, due_at
from lapor.core import clock as time_now
from lapor.presentation.acts import standing_words
from lapor.presentation.reporter_messages import long_date
from lapor.reports.models import Clock, Report
from lapor.reports.publication import may_be_named
from lapor.reports.queries import clocks_of
from lapor.reports.vocabulary import ArchiveReason, ClockKind, State
from lapor.reports.workflow.rules import (
    LATE_REPLY_WITHIN_DAYS,
    REOPEN_WITHIN_DAYS,
    TAKE_BACK_WITHIN_HOURS,
)


@dataclass(frozen=True)
class NextStep:
    """What happens next in a sentence or two. `is_yours`: it is the reporter's turn, who is spoken to."""

    text: str
    is_late: bool = False
    is_yours: bool = False


@dataclass(frozen=True)
class StepContext:
    """What a sentence is made of. `is_own`: the reporter is spoken to, else everybody is."""

    report: Report
    clocks: Sequence[Clock]
    is_own: bool
    now: datetime

    @property
    def office(self) -> str:
        return self.report.agency.name if self.report.agency else _("The office responsible")

    def running(self, *kinds: ClockKind) -> Clock | None:
        """The first of these clocks that runs."""
        rows = [one for kind in kinds for one in self.clocks if one.kind == kind]
        return next((one for one in rows if one.status == Clock.Status.RUNNING), None)

    def until(self, clock: Clock) -> str:
        return long_date(clock.due_at, self.report.root.timezone)

    def last_day(self, days: int) -> date:
        """So many days after the report came into its state, in the city's zone."""
        return (self.report.state_since.astimezone(zone_of(self.report.root)) + timedelta(days=days)).date()

    @property
    def today(self) -> date:
        return self.now.astimezone(zone_of(self.report.root)).date()


def next_step(report: Report, clocks: Sequence[Clock], *, is_own: bool) -> NextStep:
    """No query, but for a merged report: the deadlines of the one it goes on with."""
    return BY_STATE[State(report.state)](StepContext(report, clocks, is_own, time_now.now()))


def gone_on(report: Report) -> str:
    """What happens next with a report that did not wait to be checked: an urgent one is with its office at once. "" for
    all others."""
    return "" if report.state == State.RECEIVED else next_step(report, clocks_of(report), is_own=True).text


def _day(day: date) -> str:
    return date_format(day, "l, j F Y")


def _office_step(facts: StepContext, clock: Clock | None, in_time: str, late: str, without: str) -> NextStep:
    """A step of an office: with its deadline, with one that has passed, without any (imported reports)."""
    if clock is None:
        return NextStep(without % {"office": facts.office})
    is_late = clock.due_at < facts.now
    return NextStep(
        (late if is_late else in_time) % {"office": facts.office, "until": facts.until(clock)}, is_late=is_late
    )


def _received(facts: StepContext) -> NextStep:
    report = facts.report
    head = standing_words(report)
    if not head and report.is_before_head:
        head = _("Several offices say that they are not responsible: the head of the city decides who handles it.")
    if head:
        clock = facts.running(ClockKind.VERIFY, ClockKind.RESPONSE, ClockKind.RESOLUTION)
        due = _("The next deadline is %(until)s.") % {"until": facts.until(clock)} if clock else ""
        return NextStep(f"{head} {due}".strip(), is_late=bool(clock and clock.due_at < facts.now))
    return _office_step(
        facts,
        facts.running(ClockKind.VERIFY),
        _("An officer checks it and sends it to the office responsible by %(until)s."),
        _("An officer should have checked it by %(until)s. It is late."),
        _("An officer checks it and sends it to the office responsible."),
    )


def _awaiting(facts: StepContext) -> NextStep:
    report = facts.report
    if not facts.is_own:
        if (day := _reply_day(report)) is None:
            return NextStep(_("The reporter was asked something and answers."))
        return NextStep(_("The reporter was asked something and answers by %(day)s.") % {"day": _day(day)})
    if (day := _reply_day(report)) is None:
        return NextStep(_("It is your turn: please answer the question."), is_yours=True)
    said = _("It is your turn: please answer by %(day)s.") % {"day": _day(day)}
    after = (
        _("Without an answer we archive the report; for %(days)s days after that you can still answer.")
        % {"days": LATE_REPLY_WITHIN_DAYS}
        if report.return_state in {"", State.RECEIVED}
        else _("Without an answer %(office)s goes on with what it knows.") % {"office": facts.office}
    )
    return NextStep(f"{said} {after}", is_yours=True)


def _reply_day(report: Report) -> date | None:
    """The last day to answer a question (the `expire` of the policy); None where no time runs: as it was imported."""
    if report.is_imported and report.state_since == report.filed_at:
        return None
    rules = rules_of(report.root)
    return rules.calendar.local(
        due_at(report.state_since, Term(working_days=rules.policy.expire), rules.calendar)
    ).date()


def _forwarded(facts: StepContext) -> NextStep:
    return _office_step(
        facts,
        facts.running(ClockKind.RESPONSE, ClockKind.RESOLUTION),
        _("%(office)s gives its first response by %(until)s."),
        _("%(office)s should have responded by %(until)s. It is late."),
        _("%(office)s gives its first response."),
    )


def _in_progress(facts: StepContext) -> NextStep:
    clock = facts.running(ClockKind.RESOLUTION)
    if facts.report.has_objected:
        return _office_step(
            facts,
            clock,
            _("The head of %(office)s answers the objection by %(until)s."),
            _("The head of %(office)s should have answered the objection by %(until)s. It is late."),
            _("The head of %(office)s answers the objection."),
        )
    return _office_step(
        facts,
        clock,
        _("%(office)s works on it and answers by %(until)s."),
        _("%(office)s should have answered by %(until)s. It is late."),
        _("%(office)s works on it and answers."),
    )


def _scheduled(facts: StepContext) -> NextStep:
    day = facts.report.promised_on
    if day is None:
        return _in_progress(facts)
    said = _("%(office)s promised to solve it by %(day)s.") % {"office": facts.office, "day": _day(day)}
    is_late = day < facts.today
    late = _("That day has passed: it is late.")
    return NextStep(f"{said} {late}" if is_late else said, is_late=is_late)


def _answered(facts: StepContext) -> NextStep:
    clock = facts.running(ClockKind.CONFIRMATION)
    if clock is None:
        said = (
            _("It is your turn: say whether it is solved.") if facts.is_own else _("The reporter says if it is solved.")
        )
        return NextStep(said, is_yours=facts.is_own)
    said = (
        _("It is your turn: say by %(until)s whether it is solved. Without a word we close it without confirmation.")
        if facts.is_own
        else _("The reporter says by %(until)s whether it is solved. Without a word it is closed without confirmation.")
    )
    return NextStep(said % {"until": facts.until(clock)}, is_yours=facts.is_own)


def _resolved(facts: StepContext) -> NextStep:
    if not facts.is_own:
        return NextStep(_("The reporter confirmed that it is solved. Nothing more is to come."))
    last = facts.last_day(REOPEN_WITHIN_DAYS)
    if last < facts.today:
        return NextStep(_("You confirmed that it is solved. Nothing more is to come."))
    return NextStep(
        _("You confirmed that it is solved. Is it not, after all? You can reopen it until %(day)s.")
        % {"day": _day(last)}
    )


def _unconfirmed(facts: StepContext) -> NextStep:
    if not facts.is_own:
        return NextStep(_("It was closed without a word from the reporter. Nothing more is to come."))
    last = facts.last_day(REOPEN_WITHIN_DAYS)
    if last < facts.today:
        return NextStep(_("It was closed without your word. You can still confirm that it is solved."))
    return NextStep(
        _("It was closed without your word. You can still confirm it, or reopen it until %(day)s.")
        % {"day": _day(last)}
    )


def _merged(facts: StepContext) -> NextStep:
    parent = facts.report.parent
    if parent is None or not may_be_named(parent, facts.report, to_officers=False):
        return NextStep(_("It goes on together with another report."))
    clocks = clocks_of(parent)
    if facts.is_own and parent.state == State.ANSWERED and not facts.report.verdict:
        return _answered(StepContext(parent, clocks, True, facts.now))
    step = (
        BY_STATE[State(parent.state)](StepContext(parent, clocks, False, facts.now))
        if parent.parent_id is None
        else None
    )
    said = _("It goes on together with another report.")
    return NextStep(f"{said} {step.text}", is_late=step.is_late) if step else NextStep(said)


def _archived(facts: StepContext) -> NextStep:
    report = facts.report
    if report.archive_reason == ArchiveReason.WITHDRAWN:
        last = report.state_since + timedelta(hours=TAKE_BACK_WITHIN_HOURS)
        if facts.is_own and facts.now < last:
            return NextStep(
                _("It was withdrawn. You can take that back until %(until)s.")
                % {"until": long_date(last, report.root.timezone)}
            )
        return NextStep(_("It was withdrawn. Nothing more is to come."))
    if facts.is_own and report.archive_reason == ArchiveReason.INCOMPLETE:
        last_day = facts.last_day(LATE_REPLY_WITHIN_DAYS)
        if facts.today <= last_day:
            return NextStep(
                _("It was archived because your answer was missing. You can still answer until %(day)s.")
                % {"day": _day(last_day)}
            )
    if facts.is_own and not report.has_appealed and report.archive_reason != ArchiveReason.IMPORTED:
        return NextStep(_("It was archived. Do you disagree? You can appeal once; another officer reads it."))
    return NextStep(_("It was archived. Nothing more is to come."))


def _referred(facts: StepContext) -> NextStep:
    said = _("A body outside the city government handles it now.")
    if facts.report.remind_at is None:
        return NextStep(said)
    day = facts.report.remind_at.astimezone(zone_of(facts.report.root)).date()
    again = _("An officer asks there again on %(day)s.") % {"day": _day(day)}
    return NextStep(f"{said} {again}")


BY_STATE: dict[State, Callable[[StepContext], NextStep]] = {
    State.RECEIVED: _received,
    State.AWAITING_REPORTER: _awaiting,
    State.FORWARDED: _forwarded,
    State.IN_PROGRESS: _in_progress,
    State.SCHEDULED: _scheduled,
    State.ANSWERED: _answered,
    State.RESOLVED: _resolved,
    State.CLOSED_UNCONFIRMED: _unconfirmed,
    State.MERGED: _merged,
    State.ARCHIVED: _archived,
    State.REFERRED: _referred,
}
