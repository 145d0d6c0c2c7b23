"""Addresses that can name nothing here, and those that were copied with what stood behind them. In MIDDLEWARE."""

from collections.abc import Callable
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

from lapor.core.text import tidy

_NO_PAGES = ("/api/", "/webhooks/")  # programs are answered in their own form


class RejectNulByteMiddleware:
    """A zero byte stands in no code or number of ours, and the database refuses to compare with it: such an address is
    not found.

    What is not found is looked for without the bracket, comma, quote or slash that came along when the address was
    copied.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_page = not request.path_info.startswith(_NO_PAGES)
        if "\0" in request.path_info and is_page:
            raise Http404
        response = self.get_response(request)
        if (
            response.status_code == 404  # noqa: PLR2004
            and is_page
            and request.method in {"GET", "HEAD"}
            and (meant := meant_path(request.path_info))
        ):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect(f"{quote(meant)}?{query}" if query else quote(meant))
        return response


def meant_path(path: str) -> str:
    """The address without the signs at its end that belong to the sentence around it; "" where there are none, or
    nothing is there."""
    bare = f"/{tidy(path.strip('/'))}"
    for meant in (bare, f"{bare}/"):
        if meant != path and _is_one(meant) and not (path == f"{meant}/" and _is_one(path)):
            return meant
    return ""


def _is_one(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
