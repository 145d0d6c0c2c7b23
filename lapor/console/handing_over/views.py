"""/konsol/alih-tugas/: all open reports given to one officer go to another: first how many, then done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.models import Officer, Team
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can, Role
from lapor.casework.bulk import BulkResult
from lapor.casework.handing_over import givers, hand_over, preview, takers
from lapor.console.bulk.views import say_refused


class TakerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """By name, role and agency; who is switched off says so."""

    def label_from_instance(self, obj: Any) -> str:
        return taker_words(obj)


def taker_words(officer: Officer) -> str:
    words = f"{officer.name} · {Role(officer.role).label}, {officer.agency.name}"
    return words if officer.is_active else _("%(officer)s (switched off)") % {"officer": words}


class HandoverForm(forms.Form):
    """From whom, to whom, and why."""

    officer = TakerField(label=gettext_lazy("Whose reports"), queryset=Officer.objects.none())
    to = TakerField(label=gettext_lazy("To whom"), queryset=Officer.objects.none())
    text = forms.CharField(label=gettext_lazy("Note for the officer"), max_length=300, required=False)

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("officer", givers(by)), ("to", takers(by))):
            field = self.fields[name]
            assert isinstance(field, TakerField)  # noqa: S101 - this form declares it
            field.queryset = rows.order_by("name")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("officer") and values.get("officer") == values.get("to"):
            self.add_error("to", _("Choose another officer of this office who is given work."))
        return values


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.HAND_OVER)
def handing_over_view(request: HttpRequest) -> HttpResponse:
    """Shows the number first; with `confirm`, which says whose reports were shown to go to whom, it is done."""
    by = signed_in(request)
    form = HandoverForm(request.POST or None, by=by)
    if request.method != "POST" or not form.is_valid():
        return render(request, "console/handing_over.html", {"form": form}, status=422 if form.errors else 200)
    values = form.cleaned_data
    officer, to = values["officer"], values["to"]
    chosen = f"{officer.pk} {to.pk}"
    if request.POST.get("confirm") == chosen:
        try:
            say_handed_over(request, to, hand_over(officer, to, by=by, reason=values["text"]))
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        return HttpResponseRedirect(reverse("console:handing_over"))
    if "confirm" in request.POST:
        messages.warning(request, _("You chose somebody else. Look at what would be done now, then confirm."))
    context = {
        "form": form,
        "found": preview(officer, by),
        "from_name": officer.name,
        "to_name": to.name,
        "chosen": chosen,
    }
    return render(request, "console/handing_over.html", context)


def say_handed_over(request: HttpRequest, to: Officer | Team, result: BulkResult) -> None:
    """How many went, and which did not, with the reason."""
    count = len(result.done)
    if count:
        words = ngettext("%(count)s report is %(name)s's now.", "%(count)s reports are %(name)s's now.", count)
        messages.success(request, words % {"count": count, "name": to.name})
    say_refused(request, result)
