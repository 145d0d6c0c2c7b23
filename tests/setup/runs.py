"""Real processes of `lapor` on data folders of their own, without the demo; each is stopped and its database
removed."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from lapor.runtime.cluster import Cluster
from tests.journeys.installation import environment, free_port

START_SECONDS, STOP_SECONDS = 90, 40


def variables(data_dir: Path, port: int, **more: str) -> dict[str, str]:
    found = environment(data_dir, f"http://127.0.0.1:{port}")
    del found["LAPOR_DEMO"]
    return {**found, **more}


@dataclass
class Run:
    """One `lapor run`; `as_user` is a number that an ordinary user would have, `program` what is `lapor` there."""

    data_dir: Path
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)
    as_user: int = 0
    program: tuple[str, ...] = (sys.executable, "-m", "lapor.cli")
    folder: Path | None = None  # where it is called; none: where the tests are
    process: "subprocess.Popen[str] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words: str) -> list[str]:
        return [*(become(self.as_user) if self.as_user else []), *self.program, *words]

    def lapor(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """A command on the same data, to its end."""
        return subprocess.run(
            self.command(*words),
            env=variables(self.data_dir, self.port, **self.more),
            capture_output=True,
            text=True,
            check=False,
            timeout=START_SECONDS,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
        )

    def start(self) -> "Run":
        log = self.data_dir.parent / f"log-{self.port}.txt"
        with log.open("w") as output:
            self.process = subprocess.Popen(
                self.command("run"),
                env=variables(self.data_dir, self.port, **self.more),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                text=True,
                cwd=self.folder,
            )
        until = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            if self.answers():
                return self
            time.sleep(0.1)
        raise AssertionError(f"lapor run did not start:\n{log.read_text()}")

    def answers(self, path: str = "/healthz") -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.url}{path}", timeout=2) as response:
            return bool(response.status == 200)
        return False

    def family(self) -> set[int]:
        """The process and all that it started, however deep."""
        assert self.process is not None
        found, fresh = {self.process.pid}, {self.process.pid}
        while fresh:
            fresh = {pid for pid, parent in parents().items() if parent in fresh} - found
            found |= fresh
        return found

    def database(self) -> int:
        """The number of the database's process, 0 where its pid file is gone."""
        home = json.loads((self.data_dir / "database.json").read_text())["home"]
        try:
            return int((self.data_dir / home / "cluster" / "postmaster.pid").read_text().split()[0])
        except FileNotFoundError:
            return 0

    def stop(self, number: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)


def become(uid: int) -> list[str]:
    """What makes a command another user's, where we are root; an ordinary user is one already.

    He may read but not write what is not his: clone and Python may lie in root's closed home."""
    if os.geteuid() != 0:
        return []
    return [
        "setpriv",
        f"--reuid={uid}",
        f"--regid={uid}",
        "--clear-groups",
        "--inh-caps=+dac_read_search",
        "--ambient-caps=+dac_read_search",
    ]


def parents() -> dict[int, int]:
    """pid -> pid of its parent, of every process now."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            words = stat.read_text().rpartition(")")[2].split()
            if words[0] != "Z":
                found[int(stat.parent.name)] = int(words[1])
    return found


@contextmanager
def running(data_dir: Path, **options: object) -> Iterator[Run]:
    run = Run(data_dir, **options).start()  # type: ignore[arg-type]
    try:
        yield run
    finally:
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            run.stop(signal.SIGTERM)
        remove(data_dir)


def remove(data_dir: Path) -> None:
    if (data_dir / "lapor.json").exists():
        Cluster(data_dir).destroy()


def is_alive(pid: int) -> bool:
    return pid in parents()


def is_one_sentence(text: str) -> bool:
    """What a person can read: one line that ends as a sentence does."""
    lines = text.strip().splitlines()
    return "Traceback" not in text and len(lines) == 1 and lines[0].endswith(".")
