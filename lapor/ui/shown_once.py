"""What a page shows once: the words on what was done, an act that can be undone, typed words that were not taken.

It is for whoever looks at the page. A page that is asked for to be kept or to be looked at later (`Purpose: prefetch`,
or `Sec-Purpose` of a browser that guesses the next page) shows none of it, and takes it from nobody. An answer that
shows some of it says so in X-Shown-Once: nothing keeps such a page (frontend/scripts/offline/network.js)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse

HEADER = "X-Shown-Once"
_SHOWN = "_shown_once"
Shown = TypeVar("Shown")


def is_looked_at(request: HttpRequest) -> bool:
    """Somebody sees the answer, as far as the request says."""
    purposes = (request.headers.get("Sec-Purpose", ""), request.headers.get("Purpose", ""))
    return request.method != "HEAD" and not any(purpose.startswith("prefetch") for purpose in purposes)


def once(request: HttpRequest, what: Shown) -> Shown:
    """What the page shows; noted where it is something."""
    if what:
        setattr(request, _SHOWN, True)
    return what


@dataclass(frozen=True)
class MessagesOnce:
    """The words on what was done, each on one page. The session is asked by pages that have a place for them."""

    request: HttpRequest

    def __iter__(self) -> Iterator[object]:
        if not is_looked_at(self.request):
            return iter(())
        messages = get_messages(self.request)
        once(self.request, len(messages))
        return iter(messages)


class ShownOnceMiddleware:
    """After the view; before the sessions are written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, _SHOWN, False):
            response[HEADER] = "1"
        return response
