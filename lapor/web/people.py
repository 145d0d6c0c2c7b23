"""Who is signed in on this browser: several people of a family may be at once.

A cookie holds random tokens, the vault the rest."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lapor.reporters import sign_in
from lapor.reporters.sign_in import Person
from lapor.web import cookies

COOKIE = "lapor_people"
MOST = 6
_KEEP_SECONDS = int(sign_in.KEPT.total_seconds())


def tokens(request: HttpRequest) -> list[str]:
    return [str(token) for token in cookies.read(request, COOKIE, _KEEP_SECONDS) or ()][:MOST]


def people_here(request: HttpRequest) -> dict[str, Person]:
    """By token; found once a request, nothing asked where the cookie is not there."""
    if not hasattr(request, "_people"):
        request._people = sign_in.persons(tokens(request))  # type: ignore[attr-defined]
    found: dict[str, Person] = request._people  # type: ignore[attr-defined]
    return found


def remember(response: HttpResponse, kept: list[str]) -> None:
    """The browser keeps these tokens, the newest first; none: the cookie goes."""
    if kept:
        cookies.keep(response, COOKIE, kept[:MOST], _KEEP_SECONDS)
    else:
        cookies.drop(response, COOKIE)


def log_in(request: HttpRequest, token: str) -> HttpResponse:
    """On to the account, where this browser knows one more person.

    Who was signed in with the same address already is not there twice."""
    new = sign_in.persons([token])[token]
    here = people_here(request)
    before = [known for known, person in here.items() if person.lookup == new.lookup]
    for known in before:  # one, but for old cookies
        sign_in.sign_out(here[known])
    response = HttpResponseRedirect(reverse("web:account"))
    remember(response, [token, *(known for known in here if known not in before)])
    return response
