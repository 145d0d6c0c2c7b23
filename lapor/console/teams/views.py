"""/konsol/regu/: teams of the officer's agency: who belongs to them, and when they are on duty."""

from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Officer, Team
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, Role
from lapor.agencies.teams import TeamValues, editable_teams, end_team, possible_members, write_team
from lapor.casework.act_fields import duty_words


class MembersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """Officers by name and role."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {Role(obj.role).label}"


class TeamForm(forms.Form):
    """One team; the hours count where a weekday is ticked."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    members = MembersField(
        label=gettext_lazy("Officers"), queryset=Officer.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days on which the shift begins"),
        choices=[(number + 1, day) for number, day in WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None: the team is told of a case at any time."),
    )
    begins = forms.TimeField(label=gettext_lazy("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=gettext_lazy("Before the beginning: on the next day."),
    )

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        assert isinstance(field, MembersField)  # noqa: S101 - this form declares it
        field.queryset = possible_members(by.agency)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("begins", "ends"):
            if values.get("weekdays") and name not in self.errors and values.get(name) is None:
                self.add_error(name, _("Please fill this in."))
        return values

    def write(self, row: Team | None, by: Officer) -> bool:
        """Whether it was written; what stands against it is among the form's errors."""
        if not self.is_valid():
            return False
        said = self.cleaned_data
        values = TeamValues(
            name=said["name"],
            members=list(said["members"]),
            weekdays=said["weekdays"],
            begins=said["begins"] or time.min,
            ends=said["ends"] or time.min,
        )
        try:
            write_team(row, values, by=by)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


@never_cache
@require_safe
@officers_only(Can.HAND_OVER)
def teams_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    timezone = root_of(officer).timezone
    views = [
        {
            "row": row,
            "url": reverse("console:team", args=[row.pk]),
            "members": ", ".join(sorted(one.name for one in row.members.all() if one.is_active)),
            "hours": hours_words(row),
            "duty": duty_words(row, timezone),
        }
        for row in editable_teams(officer).filter(is_active=True)
    ]
    return render(request, "console/teams.html", {"rows": views})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.HAND_OVER)
def team_view(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """One team, or a new one; 404 for one of another office."""
    officer = signed_in(request)
    row = editable_teams(officer).filter(pk=pk, is_active=True).first() if pk else None
    if pk and row is None:
        raise Http404
    away = HttpResponseRedirect(reverse("console:teams"))
    if row and request.method == "POST" and request.POST.get("do") == "end":
        end_team(row, by=officer)
        messages.success(request, _("The team has ended. What it still had waits for the liaison officers."))
        return away
    form = TeamForm(request.POST or None, by=officer, initial=_values(row))
    if request.method == "POST" and form.write(row, officer):
        messages.success(request, _("The team is saved: cases can be given to it."))
        return away
    return render(request, "console/team.html", {"form": form, "row": row}, status=422 if form.errors else 200)


def hours_words(team: Team) -> str:
    """Days and hours of its shift; "" without one."""
    if not team.weekdays:
        return ""
    days = ", ".join(str(WEEKDAYS[day - 1]) for day in team.weekdays)
    return f"{days}, {team.begins:%H:%M}–{team.ends:%H:%M}"


def _values(row: Team | None) -> dict[str, Any]:
    if row is None:
        return {}
    hours = {"begins": row.begins, "ends": row.ends} if row.weekdays else {}
    return {"name": row.name, "members": list(row.members.all()), "weekdays": row.weekdays, **hours}
