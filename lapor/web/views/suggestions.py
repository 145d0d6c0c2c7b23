"""/lapor/saran, /lapor/serupa and /lapor/tempat: what the form's script asks while somebody writes.

By POST, so that no words stand in a logged address."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lapor.agencies.current import current_jurisdiction
from lapor.agencies.queries import rules_of
from lapor.gateway import rate_limits
from lapor.intake.filing.actions import MAX_TEXT
from lapor.intake.filing.fields import PLACE_LINES
from lapor.intake.filing.forms import PlaceLineField
from lapor.intake.understanding.suggesting import guess_category
from lapor.publish.place_search import find_places
from lapor.publish.similar import similar_open
from lapor.ui.client_address import client_address
from lapor.web.cards import public_cards
from lapor.web.errors import too_many


class WordsForm(forms.Form):
    """The form as it stands: words, and what is chosen already."""

    text = forms.CharField(max_length=MAX_TEXT, required=False)
    category = forms.SlugField(max_length=60, required=False)
    area = forms.CharField(max_length=16, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update({name: PlaceLineField(name) for name in PLACE_LINES})


@never_cache
@require_POST
def guess_view(request: HttpRequest) -> HttpResponse:
    """The category that the words speak of: `sure` is taken over, else those `offered` are to be chosen from.

    `heard`: words of danger in text or place; `labels`: which, for the numbers to call."""
    if wait := rate_limits.seconds_to_wait(rate_limits.HINT, client_address(request)):
        return too_many(request, wait)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"sure": "", "offered": [], "heard": {"protected": False, "urgent": False, "labels": []}})
    root, text = current_jurisdiction(request), form.cleaned_data["text"]
    sure, offered = guess_category(root, text)
    heard = rules_of(root).heard_in(text, *(form.cleaned_data[name] for name in PLACE_LINES))
    return JsonResponse(
        {
            "sure": sure,
            "offered": [{"code": code, "label": label} for code, label in offered],
            "heard": {
                "protected": bool(heard.category),
                "urgent": heard.is_urgent,
                "labels": [heard.label] if heard.label else [],
            },
        }
    )


@never_cache
@require_POST
def similar_view(request: HttpRequest) -> HttpResponse:
    """Open published reports of the same place or category told in like words, each to be joined with one tap."""
    if wait := rate_limits.seconds_to_wait(rate_limits.HINT, client_address(request)):
        return too_many(request, wait)
    form = WordsForm(request.POST)
    asked = {name: form.cleaned_data[name] for name in ("text", "category", "area")} if form.is_valid() else {}
    rows = similar_open(current_jurisdiction(request), **asked) if asked else []
    return render(request, "web/parts/similar.html", {"similar": public_cards(rows)})


@never_cache
@require_POST
def places_view(request: HttpRequest) -> HttpResponse:
    """Streets, schools, kelurahan and places of earlier reports that the words of the address name, the likeliest
    first, each with its point."""
    if wait := rate_limits.seconds_to_wait(rate_limits.PLACE, client_address(request)):
        return too_many(request, wait)
    form = WordsForm(request.POST)
    found = find_places(current_jurisdiction(request), form.cleaned_data["address"]) if form.is_valid() else []
    places = [
        {
            "name": place.name,
            "about": " · ".join(part for part in (place.kind_label, place.area) if part),
            "at": [place.latitude, place.longitude],
            "area": place.area_code,
        }
        for place in found
    ]
    return JsonResponse({"places": places})
