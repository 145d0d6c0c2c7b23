"""The drill: an installation is destroyed and comes back as it was a minute before, with its photos, its search and its
published heads; nothing is sent from it before a person says so. And everything by which that could fail."""

import hashlib
import json
import shutil
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lapor.runtime.backups.wal import SIGNATURE
from lapor.runtime.cluster import Cluster
from tests.makers import photo
from tests.setup.runs import Run, remove, running
from tests.setup.test_moved_database import DEBIAN, NEWEST_HEAD, outbox
from tests.setup.test_run import file_by_rest, is_filed, wait_until

pytestmark = [pytest.mark.setup, pytest.mark.deep]


def api(run, path):
    with urllib.request.urlopen(f"{run.url}/api/v1/{path}", timeout=20) as response:
        return json.loads(response.read())


def shipped_log(store: Path) -> set[str]:
    return {path.name for path in (store / "wal").glob("*/*")}


def publish(run, number):
    """By an officer over REST; until everybody finds it."""
    words = ("--name", "Vera", "--role", "triage_officer", "--agency", "diskominfo")
    assert run.lapor("officer", "add", "vera", *words).returncode == 0
    token = run.lapor("token", "create", "--user", "vera").stdout.strip().split()[-1]
    act = {"act": "forward", "category": "lampu-jalan-baru", "agency": "perkim", "publication": "published"}
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    asked = urllib.request.Request(f"{run.url}/api/v1/reports/{number}/acts", json.dumps(act).encode(), headers)
    with urllib.request.urlopen(asked, timeout=20) as response:
        assert response.status == 200
    wait_until(lambda: bool(api(run, "reports?q=kelud")["items"]))


def what_anybody_sees(run, number):
    """Found by a search, on a box of the map, and the bytes of its photo."""
    found = [item["tracking_id"] for item in api(run, "reports?q=kelud")["items"]]
    box = f"{run.url}/peta/data.json?bbox=110.40,-7.01,110.44,-6.97&zoom=16"
    with urllib.request.urlopen(box, timeout=20) as response:
        points = [point["at"] for point in json.loads(response.read())["points"]]
    [attachment] = api(run, f"reports/{number}")["attachments"]
    with urllib.request.urlopen(run.url + urlsplit(attachment["url"]).path, timeout=20) as response:
        return found, points, hashlib.sha256(response.read()).hexdigest()


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    """What is left after the disaster: the backups, the identity and the keys kept elsewhere, a head that somebody
    saved, what was filed before and after the moment."""
    folder = tmp_path_factory.mktemp("drill")
    store, apart = folder / "store", folder / "apart"
    apart.mkdir()
    run = Run(folder / "data")
    made = run.lapor("backup", "key", str(apart / "identity.txt"))
    more = {"LAPOR_BACKUP_TO": str(store), "LAPOR_BACKUP_RECIPIENT": made.stdout.strip().partition("=")[2]}
    with running(folder / "data", more=more) as run:
        wait_until(
            lambda: any((store / "backups").glob("*/manifest.json")), seconds=60
        )  # by itself, at the first start
        before = file_by_rest(
            run, "Lampu mati di Jalan Kelud", photo=photo(), point=(-6.99, 110.42), email="siti@contoh.example"
        )
        publish(run, before)
        wait_until(lambda: bool(outbox(run)))
        seen = what_anybody_sees(run, before)
        head = json.loads(run.lapor("manage", "shell", "--verbosity", "0", "-c", NEWEST_HEAD).stdout)
        (apart / f"{head['day']}.json").write_text(json.dumps(head))
        assert run.lapor("backup", "make").returncode == 0, "an incremental one, with the photo"
        file_by_rest(run, "Sesudah cadangan, sebelum saatnya")
        time.sleep(2)
        moment = datetime.now(UTC)
        time.sleep(2)
        after = file_by_rest(run, "Sesudah saat itu")
        shutil.copy(folder / "data" / "keys.json", apart / "keys.json")
        known = shipped_log(store)
    assert shipped_log(store) - known, "the end of the log goes out when the schedule ends"
    assert not folder.joinpath("data", "database.json").exists()  # running() destroyed the database
    shutil.rmtree(folder / "data")
    return {
        "folder": folder,
        "store": store,
        "apart": apart,
        "moment": moment,
        "before": before,
        "after": after,
        "seen": seen,
    }


