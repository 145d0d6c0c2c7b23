"""/konsol/uji-petik/: whom an officer is to ask, the page with the script, and the overseers' page of the draws."""

from datetime import MAXYEAR, date
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, suspend_request
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Agency, Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.casework.callback import calls, draws, overview
from lapor.casework.callback.calls import CalledPerson
from lapor.casework.identities import is_guarded
from lapor.casework.models import CallbackCase
from lapor.presentation.acts import call_result_label
from lapor.presentation.story import card, timeline
from lapor.reports import queries
from lapor.reports.vocabulary import ActName, CallResult
from lapor.reports.workflow.refusals import ActRefused

SKIPPED = {
    draws.NO_PHONE: gettext_lazy("without a telephone number"),
    draws.WANTS_NONE: gettext_lazy("did not want to be asked before"),
    draws.NO_CALLER: gettext_lazy("nobody of another office could ask"),
}


class ResultForm(forms.Form):
    """What came of a try."""

    result = forms.ChoiceField(
        label=gettext_lazy("What came of it?"), choices=CallResult.choices, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How did you ask?"),
        choices=CallbackCase.Way.choices,
        widget=forms.RadioSelect,
        initial=CallbackCase.Way.PHONE,
    )
    text = forms.CharField(
        label=gettext_lazy("What the person said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Officers read it. No names, no numbers."),
    )


@never_cache
@require_safe
@officers_only(Can.ASK_BACK)
def calls_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    rows = [{"case": case, "card": card(case.report, with_words=False)} for case in calls.calls_of(officer)]
    return render(request, "console/calls.html", {"rows": rows, "may_draw": may(officer, Can.DRAW_SAMPLE)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ASK_BACK)
def case_view(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The number is on one answer only: loading the page again shows it no more."""
    officer = signed_in(request)
    case = calls.case_of(case_id, officer)
    if case is None:
        raise Http404
    do = request.POST.get("do")
    form = ResultForm(request.POST if do == "result" else None)
    person: CalledPerson | None = None
    if do == "number" and not did_recently_reauthenticate(request):
        again: HttpResponse = suspend_request(request, reverse("account_reauthenticate"))  # goes on from there
        return again
    try:
        if do == "number":
            person = calls.open_number(case.pk, by=officer)
        elif do == "pass":
            calls.pass_on(case.pk, by=officer)
            messages.success(request, _("Somebody else asks now."))
            return HttpResponseRedirect(reverse("console:callback"))
        elif form.is_valid():
            return _written(request, calls.write_result(case.pk, by=officer, **form.cleaned_data))
    except ActRefused as refused:
        if form.is_bound:
            form.add_error("result", str(refused.reason))
        else:
            messages.warning(request, str(refused.reason))
    return _show_case(request, officer, case, form, person)


def _written(request: HttpRequest, case: CallbackCase) -> HttpResponse:
    if case.outcome == calls.OVERTAKEN:
        messages.info(request, _("It was opened again before: nothing had to be asked any more."))
    elif not case.outcome:
        left = calls.tries_left(case)
        messages.success(request, _("Noted. Try again on another day; tries left: %(left)s.") % {"left": left})
    else:
        messages.success(request, _("Written down: %(result)s.") % {"result": call_result_label(case.outcome)})
    return HttpResponseRedirect(reverse("console:callback"))


def _show_case(
    request: HttpRequest, officer: Officer, case: CallbackCase, form: ResultForm, person: CalledPerson | None
) -> HttpResponse:
    """Of the report no more than everybody reads: whoever asks is of another office."""
    report = case.report
    is_public = queries.is_public(report)
    lines = queries.story(report, queries.AUDIENCES_PUBLIC) if is_public else []
    shown = [line for line in lines if line.entry.act in {ActName.ANSWER, ActName.OUTSIDE_ANSWER}]
    context: dict[str, Any] = {
        "case": case,
        # the answer may stand below the address where the password was asked for again
        "url": reverse("console:callback_case", args=[case.pk]),
        "card": card(report, with_words=is_public),
        "words": report.public_text if is_public else "",
        "answers": timeline(shown),
        "person": person,
        "opening": calls.waiting_opening(case, officer),
        "is_guarded": is_guarded(report),
        "is_overtaken": calls.is_overtaken(case),
        "tries_left": calls.tries_left(case),
        "city": str(report.root.brand.get("owner", report.root.name)),
        "form": form,
    }
    return render(request, "console/call.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.DRAW_SAMPLE)
def draws_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    root = root_of(officer)
    if request.method == "POST":
        _do(request, officer, root)
        return HttpResponseRedirect(reverse("console:callback_draws"))
    context = {
        "draws": [
            {
                "one": one,
                "outcomes": [(call_result_label(code), one.outcomes.get(code, 0)) for code in CallResult.values],
                "skipped": [(SKIPPED[code], count) for code, count in sorted(one.skipped.items())],
            }
            for one in overview.draws_of(root)
        ],
        "months": [(month.isoformat(), date_format(month, "F Y")) for month in overview.months_to_draw(root)],
        "open_cases": overview.open_cases(root),
        "public_url": reverse("web:callback"),
    }
    return render(request, "console/call_draws.html", context)


def _month_of(text: str) -> date:
    """Raises ValueError, for a month without an end as well."""
    month = date.fromisoformat(text)
    if month.year == MAXYEAR:
        raise ValueError("no month of anybody's life")
    return month


def _do(request: HttpRequest, officer: Officer, root: Agency) -> None:
    try:
        if request.POST.get("do") == "pass":
            calls.pass_on(UUID(request.POST.get("case", "")), by=officer)
            messages.success(request, _("Somebody else asks now."))
            return
        made = draws.draw(root, _month_of(request.POST.get("month", "")), by=officer)
        words = _("Drawn: %(drawn)s of %(reports)s reports.")
        messages.success(request, words % {"drawn": made.cases.count(), "reports": len(made.frame)})
    except ActRefused as refused:
        messages.warning(request, str(refused.reason))
    except ValueError:
        messages.warning(request, _("Choose a month or a call."))
