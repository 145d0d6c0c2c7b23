"""Gives the test run one fast embedded PostgreSQL before Django's settings are read. Loaded by pyproject's addopts.

The controller of xdist starts it, its workers inherit the environment. LAPOR_TEST_DATABASE_URL names a server instead
(its role must be allowed to create databases), LAPOR_POSTGRES_BIN other programs (PostgreSQL 15).
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lapor.core.cluster import Cluster
from lapor.core.environment import PROJECT_DIR
from lapor.core.files import claim_data_folder, folder_lock
from lapor.core.keys import create_keys

READY = "LAPOR_TEST_READY"
KEPT = {"LAPOR_POSTGRES_BIN", "LAPOR_TEST_DATABASE_URL", READY}
MOST_RUNS_AT_ONCE = 9


@pytest.hookimpl(hookwrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """A wrapper runs before pytest-django's own hook, which reads the settings."""
    if READY not in os.environ:
        prepare_environment()
    yield


def prepare_environment() -> None:
    """Point every LAPOR_* variable to a folder of this run's own."""
    stack = ExitStack()
    atexit.register(stack.close)
    for name in [name for name in os.environ if name.startswith("LAPOR_") and name not in KEPT]:
        del os.environ[name]
    data_dir = free_folder(stack)
    claim_data_folder(data_dir)
    create_keys(data_dir / "keys.json")
    url = os.environ.get("LAPOR_TEST_DATABASE_URL") or start_cluster(data_dir)
    os.environ.update(LAPOR_DATA_DIR=str(data_dir), LAPOR_DATABASE_URL=url, LAPOR_DATABASE_ADMIN_URL=url)
    os.environ[READY] = "1"


def free_folder(stack: ExitStack) -> Path:
    """A folder that no other run uses now; what a killed run left in it is removed."""
    base = Path(tempfile.gettempdir()) / f"lapor-tests-{os.geteuid()}"
    base.mkdir(mode=0o700, exist_ok=True)
    for number in range(MOST_RUNS_AT_ONCE):
        name = f"{PROJECT_DIR.parent.name}-{PROJECT_DIR.name}-{number}"
        lock = stack.enter_context(folder_lock(base / f"{name}.lock", wait=False))
        if lock is not None:
            remove(base / name)
            stack.callback(remove, base / name)
            return base / name
    raise pytest.UsageError(f"{MOST_RUNS_AT_ONCE} test runs are going on at once: wait until one has ended.")


def remove(data_dir: Path) -> None:
    Cluster(data_dir).destroy()
    shutil.rmtree(data_dir, ignore_errors=True)


def start_cluster(data_dir: Path) -> str:
    """The URL of the superuser, who may create the test databases."""
    cluster = Cluster(data_dir, fast=True)
    cluster.prepare()
    cluster.start()
    return cluster.superuser_url
