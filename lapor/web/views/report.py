"""/laporan/<number>: state, deadlines and story for everyone; with the receipt code also the reporter's acts."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.agencies.current import base_url, current_jurisdiction
from lapor.agencies.queries import URGENT
from lapor.casework.act_pages import ActPage, answer_act
from lapor.casework.actions import act_views
from lapor.casework.forms import ActForm
from lapor.casework.kept_words import show_words
from lapor.casework.ombudsman import can_be_named, ground_of
from lapor.casework.performing import support
from lapor.core.ids import digits_only
from lapor.gateway import rate_limits
from lapor.intake.filing.actions import supporter_hash
from lapor.intake.filing.said import said_in_form, seconds_to_wait
from lapor.notify.follows import may_follow
from lapor.presentation.acts import done_by_reporter, standing_words
from lapor.presentation.asked import own_acts
from lapor.presentation.next_step import next_step
from lapor.presentation.status_bar import stages_of
from lapor.presentation.story import clock_views, file_views, location_of, pair_in, timeline
from lapor.publish.public_rows import public_row, shows_point
from lapor.publish.queries import same_place
from lapor.reporters import sign_in
from lapor.reports import queries
from lapor.reports.models import Clock, Report
from lapor.reports.publication import may_be_named
from lapor.reports.vocabulary import CLOSED_STATES, ActName
from lapor.reports.workflow.acting import ANYONE, reporter_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.triage.queries import incident_of
from lapor.ui.client_address import client_address
from lapor.web import people, proofs
from lapor.web.cards import public_card, public_cards
from lapor.web.errors import too_many
from lapor.web.views.sharing import shared

_DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class CodeForm(forms.Form):
    """The receipt code, typed as people do."""

    receipt_code = forms.CharField(
        label=gettext_lazy("Receipt code"), max_length=30, widget=forms.TextInput(attrs=_DIGITS)
    )


class NumberForm(forms.Form):
    """Number and, if at hand, receipt code."""

    number = forms.CharField(
        label=gettext_lazy("Number of the report"), max_length=60, widget=forms.TextInput(attrs=_DIGITS)
    )
    receipt_code = forms.CharField(
        label=gettext_lazy("Receipt code"), max_length=30, required=False, widget=forms.TextInput(attrs=_DIGITS)
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_view(request: HttpRequest, number: str) -> HttpResponse:
    report = queries.report_by_number(number)
    proved = report is not None and proofs.has_proof(request, report)
    if report is None or (queries.is_hidden(report) and not proved):
        return unknown_number(request, number)
    elsewhere = base_url(report.root) if report.root_id != current_jurisdiction(request).pk else ""
    if elsewhere or number != report.tracking_id:
        return HttpResponseRedirect(elsewhere + reverse("web:report", args=[report.tracking_id]))
    if request.method != "POST":
        return _show(request, report, proved=proved)
    if "receipt_code" in request.POST:
        return _prove(request, report)
    if proved:
        return _act(request, report)
    show_words(request)
    return _show(request, report, proved=False, status=403)


def unknown_number(request: HttpRequest, number: str) -> HttpResponse:
    """The same answer for a number that does not exist and for a confidential report."""
    shown = number if digits_only(number) == number else ""
    return render(request, "web/not_found.html", {"tracking_id": shown}, status=404)


def _show(
    request: HttpRequest,
    report: Report,
    *,
    proved: bool,
    status: int = 200,
    bound: ActForm | None = None,
    code_form: CodeForm | None = None,
) -> HttpResponse:
    published = queries.is_public(report)
    with_words = published or proved
    lines = queries.story(report, queries.AUDIENCES_REPORTER if proved else queries.AUDIENCES_PUBLIC)
    clocks = queries.clocks_of(report)
    head = public_card(report, with_words=with_words)
    head["title"] = (report.title if proved else report.public_title) if with_words else ""
    location = location_of(report) if proved or shows_point(report) else None
    context: dict[str, Any] = {
        "report": {
            **head,
            "text": (report.words if proved else report.public_text) if with_words else None,
            "is_masked": bool(report.published_text),
            "standing": standing_words(report),
            "is_over": report.state in CLOSED_STATES,
            **_parent(report),
        },
        **_standing(report, clocks, proved=proved),
        "timeline": _timeline(report, lines),
        "photos": file_views(queries.filed_files(lines)),
        "location": location if with_words else None,
        "map_data_url": reverse("web:areas"),
        "code_form": None if proved else (code_form or CodeForm()),
        "wrong_form": bound or code_form,
        **_privacy(report, proved=proved),
        **(_own(report, lines, _acts(report, clocks, bound)) if proved else {}),
        "own_data_url": reverse("web:own_data", args=[report.tracking_id]) if proved else "",
        "ombudsman": _ombudsman(report) if proved else None,
        "receipt_file_url": reverse("web:receipt_file", args=[report.tracking_id])
        if proved and not report.is_imported
        else "",
        "incident": incident_of(report) if lines and lines[0].entry.actor_kind == "officer" else None,
        "follow_url": f"{reverse('web:follow')}?report={report.tracking_id}"
        if may_follow(report, is_own=proved)
        else "",
        "noindex": not published,
        **({} if proved else _support(request, report, clocks)),
    }
    if published:
        context |= _public(report, head, location)
    return render(request, "web/report.html", context | pair_in(lines), status=status)


def _timeline(report: Report, lines: list[queries.StoryLine]) -> list[dict[str, Any]]:
    """Of a hidden report nothing waits to be read by everybody."""
    hidden = queries.is_hidden(report)
    return [{**item, "is_waiting": item["is_waiting"] and not hidden} for item in timeline(lines)]


def _privacy(report: Report, *, proved: bool) -> dict[str, Any]:
    """To its reporter who reads it, where that is not everybody; with the numbers that fit a danger."""
    if not (proved and queries.is_hidden(report)):
        return {}
    if report.is_protected:
        words = _("Only the team for protected cases reads it. It stands in no list and opens with its code alone.")
        return {"privacy": words, "danger_label": report.category.code if report.category else URGENT}
    return {"privacy": _("Only the officers who handle it read it. It stands in no list and opens with its code.")}


def _standing(report: Report, clocks: list[Clock], *, proved: bool) -> dict[str, Any]:
    """How far it is, what happens next, and its deadlines: those that run, and apart those that are over."""
    shown = clock_views(report, clocks)
    return {
        "stages": stages_of(report),
        "next_step": next_step(report, clocks, is_own=proved),
        "clocks": [one for one in shown if one["state"] != Clock.Status.STOPPED],
        "past_clocks": [one for one in shown if one["state"] == Clock.Status.STOPPED],
    }


def _own(report: Report, lines: list[queries.StoryLine], acts: list[dict[str, Any]]) -> dict[str, Any]:
    """What is asked of the reporter, and where each of the acts stands that they may do."""
    return {"reporter_acts": acts, "own_acts": own_acts(report, lines, acts)}


def _public(report: Report, head: dict[str, Any], location: dict[str, Any] | None) -> dict[str, Any]:
    """What stands on the page because everybody may know it: the card and data for others, and what was reported here
    before."""
    here = same_place(public_row(report))
    shown = {**head, "title": report.public_title or report.public_text[:120]}
    return {
        "shared": shared(report.root, shown, text=report.public_text, location=location),
        "same_place": public_cards(here),
    }


def _ombudsman(report: Report) -> dict[str, Any] | None:
    """What is offered where the city's own ways are at their end."""
    ground = ground_of(report)
    if ground is None:
        return None
    url = reverse("web:ombudsman", args=[report.tracking_id])
    return {"url": url, "ground": ground.value, "can_be_named": can_be_named(report)}


