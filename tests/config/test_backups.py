"""Backups: what is kept how long, what counts as ours, a folder and an S3 bucket alike."""

import os
import socket
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lapor.core.errors import SetupError
from lapor.ops.backup_status import note_backup
from lapor.runtime.backups import schedule, storage, wal
from lapor.runtime.backups.files import ship_files
from lapor.runtime.backups.manifests import (
    FOLDER,
    FULL,
    INCREMENTAL,
    LOGICAL,
    Manifest,
    chain_of,
    past_their_time,
    read_manifests,
    write_manifest,
)
from lapor.runtime.backups.restoring import choose, fetch_log, gap_in, restore_files
from lapor.runtime.backups.sealing import ENDING, new_identity, read_identity, recipient_of, sealed, unseal
from lapor.runtime.backups.settings import backup_settings
from lapor.runtime.backups.storage import Storage, StorageAway
from tests.fixtures.bucket import BucketServer

WHOM = "age1somebody"
NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


@pytest.fixture
def bucket(monkeypatch):
    server = BucketServer()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    given = {
        "AWS_ENDPOINT": f"http://127.0.0.1:{server.server_address[1]}",
        "AWS_ACCESS_KEY_ID": "k",
        "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_REGION": "id-jk",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path):
    if request.param == "bucket":
        request.getfixturevalue("bucket")
        return "s3://cadangan/lapor"
    return str(tmp_path / "store")


@pytest.fixture
def identity(tmp_path, monkeypatch, place):
    monkeypatch.setenv("LAPOR_BACKUP_RECIPIENT", new_identity(tmp_path / "identity.txt"))
    monkeypatch.setenv("LAPOR_BACKUP_TO", place)
    return read_identity(tmp_path / "identity.txt")


def made(number, kind=FULL, parent="", days=0):
    ended = (NOW - timedelta(days=days)).isoformat()
    return Manifest(
        f"b{number}", kind, ended, ended, "0", 18, parent, 1, 1, WHOM, "7", "0" * 24, 1, {"base.tar": "0" * 64}
    )


