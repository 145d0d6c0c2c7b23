"""The bucket of the backups refuses in the middle of one, then nobody answers there, then it is slow: the site does not
notice, the log is kept, and once the bucket is back all of it is there and can be restored."""

import json
import threading

import pytest

from lapor.runtime.backups.restoring import gap_in
from tests.faults.test_killed_while_filing import wait_until
from tests.faults.times import recovery
from tests.fixtures.bucket import BucketServer
from tests.journeys.installation import free_port
from tests.setup.runs import Run, is_one_sentence, remove, running
from tests.setup.test_run import file_by_rest, is_filed

pytestmark = [pytest.mark.setup, pytest.mark.deep]
PLACE = "s3://cadangan/lapor"
TURN = 60  # seconds; each turn of the schedule tries once
SLOW = 0.5  # seconds before each answer to a PUT


def serve(port, kept):
    server = BucketServer(port, kept)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


def close(server):
    server.shutdown()
    server.server_close()


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def variables(tmp_path, port):
    made = Run(tmp_path / "data").lapor("backup", "key", str(tmp_path / "identity.txt"))
    return {
        "LAPOR_BACKUP_TO": PLACE,
        "LAPOR_BACKUP_RECIPIENT": made.stdout.strip().partition("=")[2],
        "AWS_ENDPOINT": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "k",
        "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_REGION": "id-jk",
    }


def status(run):
    return json.loads((run.data_dir / "backups" / "status.json").read_text())


def manifests(kept):
    return sorted(name for name in kept if name.endswith("/manifest.json"))


def segments(kept):
    return sorted({name.rpartition("/")[2][:24] for name in kept if "/wal/" in name and name.endswith(".age")})


def fails(run):
    made = run.lapor("backup", "make")
    assert made.returncode == 1
    assert is_one_sentence(made.stderr.strip().splitlines()[-1])
    assert PLACE in made.stderr


def test_bucket_that_refuses_and_goes_away_in_the_middle_of_a_backup(tmp_path, port, variables):
    kept = {}
    bucket = serve(port, kept)
    with running(tmp_path / "data", more=variables) as run:
        wait_until(lambda: manifests(kept), seconds=60)
        first = manifests(kept)
        bucket.refuses = lambda name: 503 if "base.tar" in name or "/wal/" in name else 0
        fails(run)
        wait_until(lambda: status(run)["error"], seconds=TURN + 15)
        close(bucket)
        shipped = status(run).get("log_at", "")
        number = file_by_rest(run, "Selama tempat cadangan tidak ada")
        fails(run)
        assert is_filed(run, number)
        assert manifests(kept) == first
        bucket = serve(port, kept)
        bucket.seconds = SLOW
        with recovery("bucket of the backups away: the log is there again"):
            wait_until(lambda: not status(run)["error"] and status(run).get("log_at", "") > shipped, seconds=TURN + 30)
        made = run.lapor("backup", "make")
        assert made.returncode == 0, made.stderr
        assert len(manifests(kept)) == len(first) + 1
        keys = (run.data_dir / "keys.json").read_bytes()
    assert gap_in(segments(kept)) == ""
    (tmp_path / "keys.json").write_bytes(keys)
    restored = Run(tmp_path / "back", more=variables)
    done = restored.lapor(
        "restore", PLACE, "--identity", str(tmp_path / "identity.txt"), "--keys", str(tmp_path / "keys.json")
    )
    try:
        assert done.returncode == 0, done.stderr
        with running(restored.data_dir) as back:
            assert is_filed(back, number)
    finally:
        remove(restored.data_dir)
        close(bucket)


def test_log_goes_out_while_a_base_backup_takes_long(tmp_path, port, variables):
    """It waited for the end of the base: an hour of it was an hour that a disaster would have lost."""
    bucket, goes_on = serve(port, {}), threading.Event()
    bucket.refuses = lambda name: int("base.tar" in name and not goes_on.wait(300))
    try:
        with running(tmp_path / "data", more=variables) as run:
            file_by_rest(run, "Lampu mati sejak Senin")
            wait_until(lambda: segments(bucket.kept), seconds=2 * TURN)
            shipped = segments(bucket.kept)
            file_by_rest(run, "Lampu mati sejak Selasa")
            wait_until(lambda: set(segments(bucket.kept)) - set(shipped), seconds=2 * TURN)
            assert manifests(bucket.kept) == []
            goes_on.set()
            wait_until(lambda: manifests(bucket.kept), seconds=TURN)
            assert status(run)["base_at"]
    finally:
        goes_on.set()
        close(bucket)
