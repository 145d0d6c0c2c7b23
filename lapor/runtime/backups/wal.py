"""The write-ahead log, received as it is written and shipped segment by segment: with it a database is restored to any
moment since its base backup, at worst a minute before the end."""

import json
import re
import subprocess
import time
from pathlib import Path

import psycopg

from lapor.core.errors import SetupError
from lapor.ledger.signing import is_genuine, signed
from lapor.runtime.backups.manifests import sha256_of
from lapor.runtime.backups.sealing import ENDING, recipient_of, sealed
from lapor.runtime.backups.settings import BackupSettings, local_folder
from lapor.runtime.backups.storage import Storage
from lapor.runtime.cluster import Cluster
from lapor.runtime.supervisor import die_with_parent

PREFIX = "wal/"
SLOT = "lapor_backup"
SEGMENT_BYTES = 16 * 2**20  # initdb's default
SWITCH_SECONDS = 3.0
MOST_WAITING = 64  # segments (1 GB) that wait here for a place that is away; more stay with the server
FORMAT, SIGNATURE = "lapor-log-1", ".signature.json"
SEGMENT = re.compile(r"[0-9A-F]{24}|[0-9A-F]{8}\.history")


def wal_folder(data_dir: Path) -> Path:
    folder = local_folder(data_dir) / "wal"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def start_receiving(cluster: Cluster) -> "subprocess.Popen[bytes]":
    """pg_receivewal, which goes on by itself after a restart of the database. Raises SetupError."""
    program = cluster.binaries_for(cluster.place).program("pg_receivewal")
    common = [program, f"--dbname={cluster.superuser_url}", f"--slot={SLOT}", "--no-password"]
    made = subprocess.run(  # noqa: S603 - our own binaries
        [*common, "--create-slot", "--if-not-exists"], capture_output=True, text=True, check=False, timeout=60
    )
    if made.returncode:
        raise SetupError(f"The log of the database cannot be received: {made.stderr.strip()[-300:]}")
    return subprocess.Popen(  # noqa: S603 - our own binaries
        [*common, f"--directory={wal_folder(cluster.data_dir)}", "--status-interval=10"],
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - the schedule has no threads
    )


def segment_at(timeline: int, place: str) -> str:
    """The name of the segment that holds a place of the log (an LSN like 0/3000028)."""
    high, _slash, low = place.partition("/")
    number = ((int(high, 16) << 32) | int(low, 16)) // SEGMENT_BYTES
    per_file = 2**32 // SEGMENT_BYTES
    return f"{timeline:08X}{number // per_file:08X}{number % per_file:08X}"


def slot_is_lost(cluster: Cluster) -> bool:
    """The server could not keep the log for us any longer (max_slot_wal_keep_size): there is a gap."""
    with psycopg.connect(cluster.superuser_url, autocommit=True, connect_timeout=10) as connection:
        row = connection.execute("SELECT wal_status FROM pg_replication_slots WHERE slot_name = %s", [SLOT]).fetchone()
    return row is not None and row[0] == "lost"


def drop_slot(cluster: Cluster) -> None:
    with psycopg.connect(cluster.superuser_url, autocommit=True, connect_timeout=10) as connection:
        connection.execute("SELECT pg_drop_replication_slot(%s)", [SLOT])


def forget_broken_off(data_dir: Path) -> None:
    """A segment that was being received: with it the receiver would ask for what the server no longer has."""
    for path in wal_folder(data_dir).glob("*.partial"):
        path.unlink()


def system_of(cluster: Cluster) -> str:
    """The cluster's identifier."""
    with psycopg.connect(cluster.superuser_url, autocommit=True, connect_timeout=10) as connection:
        row = connection.execute("SELECT system_identifier::text FROM pg_control_system()").fetchone()
    return str(row[0]) if row else ""


def waiting_segments(data_dir: Path) -> int:
    return sum(1 for path in wal_folder(data_dir).iterdir() if SEGMENT.fullmatch(path.name))


def switch_segment(cluster: Cluster) -> bool:
    """Let the server begin a new segment where anything was written since the last; whether the old one arrived."""
    with psycopg.connect(cluster.superuser_url, autocommit=True, connect_timeout=10) as connection:
        row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
    until, file = time.monotonic() + SWITCH_SECONDS, wal_folder(cluster.data_dir) / str(row[0] if row else "")
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.1)
    return file.exists()


def ship_segments(data_dir: Path, settings: BackupSettings, storage: Storage, system: str) -> int:
    """Write each finished segment and drop it here; how many. A broken-off one is written again."""
    recipient, shipped = recipient_of(settings.recipient), 0
    for segment in sorted(wal_folder(data_dir).iterdir()):
        if SEGMENT.fullmatch(segment.name):
            document = json.dumps(signed(_said_of(system, segment)))
            storage.put_bytes(signature_name(system, segment.name), document.encode())
            with sealed(segment, recipient, compress=True, work=local_folder(data_dir)) as ready:
                storage.put(f"{PREFIX}{system}/{segment.name}{ENDING}", ready)
            segment.unlink()  # where to go on the slot knows
            shipped += 1
    return shipped


def signature_name(system: str, segment: str) -> str:
    return f"{PREFIX}{system}/{segment}{SIGNATURE}"


def is_ours(storage: Storage, system: str, segment: Path) -> bool:
    """Whether one of this installation's keys signed this very content as this segment: everybody may know the
    recipient, so a seal says nothing of who wrote it."""
    try:
        document = json.loads(storage.get_bytes(signature_name(system, segment.name)))
    except (SetupError, ValueError):
        return False
    said = _said_of(system, segment)
    return isinstance(document, dict) and said.items() <= document.items() and is_genuine(document)


def _said_of(system: str, segment: Path) -> dict[str, str]:
    return {"format": FORMAT, "system": system, "segment": segment.name, "sha256": sha256_of(segment)}


def forget_segments(storage: Storage, system: str, *, before: str) -> int:
    """Those that end before the segment `before`, which the oldest kept base backup begins with, on any timeline."""
    old = [
        found.name
        for found in storage.listed(f"{PREFIX}{system}/")
        if SEGMENT.fullmatch(name := found.name.rpartition("/")[2].removesuffix(ENDING).removesuffix(SIGNATURE))
        and not name.endswith(".history")
        and name[8:] < before[8:]
    ]
    storage.delete(old)
    return len(old)
