"""Which city a request is about: an installation may serve several, each under host names of its own, in its own
timezone."""

from collections.abc import Callable
from contextlib import nullcontext
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lapor.agencies.models import Agency
from lapor.agencies.officers.access import officer_behind
from lapor.agencies.queries import NoJurisdiction, jurisdiction, root_of

OFFICERS_PAGES = ("/konsol", "/loket", "/masuk")
# no local time stands in their answers
OF_NO_CITY = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/",
    "/webhooks/",
    "/lampiran/",
)


def current_jurisdiction(request: HttpRequest) -> Agency:
    """The officer's city on officers' pages, else the one whose host name was asked for.

    Found once a request. Raises NoJurisdiction."""
    if not hasattr(request, "_jurisdiction"):
        officer = officer_behind(request) if request.path.startswith(OFFICERS_PAGES) else None
        request._jurisdiction = root_of(officer) if officer else jurisdiction(_asked_host(request))  # type: ignore[attr-defined]
    found: Agency = request._jurisdiction  # type: ignore[attr-defined]
    return found


def _asked_host(request: HttpRequest) -> str:
    """A host that is not ours has been refused before (CommonMiddleware); the page that says so is the first city's."""
    try:
        return request.get_host()
    except DisallowedHost:
        return ""


def base_url(root: Agency) -> str:
    """Where the city's pages are, without a slash at the end: its first host name, else LAPOR_BASE_URL."""
    if not root.hosts:
        return str(settings.BASE_URL)
    return f"{urlsplit(settings.BASE_URL).scheme}://{root.hosts[0]}"


class JurisdictionMiddleware:
    """Times are shown and read in the city's timezone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with self._local_time(request):
            return self.get_response(request)

    def _local_time(self, request: HttpRequest) -> "timezone.override | nullcontext[None]":
        if request.path.startswith(OF_NO_CITY):
            return nullcontext()
        try:
            return timezone.override(current_jurisdiction(request).timezone)
        except (NoJurisdiction, DatabaseError):  # the page itself says so
            return nullcontext()
