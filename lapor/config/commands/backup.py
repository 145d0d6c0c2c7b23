"""`lapor backup make|list|schedule|key`: backups of the embedded database and of the files, sealed, checked and kept.

`make --logical` writes what pg_dump gives: for another PostgreSQL, and where the database is not the embedded one."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from lapor.core import environment
from lapor.core.errors import SetupError
from lapor.core.files import folder_lock
from lapor.core.version import version
from lapor.ops.backup_status import note_backup
from lapor.runtime import database
from lapor.runtime.backups.files import ship_files
from lapor.runtime.backups.logical import make_logical
from lapor.runtime.backups.manifests import Manifest, read_manifests
from lapor.runtime.backups.schedule import LOCK, forget, make_backup, run_schedule, ship_log
from lapor.runtime.backups.sealing import new_identity
from lapor.runtime.backups.settings import BackupSettings, backup_settings, local_folder
from lapor.runtime.cluster import Cluster, running


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(action="make", full=False, logical=False)
    actions = parser.add_subparsers(dest="action", metavar="make|list|schedule|key")
    make = actions.add_parser("make", help="make one now (also without a word)")
    make.add_argument("--full", action="store_true", help="everything, not what changed since the last")
    make.add_argument("--logical", action="store_true", help="what pg_dump writes, for another PostgreSQL")
    actions.add_parser("list", help="name the backups there are")
    actions.add_parser("schedule", help="the log each minute, a backup each day; until it is stopped")
    key = actions.add_parser("key", help="make the identity that opens backups, and name its recipient")
    key.add_argument("file", type=Path)


def run(args: argparse.Namespace) -> int:
    if args.action == "key":
        recipient = new_identity(args.file)
        print(f"LAPOR_BACKUP_RECIPIENT={recipient}")
        print(f"{args.file} opens the backups: keep it away from this machine, at two places.", file=sys.stderr)
        return 0
    database.set_up_django()  # its keys sign the manifests
    settings = backup_settings()
    if args.action == "list":
        return show(settings)
    if environment.read(database.URL):
        return on_a_server(args, settings)
    with running(environment.data_dir(), say=database.say) as cluster:
        if args.action == "schedule":
            return run_schedule(cluster, settings, version=version())
        if args.logical:
            return logical_now(cluster.superuser_url, cluster.data_dir, settings)
        return make_now(cluster, settings, full=args.full)


def make_now(cluster: Cluster, settings: BackupSettings, *, full: bool) -> int:
    made = make_backup(cluster, settings, version=version(), full=full)
    ship_log(cluster, settings)
    print(line_of(made.manifest))
    print(f"{made.files.new} files are new there, {made.files.ended} were ended.")
    return 0


def on_a_server(args: argparse.Namespace, settings: BackupSettings) -> int:
    """A server of its own has its own way for the base and the log (docs/operate/backup.md)."""
    if args.action == "schedule" or not args.logical:
        raise SetupError(
            "The database is a server's: its base and log are backed up there (barman, pgBackRest; see"
            " docs/operate/backup.md). Here: lapor backup make --logical."
        )
    url = environment.read(database.ADMIN_URL) or environment.read(database.URL)
    return logical_now(url, environment.data_dir(), settings)


def logical_now(url: str, data_dir: Path, settings: BackupSettings) -> int:
    with folder_lock(local_folder(data_dir) / LOCK):
        made = make_logical(url, data_dir, settings, version=version())
        if environment.read(database.URL):  # beside the embedded one the schedule's own bases count
            note_backup(data_dir, base_at=made.ended_at, kind=made.kind, base_error="")
        files = ship_files(data_dir, settings, datetime.now(UTC))
        manifests, _others = read_manifests(settings.storage())
        forget(settings.storage(), manifests, data_dir, settings, datetime.now(UTC))
    print(line_of(made))
    print(f"{files.new} files are new there, {files.ended} were ended.")
    return 0


def show(settings: BackupSettings) -> int:
    manifests, others = read_manifests(settings.storage())
    for manifest in manifests:
        print(line_of(manifest))
    for name in others:
        print(f"?  {name}: not signed by a key of this installation")
    print(f"{len(manifests)} backups in {settings.to}.")
    return 1 if others else 0


def line_of(manifest: Manifest) -> str:
    after = f" after {manifest.parent}" if manifest.parent else ""
    return (
        f"{manifest.id}  {manifest.kind}{after}  {manifest.bytes / 1e6:.1f} MB  {manifest.position} events"
        f"  PostgreSQL {manifest.postgresql}"
    )
