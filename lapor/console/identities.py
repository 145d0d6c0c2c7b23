"""/konsol/laporan/<number>/identitas and /konsol/persetujuan/: opening an identity with a reason, and the second officer's consent."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.access import officers_only, signed_in
from lapor.agencies.models import Officer
from lapor.casework import identities
from lapor.casework.identities import MAY_ASK, MAY_CONSENT, Opened
from lapor.reports import queries
from lapor.reports.models import Report
from lapor.reports.reach import reaches
from lapor.reports.refusals import ActRefused


class ReasonForm(forms.Form):
    """Why an officer needs to know who reported."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you need to know who reported?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Your reason, your name and the time stay in the history for good."),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(*MAY_ASK)
def identity_view(request: HttpRequest, number: str) -> HttpResponse:
    """Ask, then open. The words are on this answer only: going back or loading again shows nothing."""
    officer = signed_in(request)
    report = queries.report_by_number(number)
    if report is None or not reaches(officer, report):
        raise Http404
    form = ReasonForm(request.POST if request.POST.get("do") == "ask" else None)
    opened: Opened | None = None
    if request.method == "POST":
        try:
            if request.POST.get("do") == "open":
                opened = identities.open_identity(_id(request.POST.get("opening")), by=officer)
            elif form.is_valid():
                identities.ask_to_open(report, by=officer, reason=form.cleaned_data["reason"])
                return HttpResponseRedirect(reverse("console:identity", args=[report.tracking_id]))
        except ActRefused as refused:
            if refused.field in form.fields and form.is_bound:
                form.add_error(refused.field, str(refused.reason))
            else:
                messages.warning(request, str(refused.reason))
    return _show(request, officer, report, form, opened)


def _show(request: HttpRequest, officer: Officer, report: Report, form: ReasonForm, opened: Opened | None) -> HttpResponse:
    context = {
        "report": report, "form": form, "opened": opened, "openings": identities.openings_of(report, officer),
        "report_url": reverse("console:report", args=[report.tracking_id]),
        "is_guarded": report.identity == "anonymous" or report.visibility == "confidential",
    }  # fmt: skip
    return render(request, "console/identity.html", context, status=422 if form.errors else 200)


def _id(text: str | None) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise ActRefused(_("There is no such request.")) from None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(*MAY_CONSENT)
def consents_view(request: HttpRequest) -> HttpResponse:
    """What waits for this officer's consent: number, who asks, why; nothing of the report."""
    officer = signed_in(request)
    if request.method == "POST":
        try:
            identities.consent(_id(request.POST.get("opening")), by=officer)
            messages.success(request, _("You agreed. It can be opened once, within a day."))
        except ActRefused as refused:
            messages.warning(request, str(refused.reason))
        return HttpResponseRedirect(reverse("console:consents"))
    return render(request, "console/consents.html", {"openings": identities.waiting_for_consent(officer)})
