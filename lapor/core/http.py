"""One client for every call to another server, safe against being sent to the own network (SSRF).

Used by the files of `channels`.

https only; the name is looked up once and that address is connected to; no private addresses; every redirect is checked
anew; size and time end. An origin that the operator gave (`trusted`: a simulator, a gateway in the own network) is
exempt from the checks of scheme and address, no other.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Collection, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 20.0
LARGEST = 1024 * 1024
PIECE = 64 * 1024
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GOES_ALONG = frozenset({"accept", "user-agent"})  # headers that another host may see too
PORTS = {"https": 443, "http": 80}
AGENT = "lapor"


class Refused(Exception):
    """This must not be called: its scheme, its host, its address, or too many redirects."""


class Failed(Exception):
    """No answer, or not a whole one: away, too slow, broken off, not the server it says it is."""


class TooLarge(Failed):
    """The answer is longer than the caller takes."""


@dataclass(frozen=True)
class Answer:
    """Header names are in small letters."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port. Raises Refused for what is no address of a web server."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise Refused("no web address") from error
    if (
        not parts.hostname
        or parts.username is not None
        or any(sign.isspace() or not sign.isprintable() for sign in url)
    ):
        raise Refused("no web address")
    return parts.scheme, parts.hostname.lower().rstrip("."), port


def is_loopback(url: str) -> bool:
    """Whether the address names this very machine: the base of a simulator."""
    try:
        host = origin(url)[1]
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except (Refused, ValueError):
        return False


def request(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    hosts: Collection[str] = (),
    trusted: str = "",
    largest: int = LARGEST,
    seconds: float = TOTAL_SECONDS,
) -> Answer:
    """One call; a GET follows redirects.

    `hosts`: only these and the names below them. Raises Refused, TooLarge, Failed."""
    ends_at = time.monotonic() + seconds
    given = {"User-Agent": AGENT, **(headers or {})}
    home = _trusted_origin(trusted)
    for _turn in range(MOST_REDIRECTS + 1):
        at = origin(url)
        addresses = _addresses(at, is_trusted=at == home, hosts=hosts)
        answer = _call(method, urlsplit(url), at, addresses[0], given, body, largest=largest, ends_at=ends_at)
        target = answer.headers.get("location", "")
        if method != "GET" or answer.status not in REDIRECTS or not target:
            return answer
        url = urljoin(url, target)
        if origin(url) != at:  # another server learns no secret of this one
            given = {name: value for name, value in given.items() if name.lower() in GOES_ALONG}
    raise Refused("too many redirects")


def _trusted_origin(url: str) -> tuple[str, str, int] | None:
    return origin(url) if url else None


def _addresses(at: tuple[str, str, int], *, is_trusted: bool, hosts: Collection[str]) -> list[str]:
    """What the name stands for now.

    Raises Refused where one of it is not of the open internet, Failed where it is nothing."""
    scheme, host, port = at
    if not is_trusted and scheme != "https":
        raise Refused("not https")
    if not is_trusted and hosts and not any(host == name or host.endswith(f".{name}") for name in hosts):
        raise Refused("a host that is not the platform's")
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Failed("the name is not known") from error
    if not is_trusted and not all(is_public(address) for address in found):
        raise Refused("an address that is not of the open internet")
    return found


def is_near(written: str) -> bool:
    """Whether a host or address (https://host:port/…, host, host:port) names this machine or its own network, as it is
    written or resolves now."""
    host = urlsplit(written if "://" in written else f"//{written}").hostname or ""
    if host in {"", "localhost"} or host.endswith((".localhost", ".local", ".internal")):
        return bool(host)
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return False
    return any(not is_public(address) for address in found)


def is_public(address: str) -> bool:
    """Whether everybody on the internet means the same machine by it; an address hidden in another one counts too."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        number = int(found)
        hidden = [found.ipv4_mapped, found.sixtofour, found.teredo[1] if found.teredo else None]
        if number >> 32 == 0x64FF9B << 64 or number >> 32 == 0:  # NAT64; the old "IPv4-compatible" form
            hidden.append(ipaddress.IPv4Address(number & 0xFFFFFFFF))
        if any(inner is not None and not is_public(str(inner)) for inner in hidden):
            return False
        if found.ipv4_mapped is not None:
            return True
    return found.is_global and not found.is_multicast and not found.is_reserved


class _Connection(http.client.HTTPConnection):
    """To an address that was looked up before; the certificate still has to be the name's."""

    def __init__(self, at: tuple[str, str, int], address: str, *, ends_at: float) -> None:
        super().__init__(at[1], at[2], timeout=max(0.05, min(CONNECT_SECONDS, ends_at - time.monotonic())))
        self.default_port = PORTS[at[0]]  # so that the Host header names the port only where it is unusual
        self._address, self._is_tls = address, at[0] == "https"

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_tls:
            self.sock = tls().wrap_socket(self.sock, server_hostname=self.host)


def tls() -> ssl.SSLContext:
    """What certificates are believed: the machine's own store (SSL_CERT_FILE names another)."""
    return ssl.create_default_context()


def _call(
    method: str,
    parts: SplitResult,
    at: tuple[str, str, int],
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    largest: int,
    ends_at: float,
) -> Answer:
    connection = _Connection(at, address, ends_at=ends_at)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.connect()
        with _ended_at(connection, ends_at):
            connection.request(method, path, body or (b"" if method == "POST" else None), dict(headers))
            answer = connection.getresponse()
            content = _read(answer, largest)
        return Answer(answer.status, content, {name.lower(): value for name, value in answer.getheaders()})
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_late = time.monotonic() >= ends_at or isinstance(error, TimeoutError)
        raise Failed("too slow" if is_late else type(error).__name__) from error
    finally:
        connection.close()


@contextmanager
def _ended_at(connection: _Connection, ends_at: float) -> "Iterator[None]":
    """A timeout of the socket counts from the last byte: who sends one byte a second is cut off by the clock."""
    left, sock = max(0.05, ends_at - time.monotonic()), connection.sock
    sock.settimeout(left)

    def cut() -> None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it was over already

    watch = threading.Timer(left, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
        if time.monotonic() >= ends_at:
            raise TimeoutError
    finally:
        watch.cancel()


def _read(answer: http.client.HTTPResponse, largest: int) -> bytes:
    """Piece by piece, whatever length it says."""
    pieces, size = [], 0
    while piece := answer.read(PIECE):
        size += len(piece)
        if size > largest:
            raise TooLarge(f"more than {largest} bytes")
        pieces.append(piece)
    if answer.length:
        raise http.client.IncompleteRead(b"".join(pieces))
    return b"".join(pieces)
