"""Headers that are believed of nobody but a proxy of ours, and what pages may ask of a browser. First in MIDDLEWARE."""

from collections.abc import Callable
from functools import lru_cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from lapor.core.logs import request_id, request_scope
from lapor.ui.client_address import is_trusted_proxy

OF_PROXIES = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REQUEST_ID")
# The form uses place and microphone, pages of officers and of their partners the camera (evidence by challenge; a
# phone's own camera behind a file field needs no leave); nothing else that a browser could give away is asked for.
WITH_CAMERA = ("/konsol/", "/mitra/")
PERMISSIONS = ", ".join(
    [
        "geolocation=(self)",
        "microphone=(self)",
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
        *(
            f"{name}=()"
            for name in (
                "accelerometer",
                "ambient-light-sensor",
                "bluetooth",
                "browsing-topics",
                "display-capture",
                "gyroscope",
                "hid",
                "idle-detection",
                "magnetometer",
                "midi",
                "payment",
                "serial",
                "usb",
                "xr-spatial-tracking",
            )
        ),
    ]
)


class HeadersMiddleware:
    """Forgets X-Forwarded-… of any peer that is no proxy of ours; gives the request a number that the log's lines and
    the answer name; says on every answer what pages may use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_trusted_proxy(str(request.META.get("REMOTE_ADDR") or "")):
            for name in OF_PROXIES:
                request.META.pop(name, None)
        number = request_id(request.headers.get("X-Request-ID", ""))
        with request_scope(number):
            response = self.get_response(request)
        camera = "(self)" if request.path.startswith(WITH_CAMERA) else "()"
        response.headers.setdefault("Permissions-Policy", f"{PERMISSIONS}, camera={camera}")
        response.headers["X-Request-ID"] = number
        return response


class ContentPolicyMiddleware(CSPMiddleware):
    """The library's, which composes the policy anew for each answer, a tenth of the time of the shortest ones: here
    once for all that change nothing of it. We have no policy that only reports, and no page with a nonce.

    A page that shows a map may load pictures of the one host that its tiles come from (`allow_pictures_of`)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if any(name.startswith("_csp_") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy(getattr(request, "_pictures_of", "")))
        return response


def allow_pictures_of(request: HttpRequest, origin: str) -> None:
    """Of this answer alone. `origin`: scheme, host and port, nothing else."""
    request._pictures_of = origin  # type: ignore[attr-defined]


@lru_cache(maxsize=64)
def _policy(pictures_of: str) -> str:
    return build_policy(update={"img-src": [pictures_of]} if pictures_of else None)
