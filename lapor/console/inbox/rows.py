"""What a line of an officers' list says: state, age and deadline, title, place, channel, size, marks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.presentation.story import clock_views, place_name
from lapor.reports.models import Clock, Report
from lapor.reports.vocabulary import ActName, OfficerCall, Urgency, Visibility, channel_label
from lapor.ui.states import STATE_LOOKS

TITLE_MOST = 120  # characters; a line holds fewer
MARKS: dict[str, Promise] = {
    ActName.REPLY: _("Answered by the reporter"),
    ActName.LATE_REPLY: _("Answered by the reporter"),
    ActName.NOTE: _("Reporter added something"),
    ActName.REJECT: _("Rejected by the reporter"),
    ActName.REOPEN: _("Reopened"),
    ActName.OBJECT: _("Reporter objects"),
    ActName.APPEAL: _("Reporter appeals"),
    ActName.REFUSE: _("Sent back by the agency"),
}


def row_views(reports: Sequence[Report], address: str) -> list[dict[str, Any]]:
    """`address`: the filters of the list, which each report's own address carries. One query, for the deadlines."""
    clocks, now = _nearest_clocks(reports), clock.now()
    return [_row(report, clocks.get(report.pk), now, address) for report in reports]


def _row(report: Report, nearest: Clock | None, now: datetime, address: str) -> dict[str, Any]:
    url = reverse("console:report", args=[report.tracking_id])
    view = clock_views(report, [nearest])[0] if nearest else {}
    return {
        "tracking_id": report.tracking_id,
        "number": show_tracking_id(report.tracking_id),
        "url": f"{url}?{address}" if address else url,
        "title": (report.title or report.text)[:TITLE_MOST],
        "badges": _badges(report),
        "place": " · ".join(part for part in _place(report) if part),
        "age": timesince(report.filed_at, now, depth=1),
        "clock": view.get("remaining_text", ""),
        "days": view.get("days_text", ""),
        "clock_name": view.get("name", ""),
        "is_late": view.get("late", False),
        "percent": view.get("percent"),
        "channel": report.channel,
        "channel_label": channel_label(report.channel),
    }


def _place(report: Report) -> tuple[str, str, str, str]:
    category = report.category.label if report.category else report.category_text
    agency = report.agency.name if report.agency else report.agency_text
    return show_tracking_id(report.tracking_id), place_name(report), category, agency


def _badges(report: Report) -> list[dict[str, Any]]:
    """What sets it apart before what it is: of the first two the words are shown where there is room."""
    found = [
        (report.urgency == Urgency.URGENT, "bad", "alert", _("Urgent")),
        (report.unanswered_act, "reply", "bell", MARKS.get(report.unanswered_act, "")),
        (report.officer_call == OfficerCall.OPEN, "reply", "user", _("Asks for an officer")),
        (report.has_unchecked, "waiting", "alert", _("Added later, to be checked")),
        (report.children_count, "neutral", "state-merged", _("%s reports") % (report.children_count + 1)),
        (report.supporters_count, "neutral", "user", _("%s also affected") % report.supporters_count),
        (report.visibility == Visibility.CONFIDENTIAL, "neutral", "confidential", _("Confidential")),
    ]
    look = STATE_LOOKS[report.state]
    badges = [{"tone": tone, "icon": icon, "label": label} for is_so, tone, icon, label in found if is_so]
    return [*badges[:1], {"tone": look.tone, "icon": look.icon, "label": look.label}, *badges[1:]]


def _nearest_clocks(reports: Sequence[Report]) -> dict[UUID, Clock]:
    """For each report its running clock that is due first; reports without one are left out."""
    rows = Clock.objects.filter(report__in=[report.pk for report in reports], status=Clock.Status.RUNNING)
    return {row.report_id: row for row in rows.order_by("-due_at")}
