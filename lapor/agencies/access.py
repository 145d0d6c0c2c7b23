"""Who may open an officers' page: signed in, active, with one of the roles named beside the view. Deny by default."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from lapor.agencies.models import Officer, Role

View = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]


def officers_only(*roles: Role) -> Callable[[View], View]:
    """Sends strangers to the sign-in page, refuses other roles with 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, Officer):
                return redirect_to_login(request.get_full_path())
            if request.user.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def signed_in(request: HttpRequest) -> Officer:
    """The officer behind a request that passed `officers_only`."""
    if not isinstance(request.user, Officer):
        raise PermissionDenied
    return request.user
