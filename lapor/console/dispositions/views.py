"""/konsol/disposisi: which office hands reports to which, and how often they come back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.agencies.models import Agency
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.agencies.units import subtree_ids
from lapor.measure.dispositions import DAYS, disposition_pairs
from lapor.reports.permissions import sees_whole_city


@never_cache
@require_safe
@officers_only(Can.SEE_DISPOSITIONS)
def dispositions_view(request: HttpRequest) -> HttpResponse:
    """Of the whole city for who sees it, else of the officer's agency and those below it."""
    officer = signed_in(request)
    root = root_of(officer)
    own = None if sees_whole_city(officer, root.pk) else Agency.objects.filter(pk__in=subtree_ids(officer.agency))
    pairs = disposition_pairs(root, within=None if own is None else list(own))
    return render(request, "console/dispositions.html", {"pairs": pairs, "days": DAYS})
