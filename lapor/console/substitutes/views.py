"""/konsol/pengganti/: lending a role for a time, taking it back, and standing in for somebody."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.agencies.models import Officer
from lapor.agencies.officers import delegations
from lapor.agencies.officers.access import STANDS_IN, officers_only, signed_in
from lapor.agencies.roles import Can, Role


class OfficerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Officers by name, role and agency."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {Role(obj.role).label}, {obj.agency.name}"


class LendForm(forms.Form):
    """Whose role, to whom, from when to when."""

    officer = OfficerField(label=gettext_lazy("Whose role"), queryset=Officer.objects.none())
    substitute = OfficerField(
        label=gettext_lazy("Who stands in"),
        queryset=Officer.objects.none(),
        help_text=gettext_lazy("Somebody from the same agency, or from one above or below it."),
    )
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lenders, substitutes = self.fields["officer"], self.fields["substitute"]
        assert isinstance(lenders, OfficerField)  # noqa: S101
        assert isinstance(substitutes, OfficerField)  # noqa: S101
        lenders.queryset, lenders.initial, lenders.empty_label = delegations.lendable_by(by), by.pk, None
        substitutes.queryset = delegations.possible_substitutes(by)

    def lend(self, by: Officer) -> bool:
        """Whether it was lent; what stands against it is among the form's errors."""
        if not self.is_valid():
            return False
        values = self.cleaned_data
        try:
            delegations.lend_role(
                values["officer"],
                values["substitute"],
                first_day=values["first_day"],
                last_day=values["last_day"],
                by=by,
            )
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.LEND)
def substitutes_view(request: HttpRequest) -> HttpResponse:
    """What is lent, to whom, and the form to lend; what is lent to this officer, with the way to use it."""
    person = own_self(request)
    form = LendForm(request.POST or None, by=person)
    if request.method == "POST" and request.POST.get("do") == "end":
        return _end(request, person)
    if request.method == "POST" and form.lend(person):
        messages.success(request, _("The role is lent. Both names stand in the history of every act."))
        return HttpResponseRedirect(reverse("console:substitutes"))
    context = {
        "form": form,
        "lent": delegations.lent_by(person),
        "to_me": delegations.in_force().filter(substitute=person),
        "is_own": signed_in(request).stands_in_for is None,
    }
    return render(request, "console/substitutes.html", context, status=422 if form.errors else 200)


def own_self(request: HttpRequest) -> Officer:
    """The person, whatever role they act in."""
    assert isinstance(request.user, Officer)  # noqa: S101 - the view lets only officers in
    return request.user


def _end(request: HttpRequest, person: Officer) -> HttpResponse:
    try:
        delegations.take_back(UUID(request.POST.get("delegation", "")), by=person)
        messages.success(request, _("The role is back."))
    except (ValueError, ValidationError):
        messages.warning(request, _("Only the person who lent this role, or their head, can end this."))
    return HttpResponseRedirect(reverse("console:substitutes"))


@never_cache
@require_POST
@officers_only(*Can)
def stand_in_view(request: HttpRequest) -> HttpResponse:
    """Put on a role that was lent, or put it down (empty)."""
    chosen = request.POST.get("delegation", "")
    try:
        is_lent = bool(chosen) and delegations.standing_in(own_self(request), UUID(chosen)) is not None
    except ValueError:
        is_lent = False
    if is_lent:
        request.session[STANDS_IN] = chosen
    else:
        request.session.pop(STANDS_IN, None)
        if chosen:
            messages.warning(request, _("This role is not lent to you, or no longer."))
    return redirect("console:inbox")
