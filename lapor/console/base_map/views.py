"""/konsol/peta-dasar/: the administrator chooses what lies below the reports on every map of the city, and reads what
another host then learns of visitors."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies import base_maps
from lapor.agencies.models import BaseMap
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can

_NO_TEMPLATE = gettext_lazy(
    "Write one address with https, {z}, {x} and {y}, such as https://tiles.example/{z}/{x}/{y}.png."
)


class BaseMapForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What lies below the reports?"), choices=BaseMap.Kind.choices, widget=forms.RadioSelect
    )
    url = forms.CharField(
        label=gettext_lazy("Address of the tiles"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only for a tile server of your own: https://tiles.example/{z}/{x}/{y}.png"),
    )
    credit = forms.CharField(
        label=gettext_lazy("Source named on the map"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For a server or a file, such as: © OpenStreetMap contributors"),
    )

    def __init__(self, *args: Any, file: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file = file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == BaseMap.Kind.SERVER and not base_maps.is_template(data.get("url", "")):
            self.add_error("url", str(_NO_TEMPLATE))
        if data.get("kind") == BaseMap.Kind.FILE and not self.file:
            self.add_error("kind", _("No map file was imported yet: run lapor map import FILE.pmtiles on the server."))
        return data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def base_map_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    root = root_of(officer)
    rows, newest = base_maps.history(root), base_maps.newest_file(root)
    now = base_maps.base_map_of(root)
    is_ours = now.kind in {BaseMap.Kind.SERVER, BaseMap.Kind.FILE}
    initial = {"kind": now.kind, "url": now.url if is_ours else "", "credit": now.credit if is_ours else ""}
    file = newest.file if newest else ""
    form = BaseMapForm(request.POST if request.method == "POST" else None, initial=initial, file=file)
    if form.is_valid():
        with transaction.atomic():
            base_maps.choose(root, **form.cleaned_data, file=file, by=officer)
        messages.success(request, _("Saved. All maps show it within seconds."))
        return HttpResponseRedirect(request.path)
    context = {"form": form, "rows": rows, "file": newest, "osm_host": base_maps.OSM_HOST}
    return render(request, "console/base_map.html", context, status=422 if form.is_bound else 200)
