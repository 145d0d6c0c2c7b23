"""A restore: the embedded cluster as it was at a moment, from its base backups and the log; the files; and then the
word, in the database itself, that this is a restore (ledger.epochs), with outgoing messages held."""

import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psycopg

from lapor.core.errors import SetupError
from lapor.runtime.backups.base import POSTGRES_MANIFEST
from lapor.runtime.backups.files import PREFIX as FILES
from lapor.runtime.backups.files import newest_of, put_back
from lapor.runtime.backups.manifests import FOLDER, Manifest, chain_of, sha256_of
from lapor.runtime.backups.programs import run_program
from lapor.runtime.backups.sealing import ENDING, unseal
from lapor.runtime.backups.settings import local_folder
from lapor.runtime.backups.storage import Storage
from lapor.runtime.backups.wal import PREFIX as WAL
from lapor.runtime.backups.wal import SEGMENT, is_ours
from lapor.runtime.cluster import Cluster
from lapor.runtime.cluster.account import SystemAccount
from lapor.runtime.cluster.binaries import Binaries, copy_binaries, find_binaries
from lapor.runtime.cluster.place import ClusterPlace, new_place
from lapor.runtime.cluster.server import plain_environment

if TYPE_CHECKING:
    import pyrage

SEGMENT_NAME = 24  # letters
RECOVERY_SECONDS = 4 * 3600
RECOVERY_HBA = (
    "local all lapor_superuser trust\n"  # the socket lies in a folder that only root and the database's user open
)


class RecoveryTarget(NamedTuple):
    """How far to go, and along which timeline: the latest, or that of the backup (current)."""

    at: datetime | None
    timeline: str


class NotOnThisLine(Exception):
    """The latest timeline leaves before the backup was made."""


def choose(manifests: Sequence[Manifest], at: datetime | None, recipient: str) -> Manifest:
    """The newest base backup for this recipient that had ended before `at`. Raises SetupError."""
    ours = [one for one in manifests if one.is_base and one.recipient == recipient]
    fitting = [one for one in ours if at is None or one.ended <= at]
    if not ours:
        raise SetupError("No base backup is sealed for this identity: another file of `lapor backup key` opens them.")
    if not fitting:
        raise SetupError("There is no base backup of before that moment: `lapor backup list` names what there is.")
    return fitting[-1]


def restore_cluster(
    cluster: Cluster,
    storage: Storage,
    manifests: list[Manifest],
    identity: "pyrage.x25519.Identity",
    *,
    at: datetime | None,
    timeline: str = "latest",
    say: Callable[[str], None] = print,
) -> Manifest:
    """Into a claimed data folder without a database; gives the backup it began from. Raises SetupError."""
    chosen = choose(manifests, at, str(identity.to_public()))
    chain, binaries = chain_of(manifests, chosen), find_binaries(major=chosen.postgresql)
    place = new_place(cluster.data_dir, cluster.root_storage)
    try:
        _fill(cluster, storage, chain, identity, binaries, place, RecoveryTarget(at, timeline), say)
    except BaseException:
        cluster.destroy()  # a half one must not be taken for a new and empty one
        raise
    return chosen


def _fill(
    cluster: Cluster,
    storage: Storage,
    chain: Sequence[Manifest],
    identity: "pyrage.x25519.Identity",
    binaries: Binaries,
    place: ClusterPlace,
    target: RecoveryTarget,
    say: Callable[[str], None],
) -> None:
    if not place.account.is_ours:
        binaries = copy_binaries(binaries, cluster.root_storage / "binaries")
    folders = [_fetch_backup(binaries, storage, one, identity, place) for one in chain]
    _combine(binaries, folders, place)
    log = Path(place.home) / "wal-of-backup"
    fetch_log(storage, identity, log, chain[-1])
    if missing := gap_in([path.name for path in log.iterdir()]):
        say(f"The log in the backups lacks what came after {missing}: later than that nothing comes back.")
    _hand_over([place.draft, log], place.account)
    try:
        _recover(binaries, place, log, target)
    except NotOnThisLine:  # the place holds the log of one that was restored before this base was made
        _recover(binaries, place, log, target._replace(timeline="current"))
    place.draft.rename(place.cluster)
    for folder in (*folders, log):
        shutil.rmtree(folder, ignore_errors=True)


