"""The address that the web server listens on (LAPOR_BIND). Called by `run`, `serve` and `doctor`."""

import ipaddress
import socket
from dataclasses import dataclass

from lapor.core import environment
from lapor.core.errors import SetupError

DEFAULT = "127.0.0.1:8000"


@dataclass(frozen=True)
class Bind:
    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host)  # noqa: S104 - compared, not bound
        return f"http://{host or (f'[{self.host}]' if ':' in self.host else self.host)}:{self.port}"


def read_bind() -> Bind:
    """LAPOR_BIND as host and port. Raises SetupError."""
    given = environment.read("LAPOR_BIND", DEFAULT)
    host, _, port = given.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 2**16:
        raise SetupError(f"LAPOR_BIND is {given!r}: write an address and a port, like {DEFAULT}.")
    return Bind(host.strip("[]"), int(port))


def refuse_public_demo(bind: Bind) -> None:
    """Demo accounts have well-known passwords. Raises SetupError where others could reach them."""
    if environment.read_flag("LAPOR_DEMO") and not bind.is_loopback:
        raise SetupError(
            "LAPOR_DEMO=1 makes accounts with known passwords, so it serves this machine only: set LAPOR_BIND to"
            f" {DEFAULT} or leave LAPOR_DEMO out."
        )


def refuse_taken_port(bind: Bind) -> None:
    """Raises SetupError where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in bind.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind.host, bind.port))
        except OSError as error:
            raise SetupError(
                f"{bind.host}:{bind.port} cannot be used ({error.strerror}): stop the program that has it,"
                f" or choose another with LAPOR_BIND, like 127.0.0.1:{min(bind.port + 1, 65535)}."
            ) from None
