"""Who is signed in on this browser: several people of a family may be at once. A cookie holds random tokens, the vault the rest."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lapor.reporters import sign_in
from lapor.reporters.sign_in import Person

COOKIE = "lapor_people"
MOST = 6
_KEEP_SECONDS = int(sign_in.KEPT.total_seconds())


def tokens(request: HttpRequest) -> list[str]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=_KEEP_SECONDS)
    except signing.BadSignature:
        return []
    return [str(token) for token in found][:MOST]


def people_here(request: HttpRequest) -> dict[str, Person]:
    """By token; found once a request, nothing asked where the cookie is not there."""
    if not hasattr(request, "_people"):
        request._people = sign_in.persons(tokens(request))  # type: ignore[attr-defined]
    found: dict[str, Person] = request._people  # type: ignore[attr-defined]
    return found


def remember(response: HttpResponse, kept: list[str]) -> None:
    """The browser keeps these tokens, the newest first; none: the cookie goes."""
    if not kept:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE, signing.dumps(kept[:MOST], salt=COOKIE), max_age=_KEEP_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def let_in(request: HttpRequest, token: str) -> HttpResponse:
    """On to the account, where this browser knows one more person. Who was signed in with the same address already is not there twice."""
    new = sign_in.persons([token])[token]
    here = people_here(request)
    before = [known for known, person in here.items() if person.lookup == new.lookup]
    for known in before:  # one, but for old cookies
        sign_in.sign_out(here[known])
    response = HttpResponseRedirect(reverse("web:account"))
    remember(response, [token, *(known for known in here if known not in before)])
    return response
