"""/konsol/tugas/pembagian: who of an office has what, and giving some of it to an officer or a team."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.models import Officer, Team
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.casework.act_fields import duty_words
from lapor.casework.undoing import offer_undo
from lapor.casework.workload import Takers, Workload, share_out, takers_of, workloads
from lapor.console.handing_over.views import say_handed_over, taker_words
from lapor.core import clock
from lapor.presentation.story import TITLE_MOST
from lapor.reports.vocabulary import Urgency

Taker = Officer | Team


class SharingForm(forms.Form):
    """To whom, and why. `to` is an officer or a team."""

    to = forms.ChoiceField(label=gettext_lazy("Give to"))
    text = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, takers: Takers, timezone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody: list[Taker] = [*takers.teams, *takers.officers]
        self._takers = {str(one.pk): one for one in everybody}
        choices = [
            ("", "—"),
            *((str(one.pk), f"{one.name} ({duty_words(one, timezone)})") for one in takers.teams),
            *((str(one.pk), taker_words(one)) for one in takers.officers),
        ]
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - this form declares it
        field.choices = choices

    def clean_to(self) -> Taker:
        return self._takers[self.cleaned_data["to"]]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.HAND_OVER)
def sharing_view(request: HttpRequest) -> HttpResponse:
    """Who of the office has what; what is ticked is given to one officer."""
    by = signed_in(request)
    takers, timezone = takers_of(by), root_of(by).timezone
    form = SharingForm(request.POST if request.method == "POST" else None, takers=takers, timezone=timezone)
    numbers = request.POST.getlist("report")
    if request.method == "POST" and form.is_valid() and numbers:
        values = form.cleaned_data
        versions = {number: request.POST.get(f"version_{number}", "") for number in numbers}
        result = share_out(versions, values["to"], by=by, reason=values["text"], can_undo=True)
        say_handed_over(request, values["to"], result)
        url = reverse("console:sharing")
        offer_undo(request, result.taken, values["to"].name, url)
        return HttpResponseRedirect(url)
    if request.method == "POST" and not numbers:
        form.add_error(None, _("Tick the reports that are to be given."))
    now = clock.now()
    loads = [
        (load, _whose(load, timezone), [_line(line, now) for line in load.lines]) for load in workloads(by, takers)
    ]
    context = {"form": form, "loads": loads, "chosen": numbers}
    return render(request, "console/sharing.html", context, status=422 if form.errors else 200)


def _whose(load: Workload, timezone: str) -> dict[str, Any]:
    """`code`: what stands for it in the form; `about`: its office, or whether the team is on duty."""
    if officer := load.officer:
        return {"code": officer.pk, "key": officer.username, "name": officer.name, "about": officer.agency.name}
    if team := load.team:
        about = duty_words(team, timezone) if team.is_active else _("This team has ended.")
        return {"code": team.pk if team.is_active else "", "key": team.name, "name": team.name, "about": about}
    return {"code": "", "key": "", "name": _("Given to nobody"), "about": ""}


def _line(line: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "number": line["tracking_id"],
        "version": line["version"],
        "title": (line["title"] or line["text"])[:TITLE_MOST],
        "place": line["area__name"] or "",
        "state": line["state"],
        "is_urgent": line["urgency"] == Urgency.URGENT,
        "is_late": line["due_at"] is not None and line["due_at"] < now,
    }