def restored(lost, name, *words, keys=True):
    run = Run(lost["folder"] / name)
    given = ["--keys", str(lost["apart"] / "keys.json")] if keys else []
    return run, run.lapor(
        "restore", str(lost["store"]), "--identity", str(lost["apart"] / "identity.txt"), *given, *words
    )


def test_installation_comes_back_as_it_was_at_the_moment(lost):
    run, done = restored(lost, "back", "--at", lost["moment"].isoformat())
    try:
        assert done.returncode == 0, done.stderr
        checked = run.lapor("verify", "--heads", str(lost["apart"] / next(lost["apart"].glob("2*.json")).name))
        assert checked.returncode == 0, checked.stdout
        assert "NOTE: epoch 2 began" in checked.stdout
        with running(run.data_dir) as run:
            numbers = {item["tracking_id"] for item in api(run, "reports?limit=50")["items"]}
            assert lost["before"] in numbers
            assert lost["after"] not in numbers
            assert len(numbers) == 2
            assert len(list((run.data_dir / "attachments").rglob("*.sealed"))) == 1
            assert what_anybody_sees(run, lost["before"]) == lost["seen"]
            file_by_rest(run, "Sesudah pemulihan", email="budi@contoh.example")
            assert run.lapor("messages", "status").returncode == 1
            assert outbox(run) == []
            assert run.lapor("messages", "release", "--drop-older").returncode == 0
            wait_until(lambda: bool(outbox(run)), seconds=90)
            assert is_filed(run, lost["before"])
    finally:
        remove(run.data_dir)


def test_without_a_moment_everything_that_was_shipped_comes_back(lost):
    run, done = restored(lost, "newest")
    try:
        assert done.returncode == 0, done.stderr
        with running(run.data_dir) as run:
            assert is_filed(run, lost["after"])
            again = run.lapor("restore", str(lost["store"]), "--identity", str(lost["apart"] / "identity.txt"))
            assert again.returncode == 1
            assert "nothing is ever overwritten" in again.stderr
    finally:
        remove(run.data_dir)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--at", "2020-01-01T00:00"], "no base backup of before"),
        (["--at", "2099-01-01T00:00"], "log in the backups ends before that moment"),
    ],
)
def test_a_moment_that_no_backup_has_leaves_no_half_database(lost, words, said):
    run, done = restored(lost, f"none-{words[1][:4]}", *words)
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert not Cluster(run.data_dir).exists()
    assert not (run.data_dir / "database.json").exists()


def test_a_restore_that_breaks_off_sends_nothing_and_goes_on(lost):
    """One file cannot be fetched: the database is there, holds already, and --files fetches what is missing."""
    damaged = lost["folder"] / "damaged"
    shutil.copytree(lost["store"], damaged)
    [part] = [path for path in damaged.glob("files/attachments/*/*") if ".sealed@" in path.name]
    whole = part.read_bytes()
    part.write_bytes(whole[:-20])
    run = Run(lost["folder"] / "broken-off")
    words = [
        str(damaged),
        "--identity",
        str(lost["apart"] / "identity.txt"),
        "--keys",
        str(lost["apart"] / "keys.json"),
    ]
    try:
        done = run.lapor("restore", *words)
        assert (done.returncode, "cannot be opened" in done.stderr) == (1, True), done.stderr
        assert "Held since" in run.lapor("messages", "status").stdout
        part.write_bytes(whole)
        assert run.lapor("restore", *words, "--files").returncode == 0
        assert len(list((run.data_dir / "attachments").rglob("*.sealed"))) == 1
    finally:
        remove(run.data_dir)


