"""A logical backup: what `pg_dump` writes. For moving to another version or kind of PostgreSQL, also a managed one; for
the embedded database base.py is faster and knows each moment."""

import os
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lapor.core.errors import SetupError
from lapor.runtime.backups.base import SECONDS, ship_parts, standing_of, work_folder
from lapor.runtime.backups.manifests import LOGICAL, Manifest, write_manifest
from lapor.runtime.backups.settings import BackupSettings
from lapor.runtime.cluster.binaries import find_binaries, known_binaries

DUMP = "lapor.sql"
# What an older PostgreSQL does not know of the dump of a newer one, and can do without.
NEWER_SETTINGS = re.compile(r"SET transaction_timeout = 0;$")


def make_logical(url: str, data_dir: Path, settings: BackupSettings, *, version: str) -> Manifest:
    """`url`: of a role that reads everything (the owner). Raises SetupError."""
    began = datetime.now(UTC)
    name = began.strftime("%Y%m%dT%H%M%SZ")
    standing = standing_of(url)
    with work_folder(data_dir, name) as folder:
        dump(url, folder / DUMP, major=standing.major)
        parts, size = ship_parts(settings, settings.storage(), name, [folder / DUMP])
    manifest = Manifest(
        id=name,
        kind=LOGICAL,
        began_at=began.isoformat(timespec="seconds"),
        ended_at=datetime.now(UTC).isoformat(timespec="seconds"),
        lapor=version,
        postgresql=standing.major,
        parent="",
        position=standing.position,
        epoch=standing.epoch,
        recipient=settings.recipient,
        system=standing.system,
        wal="",
        bytes=size,
        parts=parts,
    )
    write_manifest(settings.storage(), manifest)
    return manifest


def dump(url: str, target: Path, *, major: int) -> None:
    """Without owners and rights, which `lapor migrate` gives. Raises SetupError."""
    fitting = [one for one in known_binaries() if one.major >= major]
    if not fitting:
        raise SetupError(f"The database is PostgreSQL {major}, and no pg_dump of that version or newer is here.")
    options = ["--no-owner", "--no-acl", "--no-comments", "--no-password", "--format=plain", "--encoding=UTF8"]
    _run([fitting[0].program("pg_dump"), *options, f"--file={target}"], url, "pg_dump")


def load(url: str, source: Path) -> None:
    """Into an empty database, as its owner. Raises SetupError."""
    older = source.with_suffix(".older.sql")
    with source.open(encoding="utf-8") as newer, older.open("w", encoding="utf-8") as out:
        out.writelines(line for line in newer if not NEWER_SETTINGS.match(line))
    options = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--no-password"]
    try:
        _run([find_binaries().program("psql"), *options, f"--file={older}"], url, "psql")
    finally:
        older.unlink(missing_ok=True)


def _run(command: Sequence[str], url: str, name: str) -> None:
    """The password goes by the environment: arguments are read by everybody on the machine."""
    parts = conninfo_to_dict(url)
    secret = {"PGPASSWORD": str(parts.pop("password"))} if "password" in parts else {}
    try:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            [*command, f"--dbname={make_conninfo('', **parts)}"],
            env={**os.environ, **secret},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SetupError(f"{name} did not end as it should ({error}).") from error
    if done.returncode:
        raise SetupError(f"{name} failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
