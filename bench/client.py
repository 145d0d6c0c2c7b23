"""Many HTTP clients in one thread, so that asking costs as little as can be: the machine is shared with what is
measured. Used by the workloads.

Closed: each of `clients` connections sends again as soon as it was answered. Open: so many requests a second begin
whatever becomes of them.
"""

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

Call = Callable[[int], bytes]
PATIENCE = 20.0  # seconds that a client waits for an answer
REFUSED = frozenset({429, 503})


@dataclass
class Sample:
    """One request: its number, when it began, how long it took, and the answer (status 0: none)."""

    number: int
    began: float
    seconds: float
    status: int
    has_retry_after: bool
    body: bytes


@dataclass(eq=False)
class Connection:
    """A client; `wanted` are the bytes not yet sent."""

    socket: socket.socket
    number: int = -1
    began: float = 0.0
    wanted: bytes = b""
    got: bytearray = field(default_factory=bytearray)


class Clients:
    """`run` gives the samples of one stretch of load."""

    def __init__(self, port: int, call: Call, *, most: int) -> None:
        self.address, self.call, self.most = ("127.0.0.1", port), call, most
        self.selector = selectors.DefaultSelector()
        self.idle: deque[Connection] = deque()
        self.busy: set[Connection] = set()
        self.samples: list[Sample] = []
        self.next_number = 0

    def run(self, seconds: float, *, rate: float = 0.0, pause: float = 0.0) -> list[Sample]:
        """`rate`: a second, open; else closed, each connection resting `pause` after an answer."""
        self.samples = []
        start = time.monotonic()
        # when each client sends next
        resting = deque(start + pause * n / self.most for n in range(0 if rate else self.most))
        sent = 0
        while (now := time.monotonic()) < start + seconds or self.busy:
            is_over = now >= start + seconds
            while rate and not is_over and sent < (now - start) * rate and len(self.busy) < self.most:
                self._send()
                sent += 1
            while resting and resting[0] <= now and not is_over:
                resting.popleft()
                self._send()
            done = self._turn(0.001 if rate or pause else 0.05)
            resting.extend([time.monotonic() + pause] * (0 if rate else done))
            self._give_up(now)
        return self.samples

    def close(self) -> None:
        for connection in (*self.idle, *self.busy):
            connection.socket.close()
        self.selector.close()

    def _send(self) -> None:
        connection = self.idle.popleft() if self.idle else self._connect()
        connection.number, connection.began = self.next_number, time.monotonic()
        connection.wanted, connection.got = self.call(self.next_number), bytearray()
        self.next_number += 1
        self.busy.add(connection)
        self.selector.modify(connection.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, connection)
        self._write(connection)

    def _connect(self) -> Connection:
        plug = socket.socket()
        plug.setblocking(False)
        plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        plug.connect_ex(self.address)
        connection = Connection(plug)
        self.selector.register(plug, selectors.EVENT_WRITE, connection)
        return connection

    def _write(self, connection: Connection) -> None:
        with suppress(BlockingIOError, InterruptedError):
            try:
                connection.wanted = connection.wanted[connection.socket.send(connection.wanted) :]
            except OSError as error:
                if isinstance(error, BlockingIOError):
                    raise
                if error.errno != 107:  # noqa: PLR2004 - ENOTCONN: still connecting
                    self._end(connection, 0)
                return
            if not connection.wanted:
                self.selector.modify(connection.socket, selectors.EVENT_READ, connection)

    def _turn(self, wait: float) -> int:
        """Look at every connection that moved; how many were answered (or failed)."""
        before = len(self.samples)
        for key, events in self.selector.select(wait):
            connection: Connection = key.data
            if events & selectors.EVENT_WRITE and connection.wanted and connection in self.busy:
                self._write(connection)
            if events & selectors.EVENT_READ and connection in self.busy:
                self._read(connection)
            elif events & selectors.EVENT_READ and connection in self.idle:  # the server closed it
                self.idle.remove(connection)
                self._forget(connection)
        return len(self.samples) - before

    def _read(self, connection: Connection) -> None:
        try:
            chunk = connection.socket.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self._end(connection, 0)
            return
        connection.got += chunk
        head, gap, body = bytes(connection.got).partition(b"\r\n\r\n")
        if not gap:
            return
        lower = head.lower()
        length = lower.partition(b"content-length:")[2].partition(b"\r\n")[0]
        is_whole = (
            body.endswith(b"0\r\n\r\n") if b"transfer-encoding: chunked" in lower else len(body) >= int(length or 0)
        )
        if is_whole:
            self._end(
                connection,
                int(head[9:12]),
                has_retry_after=b"\r\nretry-after:" in lower,
                body=body,
                closes=b"connection: close" in lower,
            )

    def _end(
        self,
        connection: Connection,
        status: int,
        *,
        has_retry_after: bool = False,
        body: bytes = b"",
        closes: bool = False,
    ) -> None:
        self.samples.append(
            Sample(
                connection.number, connection.began, time.monotonic() - connection.began, status, has_retry_after, body
            )
        )
        self.busy.discard(connection)
        if status and not closes:
            self.idle.append(connection)
        else:
            self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        self.selector.unregister(connection.socket)
        connection.socket.close()

    def _give_up(self, now: float) -> None:
        for connection in [one for one in self.busy if now - one.began > PATIENCE]:
            self._end(connection, 0)


def request(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A POST as bytes."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def get(path: str, headers: dict[str, str]) -> bytes:
    """A GET as bytes."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def summary(samples: list[Sample], seconds: float) -> dict[str, float]:
    """Answers a second, p50 and p99 in milliseconds, errors (neither taken nor refused as it should be)."""
    taken = [sample for sample in samples if sample.status in {200, 201}]
    ordered = sorted(sample.seconds for sample in taken) or [0.0]
    errors = sum(
        sample.status not in {200, 201} and not (sample.status in REFUSED and sample.has_retry_after)
        for sample in samples
    )
    return {
        "a_second": round(len(taken) / seconds, 1),
        "p50_ms": round(1000 * ordered[len(ordered) // 2], 1),
        "p99_ms": round(1000 * ordered[int(len(ordered) * 0.99)], 1),
        "refused": len(samples) - len(taken) - errors,
        "errors": errors,
    }
