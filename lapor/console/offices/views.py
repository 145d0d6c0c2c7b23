"""/konsol/petugas/: for the administrator, the agencies where nobody answers, and who hears of what comes to them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.casework.officers import unstaffed


@never_cache
@require_safe
@officers_only(Can.ADMINISTER)
def offices_view(request: HttpRequest) -> HttpResponse:
    """Those with reports first."""
    rows = sorted(unstaffed(root_of(signed_in(request))), key=lambda row: -row.reports)
    return render(request, "console/offices.html", {"rows": rows})
