"""Home, statistics, help; the areas for the map; the signs of danger; the brand's colour."""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from lapor.agencies.current import current_jurisdiction
from lapor.agencies.models import Agency, Area, BrandFile
from lapor.agencies.queries import rules_of
from lapor.core import clock
from lapor.measure.backlog import standing_now
from lapor.measure.scorecards import city_card
from lapor.measure.scoring import CITY
from lapor.presentation.story import pair_of
from lapor.publish.brand_shown import brand_css
from lapor.publish.help_texts import ABOUT, HELP, PRIVACY, as_html, help_texts
from lapor.publish.models import PublicReport
from lapor.publish.queries import latest_solved
from lapor.reports.vocabulary import State
from lapor.web.cards import public_cards
from lapor.web.lead_figures import lead_figures
from lapor.web.queries import before_and_after
from lapor.web.views.statistics import period_of

SOLVED_SHOWN, SOLVED_LOOKED_AT = 3, 30
MEANINGS = {
    State.RECEIVED: gettext_lazy("An officer has yet to check it and find the office responsible."),
    State.AWAITING_REPORTER: gettext_lazy("We asked the reporter something and wait for the answer."),
    State.FORWARDED: gettext_lazy(
        "The office responsible has it and must respond; while it is in time, this reads “Passed on to the office”."
    ),
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
    cards = [
        {**shown, **pair_of(*photos.get(row.pk, (None, None)))}
        for row, shown in zip(rows, public_cards(rows), strict=True)
    ]
    return sorted(cards, key=lambda one: "after_url" not in one)


@require_safe
def home_view(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", home_context(current_jurisdiction(request)))


def home_context(root: Agency) -> dict[str, Any]:
    """Also of the preview of a draft of the brand."""
    first, last, label = period_of("quarter", timezone.localdate(clock.now()))
    return {
        "figures": lead_figures(city_card(root, first=first, last=last), standing_now(root, CITY)),
        "latest_solved": solved_cards(latest_solved(root, SOLVED_LOOKED_AT))[:SOLVED_SHOWN],
        "period_label": label,
    }


@require_safe
def help_view(request: HttpRequest) -> HttpResponse:
    states = [{"state": state.value, "meaning": meaning} for state, meaning in MEANINGS.items()]
    root = current_jurisdiction(request)
    return render(request, "web/help.html", {"states": states, "texts": _texts(root, HELP)})


def _texts(root: Agency, names: Collection[str]) -> list[dict[str, str]]:
    shown = help_texts(root, names, [get_language() or "id"]).values()
    return [{"name": one.name, "title": one.title, "html": as_html(root, one.body)} for one in shown]


@require_safe
def about_view(request: HttpRequest) -> HttpResponse:
    """Whose service this is, how to reach it, by which law."""
    return render(request, "web/about.html", {"texts": _texts(current_jurisdiction(request), ABOUT)})


@require_safe
def privacy_view(request: HttpRequest) -> HttpResponse:
    return render(request, "web/privacy.html", {"texts": _texts(current_jurisdiction(request), PRIVACY)})


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
    root = current_jurisdiction(request)
    return HttpResponse(brand_css(root, root.brand), content_type="text/css")


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def brand_file_view(request: HttpRequest, digest: str) -> HttpResponse:
    """A picture or font of the city's brand: its address is its content's."""
    row = BrandFile.objects.filter(root=current_jurisdiction(request), digest=digest).first()
    if row is None:
        raise Http404
    return HttpResponse(bytes(row.public_content), content_type=row.media_type)
