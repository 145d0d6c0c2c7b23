"""/konsol/laporan/<number>/kata-uji and /foto-bukti: asked by the camera in the page (frontend/scripts/evidence/)."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.act_pages import report_or_404
from lapor.casework.evidence import challenge_for, challenges_for_the_day, hashes_in, note_capture
from lapor.reports.evidence import arrived
from lapor.reports.models import Capture, Challenge
from lapor.ui.templatetags.ui import local_time


@never_cache
@require_POST
@officers_only(Can.HANDLE_REPORTS)
def challenge_view(request: HttpRequest, number: str) -> JsonResponse:
    """One for now; with `ahead`, those for work without a network."""
    officer = signed_in(request)
    report = report_or_404(officer, number)
    if "ahead" in request.POST:
        return JsonResponse({"challenges": [_said(one) for one in challenges_for_the_day(report, officer)]})
    made = challenge_for(report, officer)
    return JsonResponse(_said(made)) if made else JsonResponse({}, status=422)


def _said(challenge: Challenge) -> dict[str, Any]:
    until = local_time(challenge.valid_until)
    return {
        "id": str(challenge.pk),
        "word": challenge.word,
        "until": challenge.valid_until.isoformat(),
        "words": _("Valid until %(until)s, for one photo.") % {"until": until},
    }


@never_cache
@require_http_methods(["GET", "POST"])
@officers_only(Can.HANDLE_REPORTS)
def capture_view(request: HttpRequest, number: str) -> JsonResponse:
    """POST notes a photo; GET says of which of these hashes (`sha256`, comma between them) the file has come."""
    officer = signed_in(request)
    report = report_or_404(officer, number)
    if request.method == "GET":
        found = arrived(report, officer, hashes_in(request.GET.get("sha256", "")))
        return JsonResponse({"arrived": sorted(found)})
    try:
        capture = note_capture(report, officer, request.POST)
    except ValueError:
        return JsonResponse({}, status=422)
    return JsonResponse({"fault": capture.fault, "words": _words_of(capture.fault)})


def _words_of(fault: str) -> str:
    """What follows for this photo."""
    reasons = {
        Capture.Fault.UNKNOWN.value: _("The word was not given to you for this report."),
        Capture.Fault.USED.value: _("The word was used for another photo already."),
        Capture.Fault.EXPIRED.value: _("The word's time was over."),
    }
    if not fault:
        return _("Noted as taken in the app.")
    follows = _("The photo can be sent; the public reads: Not taken in the app. Or take it again.")
    return f"{reasons[fault]} {follows}"
