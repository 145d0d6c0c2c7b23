"""A platform with an HTTP interface on 127.0.0.1: what all of them have in common.

Each says what it answers and what it delivers."""

import json
import queue
import threading
import time
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lapor.simulators.base import DELIVERY_SECONDS, Mode, NotTaken, ReceivedMessage, deliver, until_taken

MOST_BODY = 64 * 1024 * 1024


class Call:
    """One call of our own at the platform."""

    def __init__(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> None:
        parts = urlsplit(target)
        self.method, self.path, self.query = method, parts.path, dict(parse_qsl(parts.query))
        self.headers, self.body = {name.lower(): value for name, value in headers.items()}, body

    @property
    def content(self) -> dict[str, Any]:
        """The JSON of the body, {} where there is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class Reply(Exception):
    """An answer at once, from wherever it is found out."""

    def __init__(self, status: int, content: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.content, self.headers = status, content, dict(headers or {})


class HttpPlatform(ABC):
    """`answer` and `fault` are each platform's own."""

    def __init__(self, door: str) -> None:
        self.door, self.mode = door, Mode()
        self._heard: list[ReceivedMessage] = []
        self._lock = threading.Lock()
        self._last: tuple[bytes, dict[str, str]] | None = None
        self._count = 0
        self._names: dict[str, str] = {}
        self._files: dict[str, tuple[str, bytes]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self._later: queue.SimpleQueue[tuple[bytes, Mapping[str, str]] | None] = queue.SimpleQueue()
        self._is_closed = threading.Event()
        self._teller = threading.Thread(target=self._tell_on, daemon=True)
        self._teller.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    # --- what our side calls

    @abstractmethod
    def answer(self, call: Call) -> Any:
        """The JSON (or bytes) of an answer; raises Reply."""

    @abstractmethod
    def fault(self, kind: str) -> Reply:
        """How the platform says outage, expired or limited."""

    def replied(self, call: Call) -> Reply:
        with self._lock:
            mode = replace(self.mode)
            if mode.limited:
                self.mode.limited -= 1
        if mode.slow:
            time.sleep(mode.slow)
        try:
            kind = "outage" if mode.outage else "expired" if mode.expired else "limited" if mode.limited else ""
            return self.fault(kind) if kind else Reply(200, self.answer(call))
        except Reply as reply:
            return reply

    # --- what people do

    def next_id(self) -> int:
        with self._lock:
            self._count += 1
            return self._count

    def number_of(self, person: str) -> str:
        """The platform's number of a person; found again by `person_of`."""
        number = str(10_000_000_000 + zlib.crc32(person.encode()))
        self._names[number] = person
        return number

    def person_of(self, number: str) -> str:
        return self._names.get(number, number)

    def keep_file(self, content: bytes, content_type: str) -> str:
        """The platform's id of a file that somebody sent."""
        file_id = f"berkas{self.next_id()}"
        self._files[file_id] = (content_type, content)
        return file_id

    def reaches(self, heard: ReceivedMessage) -> None:
        with self._lock:
            self._heard.append(heard)

    def deliver(self, content: Any, headers: Mapping[str, str]) -> None:
        """Raises NotTaken."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self._last = body, {"Content-Type": "application/json", **headers}
        self.again()

    # --- what the platform says by itself

    def tell_later(self, body: bytes, headers: Mapping[str, str]) -> None:
        """A receipt, an echo: a moment later, in order, each until our door takes it; `again` does not repeat it."""
        self._later.put((body, {"Content-Type": "application/json", **headers}))

    def _tell_on(self) -> None:
        while (told := self._later.get()) is not None:
            with suppress(NotTaken):
                until_taken(lambda told=told: self._is_closed.is_set() or deliver(self.door, *told))  # type: ignore[misc]

    # --- as every simulator

    def again(self) -> None:
        if self._last is not None:
            deliver(self.door, *self._last)

    def behave(self, **mode: Any) -> None:
        for name, value in mode.items():
            if not hasattr(self.mode, name):
                raise ValueError(f"there is no mode {name}")
            setattr(self.mode, name, value)

    def commands(self) -> Mapping[str, Callable[[str, str], object]]:
        return {}

    def heard(self) -> list[ReceivedMessage]:
        with self._lock:
            return list(self._heard)

    def close(self) -> None:
        """Nothing more is told when it returns."""
        self._is_closed.set()
        self._later.put(None)
        self._teller.join(DELIVERY_SECONDS)
        self._server.shutdown()
        self._server.server_close()


def _handler(platform: HttpPlatform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            size = min(int(self.headers.get("Content-Length") or 0), MOST_BODY)
            reply = platform.replied(Call(self.command, self.path, dict(self.headers.items()), self.rfile.read(size)))
            body = reply.content if isinstance(reply.content, bytes) else json.dumps(reply.content).encode()
            self.send_response(reply.status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **reply.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_DELETE = _do  # noqa: N815 - names of the library

        def log_message(self, *_: Any) -> None:
            return

    return Handler