def test_storage_keeps_names_and_takes_away(place, tmp_path):
    storage = Storage(place)
    (tmp_path / "a").write_bytes(b"a" * 12_000_000)  # more than one part of an upload
    storage.put("files/a", tmp_path / "a")
    storage.put_bytes("files/b", b"b")
    assert {(found.name, found.size) for found in storage.listed("files/")} == {("files/a", 12_000_000), ("files/b", 1)}
    storage.get("files/a", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == (tmp_path / "a").read_bytes()
    storage.delete(["files/a"])
    assert [found.name for found in storage.listed("files/")] == ["files/b"]
    with pytest.raises(StorageAway, match="cannot be used"):
        storage.get_bytes("files/a")


def test_a_place_that_refuses_is_said_in_one_sentence(bucket):
    bucket.refuses = lambda _name: 403
    with pytest.raises(StorageAway, match="s3://cadangan/lapor"):
        Storage("s3://cadangan/lapor").put_bytes("x", b"")


@pytest.mark.deep
@pytest.mark.parametrize("ask", [lambda place: place.put_bytes("x", b"x"), lambda place: place.get_bytes("x")])
def test_a_place_that_takes_a_request_and_never_answers_is_left(bucket, monkeypatch, ask):
    """In life a request is left after ten minutes, and the alarm comes after half an hour."""
    monkeypatch.setattr(storage, "TIMEOUT", timedelta(seconds=0.3))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(StorageAway, match="cannot be used"):
            ask(Storage("s3://cadangan/lapor"))
    assert time.monotonic() - began < 60  # ten tries, with pauses between


@pytest.mark.parametrize("url", ["relative/folder", "http://x", "~/x"])
def test_a_place_that_is_none_is_refused(url):
    with pytest.raises(SetupError, match="absolute folder or s3"):
        Storage(url)


def test_manifest_that_another_key_signed_counts_for_nothing(place):
    storage = Storage(place)
    write_manifest(storage, made(1))
    forged = storage.get_bytes(f"{FOLDER}/b1/manifest.json").replace(b'"b1"', b'"b2"')
    storage.put_bytes(f"{FOLDER}/b2/manifest.json", forged)
    storage.put_bytes(f"{FOLDER}/b3/manifest.json", b"[]")
    found, others = read_manifests(storage)
    assert [one.id for one in found] == ["b1"]
    assert others == [f"{FOLDER}/b2/manifest.json", f"{FOLDER}/b3/manifest.json"]


def test_whole_chains_end_together_and_the_last_one_never():
    keep = timedelta(days=30)
    chain = [made(1, days=50), made(2, INCREMENTAL, "b1", days=49), made(3, INCREMENTAL, "b2", days=20)]
    second = [made(4, days=10), made(5, LOGICAL, days=45), made(6, LOGICAL, days=40)]
    assert past_their_time([*chain, *second], NOW, keep) == [second[1]]
    old = [*chain[:2], *second]
    assert past_their_time(old, NOW, keep) == [second[1], chain[1], chain[0]]  # the newest first
    assert past_their_time([chain[1], *second], NOW, keep) == [second[1], chain[1]]  # one whose full one is gone
    assert past_their_time(chain[:2], NOW, keep) == []
    assert chain_of(chain, chain[2]) == chain
    with pytest.raises(SetupError, match="needs b2, which is gone"):
        chain_of([chain[0], chain[2]], chain[2])


def test_the_newest_base_of_before_the_moment_is_chosen():
    bases = [made(1, days=3), made(2, INCREMENTAL, "b1", days=2), made(3, LOGICAL, days=1)]
    assert choose(bases, None, WHOM).id == "b2"
    assert choose(bases, NOW - timedelta(days=2, hours=1), WHOM).id == "b1"
    with pytest.raises(SetupError, match="no base backup of before"):
        choose(bases, NOW - timedelta(days=9), WHOM)
    with pytest.raises(SetupError, match="sealed for this identity"):
        choose(bases, None, "age1another")


def test_files_go_once_and_end_after_the_time_that_backups_are_kept(identity, tmp_path):
    settings, data = backup_settings(), tmp_path / "data"
    storage = settings.storage()
    for name in ("attachments/aa/one.sealed", "attachments/aa/two.jpg", "imports/three"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(name.encode())
    (data / "attachments/aa/.four.123").write_bytes(b"still being written")
    assert ship_files(data, settings, NOW) == (3, 0)
    assert ship_files(data, settings, NOW) == (0, 0)
    (data / "attachments/aa/one.sealed").unlink()
    assert ship_files(data, settings, NOW) == (0, 0)
    assert ship_files(data, settings, NOW + timedelta(days=29)) == (0, 0)
    back = tmp_path / "back"
    back.mkdir()
    assert restore_files(back, storage, identity) == 3  # to a moment when it was still there
    assert (back / "attachments/aa/one.sealed").read_bytes() == b"attachments/aa/one.sealed"
    assert restore_files(back, storage, identity) == 0
    assert ship_files(data, settings, NOW + timedelta(days=31)) == (0, 1)
    assert not any("one.sealed" in found.name for found in storage.listed("files/"))
    assert ship_files(back, settings, NOW + timedelta(days=31)) == (1, 0)  # what came back is known, but for that one


def test_a_file_that_was_sealed_anew_goes_again_and_the_newest_comes_back(identity, tmp_path):
    """`lapor keys rotate` writes under the same name; the old one opens with a key that is forgotten later."""
    settings, data = backup_settings(), tmp_path / "data"
    file = data / "attachments" / "one.sealed"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"with the old key")
    os.utime(file, ns=(1, 1))
    assert ship_files(data, settings, NOW) == (1, 0)
    file.write_bytes(b"with the new key")
    assert ship_files(data, settings, NOW) == (1, 0)
    back = tmp_path / "back"
    back.mkdir()
    assert restore_files(back, settings.storage(), identity) == 1
    assert (back / "attachments" / "one.sealed").read_bytes() == b"with the new key"


def test_a_name_that_leads_out_of_the_folder_is_not_restored(identity, tmp_path):
    settings, data = backup_settings(), tmp_path / "inner" / "data"
    data.mkdir(parents=True)
    (tmp_path / "evil").write_bytes(b"evil")
    storage = Storage(str(tmp_path / "evil-store"))
    with sealed(tmp_path / "evil", recipient_of(settings.recipient), compress=False, work=tmp_path) as ready:
        target = tmp_path / "evil-store" / "files" / "attachments"
        target.mkdir(parents=True)
        whom = settings.recipient[-8:]
        for name in (f"x@1-{whom}.age", "without-a-time.age", "x@1-another1.age"):
            (target / name).write_bytes(ready.read_bytes())
        (tmp_path / "evil-store" / "files" / "ledger").mkdir()
        (tmp_path / "evil-store" / "files" / "ledger" / f"high-water-mark.json@1-{whom}.age").write_bytes(
            ready.read_bytes()
        )
    (data / "attachments").symlink_to(tmp_path / "elsewhere")
    assert restore_files(data, storage, identity) == 0


def test_what_is_sealed_opens_with_its_identity_only(identity, tmp_path):
    (tmp_path / "a").write_bytes(b"rahasia " * 1000)
    with sealed(tmp_path / "a", identity.to_public(), compress=True, work=tmp_path) as ready:
        assert ready.stat().st_size < 1000
        unseal(ready, tmp_path / "b", identity, is_compressed=True)
        assert (tmp_path / "b").read_bytes() == (tmp_path / "a").read_bytes()
        new_identity(tmp_path / "other.txt")
        with pytest.raises(SetupError, match="another identity"):
            unseal(ready, tmp_path / "c", read_identity(tmp_path / "other.txt"), is_compressed=True)
    assert [path.name for path in tmp_path.glob("lapor-backup-*")] == []
    with pytest.raises(SetupError, match="never overwritten"):
        new_identity(tmp_path / "other.txt")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LAPOR_BACKUP_TO", ""),
        ("LAPOR_BACKUP_RECIPIENT", "age1nonsense"),
        ("LAPOR_BACKUP_RECIPIENT", ""),
        ("LAPOR_BACKUP_KEEP_DAYS", "0"),
        ("LAPOR_BACKUP_KEEP_DAYS", "many"),
        ("LAPOR_BACKUP_AT", "25:00"),
    ],
)
def test_wrong_settings_are_named(identity, monkeypatch, name, value):
    backup_settings()
    monkeypatch.setenv(name, value)
    with pytest.raises(SetupError, match=name):
        backup_settings()


