"""Nothing typed is lost: what could not be taken stands beside the page to copy, until it is sent, in the same words or
others, until its officer needs it no more, or half an hour is over.

The one place. `KeptWordsMiddleware` keeps an officer's words, sealed in the session, when a page sends them to sign in
or refuses with a redirect. They are bound to the officer who typed them: nobody else who signs in on that browser sees
them, nor does the page to sign in. Who typed them after the session had ended is told by a signed cookie: who was
signed in on this browser last; where nobody was, they are whose who signs in first. `show_words` is for answers that
are pages themselves; `words_for` gives them to every page (config.page_context, ui/parts/kept_words.html).
"""

import base64
import json
import re
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.messages import SUCCESS, WARNING, get_messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lapor.core.crypto import CannotDecrypt
from lapor.core.ids import parse_tracking_id
from lapor.core.text import clean_text
from lapor.gateway import rate_limits
from lapor.reporters import vault
from lapor.ui.client_address import client_address

KEPT = "kept_words"
SECONDS = 1800
LAST = "lapor_last_officer"  # who was signed in on this browser
_LAST_SECONDS = 30 * 86_400
_MOST, _LONGEST, _SHORTEST = 10, 25_000, 3
# What is chosen, secret or made by the page; and pages where secrets are typed.
_NO_WORDS = re.compile(
    r"csrf|passw|code|token|secret|login|otp|key|url|^(?:act|do|id|ids|entry|version|next|draft_id|website|channel|visibility|identity|kind|category"
    r"|area|agency|unit|latitude|longitude|publication|outcome|archive_reason|officer|report|known|consent|website|remove_upload|kept_files|partner_step|partner_link|call_result|what|part)$"
)
_OF_THE_CLOCK = re.compile(r"^(?:\d{4}-\d\d-\d\d)?[ T]?(?:\d\d:\d\d(?::\d\d)?)?$")  # a day or an hour: chosen as well
_SECRET_PAGES = ("/masuk", "/konsol/kanal/", "/laporan-saya/")


def words_in(request: HttpRequest) -> list[str]:
    """What somebody typed into the form that came.

    Nothing of a form on another's site: it could put words into our page."""
    if (
        request.method != "POST"
        or request.path.startswith(_SECRET_PAGES)
        or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
    ):
        return []
    said = (
        clean_text(value)[:_LONGEST]
        for name in request.POST
        if not _NO_WORDS.search(name)
        for value in request.POST.getlist(name)
    )
    return list(dict.fromkeys(text for text in said if _is_typed(text)))[:_MOST]


def _is_typed(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return len(text) >= _SHORTEST and not _OF_THE_CLOCK.match(text)
    return False


def show_words(request: HttpRequest) -> None:
    """The answer to this request is a page that did not take them."""
    request._shown_words = words_in(request)  # type: ignore[attr-defined]


def words_for(request: HttpRequest) -> list[str]:
    """For a page: of this request, or kept of an earlier one of the same officer."""
    shown: list[str] = getattr(request, "_shown_words", [])
    if shown or request.method != "GET" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return shown
    if not hasattr(request, "session"):  # refused before anybody asked who it is
        return []
    return _kept(request)


def _kept(request: HttpRequest) -> list[str]:
    kept = request.session.get(KEPT)
    if not kept or kept["until"] < time.time() or not request.user.is_authenticated:
        return []
    if not kept.get("of"):
        request.session[KEPT] = kept = {**kept, "of": str(request.user.pk)}
    if kept["of"] != str(request.user.pk):
        return []
    try:
        found: list[str] = json.loads(vault.open_sealed(base64.b64decode(kept["sealed"])))
    except (CannotDecrypt, ValueError):
        return []
    return found


def report_of_words(request: HttpRequest) -> str:
    """The number of the report that kept words were typed about, "" for none."""
    is_of_now = bool(getattr(request, "_shown_words", []))
    kept = request.session.get(KEPT) if hasattr(request, "session") and not is_of_now else None
    return str(kept.get("report", "")) if kept else ""


def forget_words(request: HttpRequest) -> None:
    """Whoever's they are: they were looked at."""
    request.session.pop(KEPT, None)


def _keep(request: HttpRequest, words: list[str]) -> None:
    sealed = base64.b64encode(vault.seal(json.dumps(words))).decode()
    number = request.resolver_match.kwargs.get("number", "") if request.resolver_match else ""
    request.session[KEPT] = {
        "sealed": sealed,
        "until": time.time() + SECONDS,
        "of": _writer(request),
        "form": _form_of(request),
        "report": parse_tracking_id(str(number)) or "",
    }


def _form_of(request: HttpRequest) -> str:
    """Which form of which page came."""
    return " ".join([request.path, request.POST.get("act", ""), request.POST.get("do", "")])


def _is_sent_now(request: HttpRequest, words: list[str]) -> bool:
    """The same words anywhere, or others by the form that could not be taken."""
    kept = _kept(request)
    return bool(kept and (set(kept) & set(words) or request.session[KEPT].get("form") == _form_of(request)))


def _writer(request: HttpRequest) -> str:
    """The id of the officer who typed it; "" where nobody was ever signed in here."""
    return str(request.user.pk) if request.user.is_authenticated else _last_officer(request)


def _last_officer(request: HttpRequest) -> str:
    return str(request.get_signed_cookie(_cookie(), default="", salt=LAST, max_age=_LAST_SECONDS) or "")


def _remember_officer(request: HttpRequest, response: HttpResponse) -> None:
    officer = str(request.user.pk)
    if officer != _last_officer(request):
        response.set_signed_cookie(
            _cookie(),
            officer,
            salt=LAST,
            max_age=_LAST_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def _cookie() -> str:
    return f"{settings.COOKIE_PREFIX}{LAST}"


class KeptWordsMiddleware:
    """Looks at what officers send; reporters have no session, their pages show the words at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(("/konsol/", "/loket/")):
            return response
        if request.user.is_authenticated:
            _remember_officer(request, response)
        if request.method == "POST":
            words = words_in(request)
            if words and _is_lost(request, response) and _may_keep(request):
                _keep(request, words)
            elif words and response.status_code < HTTPStatus.BAD_REQUEST and _is_sent_now(request, words):
                forget_words(request)
        return response


def _may_keep(request: HttpRequest) -> bool:
    """Strangers cannot fill the table of sessions."""
    return request.user.is_authenticated or not rate_limits.seconds_to_wait(
        rate_limits.KEPT_WORDS, client_address(request)
    )


def _is_lost(request: HttpRequest, response: HttpResponse) -> bool:
    """Sent to sign in first, or away with a refusal."""
    if not 300 <= response.status_code < 400:  # noqa: PLR2004
        return False
    if response["Location"].startswith((reverse("account_login"), reverse("mfa_index"))):
        return True
    levels = [message.level for message in getattr(get_messages(request), "_queued_messages", [])]
    return any(level >= WARNING for level in levels) and SUCCESS not in levels
