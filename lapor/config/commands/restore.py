"""`lapor restore`: a backup comes into an empty data folder. `lapor restore --note`: the database was restored by other
means (a snapshot of the machine, barman, pgBackRest): begin an epoch and hold outgoing messages."""

import argparse
import shutil
from datetime import UTC, datetime
from pathlib import Path

from lapor.config import preparation
from lapor.core import environment
from lapor.core.errors import SetupError
from lapor.core.files import claim_data_folder
from lapor.core.keys import load_keys
from lapor.runtime import database
from lapor.runtime.backups import TO
from lapor.runtime.backups.logical import DUMP, load
from lapor.runtime.backups.manifests import LOGICAL, Manifest, read_manifests
from lapor.runtime.backups.restoring import fetch_part, restore_cluster, restore_files
from lapor.runtime.backups.sealing import read_identity
from lapor.runtime.backups.settings import local_folder
from lapor.runtime.backups.storage import Storage
from lapor.runtime.cluster import Cluster, running


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", nargs="?", default=environment.read(TO), help=f"where the backups are (default {TO})")
    parser.add_argument("--identity", type=Path, help="the file that `lapor backup key` made")
    parser.add_argument("--keys", type=Path, help="the installation's keys file, kept apart from the backups")
    parser.add_argument(
        "--at",
        type=_moment,
        metavar="TIME",
        help="the moment, like 2026-11-27T10:30+07:00 (default: the last there is)",
    )
    parser.add_argument(
        "--timeline",
        choices=["latest", "current"],
        default="latest",
        help="where this was restored from before: along the last restore, or along the backup itself (current)",
    )
    parser.add_argument("--logical", action="store_true", help="the newest logical one; also into LAPOR_DATABASE_URL")
    parser.add_argument(
        "--files", action="store_true", help="only the files that are not here yet, after one that broke off"
    )
    parser.add_argument("--note", action="store_true", help="only say that the database was restored by other means")
    parser.add_argument("--epoch", type=int, default=1, help="with --note: the highest that is known from elsewhere")


def run(args: argparse.Namespace) -> int:
    data_dir = environment.data_dir()
    if args.note:
        return note_restore(args.epoch)
    if not args.source or not args.identity:
        raise SetupError("Say where the backups are and which file opens them: lapor restore FROM --identity FILE.")
    database.end_in_order()  # what is half there is taken away again
    identity = read_identity(args.identity)
    claim_data_folder(data_dir)
    take_keys(args.keys)
    database.set_up_django()  # its keys tell which backups are ours
    storage = Storage(args.source)
    manifests, others = read_manifests(storage)
    for name in others:
        database.say(f"{name} is not signed by a key of this installation: it is left alone.")
    if args.files:
        print(f"{restore_files(data_dir, storage, identity)} files are here now.")
        return 0
    if environment.read(database.URL) and not args.logical:
        raise SetupError("LAPOR_DATABASE_URL names a server, whose base is restored there: here only with --logical.")
    if args.logical:
        restored = restore_logical(data_dir, storage, manifests, identity)
    else:
        refuse_database(data_dir)
        cluster = Cluster(data_dir, say=database.say)
        restored = restore_cluster(
            cluster, storage, manifests, identity, at=args.at, timeline=args.timeline, say=database.say
        )
    files = restore_files(data_dir, storage, identity)
    database.say(f"The database of {restored.id} and the log since, and {files} files are here.")
    # In a process of its own: Django was set up here before there was a database.
    preparation.run_step("migrate")
    preparation.run_step("restore", "--note", f"--epoch={max(one.epoch for one in manifests)}")
    return 0


def _moment(text: str) -> datetime:
    """Without a zone UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no moment: write it like 2026-11-27T10:30+07:00") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def take_keys(given: Path | None) -> None:
    """Raises SetupError where there are none, or other ones."""
    path = environment.keys_file()
    if given is not None and not path.exists():
        load_keys(given)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(given, path)
        path.chmod(0o600)
    if not path.exists():
        raise SetupError("Without the keys file nothing can be read again: name it with --keys FILE.")
    if given is not None and load_keys(given) != load_keys(path):
        raise SetupError(f"{path} is there already and is not {given}: move one of them away first.")


def refuse_database(data_dir: Path) -> None:
    if Cluster(data_dir).exists():
        raise SetupError(
            f"{data_dir} has a database: restore into another LAPOR_DATA_DIR, nothing is ever overwritten."
        )


def restore_logical(data_dir: Path, storage: Storage, manifests: list[Manifest], identity: object) -> Manifest:
    """Into the server that LAPOR_DATABASE_URL names, else into a new embedded database. Raises SetupError."""
    found = [one for one in manifests if one.kind == LOGICAL]
    if not found:
        raise SetupError("There is no logical backup: `lapor backup make --logical` makes one.")
    target = local_folder(data_dir) / DUMP
    fetch_part(storage, found[-1], DUMP, target, identity)
    try:
        if environment.read(database.URL):
            load(environment.read(database.ADMIN_URL) or environment.read(database.URL), target)
        else:
            refuse_database(data_dir)
            with running(data_dir, create=True, say=database.say) as cluster:
                load(cluster.admin_url, target)
    finally:
        target.unlink(missing_ok=True)
    return found[-1]


def note_restore(known_epoch: int) -> int:
    """Say in the database what happened. Nothing goes out before a person says so."""
    with database.provided():
        database.set_up_django()
        from lapor.runtime.restore_detection import begin_epoch  # noqa: PLC0415 - after django.setup()

        epoch = begin_epoch(known_epoch)
    print(f"This is epoch {epoch} of the history. Check it: lapor verify.")
    print("Outgoing messages are held: lapor messages release, once this is the installation that goes on.")
    return 0
