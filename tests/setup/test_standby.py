"""A real synchronous standby: no head is published before the standby has it, and promoted it goes on as the same
ledger."""

import json
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from lapor.runtime.cluster import Cluster, server
from lapor.runtime.cluster.passwords import password
from tests.faults.test_database_away import alone
from tests.setup.runs import running, variables
from tests.setup.test_moved_database import NEWEST_HEAD
from tests.setup.test_run import file_by_rest, is_filed, wait_until

pytestmark = [pytest.mark.setup, pytest.mark.deep]
A_DAY_LATER = (  # there is one head more to make
    "from datetime import timedelta; from lapor.core import clock; from lapor.ledger.heads import make_heads\n"
    "with clock.at(clock.now() + timedelta(days=1)): print(len(make_heads()))"
)
DETECT = "from lapor.runtime.restore_detection import detect_restore; print(detect_restore())"
HEADS = "SELECT count(*) FROM ledger_dailyhead"
BEHIND = "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn < pg_current_wal_lsn()"


class Standby:
    """A copy of a cluster, made by pg_basebackup, that follows it."""

    def __init__(self, cluster, folder):
        self.account, self.secret = cluster.place.account, password(cluster.data_dir)
        self.binaries = cluster.binaries_for(cluster.place)
        self.folder, self.sockets = folder / "data", folder / "s"
        self.sockets.mkdir(mode=0o700)
        for path in (folder, self.sockets):
            if not self.account.is_ours:
                subprocess.run(["chown", self.account.name, str(path)], check=True)
        source = self.address(cluster.place.sockets)
        self.program(
            "pg_basebackup",
            f"--pgdata={self.folder}",
            f"--dbname={source}",
            "--write-recovery-conf",
            "--checkpoint=fast",
        )
        with (self.folder / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"unix_socket_directories = '{self.sockets}'\n")
        (self.folder / "lapor.conf").write_text(
            (self.folder / "lapor.conf").read_text().replace(cluster.place.sockets, str(self.sockets))
        )

    def address(self, sockets, role="lapor_superuser"):
        secret = "" if role == "lapor_app" else f":{quote(self.secret)}"
        return f"postgresql://{role}{secret}@/lapor?host={quote(str(sockets))}"

    def program(self, name, *words):
        subprocess.run(
            [self.binaries.program(name), *words],
            check=True,
            cwd="/",
            timeout=90,
            env=server.plain_environment(),
            stdin=subprocess.DEVNULL,
            **self.account.as_popen_arguments(),
        )

    def control(self, action, *words):
        self.program("pg_ctl", f"--pgdata={self.folder}", f"--log={self.folder / 'log'}", "--wait", action, *words)


@pytest.fixture
def run(tmp_path):
    with running(tmp_path / "data") as started:
        yield started


@pytest.fixture
def standby(run):
    """Where the database's account may go: the folders of the tests are root's."""
    with tempfile.TemporaryDirectory(prefix="lapor-standby-") as folder:
        made = Standby(Cluster(run.data_dir), Path(folder))
        made.control("start")
        yield made
        with suppress(subprocess.CalledProcessError):
            made.control("stop", "--mode=immediate")


def ask(cluster, query):
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        found = connection.execute(query)
        row = found.fetchone() if found.description else None
        return row[0] if row else None


def test_heads_wait_for_the_standby_which_goes_on_once_it_is_promoted(run, standby, tmp_path):
    cluster, heads = Cluster(run.data_dir), tmp_path / "2026-01-01.json"
    before = file_by_rest(run, "Lampu mati di Jalan Kelud")
    heads.write_text(json.dumps(json.loads(run.lapor("manage", "shell", "--verbosity", "0", "-c", NEWEST_HEAD).stdout)))
    for setting in ("synchronous_standby_names = '*'", "synchronous_commit = 'local'"):  # only heads wait
        ask(cluster, f"ALTER SYSTEM SET {setting}")
    ask(cluster, "SELECT pg_reload_conf()")
    wait_until(lambda: ask(cluster, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 1)

    standby.control("stop", "--mode=fast")
    made = ask(cluster, HEADS)
    after = file_by_rest(run, "Sesudah itu")  # nobody else waits
    making = subprocess.Popen(
        run.command("manage", "shell", "--verbosity", "0", "-c", A_DAY_LATER),
        env=variables(run.data_dir, run.port),
        stdout=subprocess.PIPE,
        text=True,
    )
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    wait_until(lambda: ask(cluster, waits) == 1)
    time.sleep(2)
    assert (making.poll(), ask(cluster, HEADS)) == (None, made)
    standby.control("start")
    assert making.communicate(timeout=60)[0].strip() == "1"
    assert ask(cluster, HEADS) == made + 1

    wait_until(lambda: ask(cluster, BEHIND) == 0)
    run.stop()
    standby.control("promote")
    run.more = {"LAPOR_DATABASE_URL": standby.address(standby.sockets, "lapor_app")}
    assert run.lapor("manage", "shell", "--verbosity", "0", "-c", DETECT).stdout.strip() == "False", "nothing is held"
    checked = run.lapor("verify", "--heads", str(heads))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "NOTE: epoch 2 began" in checked.stdout
    with alone(run, run.more["LAPOR_DATABASE_URL"], "serve"):
        wait_until(lambda: run.answers("/readyz"))
        assert is_filed(run, before)
        assert is_filed(run, after)
        assert is_filed(run, file_by_rest(run, "Sesudah beralih"))
