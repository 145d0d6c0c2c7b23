"""What a browser has shown the receipt code of: a signed cookie, no account, no session.

Protected reports leave nothing behind: their proof lasts for this sitting only and never stands in "my reports".
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from lapor.reports.models import Report

COOKIE, COOKIE_NOW = "lapor_receipts", "lapor_receipt_now"
_KEEP_SECONDS = 180 * 24 * 3600
_NOW_SECONDS = 1800
_MOST = 30


def _numbers(request: HttpRequest, name: str, max_age: int) -> list[str]:
    try:
        found = signing.loads(request.COOKIES.get(name, ""), salt=name, max_age=max_age)
    except signing.BadSignature:
        return []
    return [str(number) for number in found][:_MOST]


def remembered(request: HttpRequest) -> list[str]:
    """Tracking numbers this browser has proved and kept, newest first."""
    return _numbers(request, COOKIE, _KEEP_SECONDS)


def has_proof(request: HttpRequest, report: Report) -> bool:
    return report.tracking_id in remembered(request) or report.tracking_id in _numbers(request, COOKIE_NOW, _NOW_SECONDS)


def remember(request: HttpRequest, response: HttpResponse, report: Report) -> None:
    """Note on the answer that this browser has the receipt of the report."""
    name, kept = (COOKIE_NOW, None) if report.is_protected else (COOKIE, _KEEP_SECONDS)
    before = _numbers(request, name, _KEEP_SECONDS if kept else _NOW_SECONDS)
    numbers = [report.tracking_id, *(number for number in before if number != report.tracking_id)][:_MOST]
    response.set_cookie(
        name,
        signing.dumps(numbers, salt=name),
        max_age=kept,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
