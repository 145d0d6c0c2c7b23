"""B1 and B3 at a real server: `python -m bench.door`. Reports by REST from 8 clients, signed webhook deliveries from 32.

Server, database and clients share the machine. Each client keeps its connection; addresses are made up behind a trusted proxy on loopback.
"""

import argparse
import http.client
import json
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from bench.database import own_database

RESULTS = Path(__file__).parent / "results"
PORT = 8766
ROUNDS = 5
SECRET = "bench"  # noqa: S105 - of an account that lives for minutes
Call = Callable[[int], tuple[str, bytes, dict[str, str]]]


@contextmanager
def serving() -> Iterator[None]:
    environment = {**os.environ, "LAPOR_BIND": f"127.0.0.1:{PORT}", "LAPOR_TRUSTED_PROXIES": "127.0.0.1"}
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


def report(number: int) -> tuple[str, bytes, dict[str, str]]:
    body = json.dumps({"text": f"Lampu jalan nomor {number} mati sejak Senin, gelap sekali kalau malam.", "latitude": -6.99, "longitude": 110.42})
    return (
        "/api/v1/reports",
        body.encode(),
        {"Idempotency-Key": str(uuid.uuid4()), "X-Forwarded-For": f"10.{number % 250}.{number // 250 % 250}.{number % 199}"},
    )


def delivery(number: int) -> tuple[str, bytes, dict[str, str]]:
    from lapor.channels.webhook import HEADER, signature  # noqa: PLC0415 - the settings are only known now

    one = {"id": f"{number}-{uuid.uuid4()}", "from": f"0811{number}", "text": "Lampu jalan mati di depan musala"}
    body, stamp = json.dumps({"messages": [one]}).encode(), str(int(time.time()))
    return "/webhooks/webhook/bench", body, {HEADER: f"t={stamp},v1={signature(SECRET, stamp, body)}"}


def load(call: Call, *, clients: int, seconds: float, pause: float = 0.0) -> dict[str, float]:
    """`clients` threads for `seconds`; requests a second, p50 and p99 in milliseconds, errors."""
    times: list[float] = []
    errors: list[int] = []
    stop = time.monotonic() + seconds

    def client(first: int) -> None:
        connection, number = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20), first
        while time.monotonic() < stop:
            path, body, headers = call(number)
            began = time.perf_counter()
            connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - began)
            if answer.status not in {200, 201}:
                errors.append(answer.status)
            number += clients
            time.sleep(pause)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(times)
    return {"a_second": round(len(times) / seconds, 1), "p50_ms": round(1000 * ordered[len(ordered) // 2], 1),
            "p99_ms": round(1000 * ordered[int(len(ordered) * 0.99)], 1), "errors": len(errors)}  # fmt: skip


def median_of(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in rounds), 1) for name in rounds[0]}


def measure(seconds: float) -> dict[str, Any]:
    load(delivery, clients=8, seconds=2)  # connections, plans and caches
    load(report, clients=8, seconds=2)
    found: dict[str, Any] = {
        "B1 report by REST, 8 clients": median_of([load(report, clients=8, seconds=seconds) for _ in range(ROUNDS)]),
        "B3 webhook, 32 clients": median_of([load(delivery, clients=32, seconds=seconds) for _ in range(ROUNDS)]),
    }
    half = found["B3 webhook, 32 clients"]["a_second"] / 2
    found["B3 webhook at half that load"] = median_of(
        [load(delivery, clients=8, seconds=seconds, pause=max(0.0, 8 / half - 0.004)) for _ in range(ROUNDS)]
    )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    seconds = parser.parse_args().seconds
    with own_database(is_durable=True):
        from bench.acts import prepare  # noqa: PLC0415 - the settings are only known now
        from lapor.agencies.queries import jurisdiction  # noqa: PLC0415
        from lapor.gateway.accounts import make_account  # noqa: PLC0415

        prepare()
        make_account("webhook", "bench", root=jurisdiction(), settings={}, secrets={"secret": SECRET})
        with serving():
            found = measure(seconds)
    for name, figures in found.items():
        print(f"{name:34}" + "  ".join(f"{key} {value}" for key, value in figures.items()))
    RESULTS.mkdir(exist_ok=True)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]}
    (RESULTS / f"door-{date.today().isoformat()}.json").write_text(json.dumps({**found, "machine": machine}, indent=1) + "\n")  # noqa: DTZ011


if __name__ == "__main__":
    main()