def fetch_part(
    storage: Storage, manifest: Manifest, name: str, target: Path, identity: "pyrage.x25519.Identity"
) -> None:
    """One file of a backup, opened and compared with the signed manifest. Raises SetupError."""
    sealed = target.with_name(f"{target.name}{ENDING}")
    storage.get(f"{FOLDER}/{manifest.id}/{name}{ENDING}", sealed)
    unseal(sealed, target, identity, is_compressed=True)
    sealed.unlink()
    if sha256_of(target) != manifest.parts[name]:
        raise SetupError(
            f"{name} of the backup {manifest.id} is not what was written: another place may hold a good one."
        )


def _fetch_backup(
    binaries: Binaries, storage: Storage, manifest: Manifest, identity: "pyrage.x25519.Identity", place: ClusterPlace
) -> Path:
    """Unpacked and checked by pg_verifybackup."""
    folder = Path(place.home) / manifest.id
    folder.mkdir(mode=0o700)
    for name in manifest.parts:
        fetch_part(storage, manifest, name, folder / name, identity)
    for name, into in (("base.tar", folder), ("pg_wal.tar", folder / "pg_wal")):
        into.mkdir(exist_ok=True)
        with tarfile.open(folder / name) as archive:
            archive.extractall(into, filter="data")
        (folder / name).unlink()
    run_program(binaries.program("pg_verifybackup"), ["--no-parse-wal", str(folder)])
    return folder


def _combine(binaries: Binaries, folders: Sequence[Path], place: ClusterPlace) -> None:
    """One whole data directory in the place's draft."""
    if len(folders) == 1:
        folders[0].rename(place.draft)
    else:
        run_program(binaries.program("pg_combinebackup"), [*map(str, folders), f"--output={place.draft}"])
    (place.draft / POSTGRES_MANIFEST).unlink(missing_ok=True)


def fetch_log(storage: Storage, identity: "pyrage.x25519.Identity", folder: Path, base: Manifest) -> None:
    """The segments of its cluster since a base backup, of every timeline."""
    folder.mkdir(mode=0o700)
    prefix = f"{WAL}{base.system}/"
    for found in storage.listed(prefix):
        name = found.name.removeprefix(prefix).removesuffix(ENDING)
        if not SEGMENT.fullmatch(name) or (not name.endswith(".history") and name[8:] < base.wal[8:]):
            continue
        sealed = folder / f"{name}{ENDING}"
        storage.get(found.name, sealed)
        unseal(sealed, folder / name, identity, is_compressed=True)
        if not is_ours(storage, base.system, folder / name):
            raise SetupError(
                f"{found.name} was not signed by this installation, or changed. Without it (move it away) the database"
                " comes back until there."
            )
        sealed.unlink()


