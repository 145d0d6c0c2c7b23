"""A base backup of the embedded cluster: full, or what changed since the last one, by PostgreSQL's own programs."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from lapor.runtime.backups.manifests import FOLDER, FULL, INCREMENTAL, Manifest, sha256_of, write_manifest
from lapor.runtime.backups.programs import run_program
from lapor.runtime.backups.sealing import ENDING, recipient_of, sealed
from lapor.runtime.backups.settings import BackupSettings, local_folder
from lapor.runtime.backups.storage import Storage
from lapor.runtime.backups.wal import segment_at
from lapor.runtime.cluster import Cluster

OLDEST_INCREMENTAL = 17  # PostgreSQL's major version
VERIFIES_TAR = 18
POSTGRES_MANIFEST = "backup_manifest"


class Standing(NamedTuple):
    """Of the database, when a backup begins."""

    began: datetime
    major: int
    position: int
    epoch: int
    system: str

    @property
    def name(self) -> str:
        return self.began.strftime("%Y%m%dT%H%M%SZ")

    def manifest(self, kind: str, settings: BackupSettings, *, version: str, **parts: Any) -> Manifest:
        """Of the backup that ends now. `parts`: what the kinds have not alike (parent, wal, bytes, parts)."""
        return Manifest(
            id=self.name,
            kind=kind,
            began_at=self.began.isoformat(timespec="seconds"),
            ended_at=datetime.now(UTC).isoformat(timespec="seconds"),
            lapor=version,
            postgresql=self.major,
            position=self.position,
            epoch=self.epoch,
            recipient=settings.recipient,
            system=self.system,
            **parts,
        )


def make_base(cluster: Cluster, settings: BackupSettings, *, version: str, parent: Manifest | None) -> Manifest:
    """Full without `parent`. Checked by pg_verifybackup before it leaves, sealed, written, its manifest last.

    Raises SetupError."""
    standing = standing_of(cluster.superuser_url)
    name = standing.name
    with work_folder(cluster.data_dir, name) as folder:
        run_basebackup(cluster, folder, parent)
        if standing.major >= VERIFIES_TAR:
            program = cluster.binaries_for(cluster.place).program("pg_verifybackup")
            run_program(program, ["--no-parse-wal", str(folder)])
        parts, size = ship_parts(settings, settings.storage(), name, sorted(folder.iterdir()))
        manifest = standing.manifest(
            INCREMENTAL if parent else FULL,
            settings,
            version=version,
            parent=parent.id if parent else "",
            wal=first_segment(folder / POSTGRES_MANIFEST),
            bytes=size,
            parts=parts,
        )
        write_manifest(settings.storage(), manifest)
        (folder / POSTGRES_MANIFEST).replace(kept_manifest(cluster.data_dir, name))
    return manifest


def first_segment(manifest: Path) -> str:
    """By PostgreSQL's own list of a backup."""
    found = json.loads(manifest.read_text(encoding="utf-8"))["WAL-Ranges"][0]
    return segment_at(int(found["Timeline"]), str(found["Start-LSN"]))


def kept_manifest(data_dir: Path, name: str) -> Path:
    """PostgreSQL's list of a backup's files: an incremental one is made against it, and the server cannot open its
    own backups."""
    return local_folder(data_dir) / f"{name}.{POSTGRES_MANIFEST}"


def can_be_parent(data_dir: Path, manifest: Manifest, major: int) -> bool:
    return (
        major >= OLDEST_INCREMENTAL and manifest.postgresql == major and kept_manifest(data_dir, manifest.id).exists()
    )


@contextmanager
def work_folder(data_dir: Path, name: str) -> Iterator[Path]:
    folder = local_folder(data_dir) / f"{name}.new"
    for left in local_folder(data_dir).glob("*.new"):  # of one that was killed
        shutil.rmtree(left, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_basebackup(cluster: Cluster, folder: Path, parent: Manifest | None) -> None:
    more = [f"--incremental={kept_manifest(cluster.data_dir, parent.id)}"] if parent else []
    options = ["--format=tar", "--wal-method=stream", "--checkpoint=fast", "--no-password", *more]
    program = cluster.binaries_for(cluster.place).program("pg_basebackup")
    run_program(program, [f"--pgdata={folder}", *options], url=cluster.superuser_url)


def ship_parts(
    settings: BackupSettings, storage: Storage, name: str, files: Sequence[Path]
) -> tuple[dict[str, str], int]:
    """Seal each file and write it; gives the SHA-256 of each, and the bytes that were written."""
    recipient, parts, size = recipient_of(settings.recipient), {}, 0
    for file in files:
        with sealed(file, recipient, compress=True, work=file.parent) as ready:
            storage.put(f"{FOLDER}/{name}/{file.name}{ENDING}", ready)
            size += ready.stat().st_size
        parts[file.name] = sha256_of(file)
    return parts, size


def standing_of(url: str) -> Standing:
    """Needs Django set up, like all that signs."""
    from lapor.ledger.epochs import STREAM as EPOCHS  # noqa: PLC0415 - commands import this before django.setup()

    began = datetime.now(UTC)
    with psycopg.connect(url, connect_timeout=10) as connection:
        row = connection.execute(
            "SELECT (SELECT coalesce(max(position), 0) FROM ledger_position),"
            " (SELECT coalesce(max((data->>'epoch')::int), 1) FROM ledger_event WHERE stream_id = %s),"
            " (SELECT system_identifier::text FROM pg_control_system())",
            [EPOCHS],
        ).fetchone()
        assert row is not None  # noqa: S101 - a SELECT without FROM gives one row
        return Standing(began, connection.info.server_version // 10000, int(row[0]), int(row[1]), str(row[2]))