def test_a_place_with_two_lines_gives_back_both(lost):
    """Restored too early, while the first went on: the newest of the one that backed up last, and each by its line."""
    store = lost["folder"] / "two-lines"
    shutil.copytree(lost["store"], store)
    words = [str(store), "--identity", str(lost["apart"] / "identity.txt"), "--keys", str(lost["apart"] / "keys.json")]
    recipient = (lost["apart"] / "identity.txt").read_text().splitlines()[0].rpartition(" ")[2]
    early = Run(lost["folder"] / "early", more={"LAPOR_BACKUP_TO": str(store), "LAPOR_BACKUP_RECIPIENT": recipient})
    late = Run(lost["folder"] / "late")
    try:
        assert early.lapor("restore", *words, "--at", lost["moment"].isoformat()).returncode == 0
        assert early.lapor("messages", "release").returncode == 0  # now it backs up there too
        assert early.lapor("backup", "make").returncode == 0
        done = late.lapor(
            "restore", *words, "--at", (lost["moment"] + timedelta(seconds=1)).isoformat(), "--timeline", "current"
        )
        assert done.returncode == 0, done.stderr
    finally:
        remove(early.data_dir)
        remove(late.data_dir)


def test_without_keys_or_with_others_nothing_is_restored(lost):
    run, done = restored(lost, "no-keys", keys=False)
    assert "Without the keys file" in done.stderr
    run.lapor("keys", "create")
    _run, done = restored(lost, "no-keys", keys=False)
    assert done.returncode == 1
    assert "not signed by a key of this installation" in done.stderr


def test_a_changed_part_or_another_identity_is_refused(lost):
    bad = lost["folder"] / "changed"
    shutil.copytree(lost["store"], bad)
    for part in bad.glob("backups/*/base.tar.age"):
        part.write_bytes(part.read_bytes()[:-40] + b"x" * 40)
    run = Run(lost["folder"] / "refused")
    words = ["--keys", str(lost["apart"] / "keys.json")]
    done = run.lapor("restore", str(bad), "--identity", str(lost["apart"] / "identity.txt"), *words)
    assert "cannot be opened" in done.stderr
    run.lapor("backup", "key", str(lost["folder"] / "other.txt"))
    done = run.lapor("restore", str(lost["store"]), "--identity", str(lost["folder"] / "other.txt"), *words)
    assert "No base backup is sealed for this identity" in done.stderr


def test_nothing_in_the_storage_can_be_read_without_the_identity(lost):
    for path in lost["store"].rglob("*"):
        is_named = path.name in {"manifest.json", "lapor-backups.txt"}
        if path.is_file() and not is_named and not path.name.endswith(SIGNATURE):
            content = path.read_bytes()
            assert content.startswith(b"age-encryption.org/v1"), path
    said = [*lost["store"].glob("backups/*/manifest.json"), *lost["store"].glob(f"wal/*/*{SIGNATURE}")]
    assert said
    assert "siti@contoh" not in "".join(path.read_text() for path in said)


@pytest.mark.parametrize(
    "programs",
    [
        "",
        pytest.param(str(DEBIAN), marks=pytest.mark.skipif(not DEBIAN.exists(), reason="no PostgreSQL 15 of Debian")),
    ],
    ids=["same version", "older version"],
)
def test_logical_backup_comes_back_into_a_new_embedded_database(lost, programs):
    """Also the way between major versions of the embedded PostgreSQL."""
    back, done = restored(lost, f"source{len(programs)}")
    assert done.returncode == 0, done.stderr
    recipient = (lost["apart"] / "identity.txt").read_text().splitlines()[0].rpartition(" ")[2]
    place = lost["folder"] / f"logical{len(programs)}"
    back.more = {"LAPOR_BACKUP_TO": str(place), "LAPOR_BACKUP_RECIPIENT": recipient}
    other = {"LAPOR_POSTGRES_BIN": programs} if programs else {}
    target = Run(lost["folder"] / f"target{len(programs)}", more=other)
    try:
        made = back.lapor("backup", "make", "--logical")
        assert "logical" in made.stdout, made.stderr
        words = ["--identity", str(lost["apart"] / "identity.txt"), "--keys", str(lost["apart"] / "keys.json")]
        done = target.lapor("restore", str(place), *words, "--logical")
        assert done.returncode == 0, done.stderr
        checked = target.lapor("verify")
        assert (checked.returncode, "NOTE: epoch 3 began" in checked.stdout) == (0, True), checked.stdout
        assert target.lapor("messages", "status").returncode == 1
        with running(target.data_dir, more=other) as run:
            assert is_filed(run, lost["after"])
    finally:
        remove(back.data_dir)
        remove(target.data_dir)
