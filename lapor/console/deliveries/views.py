"""/konsol/pesan/: what was sent and how it fared, by its cause; no address and no words (casework.delivery_log)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.delivery_log import messages_about, messages_for
from lapor.gateway.models import MessageAudience, OutboundMessage
from lapor.presentation.acts import act_label
from lapor.reports.models import Report
from lapor.reports.queries import visible_reports

PAGE = 50


@never_cache
@require_safe
@officers_only(Can.SEE_CHANNELS)
def deliveries_view(request: HttpRequest) -> HttpResponse:
    """The delivery log, each try with its result."""
    officer, status = signed_in(request), request.GET.get("status", "")
    rows = messages_for(officer).prefetch_related("delivery_attempts")
    found = list((rows.filter(status=status) if status in OutboundMessage.Status.values else rows)[:PAGE])
    numbers = dict(
        visible_reports(officer)
        .filter(pk__in={row.report_id for row in found if row.report_id})
        .values_list("pk", "tracking_id")
    )
    sent = [(row, cause_words(row.cause), numbers.get(row.report_id) if row.report_id else None) for row in found]
    return render(
        request, "console/deliveries.html", {"sent": sent, "status": status, "statuses": OutboundMessage.Status}
    )


def sent_about(report: Report) -> dict[str, list[tuple[OutboundMessage, str]]]:
    """For the report's page: what the reporter and what newsrooms were sent, each with its cause."""
    rows = [(row, cause_words(row.cause)) for row in messages_about(report)]
    press = [row for row in rows if row[0].audience == MessageAudience.NEWSROOM]
    return {"told_press": press, "messages_sent": [row for row in rows if row not in press]}


def cause_words(cause: str) -> str:
    """Why a message was sent: the act it tells of, or what else brought it."""
    kind, _dot, what = cause.partition(".")
    if kind == "report":
        # an objection is answered by an act of the same name
        return _("Answer") if what == "answer" else act_label(what)
    if cause == "intake.filed":
        return _("Receipt")
    words = {
        "intake": _("Answer in a conversation"),
        "follow": _("To who follows it"),
        "candidate": _("Urgent public words"),
        "incident": _("Reports were merged"),
        "message": _("A message did not arrive"),
        "canary": _("Trial of the channel"),
    }
    return words.get(kind) or _("Notice")
