"""Below /api/: no cookie counts, nothing is cached, and every error is a problem document, whoever answered it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from lapor.api.problems import MEDIA_TYPE, Problem, problem_response

PREFIX = "/api/"
FIRST_ERROR = 400
_KEPT_HEADERS = ("Allow", "Retry-After", "Content-Language", "Content-Range")


class ApiMiddleware:
    """Stands before sessions, so that these see no cookie, and around all that may refuse a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        request.COOKIES = {}
        response = self.get_response(request)
        if response.status_code >= FIRST_ERROR and response.headers.get("Content-Type") != MEDIA_TYPE:
            response = _as_problem(response)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """An answer of Django's own (no such address, method not allowed, a fault of ours), said as a problem."""
    language = response.headers.get("Content-Language", settings.LANGUAGE_CODE)
    kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    with translation.override(language):
        problem = problem_response(Problem(response.status_code, headers=kept))
    problem.headers["Content-Length"] = str(len(problem.content))  # CommonMiddleware stands further in
    problem._has_been_logged = getattr(response, "_has_been_logged", False)  # type: ignore[attr-defined]
    return problem
