"""Who else has a report's page open, so that two do not write the same answer. Asked by the page every few seconds;
kept for no longer than it is true."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from lapor.agencies.models import Officer
from lapor.casework.models import Presence
from lapor.core import clock
from lapor.reports.models import Report

TRUE_FOR = timedelta(seconds=40)  # a page asks every 15 s


@dataclass(frozen=True)
class Colleague:
    name: str
    is_writing: bool


def note_presence(report: Report, officer: Officer, *, is_writing: bool) -> list[Colleague]:
    """That this officer is here; gives who else is. Two queries."""
    own = officer.person
    Presence.objects.bulk_create(
        [Presence(report=report, officer=own, seen_at=clock.now(), is_writing=is_writing)],
        update_conflicts=True,
        unique_fields=["report", "officer"],
        update_fields=["seen_at", "is_writing"],
    )
    rows = Presence.objects.filter(report=report, seen_at__gt=clock.now() - TRUE_FOR).exclude(officer=own)
    return [Colleague(name, writes) for name, writes in rows.order_by("pk").values_list("officer__name", "is_writing")]


def past_presence(before: datetime) -> QuerySet[Presence]:
    """For the retention table."""
    return Presence.objects.filter(seen_at__lt=before)
