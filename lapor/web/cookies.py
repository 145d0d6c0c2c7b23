"""What this site lets a browser keep: signed values in cookies that no script reads. Used by proofs, people and their passkeys."""

from typing import Any, Literal

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

Reach = Literal["Lax", "Strict"]  # which calls from other sites it goes along with


def _named(name: str, path: str) -> str:
    """A cookie of the whole site carries the prefix of its host (RFC 6265bis: then its path is /)."""
    return settings.COOKIE_PREFIX + name if path == "/" else name


def read(request: HttpRequest, name: str, max_age: int, *, path: str = "/") -> Any:
    """The value as it was kept; None where there is none, it was made elsewhere, or it is older than `max_age` seconds."""
    try:
        return signing.loads(request.COOKIES.get(_named(name, path), ""), salt=name, max_age=max_age)
    except signing.BadSignature:
        return None


def keep(response: HttpResponse, name: str, value: object, max_age: int | None, *, path: str = "/", same_site: Reach = "Lax") -> None:
    """`max_age` in seconds; None: until the browser is closed. `value` is JSON; signed, not sealed."""
    kept = signing.dumps(value, salt=name)
    response.set_cookie(
        _named(name, path), kept, max_age=max_age, path=path, httponly=True, samesite=same_site, secure=settings.SESSION_COOKIE_SECURE
    )


def drop(response: HttpResponse, name: str, *, path: str = "/", same_site: Reach = "Lax") -> None:
    response.delete_cookie(_named(name, path), path=path, samesite=same_site)
