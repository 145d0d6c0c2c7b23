"""What the camera of a page is answered, an officer's and a partner's: a word, and what becomes of a photo."""

from collections.abc import Mapping
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

from lapor.casework.evidence import note_capture
from lapor.reports.evidence import Taker
from lapor.reports.models import Capture, Challenge, Report
from lapor.ui.times import local_time


def challenge_said(challenge: Challenge) -> dict[str, Any]:
    until = local_time(challenge.valid_until)
    return {
        "id": str(challenge.pk),
        "word": challenge.word,
        "until": challenge.valid_until.isoformat(),
        "words": _("Valid until %(until)s, for one photo.") % {"until": until},
    }


def note_answer(report: Report, taker: Taker, said: Mapping[str, str]) -> JsonResponse:
    """422 for what is no note of a photo."""
    try:
        capture = note_capture(report, taker, said)
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