def _parent(report: Report) -> dict[str, str]:
    """Where a merged report goes on, unless that one is hidden."""
    parent = report.parent
    if parent is None or not may_be_named(parent, report, to_officers=False):
        return {}
    return {"parent_url": reverse("web:report", args=[parent.tracking_id]), "parent_tracking_id": parent.tracking_id}


def _support(request: HttpRequest, report: Report, clocks: list[Any]) -> dict[str, Any]:
    """ "I experience this too", or that this browser has said so; a query only where it ever said it of any."""
    if all(row.name != ActName.SUPPORT for row in queries.offered_acts(report, ANYONE, clocks)):
        return {}
    key = proofs.known_browser(request)
    if key and queries.is_supported_by(report, supporter_hash(report.pk, key)):
        return {"is_supported": True}
    return {"support_url": reverse("web:support", args=[report.tracking_id])}


@require_POST
def support_view(request: HttpRequest, number: str) -> HttpResponse:
    """ "I experience this too": counts a browser once, keeps nothing that says who it was."""
    report = queries.report_by_number(number)
    if report is None or queries.is_hidden(report):
        return unknown_number(request, number)
    if wait := rate_limits.seconds_to_wait(rate_limits.REPORTER_ACT, client_address(request)):
        return too_many(request, wait)
    response = HttpResponseRedirect(reverse("web:report", args=[report.tracking_id]))
    browser = proofs.browser_key(request, response)
    try:
        support(report, supporter=supporter_hash(report.pk, browser))
        messages.success(request, _("Thank you. It is noted that this affects you too."))
    except ActRefused as refused:
        messages.info(request, str(refused.reason))
    return response


