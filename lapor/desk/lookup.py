"""/loket/laporan: a person stands at the counter with their receipt; the officer does for them what they could do on
the page."""

import time
from functools import partial

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.casework.act_pages import ActPage, answer_act, words_for_officers
from lapor.casework.actions import act_views
from lapor.casework.forms import ActForm
from lapor.gateway import rate_limits
from lapor.presentation.acts import standing_words
from lapor.presentation.story import card, clock_views, timeline
from lapor.reports import queries
from lapor.reports.models import Report
from lapor.reports.workflow.act import DESK
from lapor.reports.workflow.acting import Actor
from lapor.ui.client_address import client_address

SHOWN_SECONDS = 900  # how long a receipt that was shown counts
SESSION_KEY = "desk_receipts"


class ReceiptForm(forms.Form):
    """What stands on the paper."""

    number = forms.CharField(
        label=gettext_lazy("Number of the report"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    receipt_code = forms.CharField(
        label=gettext_lazy("Receipt code"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WORK_AT_DESK)
def lookup_view(request: HttpRequest) -> HttpResponse:
    """Number and code; the same answer for a number that does not exist and a code that does not fit."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        report = queries.report_by_number(form.cleaned_data["number"])
        root = root_of(signed_in(request))
        if (
            report is not None
            and report.root_id == root.pk
            and queries.has_receipt(report, form.cleaned_data["receipt_code"])
        ):
            request.session[SESSION_KEY] = {**_shown(request), report.tracking_id: time.time() + SHOWN_SECONDS}
            return HttpResponseRedirect(reverse("desk:report", args=[report.tracking_id]))
        # wrong ones; a right one always opens
        if wait := rate_limits.seconds_to_wait(rate_limits.RECEIPT_CODE, "desk", client_address(request)):
            form.add_error(None, rate_limits.too_often(wait))
            return render(request, "desk/lookup.html", {"form": form}, status=429)
        form.add_error(None, _("Number and code do not belong together. Compare both with your receipt."))
    return render(request, "desk/lookup.html", {"form": form}, status=422 if form.errors else 200)


def _shown(request: HttpRequest) -> dict[str, float]:
    """Receipts shown in this sitting that still count."""
    kept: dict[str, float] = request.session.get(SESSION_KEY, {})
    return {number: until for number, until in kept.items() if until > time.time()}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WORK_AT_DESK)
def report_view(request: HttpRequest, number: str) -> HttpResponse:
    """The report as its reporter sees it, and what they may do now. Officer and reporter both stand in the event."""
    report = queries.report_by_number(number)
    if report is None or report.tracking_id not in _shown(request):
        raise Http404
    actor = _actor(signed_in(request))
    if request.method != "POST":
        return _show(request, report, actor)
    page = ActPage(
        show=partial(_show, request, report, actor),
        url=reverse("desk:report", args=[report.tracking_id]),
        words_of=words_for_officers,
    )
    return answer_act(request, report, request.POST.get("act", ""), page, actor=actor, data=request.POST)


def _actor(officer: Officer) -> Actor:
    """At the counter everybody is a desk officer, whatever else they are."""
    return Actor(role=DESK, officer=officer, has_receipt=True)


def _show(
    request: HttpRequest, report: Report, actor: Actor, *, bound: ActForm | None = None, status: int = 200
) -> HttpResponse:
    clocks = queries.clocks_of(report)
    context = {
        "report": report,
        "head": card(report),
        "standing": standing_words(report),
        "clocks": clock_views(report, clocks),
        "timeline": timeline(queries.story(report, queries.AUDIENCES_REPORTER)),
        "acts": act_views(queries.offered_acts(report, actor, clocks), report, bound),
    }
    return render(request, "desk/report.html", context, status=status)
