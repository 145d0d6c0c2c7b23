"""/konsol/kejadian/: a head declares an incident, triage merges into it what was reported of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.agencies.models import Agency, Area, Category
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.casework.bulk import Effect
from lapor.console.bulk.shown import effect_views
from lapor.core.ids import parse_tracking_id
from lapor.core.text import whole_number
from lapor.intake.filing.actions import MAX_TEXT
from lapor.reports.workflow.refusals import ActRefused
from lapor.triage.incidents import (
    CLOSED_ENDS,
    MERGE_AT_ONCE,
    Declaration,
    areas_of_incidents,
    candidates,
    categories_of_incidents,
    count_candidates,
    declare_incident,
    merge_into_incident,
)
from lapor.triage.models import Incident

SHOWN = 30


class IncidentForm(forms.Form):
    """What, where and since when; what changes for the deadlines."""

    title = forms.CharField(label=gettext_lazy("What happened, in a few words"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("What people should know"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    categories = forms.ModelMultipleChoiceField(
        Category.objects.none(), label=gettext_lazy("Categories of the reports that belong to it")
    )
    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(), label=gettext_lazy("Districts (none: the whole city)"), required=False
    )
    begins_at = forms.DateTimeField(
        label=gettext_lazy("Since"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until (if it is over)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    extra_working_days = forms.IntegerField(
        label=gettext_lazy("Extra working days for the deadlines"), min_value=0, max_value=CLOSED_ENDS, initial=0
    )
    clock_note = forms.CharField(
        label=gettext_lazy("Why the deadlines are longer (public)"), max_length=500, required=False
    )

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories, areas = self.fields["categories"], self.fields["areas"]
        assert isinstance(categories, forms.ModelMultipleChoiceField) and isinstance(  # noqa: S101
            areas, forms.ModelMultipleChoiceField
        )
        categories.queryset, areas.queryset = categories_of_incidents(root), areas_of_incidents(root)

    def declaration(self) -> Declaration:
        data = self.cleaned_data
        return Declaration(**{**data, "categories": list(data["categories"]), "areas": list(data["areas"])})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.SEE_INCIDENTS)
def incidents_view(request: HttpRequest) -> HttpResponse:
    """The incidents, newest first; a head declares another one."""
    officer = signed_in(request)
    form = IncidentForm(request.POST or None, root=root_of(officer)) if may(officer, Can.DECLARE_INCIDENTS) else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            incident = declare_incident(form.declaration(), by=officer)
        except ActRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.reason))
        else:
            messages.success(request, _("Declared. Report %(number)s stands for it.") % {"number": incident.parent})
            return HttpResponseRedirect(reverse("console:incidents"))
    rows = (
        Incident.objects.filter(root=root_of(officer))
        .select_related("parent", "declared_by")
        .prefetch_related("areas", "categories")
    )
    shown = list(rows[:SHOWN])
    waiting = count_candidates(shown) if may(officer, Can.TRIAGE) else {}
    context = {
        "form": form,
        "incidents": [_row(incident, waiting.get(incident.pk, 0)) for incident in shown],
    }
    return render(request, "console/incidents.html", context, status=422 if form is not None and form.errors else 200)


def _row(incident: Incident, waiting: int) -> dict[str, Any]:
    return {
        "incident": incident,
        "areas": ", ".join(area.name for area in incident.areas.all()),
        "categories": ", ".join(category.label for category in incident.categories.all()),
        "url": reverse("console:report", args=[incident.parent.tracking_id]),
        "waiting": min(waiting, MERGE_AT_ONCE),
        "is_more": waiting > MERGE_AT_ONCE,
        "merge_url": reverse("console:merge_incident", args=[incident.pk]) if waiting else "",
    }


@never_cache
@require_POST
@officers_only(Can.TRIAGE)
def merge_incident_view(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Shows what fits first, each to be left out; with `confirm` those that were left in are merged."""
    officer = signed_in(request)
    incident = Incident.objects.select_related("parent").filter(pk=incident_id, root=root_of(officer)).first()
    if incident is None:
        raise Http404
    if "confirm" not in request.POST:
        return _show_candidates(request, incident)
    merged = merge_into_incident(incident, _chosen(request), by=officer)
    done = ngettext("%(n)s report merged into %(number)s.", "%(n)s reports merged into %(number)s.", merged.done)
    messages.success(request, done % {"n": merged.done, "number": incident.parent})
    if merged.refused:
        messages.warning(request, _("Not merged: %(reports)s") % {"reports": "; ".join(merged.refused)})
    return HttpResponseRedirect(reverse("console:incidents"))


def _show_candidates(request: HttpRequest, incident: Incident) -> HttpResponse:
    found = list(candidates(incident).select_related("category", "area__parent")[: MERGE_AT_ONCE + 1])
    context = {
        "incident": incident,
        "rows": effect_views([Effect(one, None, None) for one in found[:MERGE_AT_ONCE]], is_published=False),
        "is_cut": len(found) > MERGE_AT_ONCE,
        "most": MERGE_AT_ONCE,
        "merge_url": reverse("console:merge_incident", args=[incident.pk]),
    }
    return render(request, "console/incident_merge.html", context)


def _chosen(request: HttpRequest) -> dict[str, int]:
    """The versions that were looked at, by number."""
    found = {}
    for sent in request.POST.getlist("report"):
        version = whole_number(request.POST.get(f"version_{sent}", ""))
        if version is not None and (number := parse_tracking_id(sent)):
            found[number] = version
    return found
