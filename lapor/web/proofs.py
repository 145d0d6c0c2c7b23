"""What a browser has shown the receipt code of: a signed cookie, no account, no session.

Protected reports leave nothing behind: their proof lasts for this sitting only and never stands in "my reports".
"""

import secrets

from django.http import HttpRequest, HttpResponse

from lapor.reporters import sign_in
from lapor.reports.models import Report
from lapor.web import cookies
from lapor.web.people import people_here

COOKIE, COOKIE_NOW, COOKIE_BROWSER = "lapor_receipts", "lapor_receipt_now", "lapor_browser"
_KEEP_SECONDS = 180 * 24 * 3600
_NOW_SECONDS = 1800
_YEAR_SECONDS = 365 * 24 * 3600
_MOST = 30


def _numbers(request: HttpRequest, name: str, max_age: int) -> list[str]:
    return [str(number) for number in cookies.read(request, name, max_age) or ()][:_MOST]


def remembered(request: HttpRequest) -> list[str]:
    """Tracking numbers this browser has proved and kept, newest first."""
    return _numbers(request, COOKIE, _KEEP_SECONDS)


def has_proof(request: HttpRequest, report: Report) -> bool:
    """By the receipt code, or signed in with an address that the reporter left; of protected ones by the code only."""
    if report.tracking_id in remembered(request) or report.tracking_id in _numbers(request, COOKIE_NOW, _NOW_SECONDS):
        return True
    found = people_here(request) if report.reporter_id and not report.is_protected else {}
    return bool(found) and report.reporter_id in sign_in.reporter_ids(found.values())


def browser_key(request: HttpRequest, response: HttpResponse) -> str:
    """A random word that this browser keeps for a year, made on first need; it stands nowhere in the database as it is."""
    if kept := cookies.read(request, COOKIE_BROWSER, _YEAR_SECONDS):
        return str(kept)
    key = secrets.token_urlsafe(16)
    cookies.keep(response, COOKIE_BROWSER, key, _YEAR_SECONDS)
    return key


def remember(request: HttpRequest, response: HttpResponse, report: Report) -> None:
    """Note on the answer that this browser has the receipt of the report."""
    name, kept = (COOKIE_NOW, None) if report.is_protected else (COOKIE, _KEEP_SECONDS)
    before = _numbers(request, name, _KEEP_SECONDS if kept else _NOW_SECONDS)
    numbers = [report.tracking_id, *(number for number in before if number != report.tracking_id)][:_MOST]
    cookies.keep(response, name, numbers, kept)


def forget(response: HttpResponse) -> None:
    """Note on the answer that this browser has no receipts any more, nor the word by which it is counted once."""
    for name in (COOKIE, COOKIE_NOW, COOKIE_BROWSER):
        cookies.drop(response, name)
