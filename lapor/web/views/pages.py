"""Home, statistics, help; the areas for the map; the signs of danger; the brand's colour."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from lapor.agencies.current import current_jurisdiction
from lapor.agencies.models import Area
from lapor.agencies.queries import rules_of
from lapor.core import clock
from lapor.measure.scorecards import city_card
from lapor.presentation.story import card, pair_of
from lapor.publish.help_texts import DEFAULTS, as_html, help_text
from lapor.publish.models import PublicReport
from lapor.publish.queries import latest_solved
from lapor.reports.vocabulary import State
from lapor.web.brand_icons import hue_of
from lapor.web.queries import before_and_after

SOLVED_SHOWN, SOLVED_LOOKED_AT = 3, 30
MEANINGS = {
    State.RECEIVED: gettext_lazy("An officer has yet to check it and find the office responsible."),
    State.AWAITING_REPORTER: gettext_lazy("We asked the reporter something and wait for the answer."),
    State.FORWARDED: gettext_lazy("The office responsible has it and must respond."),
    State.IN_PROGRESS: gettext_lazy("The office has responded and is working on it."),
    State.SCHEDULED: gettext_lazy("The office promised a date; it takes the place of the deadline."),
    State.ANSWERED: gettext_lazy("The office answered; the reporter says whether it is solved."),
    State.RESOLVED: gettext_lazy("The reporter confirmed that it is solved."),
    State.CLOSED_UNCONFIRMED: gettext_lazy("Answered, but the reporter did not say whether it is solved."),
    State.MERGED: gettext_lazy("Others reported the same; it goes on together with that report."),
    State.ARCHIVED: gettext_lazy("Not handled, for a reason that is named; the reporter may appeal once."),
    State.REFERRED: gettext_lazy("Another government or body is responsible; it went there."),
}


def solved_cards(rows: list[PublicReport]) -> list[dict[str, Any]]:
    """Cards with their photos of before and after; those that have both stand first."""
    photos = before_and_after(row.pk for row in rows)
    cards = [{**card(row), **pair_of(*photos.get(row.pk, (None, None)))} for row in rows]
    return sorted(cards, key=lambda one: "after_url" not in one)


@require_safe
def home_view(request: HttpRequest) -> HttpResponse:
    root = current_jurisdiction(request)
    today = timezone.localdate(clock.now())
    card = city_card(root, first=today, last=today)
    tiles = [
        {"label": _("Received"), "value": card["received"]},
        {
            "label": _("Answered in time"),
            "value": f"{card.in_time_share} %" if card.in_time_share is not None else "–",
            "note": _("of %(count)s that were due") % {"count": card["due"]},
        },
        {"label": _("Confirmed solved"), "value": card["confirmed"]},
    ]
    context = {
        "figures": tiles,
        "latest_solved": solved_cards(latest_solved(root, SOLVED_LOOKED_AT))[:SOLVED_SHOWN],
        "period_label": date_format(today, "F Y"),
    }
    return render(request, "web/home.html", context)


@require_safe
def help_view(request: HttpRequest) -> HttpResponse:
    states = [{"state": state.value, "meaning": meaning} for state, meaning in MEANINGS.items()]
    root = current_jurisdiction(request)
    lines = [{"label": _("Email"), "value": root.email, "url": f"mailto:{root.email}"}] if root.email else []
    shown = [help_text(root, name, get_language() or "id") for name in DEFAULTS]
    texts = [{"name": one.name, "title": one.title, "html": as_html(root, one.body)} for one in shown]
    return render(request, "web/help.html", {"states": states, "contact_lines": lines, "texts": texts})


@require_safe
@cache_control(public=True, max_age=86400)
def areas_view(request: HttpRequest) -> HttpResponse:
    """The kelurahan as GeoJSON (RFC 7946): approximate cells until boundaries are imported."""
    from lapor.agencies.areas.boundaries import outline_of  # noqa: PLC0415 - shapely and numpy, for this page only

    rows = (
        Area.objects.filter(root=current_jurisdiction(request), level="village")
        .select_related("parent")
        .only("code", "name", "parent__name", "latitude", "longitude", "cell", "boundary")
    )
    features = [
        {
            "type": "Feature",
            "geometry": outline_of(area),
            "properties": {
                "code": area.code,
                "name": area.name,
                "district": area.parent.name if area.parent else "",
                "latitude": area.latitude,
                "longitude": area.longitude,
                "is_exact": area.boundary is not None,
            },
        }
        for area in rows
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@gzip_page
@require_safe
@cache_control(public=True, max_age=3600)
def danger_view(request: HttpRequest) -> HttpResponse:
    """The signs by which words of danger are heard: the form's script listens by the same
    (frontend/scripts/danger.js)."""
    return JsonResponse(rules_of(current_jurisdiction(request)).danger)


@require_safe
@cache_control(public=True, max_age=3600)
def brand_css_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f":root{{--brand-hue:{hue_of(current_jurisdiction(request).brand)}}}", content_type="text/css")
