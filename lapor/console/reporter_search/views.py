"""/konsol/cari-pelapor: reports of a person. What is looked for is posted: it stands in no address and no log."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.reporter_search import search_reporter
from lapor.gateway import rate_limits
from lapor.presentation.story import card


class ReporterSearchForm(forms.Form):
    who = forms.CharField(
        label=gettext_lazy("Phone, email or full name"),
        max_length=200,
        help_text=gettext_lazy("Only reports that were filed openly with a name. Each search stays in the history."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.OPEN_IDENTITIES)
def reporter_search_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    form, found = ReporterSearchForm(request.POST or None), None
    if form.is_valid():
        if wait := rate_limits.seconds_to_wait(rate_limits.REPORTER_SEARCH, str(officer.person.pk)):
            form.add_error(None, rate_limits.too_often(wait))
        else:
            found = [
                card(report, url=reverse("console:report", args=[report.tracking_id]))
                for report in search_reporter(form.cleaned_data["who"], by=officer)
            ]
    context = {"form": form, "found": found}
    return render(request, "console/reporter_search.html", context, status=422 if form.errors else 200)
