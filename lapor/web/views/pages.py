"""Home, statistics, help; the areas for the map; the brand's colour."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lapor.agencies.boundaries import outline_of
from lapor.agencies.here import jurisdiction_here
from lapor.agencies.models import Area
from lapor.core import clock
from lapor.measure import queries as measure
from lapor.publish.models import PublicReport
from lapor.publish.queries import latest_solved
from lapor.publish.wording import card, file_views
from lapor.reports.vocabulary import State
from lapor.web.queries import before_and_after

SOLVED_SHOWN, SOLVED_LOOKED_AT = 3, 30
PERIODS = ("month", "quarter", "year", "all")
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
    cards = []
    for row in rows:
        before, after = photos.get(row.pk, (None, None))
        shown = {"before_url": file_views([before])[0]["url"], "after_url": file_views([after])[0]["url"]} if before and after else {}
        cards.append({**card(row), **shown})
    return sorted(cards, key=lambda one: "after_url" not in one)


@require_safe
def home_view(request: HttpRequest) -> HttpResponse:
    root = jurisdiction_here(request)
    today = timezone.localdate(clock.now())
    figures = measure.figures(root, first=today.replace(day=1), last=today)
    share = f"{figures.in_time_share} %" if figures.in_time_share is not None else "–"
    tiles = [
        {"label": _("Received"), "value": figures.received},
        {
            "label": _("Answered in time"),
            "value": share,
            "note": _("of %(count)s answered") % {"count": figures.answered},
        },
        {"label": _("Confirmed solved"), "value": figures.confirmed},
    ]
    context = {
        "figures": tiles,
        "latest_solved": solved_cards(latest_solved(root, SOLVED_LOOKED_AT))[:SOLVED_SHOWN],
        "period_label": date_format(today, "F Y"),
    }
    return render(request, "web/home.html", context)


def period_of(name: str, today: date) -> tuple[date, date, str]:
    """First and last day of a period by its name, and its label."""
    if name == "month":
        return today.replace(day=1), today, date_format(today, "F Y")
    if name == "quarter":
        return today - timedelta(days=90), today, _("The last 90 days")
    if name == "year":
        return today.replace(month=1, day=1), today, str(today.year)
    return date(2000, 1, 1), today, _("Since the beginning")


def formulas() -> list[dict[str, str]]:
    """How each figure is counted, in words a reader can check."""
    return [
        {"id": "received", "label": _("Received"), "text": _("Reports filed in the period, through any channel, imported ones included.")},
        {"id": "in-time", "label": _("Answered in time"), "text": _(
            "Of the reports filed in the period that have an answer now: those answered before their resolution deadline, in per cent, "
            "rounded down. Imported reports have no deadline and no measured answer, and are left out of it.")},
        {"id": "confirmed", "label": _("Confirmed solved"), "text": _(
            "Reports filed in the period whose reporter confirmed the solution, as they stand now.")},
        {"id": "unconfirmed", "label": _("Closed without confirmation"), "text": _(
            "Reports filed in the period that were answered while the reporter said nothing for 10 working days. They never count as solved.")},
        {"id": "unreachable", "label": _("Closed, nobody to ask"), "text": _(
            "Reports filed in the period that were answered and closed at once, because the reporter left no way to be asked.")},
        {"id": "archived", "label": _("Archived"), "text": _("Reports filed in the period that were not handled, for a reason of the closed list.")},
        {"id": "open", "label": _("Still open"), "text": _(
            "Received less confirmed, closed without confirmation, closed with nobody to ask, archived, merged, referred. "
            "Protected cases are in a figure only where it holds at least five of them.")},
    ]  # fmt: skip


@require_safe
def statistics_view(request: HttpRequest) -> HttpResponse:
    root = jurisdiction_here(request)
    chosen = request.GET.get("period", "quarter")
    chosen = chosen if chosen in PERIODS else "quarter"
    today = timezone.localdate(clock.now())
    first, last, label = period_of(chosen, today)
    figures = measure.figures(root, first=first, last=last)
    share = f"{figures.in_time_share} %" if figures.in_time_share is not None else "–"
    in_time_note = _("%(part)s of %(all)s answered") % {"part": figures.answered_in_time, "all": figures.answered}
    values = {"received": figures.received, "in-time": share, "confirmed": figures.confirmed, "unconfirmed": figures.unconfirmed,
              "unreachable": figures.unreachable, "archived": figures.archived, "open": figures.open}  # fmt: skip
    explained = formulas()
    tiles = [
        {
            "label": f["label"],
            "value": values[f["id"]],
            "formula_url": f"#{f['id']}",
            "note": in_time_note if f["id"] == "in-time" else "",
        }
        for f in explained
    ]
    months = measure.monthly(root, first=max(first, today - timedelta(days=730)), last=last)
    rows = [{"label": date_format(month, "F Y"), "value": found.received} for month, found in months]
    charts = [{"title": _("Received by month"), "rows": rows, "unit": _("Reports"), "note": ""}] if rows else []
    agencies = [
        {"name": name, "received": f.received, "answered_in_time": f"{f.answered_in_time} / {f.answered}" if f.answered else "–",
         "confirmed": f.confirmed, "unconfirmed": f.unconfirmed}
        for name, f in measure.by_agency(root, first=first, last=last)
    ]  # fmt: skip
    periods = [{"label": str(period_of(p, today)[2]), "url": f"?period={p}", "current": p == chosen} for p in PERIODS]
    context = {"tiles": tiles if figures.received else [], "charts": charts, "agencies": agencies, "formulas": explained,
               "periods": periods, "period_label": label}  # fmt: skip
    return render(request, "web/statistics.html", context)


@require_safe
def help_view(request: HttpRequest) -> HttpResponse:
    states = [{"state": state.value, "meaning": meaning} for state, meaning in MEANINGS.items()]
    root = jurisdiction_here(request)
    lines = [{"label": _("Email"), "value": root.email, "url": f"mailto:{root.email}"}] if root.email else []
    return render(request, "web/help.html", {"states": states, "contact_lines": lines})


@require_safe
@cache_control(public=True, max_age=86400)
def areas_view(request: HttpRequest) -> HttpResponse:
    """The kelurahan as GeoJSON (RFC 7946): approximate cells until boundaries are imported."""
    rows = Area.objects.filter(root=jurisdiction_here(request), level="village").select_related("parent").only(
        "code", "name", "parent__name", "latitude", "longitude", "cell", "boundary")  # fmt: skip
    features = [
        {"type": "Feature", "geometry": outline_of(area),
         "properties": {"code": area.code, "name": area.name, "district": area.parent.name if area.parent else "",
                        "latitude": area.latitude, "longitude": area.longitude, "is_exact": area.boundary is not None}}
        for area in rows
    ]  # fmt: skip
    return JsonResponse({"type": "FeatureCollection", "features": features})


@require_safe
@cache_control(public=True, max_age=3600)
def brand_css_view(request: HttpRequest) -> HttpResponse:
    hue = int(jurisdiction_here(request).brand.get("hue", 212)) % 360
    return HttpResponse(f":root{{--brand-hue:{hue}}}", content_type="text/css")
