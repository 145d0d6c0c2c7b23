"""Backups without anybody's doing: log and new files each minute, an incremental base each day, a full one each week,
and the end of what is past its time. Run by `lapor run` and by a unit of its own (`lapor backup schedule`)."""

import logging
import signal
import subprocess
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import psycopg

from lapor.core.errors import SetupError
from lapor.core.files import folder_lock
from lapor.ops.backup_status import backup_status, note_backup
from lapor.runtime.backups.base import can_be_parent, kept_manifest, make_base, standing_of
from lapor.runtime.backups.files import FileShipper, ShippedFiles
from lapor.runtime.backups.manifests import FOLDER, FULL, NAME, Manifest, chain_of, past_their_time, read_manifests
from lapor.runtime.backups.settings import BackupSettings, local_folder
from lapor.runtime.backups.storage import Storage, StoredObject
from lapor.runtime.backups.wal import (
    MOST_WAITING,
    drop_slot,
    forget_broken_off,
    forget_segments,
    ship_segments,
    slot_is_lost,
    start_receiving,
    switch_segment,
    system_of,
    waiting_segments,
)
from lapor.runtime.cluster import Cluster

logger = logging.getLogger(__name__)
TURN_SECONDS = 60.0
FULL_EACH = timedelta(days=7)
BROKEN_OFF_AFTER = timedelta(days=1)
AGAIN = timedelta(minutes=15)  # after a failed one
LOCK = "lock"  # one base at a time: the schedule's, or somebody's at a terminal
LOG_LOCK = "log.lock"  # a base takes hours where much is to be copied, and the log goes out each minute
HELD = "SELECT EXISTS (SELECT FROM gateway_outboundhold)"


class Made(NamedTuple):
    manifest: Manifest
    files: ShippedFiles


def make_backup(cluster: Cluster, settings: BackupSettings, *, version: str, full: bool = False) -> Made:
    """Raises SetupError."""
    storage = settings.storage()
    now = datetime.now(UTC)
    with folder_lock(local_folder(cluster.data_dir) / LOCK):
        settings.know_place(cluster.data_dir)
        manifests, _others = read_manifests(storage)
        manifest = _base(cluster, settings, manifests, now, version=version, full=full)
        where = {"to": settings.to, "recipient": settings.recipient}
        note_backup(cluster.data_dir, base_at=manifest.ended_at, kind=manifest.kind, base_error="", **where)
        files = FileShipper(cluster.data_dir, settings).ship_all(now)  # after the base: whatever it names is there
        forget(storage, [*manifests, manifest], cluster.data_dir, settings, now)
    return Made(manifest, files)


def _base(
    cluster: Cluster, settings: BackupSettings, manifests: list[Manifest], now: datetime, *, version: str, full: bool
) -> Manifest:
    """Incremental where that can be; where it fails, a full one."""
    parent = None if full else _parent(cluster, settings, manifests, now)
    if parent is not None:
        try:
            return make_base(cluster, settings, version=version, parent=parent)
        except SetupError as error:
            logger.warning("backup: no incremental one (%s), so a full one", error)
    return make_base(cluster, settings, version=version, parent=None)


def _parent(cluster: Cluster, settings: BackupSettings, manifests: list[Manifest], now: datetime) -> Manifest | None:
    """The newest base of this cluster, while its full one is young enough and all is here that is needed."""
    standing = standing_of(cluster.superuser_url)
    bases = [one for one in manifests if one.is_base and one.system == standing.system]
    bases = [one for one in bases if one.recipient == settings.recipient]
    if not bases:
        return None
    try:
        first = chain_of(manifests, bases[-1])[0]
    except SetupError:
        return None
    is_young = first.kind == FULL and now - first.ended < FULL_EACH
    return bases[-1] if is_young and can_be_parent(cluster.data_dir, bases[-1], standing.major) else None


def forget(
    storage: Storage, manifests: list[Manifest], data_dir: Path, settings: BackupSettings, now: datetime
) -> None:
    """Whole chains past their time, the newest of each first and of each its manifest, and the log that only they
    needed."""
    dead = past_their_time(manifests, now, settings.keep)
    for manifest in dead:
        storage.delete([f"{FOLDER}/{manifest.id}/{NAME}"])
        storage.delete([found.name for found in storage.listed(f"{FOLDER}/{manifest.id}/")])
        kept_manifest(data_dir, manifest.id).unlink(missing_ok=True)
    storage.delete(broken_off(storage, now))
    kept = [one for one in manifests if one.is_base and one not in dead]
    for system in {one.system for one in dead if one.is_base} & {one.system for one in kept}:
        first = min((one.wal for one in kept if one.system == system), key=lambda name: name[8:])
        forget_segments(storage, system, before=first)


