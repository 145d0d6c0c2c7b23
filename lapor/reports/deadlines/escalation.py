"""When the levels of its ladder come for a running deadline: planned when it starts or moves (timers), told by the
sweep.

A protected case keeps the levels that came with the program: what a city writes is not about it."""

from datetime import datetime

from lapor.agencies.escalation.queries import escalation_in_force
from lapor.agencies.models import Category
from lapor.agencies.queries import Rules, calendar_version
from lapor.calendars.escalation import BUILT_IN, Escalation, EscalationStep, steps_of
from lapor.reports.models import Clock, Report
from lapor.reports.vocabulary import Kind


def escalation_for(report: Report, rules: Rules) -> Escalation:
    return BUILT_IN if report.is_protected else escalation_in_force(rules)


def deadline_class_of(category: Category | None, *, is_information: bool) -> str:
    """Of calendars.policies.DEADLINE_CLASSES; `is_information`: the report asks for information."""
    if is_information:
        return "information"
    return category.deadline_class if category else "inspection"


def steps_for(clock: Clock, report: Report, rules: Rules) -> list[EscalationStep]:
    """The moments of its levels, in the order of time."""
    category = report.category
    deadline_class = deadline_class_of(category, is_information=report.kind == Kind.INFORMATION_REQUEST)
    ladder = escalation_for(report, rules).ladder(clock.kind, category.code if category else "", deadline_class)
    return steps_of(ladder, clock.started_at, clock.due_at, calendar_version(rules.root, clock.calendar_version))


def first_reminder_at(clock: Clock, report: Report, rules: Rules) -> datetime | None:
    """None where no level comes."""
    return next((step.at for step in steps_for(clock, report, rules)), None)


def reached(steps: list[EscalationStep], now: datetime) -> int:
    """How many of them are reached."""
    return sum(step.at <= now for step in steps)
