"""Gives each process that runs tests the address of a fast embedded PostgreSQL before Django's settings are read; it is
started when the first test asks for a database (tests.database). Loaded by pyproject's addopts.

A server of its own: readers of events wait for every older transaction of their server, so also for the tests of
another process. The controller of xdist makes their folders and ends them, its workers inherit the environment.
LAPOR_TEST_DATABASE_URL names one server for all instead (its role must be allowed to create databases),
LAPOR_POSTGRES_BIN other programs (PostgreSQL 15).
"""

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lapor.core.environment import PROJECT_DIR
from lapor.core.files import claim_data_folder, folder_lock
from lapor.core.keys import create_keys
from lapor.runtime.cluster import Cluster
from lapor.runtime.cluster.place import new_place

READY = "LAPOR_TEST_READY"
SERVER = "LAPOR_TEST_SERVER"
KEPT = {"LAPOR_POSTGRES_BIN", "LAPOR_TEST_DATABASE_URL", READY}
WORKER = "PYTEST_XDIST_WORKER"
MOST_RUNS_AT_ONCE = 9


@pytest.hookimpl(hookwrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """A wrapper runs before pytest-django's own hook, which reads the settings."""
    if READY not in os.environ:
        workers = getattr(early_config.known_args_namespace, "numprocesses", None) or 0
        prepare_environment(servers=max(1, workers))
    elif worker := os.environ.get(WORKER):
        # one that takes a crashed one's place has a number beyond
        use_server(int(worker.removeprefix("gw")) % int(os.environ[READY]))
    yield


def prepare_environment(servers: int = 1) -> None:
    """Point every LAPOR_* variable to a folder of this run's own, with so many servers."""
    stack = ExitStack()
    atexit.register(stack.close)
    for name in [name for name in os.environ if name.startswith("LAPOR_") and name not in KEPT]:
        del os.environ[name]
    data_dir = free_folder(stack)
    claim_data_folder(data_dir)
    lay_keys(data_dir / "keys.json")
    os.environ.update(LAPOR_DATA_DIR=str(data_dir), **{READY: str(servers)})
    for number in range(servers):
        if "LAPOR_TEST_DATABASE_URL" not in os.environ:
            folder = data_dir / f"server{number}"
            claim_data_folder(folder)
            new_place(folder)
            stack.callback(Cluster(folder).destroy)
    use_server(0)


def use_server(number: int) -> None:
    """The superuser's URL, who may create the test databases."""
    cluster = Cluster(Path(os.environ["LAPOR_DATA_DIR"]) / f"server{number}", fast=True)
    url = os.environ.get("LAPOR_TEST_DATABASE_URL") or cluster.superuser_url
    os.environ.update({"LAPOR_DATABASE_URL": url, "LAPOR_DATABASE_ADMIN_URL": url, SERVER: str(cluster.data_dir)})


def base_folder() -> Path:
    base = Path(tempfile.gettempdir()) / f"lapor-tests-{os.geteuid()}"
    base.mkdir(mode=0o700, exist_ok=True)
    return base


def lay_keys(path: Path) -> None:
    """The same for each run, since the prepared database holds what was made with them (tests.database)."""
    form = hashlib.sha256((PROJECT_DIR / "lapor/core/keys.py").read_bytes()).hexdigest()[:12]
    kept = base_folder() / f"keys-{form}.json"
    with folder_lock(base_folder() / "keys.lock"):
        if not kept.exists():
            create_keys(kept)
    shutil.copy(kept, path)


def free_folder(stack: ExitStack) -> Path:
    """A folder that no other run uses now; what a killed run left in it is removed."""
    base = base_folder()
    for number in range(MOST_RUNS_AT_ONCE):
        name = f"{PROJECT_DIR.parent.name}-{PROJECT_DIR.name}-{number}"
        lock = stack.enter_context(folder_lock(base / f"{name}.lock", wait=False))
        if lock is not None:
            remove(base / name)
            stack.callback(remove, base / name)
            return base / name
    raise pytest.UsageError(f"{MOST_RUNS_AT_ONCE} test runs are going on at once: wait until one has ended.")


def remove(data_dir: Path) -> None:
    for mark in data_dir.rglob("database.lock"):
        Cluster(mark.parent).destroy()
    shutil.rmtree(data_dir, ignore_errors=True)
