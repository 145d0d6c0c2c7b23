"""A city grows: its database goes by dump and load into another cluster. Nothing is lost, nothing stands still, nothing
goes out before a person says so, and heads that were published before hold."""

import json
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest

from lapor.runtime.cluster import Cluster
from lapor.runtime.cluster.binaries import find_binaries
from tests.setup.runs import Run, running
from tests.setup.test_run import file_by_rest, is_filed, wait_until

pytestmark = [pytest.mark.setup, pytest.mark.deep]
DEBIAN = Path("/usr/lib/postgresql/15/bin")
NEWEST_HEAD = (  # the hourly job may have made it just before
    "import json; from lapor.ledger.heads import make_heads, published_days, published_head; "
    "make_heads(); print(json.dumps(published_head(published_days()[0])))"
)


def dump_of(run: Run, to: Path) -> None:
    with to.open("wb") as out:
        subprocess.run(
            [find_binaries().program("pg_dump"), Cluster(run.data_dir).superuser_url],
            stdout=out,
            check=True,
            timeout=120,
        )


def load(cluster: Cluster, dump: Path) -> None:
    """What an older PostgreSQL does not know in a dump (a setting) is no reason to stop, as people do it by hand."""
    psql = cluster.binaries_for(cluster.place).program("psql")
    command = [psql, "--quiet", "--dbname", cluster.superuser_url, "--file", str(dump)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert "does not exist" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr


def outbox(run: Run) -> list[Path]:
    return list((run.data_dir / "outbox").glob("*.eml"))


def ask(cluster: Cluster, question: str) -> int:
    with psycopg.connect(cluster.superuser_url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    "programs",
    [
        "",
        pytest.param(str(DEBIAN), marks=pytest.mark.skipif(not DEBIAN.exists(), reason="no PostgreSQL 15 of Debian")),
    ],
    ids=["same version", "older version"],
)
def test_database_goes_on_in_another_cluster(tmp_path, programs):
    dump, heads = tmp_path / "lapor.sql", tmp_path / "2026-01-01.json"
    (tmp_path / "old").mkdir()
    with running(tmp_path / "old" / "data") as old:
        before = file_by_rest(old, "Lampu mati di Jalan Kelud", email="siti@contoh.example")
        wait_until(lambda: bool(outbox(old)))
        made = old.lapor("manage", "shell", "--verbosity", "0", "-c", NEWEST_HEAD)
        heads.write_text(json.dumps(json.loads(made.stdout)))
        dump_of(old, dump)
        keys = (old.data_dir / "keys.json").read_bytes()
    new = tmp_path / "new" / "data"
    new.mkdir(parents=True)
    (new / "keys.json").write_bytes(keys)
    more = {"LAPOR_POSTGRES_BIN": programs} if programs else {}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in more.items():
            patch.setenv(name, value)
        cluster = Cluster(new)
        cluster.prepare()
        cluster.start()
        load(cluster, dump)
        cluster.stop()
        with running(new, more=more) as run:
            assert is_filed(run, before)
            after = file_by_rest(run, "Jalan berlubang di Jalan Kelud", email="budi@contoh.example")
            wait_until(
                lambda: ask(cluster, "SELECT count(*) FROM gateway_outboundmessage WHERE status = 'waiting'") > 0
            )
            assert outbox(run) == []  # a copy writes to nobody
            assert "Held since" in run.lapor("messages", "status").stdout
            assert run.lapor("messages", "release").returncode == 0
            wait_until(lambda: bool(outbox(run)), seconds=90)
            behind = "SELECT count(*) FROM ledger_cursor WHERE position < (SELECT max(position) FROM ledger_position)"
            wait_until(lambda: ask(cluster, behind) == 0)
            checked = run.lapor("verify", "--heads", str(heads))
            assert checked.returncode == 0, checked.stdout
            assert "NOTE: epoch 2 began" in checked.stdout
            assert is_filed(run, after)
    shutil.rmtree(tmp_path, ignore_errors=True)
