"""The password of the embedded database's owner and superuser.

The application's role has none: the system's account lets it in.

It lies in the data folder in libpq's own form (a `.pgpass`), outside the cluster; web, worker and listener cannot read
it (runtime.programs).
"""

import secrets
import subprocess
from pathlib import Path

from lapor.core.files import write_whole
from lapor.runtime.cluster.binaries import Binaries
from lapor.runtime.cluster.errors import ClusterError, explain_output
from lapor.runtime.cluster.place import ClusterPlace
from lapor.runtime.cluster.server import RECOVERY_LIMIT, plain_environment

FILE = "database.pgpass"
_BYTES = 32


def password_file(data_dir: Path) -> Path:
    return data_dir / FILE


def password(data_dir: Path) -> str:
    """Raises OSError where there is none."""
    return password_file(data_dir).read_text(encoding="ascii").strip().rpartition(":")[2]


def set_password(place: ClusterPlace, binaries: Binaries, role: str) -> None:
    """Give `role` a new password while the server is down, and write it down once it holds.

    Raises ClusterError, OSError."""
    chosen = secrets.token_hex(_BYTES)
    result = subprocess.run(  # type: ignore[call-overload] # noqa: S603 - our own binaries
        [binaries.program("postgres"), "--single", "-D", str(place.cluster), "postgres"],
        input=f"ALTER ROLE {role} PASSWORD '{chosen}'\n",
        capture_output=True,
        text=True,
        errors="replace",
        cwd="/",
        env=plain_environment(),
        check=False,
        timeout=RECOVERY_LIMIT,  # a killed server recovers first
        **place.account.as_popen_arguments(),
    )
    if result.returncode or "ERROR" in result.stderr:
        raise ClusterError(
            explain_output(
                result.stdout + result.stderr, action="take a password", log=place.log, place=Path(place.home)
            )
        )
    write_whole(password_file(Path(place.data_dir)), f"*:*:*:*:{chosen}\n".encode())
