"""/konsol/laporan/<number>/identitas and /konsol/persetujuan/: opening an identity or a sealed original with a reason,
and the second officer's consent."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, suspend_request
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework import identities
from lapor.casework.identities import OpenedIdentity
from lapor.reports import queries
from lapor.reports.models import Attachment, Report
from lapor.reports.permissions import has_access
from lapor.reports.workflow.refusals import ActRefused

OPENS = frozenset({"open", "original"})


class OriginalField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it cannot be subscripted when it runs
    """A file of the report; its name may tell who sent it and is not shown."""

    def label_from_instance(self, obj: Attachment) -> str:
        words = {"kind": obj.get_kind_display(), "at": date_format(localtime(obj.created_at), "j F Y, H.i")}
        return _("Original file: %(kind)s, received %(at)s") % words


class ReasonForm(forms.Form):
    """What an officer needs to open, and why: who reported, or a file as it was received."""

    attachment = OriginalField(
        Attachment.objects.none(),
        label=gettext_lazy("What do you need to open?"),
        required=False,
        empty_label=gettext_lazy("Who reported"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you need it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Your reason, your name and the time stay in the history permanently."),
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["attachment"]
        assert isinstance(field, OriginalField)  # noqa: S101
        field.queryset = Attachment.objects.filter(report=report).order_by("created_at", "id")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.OPEN_IDENTITIES)
def identity_view(request: HttpRequest, number: str) -> HttpResponse:
    """Ask, then open. The words are on this answer only: going back or loading again shows nothing."""
    officer = signed_in(request)
    report = queries.report_by_number(number)
    if report is None or not has_access(officer, report):
        raise Http404
    form = ReasonForm(request.POST if request.POST.get("do") == "ask" else None, report=report)
    opened: OpenedIdentity | None = None
    if request.POST.get("do") in OPENS and not did_recently_reauthenticate(request):
        again: HttpResponse = suspend_request(request, reverse("account_reauthenticate"))  # goes on from there
        return again
    if request.method == "POST":
        try:
            if request.POST.get("do") == "original":
                return _download(*identities.open_original(_id(request.POST.get("opening")), by=officer))
            if request.POST.get("do") == "open":
                opened = identities.open_identity(_id(request.POST.get("opening")), by=officer)
            elif form.is_valid():
                identities.ask_to_open(report, by=officer, **form.cleaned_data)
                return HttpResponseRedirect(reverse("console:identity", args=[report.tracking_id]))
        except ActRefused as refused:
            if refused.field in form.fields and form.is_bound:
                form.add_error(refused.field, str(refused.reason))
            else:
                messages.warning(request, str(refused.reason))
    return _show(request, officer, report, form, opened)


def _download(attachment: Attachment, content: bytes) -> HttpResponse:
    """The original may hold anything: it is saved, never shown by the browser."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="asli-{str(attachment.pk)[-8:]}.{attachment.kind}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _show(
    request: HttpRequest, officer: Officer, report: Report, form: ReasonForm, opened: OpenedIdentity | None
) -> HttpResponse:
    context = {
        "report": report,
        # the answer may stand below the address where the password was asked for again
        "url": reverse("console:identity", args=[report.tracking_id]),
        "form": form,
        "opened": opened,
        "openings": identities.openings_of(report, officer),
        "report_url": reverse("console:report", args=[report.tracking_id]),
        "is_guarded": identities.is_guarded(report),
    }
    return render(request, "console/identity.html", context, status=422 if form.errors else 200)


def _id(text: str | None) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise ActRefused(_("There is no such request.")) from None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.OPEN_IDENTITIES)
def consents_view(request: HttpRequest) -> HttpResponse:
    """What waits for this officer's consent: number, who asks, why; nothing of the report."""
    officer = signed_in(request)
    if request.method == "POST":
        try:
            identities.consent(_id(request.POST.get("opening")), by=officer)
            messages.success(request, _("You agreed. It can be opened once, within a day."))
        except ActRefused as refused:
            messages.warning(request, str(refused.reason))
        return HttpResponseRedirect(reverse("console:consents"))
    return render(request, "console/consents.html", {"openings": identities.waiting_for_consent(officer)})
