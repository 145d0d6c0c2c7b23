"""/peta/: the map of published reports with a list beside it, its data for a box and a zoom, and the file with tiles
where there is one."""

import math
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from lapor.agencies.base_maps import base_map_of
from lapor.agencies.current import base_url, current_jurisdiction
from lapor.core.geometry import HALF_ROUND, POLE
from lapor.core.spoken_language import language_of
from lapor.gateway import rate_limits
from lapor.intake.files.serving import ranged
from lapor.publish.filters import Box
from lapor.publish.mapping import FARTHEST, NEAREST, Shown, shown_on_map
from lapor.publish.models import PublicReport
from lapor.publish.queries import public_list
from lapor.ui.client_address import client_address
from lapor.ui.states import STATE_LOOKS
from lapor.web.cards import public_cards
from lapor.web.errors import too_many
from lapor.web.filter_form import FilterForm, address, without_empty
from lapor.web.views.lists import list_cards

BESIDE = 10
_SHAPES = {
    "answered": "diamond",
    "resolved": "square",
    "closed_unconfirmed": "square",
    "merged": "square",
    "archived": "square",
    "referred": "square",
}


ZOOMS = frozenset(str(zoom) for zoom in range(FARTHEST, NEAREST + 1))


@require_safe
def map_view(request: HttpRequest) -> HttpResponse:
    """The page; with `part=list` only the list, for the script that moves it along with the map."""
    if request.GET.get("part") != "list" and (shared := without_empty(request)):
        return HttpResponseRedirect(shared)
    if wait := rate_limits.seconds_to_wait(rate_limits.MAP, client_address(request)):
        return too_many(request, wait)
    root = current_jurisdiction(request)
    form = FilterForm(request.GET, root=root)
    box = box_of(request.GET.get("bbox", ""))
    rows, found = public_list(root, form.filters(), box=box, size=BESIDE)
    base, kept = reverse("web:map"), form.kept()
    context = {
        "reports": list_cards(rows),
        "mended": found.mended,
        "is_boxed": box is not None,
        "has_more": bool(found.next),
        "list_url": address(reverse("web:report_list"), kept),
    }
    if request.GET.get("part") == "list":
        return render(request, "web/map_list.html", context)
    chips = form.chips(base)
    context |= {
        "filter_form": form,
        "chips": chips,
        "filters_open": bool(chips),
        "search_text": kept.get("q", ""),
        "legend": _legend(),
        "data_url": reverse("web:map_data"),
        "areas_url": reverse("web:areas"),
        "canonical_url": f"{base_url(root)}{base}",
    }
    return render(request, "web/map.html", context)


@require_safe
@vary_on_cookie
def map_data_view(request: HttpRequest) -> HttpResponse:
    """Clusters [latitude, longitude, reports, open ones] and points of `bbox` (west,south,east,north) at `zoom`,
    narrowed like the list."""
    box, zoom = box_of(request.GET.get("bbox", "")), request.GET.get("zoom", "")
    if box is None or zoom not in ZOOMS:
        return JsonResponse({"error": "bbox=west,south,east,north&zoom=5…18"}, status=400)
    if wait := rate_limits.seconds_to_wait(rate_limits.MAP, client_address(request)):
        return JsonResponse({"error": rate_limits.too_often(wait)}, status=429, headers={"Retry-After": str(wait)})
    root = current_jurisdiction(request)
    shown = shown_on_map(root, FilterForm(request.GET, root=root).filters(), box, int(zoom))
    clusters = [[round(one.latitude, 5), round(one.longitude, 5), one.count, one.opened] for one in shown.clusters]
    found = {
        "total": shown.total,
        "said": _said(shown),
        "clusters": clusters,
        "points": [_point(*one) for one in zip(shown.points, public_cards(shown.points), strict=True)],
    }
    return JsonResponse(found, headers={"Cache-Control": "public, max-age=60"})


def _said(shown: Shown) -> str:
    """For people who cannot see the map, and for all: how much is on it."""
    text = ngettext("%(n)s report in this part of the map.", "%(n)s reports in this part of the map.", shown.total) % {
        "n": shown.total
    }
    if shown.looked_back_to is not None:
        day = date_format(localtime(shown.looked_back_to), "j F Y")
        text += " " + _("With several filters only the newest reports were looked through, back to %(day)s.") % {
            "day": day
        }
    return text


def _point(row: PublicReport, shown: dict[str, Any]) -> dict[str, Any]:
    look = STATE_LOOKS[row.state]
    return {
        "at": [row.latitude, row.longitude],
        "url": shown["url"],
        "title": shown["title"],
        "language": language_of(shown["title"]),
        "state": shown["state_label"],
        "icon": look.icon,
        "tone": look.tone,
        "shape": shape_of(row.state),
        "about": " · ".join(part for part in (shown["category_name"], shown["area_name"]) if part),
        "filed": date_format(localtime(row.filed_at), "j F Y"),
    }


def shape_of(state: str) -> str:
    """Open ones are round, answered ones stand on a corner, closed ones are square."""
    return _SHAPES.get(state, "round")


def _legend() -> list[dict[str, Any]]:
    return [
        {"state": state, "label": look.label, "icon": look.icon, "tone": look.tone, "shape": shape_of(state)}
        for state, look in STATE_LOOKS.items()
        if state not in {"received", "awaiting_reporter"}
    ]


def box_of(text: str) -> Box | None:
    """None where it is no box of the world."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    is_box = all(map(math.isfinite, (west, south, east, north))) and west <= east and south <= north
    return (
        Box(west, south, east, north)
        if is_box and max(-west, east) <= HALF_ROUND and max(-south, north) <= POLE
        else None
    )


@require_safe
def tiles_view(request: HttpRequest) -> HttpResponseBase:
    """The city's PMTiles file, in the pieces a browser asks for."""
    path = base_map_of(current_jurisdiction(request)).path
    if path is None or not path.is_file():
        raise Http404
    response = ranged(path, request.headers.get("Range", ""))
    response["Content-Type"] = "application/octet-stream"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "public, max-age=86400"
    response["ETag"] = f'"{path.stat().st_mtime_ns:x}-{path.stat().st_size:x}"'
    return response
