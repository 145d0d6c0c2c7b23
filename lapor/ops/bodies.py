"""Bodies are read whole, within a time, before a request takes a place to work (shedding.py).

The server itself knows no such time.

A body that stands still would hold a thread for as long as its sender likes. Who sends too slowly is answered 408, who
holds too many open 503; the thread that reads on is then one of many small ones (READERS), of which an address may hold
a few.
"""

import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from django.conf import settings
from django.http import HttpRequest

from lapor.ui.client_address import client_address

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApplication = Callable[[Environ, StartResponse], Iterable[bytes]]

MB = 1024 * 1024
AN_HOUR = 3600.0
# bytes in an hour and process: whatever they are sent as, and whether or not a report comes of them
MOST_OF_AN_ADDRESS = 1024 * MB
KEPT_FREE = 1024 * MB  # on the disk of the attachments: below that nothing large is taken
LARGE = 256 * 1024  # bytes: words fit below
MOST_ADDRESSES = 10_000  # that are counted at a time
STILL_SECONDS = 10.0  # without a byte
SLOWEST = 16 * 1024  # bytes a second on top of that, over the whole body
LARGEST = 256 * MB  # bytes: more than any form or message takes
WAITED_FOR = 32  # bodies that a process waits for at a time: some threads are left for those who send none
READERS = 256  # threads that read in a process, those included whose senders were answered and hold on
OF_ONE_ADDRESS = 8  # of them: a phone network behind one address still sends several
IN_MEMORY = MB
CHUNK = 64 * 1024


class Volume:
    """How much each address has sent within an hour. Of one process; forgets whom it heard of longest ago."""

    def __init__(self, most: int = MOST_OF_AN_ADDRESS) -> None:
        self.most = most
        self._sent: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def seconds_to_wait(self, address: str, length: int) -> int:
        """Counts the bytes; 0 where they are within the limit, else the seconds until the hour is over."""
        now = time.monotonic()
        with self._lock:
            since, sent = self._sent.pop(address, (now, 0))
            since, sent = (now, 0) if now - since > AN_HOUR else (since, sent)
            is_within = sent + length <= self.most
            self._sent[address] = (since, sent + length if is_within else sent)
            while len(self._sent) > MOST_ADDRESSES:
                del self._sent[next(iter(self._sent))]
        return 0 if is_within else max(1, int(AN_HOUR - (now - since)))


def has_room(folder: Path) -> bool:
    """Whether the disk can take something large and go on working; a folder that is not there yet lies on its
    parent's."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))
    return shutil.disk_usage(there).free >= KEPT_FREE


class IncomingBody:
    """One body on its way into a temporary file: read by a thread of its own, waited for by the request's."""

    def __init__(self, source: Any, length: int) -> None:
        self.length, self.received, self.is_given_up = length, 0, False
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed on to the application
        self._source, self._ended, self._last_at = source, threading.Lock(), time.monotonic()
        self._ended.acquire()

    def read(self) -> None:
        """All of it, or until the sender is gone."""
        try:
            while self.received < self.length and (part := self._source.read(min(CHUNK, self.length - self.received))):
                self.file.write(part)
                self.received += len(part)
                self._last_at = time.monotonic()
        finally:
            self._ended.release()

    def arrives(self, still: float, slowest: float) -> bool:
        """Waits for it; False once nothing came for `still` seconds, or it took longer than that and `slowest` bytes a
        second allow."""
        end = time.monotonic() + still + self.length / slowest
        while (left := min(self._last_at + still, end) - time.monotonic()) > 0:
            if self._ended.acquire(timeout=left):
                return True
        return False


class ReaderThreads:
    """As many as there was work for at one time, kept for the next: to begin one for each body took a tenth of the time
    of small requests."""

    def __init__(self) -> None:
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._idle = threading.Semaphore(0)

    def do(self, work: Callable[[], None]) -> None:
        """Returns at once."""
        self._work.put(work)
        if not self._idle.acquire(blocking=False):
            threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            self._work.get()()
            self._idle.release()


class BodiesInTime:
    """The WSGI application around the application: `wsgi.input` is a file that is there already."""

    def __init__(self, application: WsgiApplication, *, still: float = STILL_SECONDS, slowest: float = SLOWEST) -> None:
        self.application, self.still, self.slowest = application, still, slowest
        self.waited_for, self.volume = 0, Volume()
        self.readers: Counter[str] = Counter()
        self._lock, self._threads = threading.Lock(), ReaderThreads()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        length = _length(environ)
        if length == 0:
            return self.application(environ, start_response)
        address = _address(environ)
        if refused := self._refused(address, length):
            return _say(start_response, *refused)
        body = IncomingBody(environ["wsgi.input"], length)
        self._threads.do(partial(self._read, body, address))
        try:
            is_there = body.arrives(self.still, self.slowest)
        finally:
            with self._lock:
                self.waited_for -= 1
        if not is_there:
            body.is_given_up = True
            return _say(start_response, HTTPStatus.REQUEST_TIMEOUT, ("Connection", "close"))
        body.file.seek(0)
        try:
            return self.application({**environ, "wsgi.input": body.file}, start_response)
        finally:
            body.file.close()  # whoever answers has read what they need

    def _refused(self, address: str, length: int) -> tuple[Any, ...] | None:
        """Why the body is not read, as status and headers; None where it is, and its reader is counted."""
        if length < 0:
            return (HTTPStatus.BAD_REQUEST,)
        if length > LARGEST:
            return (HTTPStatus.REQUEST_ENTITY_TOO_LARGE,)
        if wait := self.volume.seconds_to_wait(address, length):
            return HTTPStatus.TOO_MANY_REQUESTS, ("Retry-After", str(wait))
        if length > LARGE and not has_room(Path(settings.ATTACHMENTS_DIR)):
            return HTTPStatus.INSUFFICIENT_STORAGE, ("Retry-After", "600")
        return None if self._begin(address) else (HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", "5"))

    def _begin(self, address: str) -> bool:
        with self._lock:
            if (
                self.waited_for >= WAITED_FOR
                or self.readers.total() >= READERS
                or self.readers[address] >= OF_ONE_ADDRESS
            ):
                return False
            self.waited_for += 1
            self.readers[address] += 1
            return True

    def _read(self, body: IncomingBody, address: str) -> None:
        try:
            body.read()
        finally:
            if body.is_given_up:
                body.file.close()
            with self._lock:
                self.readers[address] -= 1
                if not self.readers[address]:
                    del self.readers[address]


def _length(environ: Environ) -> int:
    """Bytes that are said to come; 0 for none, -1 for nonsense.

    A body without a length (chunked) is read by nobody here."""
    said = str(environ.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isascii() and said.isdigit() else -1


def _address(environ: Environ) -> str:
    request = HttpRequest()
    request.META = environ
    return client_address(request)


def _say(start_response: StartResponse, status: HTTPStatus, *headers: tuple[str, str]) -> Iterable[bytes]:
    words = f"{status.value} {status.phrase}\n".encode()
    start_response(
        f"{status.value} {status.phrase}",
        [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(words))), *headers],
    )
    return [words]
