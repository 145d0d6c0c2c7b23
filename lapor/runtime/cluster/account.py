"""The operating-system account that PostgreSQL runs as. Called by Cluster.

PostgreSQL refuses to run as root; then a system user without login is used (made where it is missing).
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass

from lapor.runtime.cluster.errors import ClusterError

NAME = "lapor"


@dataclass(frozen=True)
class SystemAccount:
    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def as_popen_arguments(self) -> dict[str, object]:
        """What makes `subprocess` start a program as this account."""
        return {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}


def current_name() -> str:
    """The name that peer authentication sees for this process. Raises ClusterError where the uid has none."""
    return account_of(os.geteuid()).name


def account_of(uid: int) -> SystemAccount:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise ClusterError(
            f"The user with number {uid} has no name on this machine: add it to /etc/passwd, or name a server with"
            " LAPOR_DATABASE_URL."
        ) from None
    return SystemAccount(entry.pw_name, entry.pw_uid, entry.pw_gid)


def database_account() -> SystemAccount:
    """Ourselves, or as root the system user `lapor` (else `nobody`)."""
    if os.geteuid() != 0:
        return account_of(os.geteuid())
    entry = named(NAME) or make_system_user() or named("nobody")
    if entry is None or entry.uid == 0:
        raise ClusterError(
            f"PostgreSQL does not run as root and no user could be made for it: run `useradd --system {NAME}`, or run"
            " lapor as an ordinary user."
        )
    return entry


def named(name: str) -> SystemAccount | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return SystemAccount(entry.pw_name, entry.pw_uid, entry.pw_gid)


def make_system_user() -> SystemAccount | None:
    """The new user, None where it cannot be made (no useradd, /etc not writable)."""
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return None
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run(  # noqa: S603 - fixed arguments
        [*command, "--shell", "/usr/sbin/nologin", NAME], capture_output=True, check=False, timeout=60
    )
    return named(NAME)  # also where a start beside us made it
