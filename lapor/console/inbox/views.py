"""/konsol/: the inbox, its filters and numbers, and publishing many at once."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officer_behind, officers_only, signed_in
from lapor.agencies.queries import root_of, subtree_ids
from lapor.agencies.roles import Can, may
from lapor.casework.performing import publish_each
from lapor.casework.queries import InboxFilters, narrowed
from lapor.console.inbox.forms import InboxFilterForm
from lapor.console.inbox.queries import marks_of, nearest_clocks
from lapor.core import clock
from lapor.measure.queries import state_counts
from lapor.presentation.story import card, clock_views
from lapor.reports import queries
from lapor.reports.models import Report
from lapor.reports.permissions import sees_whole_city
from lapor.reports.vocabulary import OfficerCall, Publication, State, channel_label
from lapor.triage.candidates import waiting_rows

BULK_MOST = 100
CANDIDATES_COUNTED = 99


@never_cache
@require_safe
def inbox_view(request: HttpRequest) -> HttpResponseBase:
    """The reports this officer may see, overdue first."""
    officer = officer_behind(request)
    if officer is not None and not may(officer, Can.HANDLE_REPORTS):
        return HttpResponseRedirect(reverse("desk:file" if may(officer, Can.WORK_AT_DESK) else "console:deliveries"))
    return _inbox(request)


@officers_only(Can.HANDLE_REPORTS)
def _inbox(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    form = InboxFilterForm(request.GET, root=root_of(officer))
    rows = form.narrow(queries.visible_reports(officer).select_related("root", "area__parent"))
    try:
        page = queries.inbox(rows, after=request.GET.get("after", ""))
    except ValueError:
        page = queries.inbox(rows)
    kept = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    base = reverse("console:inbox")
    context = {
        "queues": _queues(officer, kept.get("state", ""), base),
        "candidates": _candidates(officer),
        "unchecked": _count(officer, InboxFilters(unchecked=True)),
        "called": _count(officer, InboxFilters(called=True)),
        "rows": _rows(page.rows),
        "filter_form": form,
        "search_text": kept.get("q", ""),
        "chips": form.chips(kept, base),
        "can_publish": may(officer, Can.TRIAGE),
        "previous_url": f"{base}?{urlencode(kept)}" if request.GET.get("after") else None,
        "next_url": f"{base}?{urlencode({**kept, 'after': page.next})}" if page.next else None,
    }
    return render(request, "console/inbox.html", context)


def _candidates(officer: Officer) -> str:
    """How many public words wait for this officer, counted no further than a page; "" for roles that do not decide on
    them."""
    if not may(officer, Can.DECIDE_CANDIDATES):
        return ""
    found = len(waiting_rows(officer).order_by().values_list("pk")[: CANDIDATES_COUNTED + 1])
    return f"{CANDIDATES_COUNTED}+" if found > CANDIDATES_COUNTED else str(found)


def _count(officer: Officer, filters: InboxFilters) -> str:
    """How many reports of this officer fit a filter that has an index of its own, counted no further than a page; ""
    for none."""
    rows = narrowed(queries.visible_reports(officer), filters)
    found = len(rows.order_by("due_at", "id").values_list("pk")[: CANDIDATES_COUNTED + 1])
    return f"{CANDIDATES_COUNTED}+" if found > CANDIDATES_COUNTED else str(found or "")


def _queues(officer: Officer, chosen: str, base: str) -> list[dict[str, Any]]:
    """The states with their numbers, from the rollup: no count of a growing table."""
    root = root_of(officer)
    is_protected = may(officer, Can.SEE_PROTECTED)
    sees_all = sees_whole_city(officer, root.pk) or (is_protected and officer.agency_id == root.pk)
    agencies: list[UUID] | None = None if sees_all else subtree_ids(officer.agency)
    counts = state_counts(root, agencies=agencies, is_protected=is_protected)
    return [
        {
            "state": state.value,
            "label": state.label,
            "count": counts.get(state.value, 0),
            "current": state.value == chosen,
            "url": f"{base}?{urlencode({'state': state.value})}",
        }
        for state in State
        if counts.get(state.value, 0) or state.value == chosen
    ]


def _rows(reports: list[Report]) -> list[dict[str, Any]]:
    """What a line of the inbox says: state, age and clock, title, place, channel."""
    clocks, marks, now = nearest_clocks(reports), marks_of(reports), clock.now()
    return [
        {
            **card(report, url=reverse("console:report", args=[report.tracking_id])),
            "age": timesince(report.filed_at, now, depth=1),
            "clock": next(iter(clock_views(report, [clocks[report.pk]] if report.pk in clocks else [])), None),
            "channel": report.channel,
            "channel_label": channel_label(report.channel),
            "is_urgent": report.urgency == "urgent",
            "is_confidential": report.visibility == "confidential",
            "is_pending": report.publication == Publication.PENDING,
            "mark": marks.get(report.pk),
            "is_called": report.officer_call == OfficerCall.OPEN,
        }
        for report in reports
    ]


@require_POST
@officers_only(Can.TRIAGE)
def publish_view(request: HttpRequest) -> HttpResponse:
    """Publish the reports ticked in the inbox, each by an act of its own; what cannot be published is named."""
    officer = signed_in(request)
    numbers = request.POST.getlist("report")[:BULK_MOST]
    ticked = queries.visible_reports(officer).filter(tracking_id__in=numbers).defer("search")
    done, refused = publish_each(ticked, by=officer)
    if done:
        messages.success(request, ngettext("%(n)s report published.", "%(n)s reports published.", done) % {"n": done})
    if refused:
        messages.warning(
            request, _("Not published, look at them one by one: %(reports)s") % {"reports": ", ".join(refused)}
        )
    return HttpResponseRedirect(f"{reverse('console:inbox')}?publication=pending")
