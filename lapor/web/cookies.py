"""What this site lets a browser keep: sealed values in cookies that no script, and nobody who finds the browser's
files, reads. Used by proofs, people and their passkeys."""

import base64
import json
from typing import Any, Literal

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lapor.core.ids import keyed_hash

Reach = Literal["Lax", "Strict"]  # which calls from other sites it goes along with


def _named(name: str, path: str) -> str:
    """A cookie of the whole site carries the prefix of its host (RFC 6265bis: then its path is /)."""
    return settings.COOKIE_PREFIX + name if path == "/" else name


def _seal(name: str) -> Fernet:
    """Of this cookie: what was kept under another name is nothing here."""
    return Fernet(base64.urlsafe_b64encode(keyed_hash(settings.SECRET_KEY.encode(), "cookie", name)))


def read(request: HttpRequest, name: str, max_age: int, *, path: str = "/") -> Any:
    """The value as it was kept; None where there is none, it was made elsewhere, or it is older than `max_age`
    seconds."""
    try:
        return json.loads(_seal(name).decrypt(request.COOKIES.get(_named(name, path), "").encode(), ttl=max_age))
    except (InvalidToken, ValueError):
        return None


def keep(
    response: HttpResponse, name: str, value: object, max_age: int | None, *, path: str = "/", same_site: Reach = "Lax"
) -> None:
    """`max_age` in seconds; None: until the browser is closed. `value` is JSON."""
    kept, is_secure = _seal(name).encrypt(json.dumps(value).encode()).decode(), settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        _named(name, path), kept, max_age=max_age, path=path, httponly=True, samesite=same_site, secure=is_secure
    )


def drop(response: HttpResponse, name: str, *, path: str = "/", same_site: Reach = "Lax") -> None:
    response.delete_cookie(_named(name, path), path=path, samesite=same_site)
