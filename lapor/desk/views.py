"""/loket/: an officer files for a person at the counter; the receipt is printed and given away."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.current import base_url
from lapor.agencies.models import Agency, Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.casework.files import ACCEPT, keep_for_draft
from lapor.desk.forms import AT_THE_COUNTER, DeskForm
from lapor.desk.queries import news_for, queue_of
from lapor.intake.files.attachments import uploads_of
from lapor.intake.filing.actions import FilingResult, KeyUsedBefore, file_new_report
from lapor.intake.filing.forms import FilingForm, as_new, asking_form
from lapor.presentation.next_step import gone_on
from lapor.reports.provenance import Provenance
from lapor.reports.vocabulary import Channel
from lapor.reports.workflow.act import DESK
from lapor.reports.workflow.acting import Actor
from lapor.ui.qr import qr_svg

CHANNEL_KEY = "desk_channel"  # how the last one came: mostly the next comes the same way


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WORK_AT_DESK)
def file_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    if request.method != "POST":
        form = new_form(request, officer)
        template = "ui/parts/questions.html" if request.GET.get("part") == "questions" else "desk/file.html"
        return render(request, template, {"form": form, "uploads": [], "accept": ACCEPT, **_around(officer)})
    form = DeskForm(request.POST, root=root_of(officer), officer=officer)
    form.is_valid()
    keep_files(request, form)
    if (asking := asking_form(form, request.GET)) is not None:
        return show_form(request, asking)
    if form.errors:
        return show_form(request, form, status=422)
    request.session[CHANNEL_KEY] = form.cleaned_data["channel"]
    try:
        return _receipt(request, file_for_a_person(form, officer))
    except KeyUsedBefore:
        return show_form(request, as_new(form), status=409)


def new_form(request: HttpRequest, officer: Officer) -> DeskForm:
    """An empty form, with what is mostly the same as the last time."""
    channel = request.session.get(CHANNEL_KEY, "")
    initial = {
        "category": request.GET.get("category", ""),
        "channel": channel if channel in AT_THE_COUNTER else Channel.COUNTER,
    }
    return DeskForm(root=root_of(officer), officer=officer, initial=initial)


def show_form(request: HttpRequest, form: FilingForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The screen with all that was typed."""
    key = str(form["draft_id"].value() or "")
    context = {
        "form": form,
        "uploads": uploads_of(key) if key else [],
        "accept": ACCEPT,
        **_around(signed_in(request)),
        **more,
    }
    return render(request, "desk/file.html", context, status=status)


def _around(officer: Officer) -> dict[str, Any]:
    """What stands around the form: who sits here, the word from the shift before, who waits."""
    return {"officer": officer, "news": news_for(officer), "queue": queue_of(officer.agency)}


def keep_files(request: HttpRequest, form: DeskForm) -> None:
    """What came along is stored once, also where the rest of the form is at fault; faults of files become the
    form's."""
    key = str(form.cleaned_data.get("draft_id") or "")
    files = request.FILES.getlist("photos")
    if not key or not files:
        return
    for error in keep_for_draft(key, files):
        form.add_error("photos", error)


def file_for_a_person(form: DeskForm, officer: Officer, more: Provenance | None = None) -> FilingResult:
    """Call after is_valid(). `more`: what else is known of how it came."""
    data = form.cleaned_data
    said: Provenance = {
        "typed_by": officer.name,
        "agency": officer.agency.name,
        "source": data["source"],
        "consent": data["consent"],
        "same_as": data["same_as"],
        **(more or {}),
    }
    new = form.new_report(
        channel=data["channel"], language="id", uploads=list(uploads_of(str(data["draft_id"]))), provenance=said
    )
    actor = Actor(role=DESK, officer=officer)
    return file_new_report(replace(new, reporter=form.person, desk_id=officer.agency_id), root=form.root, actor=actor)


def _receipt(request: HttpRequest, filed: FilingResult) -> HttpResponse:
    """One page to print: big number, code, QR, what happens next. Shown again if the form is sent again."""
    url = page_of(filed.report.root, filed.report.tracking_id)
    context = {
        "filed": filed,
        "gone_on": gone_on(filed.report),
        "report": filed.report,
        "report_absolute_url": url,
        "qr_svg": qr_svg(url),
        "key": request.POST.get("draft_id", ""),
    }
    return render(request, "desk/receipt.html", context, status=200 if filed.is_repeat else 201)


def page_of(root: Agency, number: str) -> str:
    """Where a report is followed, as it stands on paper."""
    return f"{base_url(root)}{reverse('web:report', args=[number])}"
