"""A logical backup: what `pg_dump` writes. For moving to another version or kind of PostgreSQL, also a managed one; for
the embedded database base.py is faster and knows each moment."""

import re
from pathlib import Path

from lapor.core.errors import SetupError
from lapor.runtime.backups.base import ship_parts, standing_of, work_folder
from lapor.runtime.backups.manifests import LOGICAL, Manifest, write_manifest
from lapor.runtime.backups.programs import run_program
from lapor.runtime.backups.settings import BackupSettings
from lapor.runtime.cluster.binaries import find_binaries, known_binaries

DUMP = "lapor.sql"
# What an older PostgreSQL does not know of the dump of a newer one, and can do without.
NEWER_SETTINGS = re.compile(r"SET transaction_timeout = 0;$")


def make_logical(url: str, data_dir: Path, settings: BackupSettings, *, version: str) -> Manifest:
    """`url`: of a role that reads everything (the owner). Raises SetupError."""
    standing = standing_of(url)
    with work_folder(data_dir, standing.name) as folder:
        dump(url, folder / DUMP, major=standing.major)
        parts, size = ship_parts(settings, settings.storage(), standing.name, [folder / DUMP])
    manifest = standing.manifest(LOGICAL, settings, version=version, parent="", wal="", bytes=size, parts=parts)
    write_manifest(settings.storage(), manifest)
    return manifest


def dump(url: str, target: Path, *, major: int) -> None:
    """Without owners and rights, which `lapor migrate` gives. Raises SetupError."""
    fitting = [one for one in known_binaries() if one.major >= major]
    if not fitting:
        raise SetupError(f"The database is PostgreSQL {major}, and no pg_dump of that version or newer is here.")
    options = ["--no-owner", "--no-acl", "--no-comments", "--no-password", "--format=plain", "--encoding=UTF8"]
    run_program(fitting[0].program("pg_dump"), [*options, f"--file={target}"], url=url)


def load(url: str, source: Path) -> None:
    """Into an empty database, as its owner. Raises SetupError."""
    older = source.with_suffix(".older.sql")
    with source.open(encoding="utf-8") as newer, older.open("w", encoding="utf-8") as out:
        out.writelines(line for line in newer if not NEWER_SETTINGS.match(line))
    options = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--no-password"]
    try:
        run_program(find_binaries().program("psql"), [*options, f"--file={older}"], url=url)
    finally:
        older.unlink(missing_ok=True)
