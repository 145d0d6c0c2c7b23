"""More than the server can take: so many requests at work, a short line, and an honest 503 for the rest instead of a
queue without end.

A database that is away is the same to a person: come again in a moment, with what you typed (`server_error`).

A process works on LAPOR_WEB_PLACES requests at a time (each may use a database connection). Who comes then waits in
line for a moment; who finds the line full, or waits too long, is told at once when to come again. A person who sent a
form gets back what they typed.
"""

import logging
import math
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation

from lapor.web import errors

logger = logging.getLogger(__name__)
AWAY_SECONDS = 1.0  # after one request found no database, the next do not look
LOGGED_EVERY = 60.0  # seconds
ALWAYS = ("/healthz", "/readyz", "/metrics")
DOOR = "/webhooks/"
SECRETS = ("/masuk", "/laporan-saya/")  # passwords and codes are not shown again
PROBE = "probe"  # HEAD /lapor?probe: would a report be taken now? Asked by the form's script, which then waits with it
COME_AGAIN = (5, 15)  # seconds; not all at the same moment
MOST_KEPT = 30 * 1024 * 1024  # bytes of a form that is read to show its words again; its files are passed over
UNSHOWN = frozenset({"csrfmiddlewaretoken"})
LONG_WORDS = 60
OVERLOADED = 503


@dataclass(frozen=True)
class Patience:
    """How long the line may be for a kind of request, and how many seconds somebody waits in it."""

    line: int
    seconds: float


ORDINARY = Patience(line=12, seconds=1.0)
PLATFORMS = Patience(line=32, seconds=3.0)  # the door is shed last: its work is one statement
LINE = PLATFORMS.line


class RequestSlots:
    """Counts who is at work and who waits, in one process; first come, first served."""

    def __init__(self, places: int) -> None:
        self._free = threading.Semaphore(places)
        self._lock = threading.Lock()
        self.waiting = 0

    @contextmanager
    def taken(self, patience: Patience) -> Iterator[bool]:
        """True within the block: a place is ours. False: there is none."""
        is_ours = self._enter(patience)
        try:
            yield is_ours
        finally:
            if is_ours:
                self._free.release()

    def _enter(self, patience: Patience) -> bool:
        with self._lock:
            if not self.waiting and self._free.acquire(blocking=False):
                return True
            if self.waiting >= patience.line:
                return False
            self.waiting += 1
        try:
            return self._free.acquire(timeout=patience.seconds)
        finally:
            with self._lock:
                self.waiting -= 1


PLACES: list[RequestSlots | None] = [None]  # of this process, once it serves


def is_full() -> bool:
    """Whether the next who comes would be refused: the line of this process is full."""
    places = PLACES[0]
    return places is not None and places.waiting >= ORDINARY.line


class Breaker:
    """Whether the database was found away just now, in this process: whoever comes then is told at once, instead of
    waiting for it too."""

    def __init__(self) -> None:
        self._until, self._logged_at = 0.0, -math.inf

    def is_away(self) -> bool:
        return time.monotonic() < self._until

    def found_away(self, error: BaseException) -> None:
        now = time.monotonic()
        self._until = now + AWAY_SECONDS
        if now - self._logged_at > LOGGED_EVERY:
            self._logged_at = now
            logger.warning("the database is away (%s): visitors are asked to come again", type(error).__name__)


database = Breaker()


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500.

    A page of its own would ask the database again: where that is away, the busy page, which asks nothing."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        database.found_away(error)
        return busy(request)
    return errors.server_error(request)


class SheddingMiddleware:
    """Stands before everything that needs the database, behind what makes every answer safe."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.places = PLACES[0] = RequestSlots(settings.WEB_PLACES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in ALWAYS:
            return self.get_response(request)
        if request.method == "HEAD" and PROBE in request.GET:
            return busy(request) if self.places.waiting else HttpResponse(status=204)
        if database.is_away():
            return busy(request)
        with self.places.taken(PLATFORMS if request.path.startswith(DOOR) else ORDINARY) as is_ours:
            return self.get_response(request) if is_ours else busy(request)


class NamesOnly(FileUploadHandler):
    """Files of a refused form are read past: neither memory nor disk is spent on them."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Kept nowhere."""

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        return SimpleUploadedFile(self.file_name or "", b"")


def busy(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After: a page that keeps the words for people, nothing more for programs (api.middleware makes a
    problem of it)."""
    seconds = random.randint(*COME_AGAIN)  # noqa: S311 - no secret
    page = b""
    if request.path.startswith((DOOR, "/api/")) or request.method == "HEAD":
        _read(request)
    else:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            page = render_to_string(
                "ui/busy.html", {"seconds": seconds, "action": request.get_full_path(), **_typed(request)}
            ).encode()
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store", "Content-Length": str(len(page))}
    response = HttpResponse(page, status=OVERLOADED, headers=headers)
    response._has_been_logged = True  # type: ignore[attr-defined] # a line in the log for each would be more work than the answer
    return response


def _read(request: HttpRequest) -> None:
    """A body that nobody reads would be taken for the next request on the same connection."""
    while request.read(1 << 16):
        pass


def _typed(request: HttpRequest) -> dict[str, object]:
    """What a form held: long words to be seen, the rest hidden beside them, and the names of files, which have to be
    chosen again."""
    if (
        request.method != "POST"
        or request.path.startswith(SECRETS)
        or int(request.META.get("CONTENT_LENGTH") or 0) > MOST_KEPT
    ):
        return {"is_form": False}
    if not hasattr(request, "_post"):  # else it was read before the database was missed
        request.upload_handlers = [NamesOnly(request)]
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (MultiPartParserError, ValueError, OSError):
        return {"is_form": False}
    return {
        "is_form": True,
        "shown": [
            (name, value)
            for name, value in fields
            if name not in UNSHOWN and (name == "text" or len(value) > LONG_WORDS)
        ],
        "hidden": [
            (name, value) for name, value in fields if name in UNSHOWN or (name != "text" and len(value) <= LONG_WORDS)
        ],
        "files": [file.name for _name, files in request.FILES.lists() for file in files],
    }
