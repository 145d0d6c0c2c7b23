"""Web, worker and listener of a real `lapor run` are the application's role in the database and nothing more, whoever
started them."""

import signal
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from lapor.core import landlock
from lapor.runtime.cluster import Cluster
from lapor.runtime.cluster.passwords import password, password_file
from tests.setup.runs import Run, running, variables
from tests.setup.test_run import wait_until

pytestmark = [pytest.mark.setup, pytest.mark.deep]

# What somebody who took a program over would try: the same account, the same data folder, after the program shut itself
# in.
TRIAL = """
    import psycopg
    from lapor.runtime.programs import shut_in
    from lapor.runtime.cluster import Cluster
    from lapor.core import environment
    cluster = Cluster(environment.data_dir())
    urls = {"lapor_app": cluster.url, "lapor_owner": cluster.admin_url, "lapor_superuser": cluster.superuser_url}
    assert shut_in()
    for role, url in urls.items():
        for given in (url, url.partition("&passfile")[0]):
            try:
                with psycopg.connect(given, connect_timeout=5) as connection:
                    print(role, connection.execute("SELECT current_user").fetchone()[0])
            except psycopg.OperationalError:
                print(role, "refused")
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    with running(tmp_path_factory.mktemp("confined") / "data") as found:
        yield found


def programs(run: Run) -> set[str]:
    """The commands of lapor that run below it."""
    found = set()
    for pid in run.family() - {run.process.pid}:
        words = words_of(pid)
        found |= {words[3]} if words[1:3] == ["-m", "lapor.cli"] else set()
    return found


def words_of(pid: int) -> list[str]:
    """What a process was called with; nothing where it ended meanwhile, as those of the database come and go."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return []


def test_listener_runs_as_soon_as_there_is_an_account_and_not_before(run):
    wait_until(lambda: programs(run) == {"serve", "worker"})
    assert run.lapor("account", "add", "webhook", "tanya").returncode == 0
    wait_until(lambda: programs(run) == {"serve", "worker", "listen"})


def trial(run: Run) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(TRIAL)],
        env=variables(run.data_dir, run.port),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.splitlines())


@pytest.mark.skipif(
    landlock.version() < landlock.MOVES, reason="this kernel has no Landlock that knows moving between folders"
)
def test_only_the_application_s_role_can_be_had(run):
    assert trial(run) == {"lapor_app lapor_app", "lapor_owner refused", "lapor_superuser refused"}


@pytest.mark.skipif(
    landlock.version() < landlock.MOVES, reason="this kernel has no Landlock that knows moving between folders"
)
def test_each_thread_of_each_program_is_shut_in(run):
    seen = set()
    for pid in run.family() - {run.process.pid}:
        words = words_of(pid)
        if words[1:3] != ["-m", "lapor.cli"]:
            continue  # the database's own processes
        seen.add(words[3])
        states = [status.read_text() for status in Path(f"/proc/{pid}/task").glob("*/status")]
        assert all("NoNewPrivs:\t1" in state for state in states), words
        assert "LAPOR_DATABASE_ADMIN_URL" not in Path(f"/proc/{pid}/environ").read_text()
    assert {"serve", "worker", "listen"} <= seen


def test_the_system_s_account_alone_does_not_make_an_owner(run):
    for role in ("lapor_owner", "lapor_superuser"):
        url = Cluster(run.data_dir).url.replace("lapor_app", role)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"{url}&passfile=/dev/null")
    assert password_file(run.data_dir).stat().st_mode & 0o777 == 0o600
    assert len(password(run.data_dir)) == 64


def test_a_program_beside_is_shut_in_too_and_ends_when_asked(run):
    with subprocess.Popen(
        run.command("worker"), env=variables(run.data_dir, run.port), stdin=subprocess.DEVNULL
    ) as beside:
        until = time.monotonic() + 20
        while time.monotonic() < until and not _is_shut_in(children(beside.pid)):
            time.sleep(0.2)
        assert _is_shut_in(children(beside.pid))
        beside.send_signal(signal.SIGTERM)
        assert beside.wait(20) == 0
    assert run.answers("/readyz")


def children(pid: int) -> list[Path]:
    return [Path(f"/proc/{child}/status") for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _is_shut_in(found: list[Path]) -> bool:
    return bool(found) and all("NoNewPrivs:\t1" in status.read_text() for status in found)


def test_database_of_a_version_without_passwords_gets_one_at_the_next_start(tmp_path):
    cluster = Cluster(tmp_path / "data", fast=True)
    cluster.prepare()
    try:
        cluster.start()
        first = password(cluster.data_dir)
        password_file(cluster.data_dir).unlink()
        cluster.start()  # it was left running
        assert password(cluster.data_dir) != first
        for url in (cluster.admin_url, cluster.superuser_url, cluster.url):
            psycopg.connect(url).close()
    finally:
        cluster.destroy()
