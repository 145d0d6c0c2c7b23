"""/konsol/laporan/<number>/kata-uji and /foto-bukti: asked by the camera in the page (frontend/scripts/evidence/)."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.act_pages import report_or_404
from lapor.casework.evidence import challenge_for, challenges_for_the_day, hashes_in
from lapor.casework.evidence_answers import challenge_said, note_answer
from lapor.reports.evidence import arrived


@never_cache
@require_POST
@officers_only(Can.HANDLE_REPORTS)
def challenge_view(request: HttpRequest, number: str) -> JsonResponse:
    """One for now; with `ahead`, those for work without a network."""
    officer = signed_in(request)
    report = report_or_404(officer, number)
    if "ahead" in request.POST:
        return JsonResponse({"challenges": [challenge_said(one) for one in challenges_for_the_day(report, officer)]})
    made = challenge_for(report, officer)
    return JsonResponse(challenge_said(made)) if made else JsonResponse({}, status=422)


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
    return note_answer(report, officer, request.POST)
