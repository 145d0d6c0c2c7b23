"""/loket/redaksi: stations and newspapers with their newsrooms' addresses, and the answers that are theirs: to read
out, to print, as PDF."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.gateway.queries import to_press
from lapor.intake.filing.contact_fields import MailField
from lapor.intake.models import Coverage
from lapor.intake.press.outlets import newest_coverage, outlets, set_newsroom
from lapor.notify.newsrooms import answer_of, of_coverage
from lapor.presentation.letter import letter_pdf
from lapor.presentation.newsroom_mails import script
from lapor.reports.models import Entry
from lapor.reports.queries import is_public
from lapor.reports.vocabulary import Channel, channel_label

KINDS = (Channel.RADIO.value, Channel.NEWSPAPER.value)


class NewsroomForm(forms.Form):
    """Where an outlet's newsroom reads. Empty: it is told by hand."""

    outlet = forms.UUIDField(widget=forms.HiddenInput)
    email = MailField(label=gettext_lazy("Email address of the newsroom"), required=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WORK_AT_DESK)
def newsrooms_view(request: HttpRequest) -> HttpResponse:
    root = root_of(signed_in(request))
    form = NewsroomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not set_newsroom(root, form.cleaned_data["outlet"], form.cleaned_data["email"]):
            raise Http404
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("desk:newsrooms"))
    rows = newest_coverage(root, KINDS)
    told = set(
        to_press()
        .filter(report_id__in=[row.report_id for row in rows], status="sent")
        .values_list("report_id", flat=True)
    )
    context = {
        "outlets": [_outlet(outlet, form) for kind in KINDS for outlet in outlets(root, kind)],
        "coverages": [_coverage(row, is_told=row.report_id in told) for row in rows],
    }
    return render(request, "desk/newsrooms.html", context, status=422 if form.errors else 200)


def _outlet(outlet: Any, form: NewsroomForm) -> dict[str, Any]:
    is_bound = form.is_bound and form.data.get("outlet") == str(outlet.pk)
    own = (
        form
        if is_bound
        else NewsroomForm(initial={"outlet": outlet.pk, "email": outlet.email}, auto_id=f"id_{outlet.pk}_%s")
    )
    return {"name": outlet.name, "kind": channel_label(outlet.kind), "form": own}


def _coverage(row: Coverage, *, is_told: bool) -> dict[str, Any]:
    report = row.report
    return {
        "id": row.pk,
        "outlet": row.outlet.name,
        "place": row.place,
        "said_on": row.said_on,
        "number": report.tracking_id,
        "title": report.public_title if is_public(report) else "",
        "state": report.state,
        "is_told": is_told,
        "has_script": is_public(report) and report.state in {"answered", "resolved", "closed_unconfirmed"},
    }


def _answered(officer: Officer, coverage_id: UUID) -> tuple[Coverage, Entry]:
    """Raises Http404 where there is nothing that an outlet may be told."""
    rows = Coverage.objects.filter(pk=coverage_id, outlet__root=root_of(officer)).select_related(
        "outlet", "report__root", "report__agency"
    )
    coverage = rows.first()
    answer = answer_of(coverage.report) if coverage is not None and is_public(coverage.report) else None
    if coverage is None or answer is None:
        raise Http404
    return coverage, answer


@never_cache
@require_safe
@officers_only(Can.WORK_AT_DESK)
def script_view(request: HttpRequest, coverage_id: UUID) -> HttpResponse:
    """The words, large, to be read out or copied."""
    coverage, answer = _answered(signed_in(request), coverage_id)
    subject, text = script(answer, of_coverage(coverage, coverage.report))
    return render(request, "desk/script.html", {"coverage": coverage, "subject": subject, "text": text})


@never_cache
@require_safe
@officers_only(Can.WORK_AT_DESK)
def letter_view(request: HttpRequest, coverage_id: UUID) -> HttpResponse:
    """The same words as a letter to sign."""
    coverage, answer = _answered(signed_in(request), coverage_id)
    content = letter_pdf(coverage.report.root, *script(answer, of_coverage(coverage, coverage.report)))
    name = f"surat-{coverage.report.tracking_id}.pdf"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
