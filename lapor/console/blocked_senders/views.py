"""Whose messages are not read any more: shut out from a report's page, heard again from the channels' page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.act_pages import report_or_404
from lapor.core.text import clean_text
from lapor.triage.blocked_senders import block, unblock


@require_POST
@officers_only(Can.TRIAGE)
def block_view(request: HttpRequest, number: str) -> HttpResponse:
    officer = signed_in(request)
    report = report_or_404(officer, number)
    reason = clean_text(request.POST.get("reason", ""))
    if not reason:
        messages.warning(request, _("Say why: the reason stays with it."))
    elif block(report, reason, by=officer):
        messages.success(
            request, _("Their messages are no longer read. They are told so once. Words of danger still come through.")
        )
    else:
        messages.warning(request, _("There is no conversation that could be shut."))
    return HttpResponseRedirect(reverse("console:report", args=[report.tracking_id]))


@require_POST
@officers_only(Can.TRIAGE)
def unblock_view(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    if unblock(conversation_id, by=signed_in(request)):
        messages.success(request, _("Their messages are read again."))
    else:
        messages.warning(request, _("This is not possible."))
    return HttpResponseRedirect(reverse("ops:channels"))
