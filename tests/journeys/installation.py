"""A whole installation (`lapor run` with the demo) in a folder of its own, for the journeys and the screenshots."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from lapor.core.files import folder_lock, take_lock
from lapor.runtime.cluster import Cluster

KEPT = {"LAPOR_POSTGRES_BIN"}
START_SECONDS = 180
STOP_SECONDS = 30


@dataclass(frozen=True)
class Installation:
    """One running `lapor run`: where it answers, where its data lies, its process."""

    url: str
    data_dir: Path
    pid: int
    push_port: int = 0  # where it believes a push service to be (tests/push_service.py)

    def lapor(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run `lapor COMMAND…` on this installation's data, whatever its exit code."""
        arguments = [sys.executable, "-m", "lapor.cli", *command]
        return subprocess.run(
            arguments, env=environment(self.data_dir), capture_output=True, text=True, check=False, timeout=120
        )

    @property
    def superuser_url(self) -> str:
        return Cluster(self.data_dir).superuser_url

    def count(self, table: str, where: str) -> int:
        """Rows of the database, for what no page shows."""
        with psycopg.connect(self.superuser_url) as connection:
            found = connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()  # noqa: S608 - words of the tests
        return int(found[0]) if found else 0

    def mails_to(self, address: str) -> list[str]:
        """The mails of the outbox for this address."""
        found = [path.read_text(encoding="utf-8") for path in sorted((self.data_dir / "outbox").glob("*.eml"))]
        return [mail for mail in found if f"To: {address}" in mail]


def environment(data_dir: Path, url: str = "") -> dict[str, str]:
    """This process's environment without the test run's own database and keys."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("LAPOR_") or name in KEPT}
    bind = {"LAPOR_BIND": url.removeprefix("http://")} if url else {}
    ours = {"LAPOR_DATA_DIR": str(data_dir), "LAPOR_DEMO": "1", "LAPOR_MAP_TILES": "none"}  # asks no other host
    return {**outside, **bind, **ours, "PYTHONUNBUFFERED": "1"}


@contextmanager
def shared_installation(folder: Path) -> Iterator[Installation]:
    """The installation in `folder`: the first of several test processes starts it, the last one stops it."""
    folder.mkdir(parents=True, exist_ok=True)
    with folder_lock(folder / "users.lock", shared=True) as users:
        with folder_lock(folder / "turn.lock"):
            state = folder / "running.json"
            if not state.exists():
                port = free_port()
                more = {"LAPOR_PUSH_SERVICES": f"http://localhost:{port}", "LAPOR_TRUSTED_PROXIES": "127.0.0.1"}
                known = start(folder / "data", folder / "log.txt", more)
                state.write_text(json.dumps({**known, "push_port": port}))
            known = json.loads(state.read_text())
        found = Installation(known["url"], folder / "data", known["pid"], known["push_port"])
        try:
            yield found
        finally:
            with folder_lock(folder / "turn.lock"):
                if users is not None and take_lock(users, shared=False, wait=False):
                    stop(found)
                    state.unlink()


def start(data_dir: Path, log: Path, more: Mapping[str, str] | None = None) -> dict[str, object]:
    """Start `lapor run` and wait until it answers; raises RuntimeError with its log where it does not.

    `more`: names of its environment."""
    url = f"http://127.0.0.1:{free_port()}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "lapor.cli", "run"],
            env={**environment(data_dir, url), **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=2):
            process.returncode = 0  # it outlives this object: whoever uses it last stops it
            return {"url": url, "pid": process.pid}
        time.sleep(0.2)
    process.terminate()
    process.wait(STOP_SECONDS)
    Cluster(data_dir).destroy()
    raise RuntimeError(f"lapor run did not start:\n{log.read_text(errors='replace')}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(installation: Installation) -> None:
    """End it and remove its database and data."""
    with suppress(ProcessLookupError):
        os.kill(installation.pid, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while time.monotonic() < until and is_running(installation.data_dir):
        time.sleep(0.1)
    Cluster(installation.data_dir).destroy()
    shutil.rmtree(installation.data_dir, ignore_errors=True)


def is_running(data_dir: Path) -> bool:
    """Asked of its lock: whoever started it may be another test process, whose ended child still has its number."""
    with folder_lock(data_dir / "run.lock", wait=False) as lock:
        return lock is None