def broken_off(storage: Storage, now: datetime) -> list[str]:
    """The parts of backups whose manifest never came, a day after the last of them was written."""
    parts: dict[str, list[StoredObject]] = {}
    for found in storage.listed(f"{FOLDER}/"):
        parts.setdefault(found.name.split("/")[1], []).append(found)
    return [
        one.name
        for backup, found in parts.items()
        if f"{FOLDER}/{backup}/{NAME}" not in {one.name for one in found}
        and max(one.at for one in found) < now - BROKEN_OFF_AFTER
        for one in found
    ]


class BackupRound:
    """What is done each minute; the receiver of the log stays from turn to turn, and a base backup is made beside the
    turns: the log is shipped however long it takes."""

    def __init__(self, cluster: Cluster, settings: BackupSettings, version: str) -> None:
        self.cluster, self.settings, self.version = cluster, settings, version
        self.files = FileShipper(cluster.data_dir, settings)
        self.receiver: subprocess.Popen[bytes] | None = None
        self.base: threading.Thread | None = None
        self.due = next_due(cluster.data_dir, settings, datetime.now(UTC))

    def __call__(self) -> None:
        """Raises SetupError, psycopg.Error, OSError."""
        if is_held(self.cluster):
            self.stop()  # it may be a copy: the place is the original's
            return
        if self.base is None or not self.base.is_alive():  # a process is not forked beside a thread
            is_lost = self.keep_receiving()
            if is_lost or datetime.now(UTC) >= self.due:
                self.due = datetime.now(UTC) + AGAIN
                self.base = threading.Thread(target=self.make_base, args=(is_lost,), name="base", daemon=True)
                self.base.start()
        self.settings.know_place(self.cluster.data_dir)
        self.files.ship_new()
        ship_log(self.cluster, self.settings)

    def keep_receiving(self) -> bool:
        """Whether the log has a gap, so that a full backup is needed."""
        is_lost = slot_is_lost(self.cluster)
        if is_lost:
            self.stop()
            drop_slot(self.cluster)
            forget_broken_off(self.cluster.data_dir)
        if waiting_segments(self.cluster.data_dir) >= MOST_WAITING:
            self.stop()  # the server keeps the rest, as much as it may
        elif self.receiver is None or self.receiver.poll() is not None:
            self.receiver = start_receiving(self.cluster)
        return is_lost

    def make_base(self, is_full: bool) -> None:
        try:
            make_backup(self.cluster, self.settings, version=self.version, full=is_full)
            self.due = next_due(self.cluster.data_dir, self.settings, datetime.now(UTC))
        except (SetupError, psycopg.Error, OSError) as error:
            logger.warning("backup: %s", error)
            with suppress(OSError):
                note_backup(self.cluster.data_dir, base_error=str(error)[:300])

    def stop(self) -> None:
        if self.receiver is not None:
            self.receiver.send_signal(signal.SIGINT)  # ends in order
            self.receiver.wait(30)
            self.receiver = None


def run_schedule(cluster: Cluster, settings: BackupSettings, *, version: str) -> int:
    """Until SIGINT or SIGTERM. A place that is away is tried again and told in the status."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    turn = BackupRound(cluster, settings, version)
    try:
        while not stop.is_set():
            try:
                turn()
            except (SetupError, psycopg.Error, OSError) as error:
                logger.warning("backup: %s", error)
                with suppress(OSError):
                    note_backup(cluster.data_dir, error=str(error)[:300])
            stop.wait(TURN_SECONDS)
        if turn.receiver is not None:
            with suppress(SetupError, psycopg.Error, OSError):  # what came since the last minute
                turn.files.ship_new()
                ship_log(cluster, settings)
    finally:
        turn.stop()
    return 0


def is_held(cluster: Cluster) -> bool:
    """Whether this database was restored or moved and nobody said yet that it is the one that goes on."""
    with psycopg.connect(cluster.superuser_url, autocommit=True, connect_timeout=10) as connection:
        row = connection.execute(HELD).fetchone()
    return bool(row and row[0])


def ship_log(cluster: Cluster, settings: BackupSettings) -> int:
    """Raises SetupError, psycopg.Error. The status says when all was shipped that the server had written."""
    arrived = switch_segment(cluster)
    with folder_lock(local_folder(cluster.data_dir) / LOG_LOCK):
        settings.know_place(cluster.data_dir)
        shipped = ship_segments(cluster.data_dir, settings, settings.storage(), system_of(cluster))
    if arrived or shipped:
        note_backup(cluster.data_dir, log_at=datetime.now(UTC).isoformat(timespec="seconds"), error="")
    return shipped


def next_due(data_dir: Path, settings: BackupSettings, now: datetime) -> datetime:
    """At once where there never was one at this place for this recipient; else at the hour of the day after it."""
    status = backup_status(data_dir)
    last = status.get("base_at")
    if not last or (status.get("to"), status.get("recipient")) != (settings.to, settings.recipient):
        return now
    after = datetime.fromisoformat(str(last)) + timedelta(hours=1)
    due = datetime.combine(after.date(), settings.at, tzinfo=UTC)
    return due if due > after else due + timedelta(days=1)
