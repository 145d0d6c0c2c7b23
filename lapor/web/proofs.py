"""What a browser has shown the receipt code of: a sealed cookie, no account, no session.

A proof stands while the report has the reporter whom it had then: it ends with the erasure of the person, and where
they sign out everywhere.

Protected reports leave nothing behind: their proof lasts for this sitting only and never stands in "my reports".
"""

import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lapor.core import clock
from lapor.core.ids import keyed_hash
from lapor.reporters import sign_in
from lapor.reports.models import Report
from lapor.web import cookies
from lapor.web.people import people_here

COOKIE, COOKIE_NOW, COOKIE_BROWSER = "lapor_receipts", "lapor_receipt_now", "lapor_browser"
_KEEP_SECONDS = 180 * 24 * 3600
_NOW_SECONDS = 1800
_YEAR_SECONDS = 365 * 24 * 3600
_MOST = 30


def _kept(request: HttpRequest, name: str, max_age: int) -> dict[str, list[Any]]:
    """By tracking number [whose it was, when it was shown], newest first."""
    found = cookies.read(request, name, max_age)
    return dict(list(found.items())[:_MOST]) if isinstance(found, dict) else {}


def _whose(reporter_id: UUID | None) -> str:
    return keyed_hash(settings.LOOKUP_KEY, "proof", str(reporter_id)).hex()[:16] if reporter_id else ""


def _standing(request: HttpRequest) -> set[str]:
    """The numbers that this browser has proved and may show still; found once a request, with one query where it has
    any."""
    if not hasattr(request, "_proofs"):
        kept = {**_kept(request, COOKIE_NOW, _NOW_SECONDS), **_kept(request, COOKIE, _KEEP_SECONDS)}
        rows = Report.objects.filter(tracking_id__in=list(kept)).values_list(
            "tracking_id", "reporter_id", "reporter__proofs_ended_at"
        )
        standing = {
            number
            for number, reporter_id, ended_at in (rows if kept else ())
            if kept[number][0] == _whose(reporter_id) and (ended_at is None or kept[number][1] > ended_at.timestamp())
        }
        request._proofs = standing  # type: ignore[attr-defined]
    found: set[str] = request._proofs  # type: ignore[attr-defined]
    return found


def remembered(request: HttpRequest) -> list[str]:
    """Tracking numbers this browser has proved and kept, newest first."""
    standing = _standing(request)
    return [number for number in _kept(request, COOKIE, _KEEP_SECONDS) if number in standing]


def has_proof(request: HttpRequest, report: Report) -> bool:
    """By the receipt code, or signed in with an address that the reporter left; of protected ones by the code only."""
    if report.tracking_id in _standing(request):
        return True
    found = people_here(request) if report.reporter_id and not report.is_protected else {}
    return bool(found) and report.reporter_id in sign_in.reporter_ids(found.values())


def known_browser(request: HttpRequest) -> str:
    """Its random word, "" where it has none yet."""
    return str(cookies.read(request, COOKIE_BROWSER, _YEAR_SECONDS) or "")


def browser_key(request: HttpRequest, response: HttpResponse) -> str:
    """A random word that this browser keeps for a year, made on first need; it stands nowhere in the database as it
    is."""
    if kept := known_browser(request):
        return kept
    key = secrets.token_urlsafe(16)
    cookies.keep(response, COOKIE_BROWSER, key, _YEAR_SECONDS)
    return key


def remember(request: HttpRequest, response: HttpResponse, report: Report) -> None:
    """Note on the answer that this browser has the receipt of the report."""
    name, kept = (COOKIE_NOW, None) if report.is_protected else (COOKIE, _KEEP_SECONDS)
    before = _kept(request, name, _KEEP_SECONDS if kept else _NOW_SECONDS)
    shown = {report.tracking_id: [_whose(report.reporter_id), clock.now().timestamp()]}
    after = {**shown, **{number: proof for number, proof in before.items() if number != report.tracking_id}}
    cookies.keep(response, name, dict(list(after.items())[:_MOST]), kept)


def forget(response: HttpResponse) -> None:
    """Note on the answer that this browser has no receipts any more, nor the word by which it is counted once."""
    for name in (COOKIE, COOKIE_NOW, COOKIE_BROWSER):
        cookies.drop(response, name)
