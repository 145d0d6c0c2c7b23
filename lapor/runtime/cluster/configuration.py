"""PostgreSQL's own files: settings and who may come in. Written by Cluster before each start."""

import os
from pathlib import Path

from lapor.core.files import write_whole
from lapor.runtime.cluster.account import SystemAccount, current_name
from lapor.runtime.cluster.place import ClusterPlace

SUPERUSER = "lapor_superuser"  # made by initdb; extensions, tests; by password (passwords.py)
OWNER = "lapor_owner"  # owns the database; migrations; by the same password
APPLICATION = "lapor_app"  # what web and worker use; may not change the ledger; by the system's account
DATABASE = "lapor"

SETTINGS_FILE = "lapor.conf"
HOW_TO_COME_IN = f"""# Written by lapor: the socket only.
# The system's account opens the application's role, a password the others.
local all {APPLICATION} peer map=lapor
local all {OWNER},{SUPERUSER} scram-sha-256
local replication {SUPERUSER} scram-sha-256
"""

# The whole product stays below 400 MiB at rest on a small machine; a bigger one names its own server.
SETTINGS = {
    "listen_addresses": "",  # the socket only, no TCP
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "effective_cache_size": "256MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "min_wal_size": "32MB",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "1",
    "autovacuum_max_workers": "2",
    "password_encryption": "scram-sha-256",
    "max_slot_wal_keep_size": "4GB",  # where backups cannot be shipped the disk does not fill: a new full one is made
    "jit": "off",  # costs more than it saves on short queries
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "log",  # failed statements would write what people said into the log
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "1GB"}  # for tests
SINCE_17 = {"summarize_wal": "on"}  # which blocks changed: for incremental backups
SINCE_18 = {"io_method": "sync"}  # no three idle helper processes


def settings_text(place: ClusterPlace, *, major: int, fast: bool) -> str:
    chosen = {**SETTINGS, "unix_socket_directories": place.sockets}
    if major >= 17:  # noqa: PLR2004 - a version of PostgreSQL
        chosen |= SINCE_17
    if major >= 18:  # noqa: PLR2004 - a version of PostgreSQL
        chosen |= SINCE_18
    if fast:
        chosen |= FAST
    lines = ["# Written by lapor at every start; your own settings belong into postgresql.conf, below the include."]
    lines += [f"{name} = '{quote(value)}'" for name, value in chosen.items()]
    return "\n".join(lines) + "\n"


def quote(value: str) -> str:
    return value.replace("'", "''")


def write_configuration(folder: Path, place: ClusterPlace, *, account: SystemAccount, major: int, fast: bool) -> None:
    """(Re)write lapor.conf, pg_hba.conf and pg_ident.conf in the cluster `folder`. Raises OSError."""
    texts = {
        SETTINGS_FILE: settings_text(place, major=major, fast=fast),
        "pg_hba.conf": HOW_TO_COME_IN,
        "pg_ident.conf": ident_text({account.name, current_name(), "root"}),
    }
    for name, text in texts.items():
        write_whole(folder / name, text.encode())  # follows no link that the database's account might have put there
        hand_over(folder / name, account)


def ident_text(people: set[str]) -> str:
    lines = ["# Written by lapor: map, system user, database role."]
    lines += [f'lapor "{person}" {APPLICATION}' for person in sorted(people)]
    return "\n".join(lines) + "\n"


def include_settings(folder: Path, account: SystemAccount) -> None:
    """Make a fresh cluster read lapor.conf before whatever an administrator adds."""
    path = folder / "postgresql.conf"
    write_whole(path, f"include = '{SETTINGS_FILE}'\n\n# Your own settings:\n".encode())
    hand_over(path, account)


def hand_over(path: Path, account: SystemAccount) -> None:
    if not account.is_ours:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
