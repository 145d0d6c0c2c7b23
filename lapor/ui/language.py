"""Which language a page speaks: what the person chose, else Indonesian; machines are answered in what they accept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageMiddleware:
    """The browser's own language is not asked on pages: phones here are often set to English while their owners are
    not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            language = translation.get_language_from_request(request) if "Accept-Language" in request.headers else "id"
        else:
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
            language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


def page_language() -> str:
    """`id`, `jv` or `en`."""
    return (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def reads_english() -> bool:
    """Whether names that a city gives in two languages are said in English now; every other language says the
    Indonesian ones."""
    return page_language() == "en"