def _acts(report: Report, clocks: list[Any], bound: ActForm | None) -> list[dict[str, Any]]:
    return act_views(queries.offered_acts(report, reporter_actor(report.reporter_id), clocks), report, bound)


def _prove(request: HttpRequest, report: Report) -> HttpResponse:
    """Check the receipt code.

    A right one always opens; wrong ones are counted by where they come from, never against the report."""
    form = CodeForm(request.POST)
    if form.is_valid() and queries.has_receipt(report, form.cleaned_data["receipt_code"]):
        show_words(request)  # typed before the code had to be shown again
        own_page = reverse("web:report", args=[report.tracking_id])
        response = _show(request, report, proved=True) if "kept" in request.POST else HttpResponseRedirect(own_page)
        proofs.remember(request, response, report)
        return response
    show_words(request)
    if wait := rate_limits.seconds_to_wait(rate_limits.RECEIPT_CODE, client_address(request)):
        return too_many(request, wait)
    form.add_error(
        "receipt_code", _("This is not the code of this report. The code has 16 digits and is on your receipt.")
    )
    return _show(request, report, proved=False, status=422, code_form=form)


def _act(request: HttpRequest, report: Report) -> HttpResponse:
    if wait := seconds_to_wait(
        rate_limits.REPORTER_ACT, client_address(request), root=report.root, said=said_in_form(request.POST)
    ):
        return too_many(request, wait)
    page = ActPage(
        show=partial(_show, request, report, proved=True),
        url=reverse("web:report", args=[report.tracking_id]),
        words_of=lambda done: _noted(report.tracking_id, done.act.name),
        sent_before=lazy(_noted, str)(report.tracking_id, request.POST.get("act", "")),
        not_offered=_(
            "The report has changed in the meantime, so this is no longer possible. Its state is shown below."
        ),
    )
    actor = reporter_actor(report.reporter_id)
    return answer_act(request, report, request.POST.get("act", ""), page, actor=actor, data=request.POST)


def _noted(number: str, act: str) -> str:
    """After an act of the reporter: what it was, and what happens next, which is not always the end."""
    noted, report = done_by_reporter(act), queries.report_by_number(number)
    return f"{noted} {next_step(report, queries.clocks_of(report), is_own=True).text}" if report else noted


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_reports_view(request: HttpRequest) -> HttpResponse:
    """Find a report by number and code; those opened on this device stand below."""
    if number := request.GET.get("number", "").strip():
        found = queries.report_by_number(number)
        return HttpResponseRedirect(
            reverse("web:report", args=[found.tracking_id if found else (digits_only(number) or "0")])
        )
    form = NumberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _open(request, form)
    rows = (
        Report.objects.filter(tracking_id__in=proofs.remembered(request))
        .select_related("category", "agency", "area__parent")
        .defer("search")
    )
    reports = public_cards(list(rows))
    return render(
        request, "web/my_reports.html", {"form": form, "reports": reports}, status=422 if form.is_bound else 200
    )


@never_cache
@require_POST
def forget_view(request: HttpRequest) -> HttpResponse:
    """This browser no longer knows which reports it has opened; its script removes what else stands on the phone.

    The reports stay."""
    response = HttpResponseRedirect(reverse("web:my_reports"))
    proofs.forget(response)
    for person in people.people_here(request).values():
        sign_in.sign_out(person)
    people.remember(response, [])
    return response


def _open(request: HttpRequest, form: NumberForm) -> HttpResponse:
    number, code = form.cleaned_data["number"], form.cleaned_data["receipt_code"]
    report = queries.report_by_number(number)
    if code and not (report and queries.has_receipt(report, code)):
        if wait := rate_limits.seconds_to_wait(rate_limits.RECEIPT_CODE, client_address(request)):
            return too_many(request, wait)
        form.add_error("receipt_code", _("Number and code do not belong together. Compare both with your receipt."))
        return render(request, "web/my_reports.html", {"form": form, "reports": []}, status=422)
    if report is None or (not code and queries.is_hidden(report) and not proofs.has_proof(request, report)):
        return unknown_number(request, digits_only(number))
    response = HttpResponseRedirect(reverse("web:report", args=[report.tracking_id]))
    if code:
        proofs.remember(request, response, report)
    return response
