"""Reports that an officer put off: not among what waits for them until the day, or until something happens to them.

Every deadline runs on, and every other list shows them."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from lapor.agencies.models import Officer
from lapor.casework.models import Snooze
from lapor.core import clock
from lapor.reports.models import Report

LONGEST = timedelta(days=180)


def snooze_days(report: Report) -> tuple[date, date]:
    """The first and the last day that it can be put off to: tomorrow in the city's time, and half a year from now."""
    today = clock.now().astimezone(ZoneInfo(report.root.timezone)).date()
    return today + timedelta(days=1), today + LONGEST


def may_snooze_until(day: date, report: Report) -> bool:
    first, last = snooze_days(report)
    return first <= day <= last


def snooze(report: Report, officer: Officer, *, until: date, reason: str) -> None:
    """Until the morning of that day, in the city's time."""
    morning = datetime.combine(until, time(), ZoneInfo(report.root.timezone))
    values = {
        "until": morning,
        "reason": reason,
        "version": report.version,
        "heard_count": report.heard_count,
    }
    Snooze.objects.update_or_create(officer=officer.person, report=report, defaults=values)


def go_on_after_undo(report: Report) -> None:
    """What was put off before an act that was undone still is: two versions on, everything as it was."""
    Snooze.objects.filter(report=report, version=report.version - 2).update(version=report.version)


def end_snooze(report: Report, officer: Officer) -> None:
    Snooze.objects.filter(officer=officer.person, report=report).delete()


def is_snoozed(officer_id: UUID, now: Any) -> Exists:
    """A condition on reports: put off by this officer, and as they were then. `now`: the time, or what stands for it in
    kept SQL."""
    return Exists(
        Snooze.objects.filter(
            officer=officer_id,
            report=OuterRef("pk"),
            until__gt=now,
            version=OuterRef("version"),
            heard_count=OuterRef("heard_count"),
        )
    )


def snooze_of(report: Report, officer: Officer) -> Snooze | None:
    """The one in force."""
    return Snooze.objects.filter(
        officer=officer.person,
        report=report,
        until__gt=clock.now(),
        version=report.version,
        heard_count=report.heard_count,
    ).first()


def forget_snoozes_about(report_ids: list[UUID]) -> None:
    """Before a person is erased whom the reasons may speak of."""
    Snooze.objects.filter(report__in=report_ids).delete()


def past_snoozes(before: datetime) -> QuerySet[Snooze]:
    """For the retention table."""
    return Snooze.objects.filter(until__lt=before)
