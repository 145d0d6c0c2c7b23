"""Addresses that can name nothing here. In MIDDLEWARE."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


class NamelessMiddleware:
    """A zero byte stands in no code or number of ours, and the database refuses to compare with it: such an address is not found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info and not request.path_info.startswith("/api/"):  # programs are answered in their own form
            raise Http404
        return self.get_response(request)
