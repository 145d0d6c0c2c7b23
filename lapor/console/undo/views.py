"""/konsol/laporan/<number>/urungkan: the last act on a report is undone, by who did it, seconds after it.
/konsol/banyak/urungkan: one that was done to several."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.undoing import forget_offer, offered_undo, report_to_undo, take_back, take_back_each
from lapor.console.bulk.views import named, say_refused
from lapor.presentation.acts import act_label
from lapor.reports.queries import may_see
from lapor.reports.workflow.refusals import ActRefused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.HANDLE_REPORTS)
def undo_view(request: HttpRequest, number: str) -> HttpResponse:
    """Back to the report, as it was opened then; with the reason where it is too late. By GET nothing is undone."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("console:report", args=[number]))
    officer = signed_in(request)
    report = report_to_undo(number, officer)
    if report is None:
        raise Http404
    offered = offered_undo(request)
    is_offered = offered is not None and offered.numbers == (report.tracking_id,)
    url = offered.back_url if offered and is_offered else reverse("console:report", args=[report.tracking_id])
    if is_offered:
        forget_offer(request)
    try:
        taken = take_back(report, officer)
    except ActRefused as refused:
        messages.warning(request, str(refused.reason))
        return HttpResponseRedirect(url if may_see(officer, report) else reverse("console:inbox"))
    said = _("Undone: %(act)s. Everything stands as before, nobody was told.")
    messages.success(request, said % {"act": act_label(str(taken.entry.details["act"]))})
    return HttpResponseRedirect(url)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.HANDLE_REPORTS)
def undo_many_view(request: HttpRequest) -> HttpResponse:
    """Back to the list, as it was opened then; what could not be undone is named with the reason."""
    offered = offered_undo(request)
    if request.method != "POST" or offered is None:
        if request.method == "POST":
            messages.warning(request, _("This can no longer be undone."))
        return HttpResponseRedirect(reverse("console:inbox"))
    forget_offer(request)
    result = take_back_each(offered.numbers, signed_in(request))
    if result.done:
        said = _("Undone: %(act)s. Everything stands as before, nobody was told. %(reports)s")
        messages.success(request, said % {"act": offered.act_label, "reports": named(result.done)})
    say_refused(request, result)
    return HttpResponseRedirect(offered.back_url)
