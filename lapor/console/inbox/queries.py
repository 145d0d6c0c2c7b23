"""Clocks and marks of a page of the inbox."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapor.reports.models import Clock, Entry, Report
from lapor.reports.vocabulary import ActName

# What somebody else did last and nobody of the office has answered yet.
MARKS: dict[str, Promise | str] = {
    ActName.REPLY: _("Answered by the reporter"),
    ActName.LATE_REPLY: _("Answered by the reporter"),
    ActName.NOTE: _("Reporter added something"),
    ActName.REJECT: _("Rejected by the reporter"),
    ActName.REOPEN: _("Reopened"),
    ActName.OBJECT: _("Reporter objects"),
    ActName.APPEAL: _("Reporter appeals"),
    ActName.REFUSE: _("Sent back by the agency"),
}


def nearest_clocks(reports: Sequence[Report]) -> dict[UUID, Clock]:
    """For each report its running clock that is due first; reports without one are left out."""
    rows = Clock.objects.filter(report__in=reports, status=Clock.Status.RUNNING).order_by("-due_at")
    return {row.report_id: row for row in rows}


def marks_of(reports: Sequence[Report]) -> dict[UUID, Promise | str]:
    """For each report whose last word is not the office's: whose it is. One query."""
    rows = Entry.objects.filter(Q(officer__isnull=False) | Q(act__in=MARKS), report__in=reports)
    last = rows.order_by("report", "-at", "-id").distinct("report").values_list("report_id", "act")
    return {report: MARKS[act] for report, act in last if act in MARKS}
