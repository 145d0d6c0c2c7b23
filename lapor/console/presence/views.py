"""What a report's page tells while it is open: that this officer is here, what they type, that they put it off."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.act_pages import report_or_404
from lapor.casework.drafts import drafts_of, keep_draft
from lapor.casework.inbox import Inbox, InboxFilters
from lapor.casework.presence import Colleague, note_presence
from lapor.casework.snoozing import end_snooze, may_snooze_until, snooze
from lapor.console.inbox.filters import filters_from, report_address
from lapor.core.text import clean_text
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
    """Without a day: no longer put off. On to the next one of the list."""
    officer = signed_in(request)
    report = report_or_404(officer, number)
    filters = filters_from(request.GET)
    if "end" in request.POST:
        end_snooze(report, officer)
        return HttpResponseRedirect(report_address(report.tracking_id, filters))
    until, reason = _day(request.POST.get("until", ""), report), clean_text(request.POST.get("reason", ""))[:300]
    if until is None or not reason:
        messages.warning(request, _("Choose a day within 180 days, and say why."))
        return HttpResponseRedirect(report_address(report.tracking_id, filters))
    snooze(report, officer, until=until, reason=reason)
    messages.success(request, _("Put off. Its deadlines run on; it comes back at once where something happens."))
    inbox = Inbox(officer, filters)
    following = "" if filters == InboxFilters() or inbox.holds(report) else inbox.following(report)
    return HttpResponseRedirect(report_address(following or report.tracking_id, filters))


def _day(text: str, report: Report) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if may_snooze_until(found, report) else None