def _hand_over(roots: Iterable[Path], account: SystemAccount) -> None:
    """To the user who runs PostgreSQL, readable by nobody else."""
    for root in roots:
        for path in (root, *root.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
            if not account.is_ours:
                os.chown(path, account.uid, account.gid, follow_symlinks=False)


def gap_in(names: Sequence[str]) -> str:
    """The last segment before one that is missing, on any timeline; empty where none is."""
    for timeline in {name[:8] for name in names if len(name) == SEGMENT_NAME}:
        numbers = sorted(
            int(name[8:16], 16) * 256 + int(name[16:], 16)
            for name in names
            if name[:8] == timeline and len(name) == SEGMENT_NAME
        )
        for before, after in pairwise(numbers):
            if after != before + 1:
                return f"{timeline}{before // 256:08X}{before % 256:08X}"
    return ""


def _recover(binaries: Binaries, place: ClusterPlace, log: Path, target: RecoveryTarget) -> None:
    """Let PostgreSQL read the log up to the moment, and go on from there as a timeline of its own."""
    sockets = Path(place.home) / "recovery"
    sockets.mkdir(mode=0o700, exist_ok=True)
    hba = place.draft / "pg_hba.recovery"
    hba.write_text(RECOVERY_HBA, encoding="ascii")
    (place.draft / "recovery.signal").touch()
    _hand_over([sockets, hba, place.draft / "recovery.signal"], place.account)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "hba_file": str(hba),
        "restore_command": f'cp "{log}/%f" "%p"',
        "recovery_target_action": "promote",
        "recovery_target_timeline": target.timeline,
        **({"recovery_target_time": target.at.isoformat()} if target.at else {}),
    }
    program = binaries.program("postgres")
    words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    with (Path(place.home) / "recovery.log").open("wb") as output:
        process = subprocess.Popen(  # type: ignore[call-overload] # noqa: S603 - our own binaries
            [program, "-D", str(place.draft), *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=plain_environment(),
            start_new_session=True,
            **place.account.as_popen_arguments(),
        )
    try:
        _wait_for_promotion(process, f"postgresql://lapor_superuser@/postgres?host={sockets}", place)
    finally:
        process.terminate()  # smart: nobody is connected
        with suppress(subprocess.TimeoutExpired):
            process.wait(120)
        process.kill()
        process.wait()
    hba.unlink()
    shutil.rmtree(sockets, ignore_errors=True)


def _wait_for_promotion(process: "subprocess.Popen[bytes]", url: str, place: ClusterPlace) -> None:
    until = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            words = (Path(place.home) / "recovery.log").read_text(encoding="utf-8", errors="replace")
            if "recovery ended before configured recovery target was reached" in words:
                raise SetupError(
                    "The log in the backups ends before that moment: restore without --at for the last that there is,"
                    " or with --timeline current where this was restored from before and the moment is of later."
                )
            if "is not a child of this server's history" in words:
                raise NotOnThisLine
            fatal = [line for line in words.splitlines() if "FATAL" in line or "PANIC" in line]
            raise SetupError(
                f"The database could not recover ({fatal[-1][-200:] if fatal else 'no message'}). Where the place holds"
                " the log of two installations, --timeline current follows the one of the backup."
            )
        with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
            if row is not None and row[0] is False:
                _hold(url)
                return
        time.sleep(0.2)
    raise SetupError(f"The database did not recover within {RECOVERY_SECONDS // 3600} hours: see {place.home}.")


def _hold(url: str) -> None:
    """At once, in the restored database itself: whatever breaks off from here on, nothing is sent from it."""
    gone = (psycopg.errors.UndefinedTable, psycopg.errors.InvalidCatalogName)  # of before there was a hold
    with suppress(*gone), psycopg.connect(url.replace("/postgres?", "/lapor?"), connect_timeout=10) as connection:
        connection.execute(
            "INSERT INTO gateway_outboundhold (id, since) VALUES (1, clock_timestamp()) ON CONFLICT DO NOTHING"
        )


def restore_files(data_dir: Path, storage: Storage, identity: "pyrage.x25519.Identity") -> int:
    """Those that are not here yet, the newest of each; how many. Safe to repeat."""
    fetched = 0
    waiting = local_folder(data_dir) / "fetched"
    for path, (changed, name) in newest_of(
        (found.name for found in storage.listed(FILES)), str(identity.to_public())
    ).items():
        target = data_dir / path
        if target.exists() or not target.resolve().is_relative_to(data_dir.resolve()):
            continue
        sealed = waiting.with_suffix(ENDING)
        storage.get(name, sealed)
        unseal(sealed, waiting, identity, is_compressed=False)
        put_back(waiting, target, changed)
        sealed.unlink()
        fetched += 1
    return fetched
