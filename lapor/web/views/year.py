"""A year in pictures, and the figures to put into other pages."""

from datetime import date
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from lapor.agencies.current import base_url, current_jurisdiction
from lapor.agencies.models import Agency, Area
from lapor.agencies.queries import agencies_in
from lapor.core import clock
from lapor.measure import scorecards
from lapor.measure.scorecards import Scorecard
from lapor.measure.scoring import CITY
from lapor.publish.queries import latest_solved
from lapor.web.views.pages import solved_cards
from lapor.web.views.statistics import months_before

PAIRS, LOOKED_AT = 12, 200
BEGINNING = 2000


@require_safe
def year_view(request: HttpRequest, number: int) -> HttpResponse:
    """Months, districts, and what was solved, before and after."""
    root = current_jurisdiction(request)
    today = timezone.localdate(clock.now())
    if not BEGINNING <= number <= today.year:
        raise Http404
    first, last = date(number, 1, 1), date(number, 12, 31)
    card = scorecards.city_card(root, first=first, last=last)
    months = scorecards.by_month(root, CITY, first=first, last=last)
    districts = dict(Area.objects.filter(root=root, level="district").values_list("code", "name"))
    by_area = scorecards.cards_of_areas(root, districts, first=first, last=last)
    busiest = sorted(by_area.items(), key=lambda pair: -pair[1]["received"])
    charts: list[dict[str, Any]] = [
        {
            "title": _("Received by month"),
            "unit": _("Reports"),
            "rows": [{"label": date_format(m, "F"), "value": c["received"]} for m, c in months],
        },
        {
            "title": _("Confirmed solved by month of filing"),
            "unit": _("Reports"),
            "rows": [{"label": date_format(m, "F"), "value": c["confirmed"]} for m, c in months],
        },
        {
            "title": _("Received by district"),
            "unit": _("Reports"),
            "rows": [
                {"label": districts[code], "value": c["received"], "url": reverse("web:area_card", args=[code])}
                for code, c in busiest
            ],
        },
    ]
    solved = [one for one in solved_cards(latest_solved(root, LOOKED_AT, year=number)) if "after_url" in one][:PAIRS]
    context = {
        "year": number,
        "card": card,
        "charts": [chart for chart in charts if chart["rows"]] if card["received"] else [],
        "pairs": solved,
        "earlier": number - 1 if number > BEGINNING else None,
        "later": number + 1 if number < today.year else None,
    }
    return render(request, "web/year.html", context)


def _code(request: HttpRequest, name: str) -> str:
    """Empty where none is asked for. Raises Http404 for what the database does not compare with."""
    code = str(request.GET.get(name, ""))
    if "\0" in code:
        raise Http404
    return code


def _subject(request: HttpRequest, root: Agency) -> tuple[str, Scorecard]:
    """Name and figures of the last twelve months of what the address names: an agency, an area, else the city."""
    last = timezone.localdate(clock.now())
    first = months_before(last, 11)
    if code := _code(request, "agency"):
        agency = agencies_in(root).filter(code=code).first()
        if agency is None:
            raise Http404
        return agency.name, scorecards.agency_card(root, agency, first=first, last=last)
    if code := _code(request, "area"):
        area = Area.objects.filter(root=root, pk=code, level__in=["district", "village"]).first()
        if area is None:
            raise Http404
        return area.name, scorecards.area_card(root, area.pk, first=first, last=last)
    return str(root.brand.get("name", root.name)), scorecards.city_card(root, first=first, last=last)


@require_safe
@csp_update({"frame-src": [SELF]})
def embed_view(request: HttpRequest) -> HttpResponse:
    """How to show the figures on a page of one's own: lines to copy, and how it looks."""
    root = current_jurisdiction(request)
    name, _card = _subject(request, root)
    query = next((f"?{key}={request.GET[key]}" for key in ("agency", "area") if request.GET.get(key)), "")
    return render(
        request,
        "web/embed.html",
        {"subject_name": name, "widget_url": f"{base_url(root)}{reverse('web:widget')}{query}"},
    )


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@cache_control(public=True, max_age=3600)
def widget_view(request: HttpRequest) -> HttpResponse:
    """A small page for a frame of another site: four figures, no script, no cookie."""
    root = current_jurisdiction(request)
    name, card = _subject(request, root)
    context: dict[str, Any] = {
        "subject_name": name,
        "card": card,
        "page_url": f"{base_url(root)}{reverse('web:statistics')}",
    }
    return render(request, "web/widget.html", context)
