"""/konsol/rute/: the routing rows in force with how often each routed; another file is tried on the past, then loaded.

For administrators."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.models import Agency
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.agencies.routing.actions import load_rows
from lapor.agencies.routing.queries import known_codes, layer_versions, routing_in_force
from lapor.agencies.routing.reading import MOST_BYTES, RoutingError, read_rows
from lapor.agencies.routing.rows import RoutingRow, RoutingTable, conflicts_in
from lapor.reports.routing import ROUTED_DAYS, routed_by_line
from lapor.reports.vocabulary import channel_choices
from lapor.triage.routing_trial import MOST_IN_A_REQUEST, try_table


class RowsForm(forms.Form):
    """A file to try, or `text`: the one that was tried, to load."""

    file = forms.FileField(
        label=gettext_lazy("File of rows (CSV)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        file, text = given.get("file"), given.get("text", "")
        if not file and not text:
            self.add_error("file", _("Please choose a file."))
        elif file and (file.size or 0) > MOST_BYTES:
            self.add_error("file", _("The file is too large: at most %(most)s KB.") % {"most": MOST_BYTES // 1024})
        else:
            given["content"] = file.read() if file else text.encode()
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def routing_view(request: HttpRequest) -> HttpResponse:
    """Nothing is in force before it was tried and sent again."""
    officer = signed_in(request)
    root = root_of(officer)
    form = RowsForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_rows(form.cleaned_data["content"], known_codes(root, dict(channel_choices())))
        except RoutingError as error:
            form.add_error("file", _("The file has faults. Nothing was changed."))
            context["faults"] = str(error).splitlines()
        else:
            if request.POST.get("do") == "load":
                version = load_rows(root, rows, by=officer)
                messages.success(request, _("The rows are in force as version %(version)s.") % {"version": version})
                return HttpResponseRedirect(reverse("console:routing"))
            context |= _tried(root, rows, form.cleaned_data["content"])
    context |= {"form": form, "days": ROUTED_DAYS, **_in_force(root)}
    return render(request, "console/routing.html", context, status=422 if form.errors else 200)


def _tried(root: Agency, rows: tuple[RoutingRow, ...], content: bytes) -> dict[str, Any]:
    trial = try_table(root, RoutingTable("", rows), reports=MOST_IN_A_REQUEST)
    return {
        "trial": trial,
        "urgent": trial.urgent.most_common(),
        "disagreed": [(", ".join(map(str, lines)), count) for lines, count in trial.disagreed.most_common()],
        "text": content.decode("utf-8-sig"),
        "tried_rows": len(rows),
    }


def _in_force(root: Agency) -> dict[str, Any]:
    """Rows with how often each routed; pairs of rows that disagree since a layer has changed."""
    table = routing_in_force(root)
    if table is None:
        return {"table": None}
    counts = routed_by_line(root, table.version, days=ROUTED_DAYS)
    known = known_codes(root, ())
    return {
        "table": table,
        "rows": [(row, counts.get(row.line, 0)) for row in table.rows],
        "layers": sorted(layer_versions(root).values()),
        "conflicts": conflicts_in(table.rows, known.meeting_layers),
    }
