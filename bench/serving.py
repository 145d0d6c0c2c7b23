"""The real server on the measurement's database, and the two kinds of calls. Used by B1, B3 and B9."""

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import Random

from bench.client import Call, Clients, request, summary
from bench.database import SERVED

PORT = int(os.environ.get("BENCH_PORT", "8766"))
ROUNDS = 5
SECRET = "bench"  # noqa: S105 - of an account that lives for minutes


@contextmanager
def serving() -> Iterator[None]:
    """`lapor serve` with its two processes, on loopback, behind a proxy that is believed (the clients' addresses are
    made up)."""
    environment = {
        **os.environ,
        "LAPOR_BIND": f"127.0.0.1:{PORT}",
        "LAPOR_TRUSTED_PROXIES": "127.0.0.1",
        "LAPOR_DATABASE_URL": os.environ[SERVED],
    }
    server = subprocess.Popen([sys.executable, "-m", "lapor.cli", "serve"], env=environment)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2):
                break
            time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait(30)


def address(number: int) -> str:
    """Another phone each time: the rate limits stay on."""
    return f"10.{number % 250}.{number // 250 % 250}.{number // 62500 % 250}"


def report(*, with_contact: bool = False) -> Call:
    """A report by REST; texts of the loader's word model."""
    from lapor.config.load_generator.word_model import complaint, person  # noqa: PLC0415 - after the settings

    chance = Random(time.time_ns())

    def call(number: int) -> bytes:
        sent = {
            "text": complaint(chance, chance.choice(("jalan", "air", "sampah", "drainase")), "", "Bandarharjo"),
            "latitude": -6.99 + chance.uniform(-0.03, 0.03),
            "longitude": 110.42 + chance.uniform(-0.03, 0.03),
        }
        if with_contact:
            sent["contact"] = {"name": person(chance), "email": f"warga{number}@contoh.example"}
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.UUID(int=chance.getrandbits(128))),
            "X-Forwarded-For": address(chance.getrandbits(30)),
        }
        return request("/api/v1/reports", json.dumps(sent).encode(), headers)

    return call


def delivery() -> Call:
    """A signed webhook delivery with one message, to the account that `door_account` makes."""
    from lapor.channels.webhook.channel import HEADER, signature  # noqa: PLC0415

    run = uuid.uuid4().hex

    def call(number: int) -> bytes:
        one = {"id": f"{run}-{number}", "from": f"0811{number}", "text": "Lampu jalan mati di depan musala"}
        body, stamp = json.dumps({"messages": [one]}).encode(), str(int(time.time()))
        return request(
            "/webhooks/webhook/bench",
            body,
            {"Content-Type": "application/json", HEADER: f"t={stamp},v1={signature(SECRET, stamp, body)}"},
        )

    return call


def door_account() -> None:
    from lapor.agencies.queries import jurisdiction  # noqa: PLC0415
    from lapor.gateway.accounts.accounts import make_account  # noqa: PLC0415

    make_account("webhook", "bench", root=jurisdiction(), settings={}, secrets={"secret": SECRET})


def closed(call: Call, *, clients: int, seconds: float, pause: float = 0.0) -> dict[str, float]:
    """The median of five rounds."""
    rounds = []
    for _ in range(ROUNDS):
        load = Clients(PORT, call, most=clients)
        rounds.append(summary(load.run(seconds, pause=pause), seconds))
        load.close()
    return median_of(rounds)


def warm(make: Callable[[], Call]) -> None:
    """Connections, plans and caches of both processes."""
    load = Clients(PORT, make(), most=8)
    load.run(3)
    load.close()


def median_of(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in rounds), 1) for name in rounds[0]}
