"""Who may open an officers' page: signed in, active, with one of the capabilities named beside the view.

Deny by default.

An officer who stands in for another has that role and agency instead of their own, until they put it down or its time
is over.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlsplit

from django.contrib.auth.middleware import get_user
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import LazyObject

from lapor.agencies.models import Officer
from lapor.agencies.officers.delegations import standing_in
from lapor.agencies.officers.second_factor import lacks_second_factor
from lapor.agencies.roles import Can, may

View = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]
STANDS_IN = "stands_in"  # the delegation in use, in the session


def officers_only(*capabilities: Can) -> Callable[[View], View]:
    """Sends strangers to the sign-in page, refuses roles that may none of this with 403, and asks for the second factor
    that a role needs."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            officer = officer_behind(request)
            if officer is None:
                return redirect_to_login(_came_from(request))
            if not may(officer, *capabilities) or _is_another(request, officer):
                raise PermissionDenied
            if lacks_second_factor(officer):
                return redirect("mfa_index")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _is_another(request: HttpRequest, officer: Officer) -> bool:
    """Scripts say whose words they send (X-Officer): what somebody typed before is not done in the name of who signed
    in on the same device since."""
    return request.headers.get("X-Officer", str(officer.person.pk)) != str(officer.person.pk)


def _came_from(request: HttpRequest) -> str:
    """Where to go on after signing in: what was sent is not sent again, so the page on which it was typed, with the
    list that it was opened from."""
    page = urlsplit(request.headers.get("Referer", "")) if request.method == "POST" else None
    if page is None or page.netloc != request.get_host() or not page.path:
        return request.get_full_path()
    return page._replace(scheme="", netloc="", fragment="").geturl()


def officer_behind(request: HttpRequest) -> Officer | None:
    """The officer of the session, in the role they act in now; None for everybody else. Found once a request."""
    if not isinstance(getattr(request, "user", None), Officer):
        return None
    if not hasattr(request, "_officer_behind"):
        # the row itself: a page reads it some hundred times, and the lazy object in its place looks for it each time
        own = get_user(request) if isinstance(request.user, LazyObject) else request.user
        chosen = request.session.get(STANDS_IN)
        acting = standing_in(own, chosen) if chosen else None  # type: ignore[arg-type]
        request._officer_behind = acting or own  # type: ignore[attr-defined]
    found: Officer = request._officer_behind  # type: ignore[attr-defined]
    return found


def signed_in(request: HttpRequest) -> Officer:
    """The officer behind a request that passed `officers_only`."""
    officer = officer_behind(request)
    if officer is None:
        raise PermissionDenied
    return officer
