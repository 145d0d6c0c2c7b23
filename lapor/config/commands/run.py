"""`lapor run`: database, web, worker and listener under one supervisor, after preparing whatever is missing."""

import argparse
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from lapor.config import preparation
from lapor.config.bind import Bind, read_bind, refuse_public_demo, refuse_taken_port
from lapor.core import environment
from lapor.core.errors import SetupError
from lapor.core.files import claim_data_folder, folder_lock
from lapor.runtime import database
from lapor.runtime.backups import TO as BACKUP_TO
from lapor.runtime.cluster import Cluster, running
from lapor.runtime.programs import child
from lapor.runtime.supervisor import Child, Supervisor

ACCOUNTS = "SELECT EXISTS (SELECT FROM gateway_channelaccount WHERE is_active AND NOT is_local)"
ENDING_SECONDS = 3.0  # web, worker and listener use the database too, and were told to end
PROGRAMS = {"web": ["serve"], "worker": ["worker"], "listener": ["listen"]}


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None: the LAPOR_* variables say what is wanted."""


def run(_args: argparse.Namespace) -> int:
    bind = read_bind()
    refuse_public_demo(bind)
    data_dir = environment.data_dir()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C, also while the folder is being prepared
    claim_data_folder(data_dir)
    with single_instance(data_dir):
        refuse_taken_port(bind)
        preparation.prepare_keys(data_dir)
        with own_database(data_dir) as cluster:
            preparation.prepare(data_dir, database_identity=cluster.identity if cluster else "given")
            result = Supervisor(
                children(cluster),
                say=database.say,
                each_turn=SupervisorTurn(Greeting(bind), cluster),
            ).run()
            for number in (signal.SIGINT, signal.SIGTERM):  # an impatient Ctrl-C must not leave the database running
                signal.signal(number, signal.SIG_IGN)
            return result


def children(cluster: Cluster | None) -> list[Child]:
    """Web, worker, a listener as soon as there is an account, and backups where a place for them is set."""
    found = {name: child(name, words, cluster) for name, words in PROGRAMS.items()}
    found["listener"].is_wanted = AnyAccount(cluster.url if cluster else environment.read(database.URL))
    if cluster and environment.read(BACKUP_TO):
        found["backup"] = child("backup", ["backup", "schedule"], None)
        found["backup"].is_vital = False  # a place that is wrong must not stop the site
    return list(found.values())


@contextmanager
def single_instance(data_dir: Path) -> Iterator[None]:
    """Raises SetupError where another `lapor run` works on this folder."""
    with folder_lock(data_dir / "run.lock", wait=False) as lock:
        if lock is None:
            raise SetupError(
                f"lapor already runs on {data_dir}: stop it first, or choose another folder with LAPOR_DATA_DIR."
            )
        yield


@contextmanager
def own_database(data_dir: Path) -> Iterator[Cluster | None]:
    """The embedded database, None where another is given."""
    if environment.read(database.URL):
        yield None
        return
    with running(data_dir, create=True, say=database.say, others_end_within=ENDING_SECONDS) as cluster:
        yield cluster


@dataclass(frozen=True)
class SupervisorTurn:
    """What the supervisor does besides watching its children: greet, and start a database again that was killed (no
    memory left)."""

    greet: "Greeting"
    cluster: Cluster | None
    looks: "EachSeconds" = field(default_factory=lambda: EachSeconds(1.0))

    def __call__(self) -> None:
        if self.cluster is not None and self.looks.is_due() and not self.cluster.is_running():
            database.say("The database stopped; starting it again.")
            self.cluster.start()
        self.greet()


class EachSeconds:
    """Says now and then that it is time."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.next = seconds, 0.0

    def is_due(self) -> bool:
        now = time.monotonic()
        if now < self.next:
            return False
        self.next = now + self.seconds
        return True


class AnyAccount:
    """Whether an account is there that may have to be asked: until then the listener takes 60 MB for nothing."""

    def __init__(self, url: str) -> None:
        self.url, self.looks, self.found = url, EachSeconds(5.0), False

    def __call__(self) -> bool:
        if not self.found and self.looks.is_due():
            with suppress(psycopg.Error), psycopg.connect(self.url, connect_timeout=5) as connection:
                row = connection.execute(ACCOUNTS).fetchone()
                self.found = bool(row and row[0])
        return self.found


class Greeting:
    """Says once where to click, as soon as the web server answers."""

    def __init__(self, bind: Bind) -> None:
        self.bind = bind
        self.is_done = False

    def __call__(self) -> None:
        if not self.is_done and answers(f"{self.bind.url}/healthz"):
            print(f"Open {self.bind.url}", flush=True)
            self.is_done = True


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)  # noqa: PLR2004 - HTTP
    except (OSError, urllib.error.URLError):
        return False