@pytest.mark.parametrize(
    ("place_of_log", "segment"),
    [
        ("0/3000028", "000000010000000000000003"),
        ("2/FF000000", "0000000100000002000000FF"),
        ("0/0", "0" * 7 + "1" + "0" * 16),
    ],
)
def test_segment_is_named_as_postgresql_names_it(place_of_log, segment):
    assert wal.segment_at(1, place_of_log) == segment


def test_log_that_no_base_needs_ends_on_every_timeline(place):
    storage = Storage(place)
    for name in (
        "000000010000000000000001",
        "000000010000000000000005",
        "000000020000000000000004",
        "00000002.history",
    ):
        storage.put_bytes(f"wal/7/{name}{ENDING}", b"x")
    storage.put_bytes(f"wal/8/000000010000000000000001{ENDING}", b"x")  # another cluster's
    assert wal.forget_segments(storage, "7", before="000000010000000000000005") == 2
    assert {found.name for found in storage.listed("wal/7/")} == {
        f"wal/7/{name}{ENDING}" for name in ("000000010000000000000005", "00000002.history")
    }


def test_parts_of_a_backup_that_was_broken_off_end_a_day_later(place):
    storage, now = Storage(place), datetime.now(UTC)
    for name in ("a/base.tar.age", "a/manifest.json", "b/base.tar.age", "b/pg_wal.tar.age"):
        storage.put_bytes(f"{FOLDER}/{name}", b"x")
    assert schedule.broken_off(storage, now) == []  # it may still be written
    gone = schedule.broken_off(storage, now + timedelta(days=2))
    assert sorted(gone) == [f"{FOLDER}/b/base.tar.age", f"{FOLDER}/b/pg_wal.tar.age"]


