"""/loket/pelapor and /loket/serupa: what the counter's screen shows beside what is typed.

By POST, so that no words or numbers of a person stand in an address that is logged."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.casework.known_people import people_known
from lapor.casework.performing import support
from lapor.core.ids import show_tracking_id
from lapor.desk.forms import DeskForm
from lapor.desk.views import show_form
from lapor.gateway import rate_limits
from lapor.intake.filing.actions import MAX_TEXT, supporter_hash
from lapor.intake.filing.contact_fields import MailField, PhoneField
from lapor.presentation.story import card
from lapor.publish.similar import similar_open
from lapor.reports import queries
from lapor.reports.workflow.refusals import ActRefused


class _Typed(forms.Form):
    """What the look for similar ones needs of the form as it stands."""

    text = forms.CharField(max_length=MAX_TEXT, required=False)
    category = forms.SlugField(max_length=60, required=False)
    area = forms.CharField(max_length=16, required=False)


class _Contact(forms.Form):
    phone = PhoneField(required=False)
    email = MailField(required=False)
    is_agreed = forms.BooleanField(required=False)


@never_cache
@require_POST
@officers_only(Can.WORK_AT_DESK)
def known_view(request: HttpRequest) -> HttpResponse:
    """Whether the phone or address is known: the list alone for a script, else the whole screen with all that was
    typed."""
    officer = signed_in(request)
    contact = _Contact(request.POST)
    found: dict[str, Any] = {"people": [], "is_asked": True, "is_agreed": False, "wait": ""}
    contact.is_valid()  # what of it can be read is looked up
    data = {"phone": "", "email": "", "is_agreed": False, **contact.cleaned_data}
    if data["phone"] or data["email"]:
        if wait := rate_limits.seconds_to_wait(rate_limits.DESK_LOOK_UP, str(officer.pk)):
            found["wait"] = rate_limits.too_often(wait)
        else:
            found["people"] = people_known(
                phone=data["phone"], email=data["email"], by=officer, is_agreed=data["is_agreed"]
            )
            found["is_agreed"] = data["is_agreed"]
    if request.POST.get("part") == "known":
        return render(request, "desk/parts/known.html", found, status=429 if found["wait"] else 200)
    typed = DeskForm(root=root_of(officer), officer=officer, initial=cast("dict[str, Any]", request.POST.dict()))
    return show_form(request, typed, **found)


@never_cache
@require_POST
@officers_only(Can.WORK_AT_DESK)
def similar_view(request: HttpRequest) -> HttpResponse:
    """Open published reports of the same place or category that are told in like words."""
    typed = _Typed(request.POST)
    rows = similar_open(root_of(signed_in(request)), **typed.cleaned_data) if typed.is_valid() else []
    return render(request, "desk/parts/similar.html", {"similar": [card(row) for row in rows]})


@never_cache
@require_POST
@officers_only(Can.WORK_AT_DESK)
def support_view(request: HttpRequest) -> HttpResponse:
    """The person is affected too and wants no report of their own: counted once for a visit, nothing is kept of who it
    was."""
    report = queries.report_by_number(request.POST.get("count_for", ""))
    if report is None or queries.is_hidden(report) or report.root_id != root_of(signed_in(request)).pk:
        messages.warning(request, _("There is no such report."))
        return HttpResponseRedirect(reverse("desk:file"))
    visit = supporter_hash(report.pk, f"desk:{request.POST.get('draft_id', '')[:40]}")
    try:
        counted = support(report, supporter=visit)
    except ActRefused as refused:
        messages.info(request, str(refused.reason))
        return HttpResponseRedirect(reverse("desk:file"))
    words = ngettext(
        "Counted: %(n)s person is affected by report %(number)s.",
        "Counted: %(n)s people are affected by report %(number)s.",
        counted,
    )
    messages.success(request, words % {"n": counted, "number": show_tracking_id(report.tracking_id)})
    return HttpResponseRedirect(reverse("desk:file"))
