"""/konsol/kabar/: what an officer heard of, and how they want to hear of it."""

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

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.gateway.outbound.push import NoSubscription, push_key
from lapor.notify import bell
from lapor.notify.models import OfficerChoice

_HOURS = [("", gettext_lazy("none")), *((str(hour), f"{hour:02d}.00") for hour in range(24))]


class ChoiceForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=gettext_lazy("When"), choices=OfficerChoice.Rhythm.choices, widget=forms.RadioSelect
    )
    by_mail = forms.BooleanField(label=gettext_lazy("By email"), required=False)
    quiet_from = forms.TypedChoiceField(
        label=gettext_lazy("Quiet from"), choices=_HOURS, coerce=int, empty_value=None, required=False
    )
    quiet_until = forms.TypedChoiceField(
        label=gettext_lazy("Quiet until"), choices=_HOURS, coerce=int, empty_value=None, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if fault := bell.quiet_hours_fault(data.get("quiet_from"), data.get("quiet_until")):
            self.add_error("quiet_until", fault)
        return data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(*Can)
def notices_view(request: HttpRequest) -> HttpResponse:
    """POST with `do`: read (everything), choose, device (this browser too), no_devices."""
    officer = signed_in(request)
    form = ChoiceForm(request.POST if request.POST.get("do") == "choose" else None, initial=_initial(officer))
    if request.method == "POST" and (done := _do(request, officer, form)):
        messages.success(request, done)
        return HttpResponseRedirect(reverse("console:notices"))
    context = {
        "lines": bell.newest(officer),
        "form": form,
        "has_email": bool((officer.in_own_right or officer).email),
        "push_key": push_key(),
        "devices": bell.devices_of(officer),
        "unread": bell.unread_count(officer),
    }
    return render(request, "console/notices.html", context, status=422 if form.errors else 200)


def _initial(officer: Officer) -> dict[str, Any]:
    choice = bell.choice_of(officer)
    hours = {
        name: "" if (hour := getattr(choice, name)) is None else str(hour) for name in ("quiet_from", "quiet_until")
    }
    return {"rhythm": choice.rhythm, "by_mail": choice.by_mail, **hours}


def _do(request: HttpRequest, officer: Officer, form: ChoiceForm) -> str:
    """What to say of it; "" where it was not done."""
    do = request.POST.get("do")
    if do == "read":
        bell.mark_read(officer)
        return _("Everything is marked as read.")
    if do == "choose" and form.is_valid():
        bell.choose(officer, **form.cleaned_data)
        return _("Saved.")
    if do == "device":
        return _add_device(request, officer)
    if do == "no_devices":
        bell.forget_devices(officer)
        return _("No device shows notices now.")
    return ""


def _add_device(request: HttpRequest, officer: Officer) -> str:
    try:
        bell.add_device(officer, request.POST.get("subscription", ""))
    except NoSubscription:
        messages.warning(request, _("This browser cannot be told in this way. Email always works."))
        return ""
    return _("This browser shows notices from now on.")