def test_log_is_restored_only_where_this_installation_signed_it(identity, place, tmp_path):
    """Whoever can write to the place knows the recipient too: a seal alone says nothing."""
    first, second, forged = (f"00000001000000000000000{number}" for number in (1, 2, 3))
    storage, settings = Storage(place), backup_settings()
    for name in (first, second):
        (wal.wal_folder(tmp_path) / name).write_bytes(name.encode() * 9)
    assert wal.ship_segments(tmp_path, settings, storage, "7") == 2
    base = made("x")
    fetch_log(storage, identity, tmp_path / "good", base)
    assert (tmp_path / "good" / second).read_bytes() == second.encode() * 9

    def put(name, content):
        (tmp_path / name).write_bytes(content)
        with sealed(tmp_path / name, recipient_of(settings.recipient), compress=True, work=tmp_path) as ready:
            storage.put(f"wal/7/{name}{ENDING}", ready)

    put(second, b"other pages")
    with pytest.raises(SetupError, match=second):
        fetch_log(storage, identity, tmp_path / "changed", base)
    put(second, second.encode() * 9)
    put(forged, b"a later log")
    storage.put_bytes(f"wal/7/{forged}.signature.json", storage.get_bytes(f"wal/7/{second}.signature.json"))
    with pytest.raises(SetupError, match=forged):
        fetch_log(storage, identity, tmp_path / "forged", base)


def test_next_one_is_due_at_the_hour_of_the_next_day(identity, tmp_path):
    settings = replace(backup_settings(), at=datetime(2026, 1, 1, 1, 30).time())  # noqa: DTZ001 - a time of day
    assert schedule.next_due(tmp_path, settings, NOW) == NOW
    (tmp_path / "backups").mkdir()
    note_backup(tmp_path, base_at=NOW.isoformat(), to=settings.to, recipient=settings.recipient)
    assert schedule.next_due(tmp_path, settings, NOW) == datetime(2026, 4, 1, 1, 30, tzinfo=UTC)
    assert schedule.next_due(tmp_path, replace(settings, recipient="age1new"), NOW) == NOW
    assert schedule.next_due(tmp_path, replace(settings, to="/another"), NOW) == NOW


def test_a_place_that_is_not_mounted_is_refused_and_not_made_anew(identity, tmp_path, place):
    data, settings = tmp_path / "data", backup_settings()
    data.mkdir()
    settings.know_place(data)
    settings.know_place(data)
    settings.storage().delete(["place/lapor-backups.txt"])
    with pytest.raises(SetupError, match="is it mounted"):
        settings.know_place(data)


def test_files_are_sealed_again_for_a_new_recipient(identity, tmp_path, monkeypatch):
    data = tmp_path / "data"
    (data / "attachments").mkdir(parents=True)
    (data / "attachments" / "one.sealed").write_bytes(b"one")
    assert ship_files(data, backup_settings(), NOW) == (1, 0)
    monkeypatch.setenv("LAPOR_BACKUP_RECIPIENT", new_identity(tmp_path / "second.txt"))
    settings = backup_settings()
    assert ship_files(data, settings, NOW) == (1, 0)
    back = tmp_path / "back"
    back.mkdir()
    assert restore_files(back, settings.storage(), read_identity(tmp_path / "second.txt")) == 1


@pytest.mark.parametrize(
    ("numbers", "before"),
    [
        ([1, 2, 3], ""),
        ([1, 2, 4], "000000010000000000000002"),
        ([254, 255, 256], ""),
        ([], ""),
    ],
)
def test_a_gap_in_the_log_is_named(numbers, before):
    names = [f"00000001{number // 256:08X}{number % 256:08X}" for number in numbers]
    assert gap_in([*names, "00000002.history"]) == before
