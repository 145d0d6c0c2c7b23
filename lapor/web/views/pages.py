"""Home, list and search, statistics, help; the areas for the map; the brand's colour."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lapor.agencies.boundaries import outline_of
from lapor.agencies.here import jurisdiction_here
from lapor.agencies.models import Agency, Area
from lapor.agencies.queries import active_categories, agencies_in
from lapor.core import clock
from lapor.measure.scorecards import city_card
from lapor.publish.help_texts import DEFAULTS, as_html, help_text
from lapor.publish.models import PublicReport
from lapor.publish.queries import Filters, latest_solved, public_list
from lapor.publish.wording import card, file_views
from lapor.reports.vocabulary import Kind, State
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
    cards = []
    for row in rows:
        before, after = photos.get(row.pk, (None, None))
        shown = {"before_url": file_views([before])[0]["url"], "after_url": file_views([after])[0]["url"]} if before and after else {}
        cards.append({**card(row), **shown})
    return sorted(cards, key=lambda one: "after_url" not in one)


def list_cards(rows: list[PublicReport]) -> list[dict[str, Any]]:
    """Cards with the first photo, where there is one."""
    photos = before_and_after(row.pk for row in rows)
    firsts = {pk: before or after for pk, (before, after) in photos.items()}
    return [{**card(row), "photo_url": file_views([photo])[0]["thumbnail_url"] if (photo := firsts.get(row.pk)) else ""} for row in rows]


@require_safe
def home_view(request: HttpRequest) -> HttpResponse:
    root = jurisdiction_here(request)
    today = timezone.localdate(clock.now())
    card = city_card(root, first=today, last=today)
    tiles = [
        {"label": _("Received"), "value": card["received"]},
        {
            "label": _("Answered in time"), "value": f"{card.in_time_share} %" if card.in_time_share is not None else "–",
            "note": _("of %(count)s answered") % {"count": card["answered"]},
        },
        {"label": _("Confirmed solved"), "value": card["confirmed"]},
    ]  # fmt: skip
    context = {
        "figures": tiles,
        "latest_solved": solved_cards(latest_solved(root, SOLVED_LOOKED_AT))[:SOLVED_SHOWN],
        "period_label": date_format(today, "F Y"),
    }
    return render(request, "web/home.html", context)


class FilterForm(forms.Form):
    """The filters of the list; they stand in the address and can be shared."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    agency = forms.ChoiceField(label=gettext_lazy("Office"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("District"), required=False)

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("All"))]
        districts = Area.objects.filter(root=root, level="district").order_by("name").values_list("code", "name")
        choices: dict[str, list[tuple[Any, Any]]] = {
            "state": list(State.choices), "kind": list(Kind.choices), "area": list(districts),
            "category": [(c.code, c.label) for c in active_categories(root)],
            "agency": [(a.code, a.name) for a in agencies_in(root)],
        }  # fmt: skip
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = everything + found

    def filters(self) -> Filters:
        data = self.cleaned_data if self.is_valid() else dict.fromkeys(self.fields, "")
        return Filters(
            words=data.get("q", "").replace("\x00", ""),
            **{n: data.get(n, "") for n in ("state", "category", "agency", "area", "kind")},
        )


@require_safe
def list_view(request: HttpRequest) -> HttpResponse:
    root = jurisdiction_here(request)
    form = FilterForm(request.GET, root=root)
    filters = form.filters()
    try:
        rows, after = public_list(root, filters, after=request.GET.get("after", ""))
    except ValueError:
        rows, after = public_list(root, filters)
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    base = reverse("web:report_list")
    chips = []
    for name, value in kept.items():
        if name == "q":
            continue
        field = form.fields[name]
        label = dict(getattr(field, "choices", [])).get(value, value)
        rest = {n: v for n, v in kept.items() if n != name}
        chips.append({"label": f"{field.label}: {label}", "remove_url": f"{base}?{urlencode(rest)}"})
    context = {
        "search_text": kept.get("q", ""), "filter_form": form, "filters_open": bool(chips), "chips": chips,
        "reports": list_cards(rows), "previous_url": f"{base}?{urlencode(kept)}" if request.GET.get("after") else None,
        "next_url": f"{base}?{urlencode({**kept, 'after': after})}" if after else None,
    }  # fmt: skip
    return render(request, "web/report_list.html", context)


@require_safe
def help_view(request: HttpRequest) -> HttpResponse:
    states = [{"state": state.value, "meaning": meaning} for state, meaning in MEANINGS.items()]
    root = jurisdiction_here(request)
    lines = [{"label": _("Email"), "value": root.email, "url": f"mailto:{root.email}"}] if root.email else []
    shown = [help_text(root, name, get_language() or "id") for name in DEFAULTS]
    texts = [{"name": one.name, "title": one.title, "html": as_html(root, one.body)} for one in shown]
    return render(request, "web/help.html", {"states": states, "contact_lines": lines, "texts": texts})


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
