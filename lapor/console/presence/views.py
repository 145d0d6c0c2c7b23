"""What a report's page tells while it is open: that this officer is here, what they type, that they put it off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.act_pages import report_or_404
from lapor.casework.drafts import drafts_of, keep_draft
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.casework.presence import Colleague, note_presence
from lapor.casework.snoozing import end_snooze, snooze, snooze_days
from lapor.console.inbox.filters import filters_from, report_address
from lapor.console.presence.forms import SnoozeForm
from lapor.presentation.story import list_title
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName


@require_POST
@officers_only(Can.HANDLE_REPORTS)
def presence_view(request: HttpRequest, number: str) -> JsonResponse:
    """`words`: who else has it open, "" for nobody; with `first`, `drafts`: what this officer typed before, by act."""
    officer = signed_in(request)
    report = report_or_404(officer, number)
    others = note_presence(report, officer, is_writing=request.POST.get("writing") == "1")
    said = {"words": " ".join(_words(one) for one in others)}
    drafts = drafts_of(report, officer) if "first" in request.POST else {}
    return JsonResponse({**said, "drafts": drafts})


def _words(colleague: Colleague) -> str:
    said = (
        _("%(name)s has this report open and is writing.")
        if colleague.is_writing
        else _("%(name)s has this report open.")
    )
    return said % {"name": colleague.name}


@require_POST
@officers_only(Can.HANDLE_REPORTS)
def draft_view(request: HttpRequest, number: str) -> HttpResponse:
    officer = signed_in(request)
    report = report_or_404(officer, number)
    act = request.POST.get("act", "")
    if act not in set(ActName):
        return HttpResponse(status=422)
    keep_draft(report, officer, act, request.POST.get("text", ""))
    return HttpResponse(status=204)


@require_POST
@officers_only(Can.HANDLE_REPORTS)
def snooze_view(request: HttpRequest, number: str) -> HttpResponse:
    """With `end`: no longer put off. On to the next one of the list. 422: the form again, with what is at fault."""
    officer = signed_in(request)
    report = report_or_404(officer, number)
    filters = filters_from(request.GET)
    if "end" in request.POST:
        end_snooze(report, officer)
        return HttpResponseRedirect(report_address(report.tracking_id, filters))
    form = SnoozeForm(request.POST, days=snooze_days(report))
    if not form.is_valid():
        return _show_snooze(request, report, form, filters)
    snooze(report, officer, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"])
    messages.success(request, _("Put off. Its deadlines run on; it comes back at once where something happens."))
    inbox = Inbox(officer, filters)
    following = "" if filters == InboxFilters() or inbox.holds(report) else inbox.following(report)
    return HttpResponseRedirect(report_address(following or report.tracking_id, filters))


def _show_snooze(request: HttpRequest, report: Report, form: SnoozeForm, filters: InboxFilters) -> HttpResponse:
    context = {
        "report": report,
        "title": list_title(report.title, report.text, is_protected=report.is_protected),
        "snooze_form": form,
        "snooze_url": request.get_full_path(),
        "back_url": report_address(report.tracking_id, filters),
    }
    return render(request, "console/snooze.html", context, status=422)
