"""Backups without anybody's doing: the log each minute, files and an incremental base each day, a full one each week,
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
from lapor.runtime.backups.files import ShippedFiles, ship_files
from lapor.runtime.backups.manifests import FOLDER, FULL, Manifest, chain_of, past_their_time, read_manifests
from lapor.runtime.backups.settings import BackupSettings, local_folder
from lapor.runtime.backups.wal import forget_segments, ship_segments, start_receiving, switch_segment
from lapor.runtime.cluster import Cluster

logger = logging.getLogger(__name__)
LOG_SECONDS = 60.0
FULL_EACH = timedelta(days=7)
AGAIN = timedelta(minutes=15)  # after a failed one
LOCK = "lock"  # one process at a time: the schedule, or somebody at a terminal


class Made(NamedTuple):
    manifest: Manifest
    files: ShippedFiles


def make_backup(cluster: Cluster, settings: BackupSettings, *, version: str, full: bool = False) -> Made:
    """Files first: whatever the base names is there. Raises SetupError."""
    storage = settings.storage()
    now = datetime.now(UTC)
    with folder_lock(local_folder(cluster.data_dir) / LOCK):
        files = ship_files(cluster.data_dir, settings, storage, now)
        manifests, _others = read_manifests(storage)
        parent = None if full else _parent(cluster, manifests, now)
        manifest = make_base(cluster, settings, version=version, parent=parent)
        _forget([*manifests, manifest], cluster.data_dir, settings, now)
    note_backup(cluster.data_dir, base_at=manifest.ended_at, kind=manifest.kind, error="")
    return Made(manifest, files)


def _parent(cluster: Cluster, manifests: list[Manifest], now: datetime) -> Manifest | None:
    """The newest base, while its full one is young enough and all is here that an incremental one needs."""
    bases = [one for one in manifests if one.is_base]
    if not bases:
        return None
    try:
        first = chain_of(manifests, bases[-1])[0]
    except SetupError:
        return None
    is_young = first.kind == FULL and now - first.ended < FULL_EACH
    major = standing_of(cluster.superuser_url).major
    return bases[-1] if is_young and can_be_parent(cluster.data_dir, bases[-1], major) else None


def _forget(manifests: list[Manifest], data_dir: Path, settings: BackupSettings, now: datetime) -> None:
    """Whole chains past their time, and the log that only they needed."""
    storage = settings.storage()
    dead = past_their_time(manifests, now, settings.keep)
    for manifest in dead:
        storage.delete([found.name for found in storage.listed(f"{FOLDER}/{manifest.id}/")])
        kept_manifest(data_dir, manifest.id).unlink(missing_ok=True)
    kept = [one for one in manifests if one.is_base and one not in dead]
    if dead and kept:
        forget_segments(storage, before=min((one.wal for one in kept), key=lambda name: name[8:]))


def run_schedule(cluster: Cluster, settings: BackupSettings, *, version: str) -> int:
    """Until SIGINT or SIGTERM. A place that is away is tried again and told in the status."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    receiver: subprocess.Popen[bytes] | None = None
    due = next_due(cluster.data_dir, settings, datetime.now(UTC))
    try:
        while not stop.is_set():
            try:
                if receiver is None or receiver.poll() is not None:
                    receiver = start_receiving(cluster)
                if datetime.now(UTC) >= due:
                    make_backup(cluster, settings, version=version)
                    due = next_due(cluster.data_dir, settings, datetime.now(UTC))
                ship_log(cluster, settings)
            except (SetupError, psycopg.Error, OSError) as error:
                logger.warning("backup: %s", error)
                note_backup(cluster.data_dir, error=str(error)[:300])
                due = max(due, datetime.now(UTC) + AGAIN) if datetime.now(UTC) >= due else due
            stop.wait(LOG_SECONDS)
        with suppress(SetupError, psycopg.Error, OSError):  # what came since the last minute
            ship_log(cluster, settings)
    finally:
        if receiver is not None:
            receiver.send_signal(signal.SIGINT)  # ends in order
            receiver.wait(30)
    return 0


def ship_log(cluster: Cluster, settings: BackupSettings) -> int:
    """Raises SetupError, psycopg.Error."""
    switch_segment(cluster)
    with folder_lock(local_folder(cluster.data_dir) / LOCK):
        shipped = ship_segments(cluster.data_dir, settings, settings.storage())
    note_backup(cluster.data_dir, log_at=datetime.now(UTC).isoformat(timespec="seconds"), error="")
    return shipped


def next_due(data_dir: Path, settings: BackupSettings, now: datetime) -> datetime:
    """At once where there never was one; else at the hour of the day after the last."""
    last = backup_status(data_dir).get("base_at")
    if not last:
        return now
    after = datetime.fromisoformat(str(last)) + timedelta(hours=1)
    due = datetime.combine(after.date(), settings.at, tzinfo=UTC)
    return due if due > after else due + timedelta(days=1)
