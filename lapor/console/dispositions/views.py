"""/konsol/disposisi: which office hands reports to which, and how often they come back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.measure.dispositions import DAYS, pairs_for


@never_cache
@require_safe
@officers_only(Can.SEE_DISPOSITIONS)
def dispositions_view(request: HttpRequest) -> HttpResponse:
    return render(request, "console/dispositions.html", {"pairs": pairs_for(signed_in(request)), "days": DAYS})
