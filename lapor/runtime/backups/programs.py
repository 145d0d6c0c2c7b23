"""PostgreSQL's own programs, each run to its end."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lapor.core.errors import SetupError

SECONDS = 6 * 3600  # that a backup may take


def run_program(program: str, arguments: Sequence[str], *, url: str = "") -> None:
    """With `--dbname` of `url`, its password by the environment: arguments are read by everybody on the machine.

    Raises SetupError with the program's last words."""
    parts = conninfo_to_dict(url) if url else {}
    secret = {"PGPASSWORD": str(parts.pop("password"))} if "password" in parts else {}
    to = [f"--dbname={make_conninfo('', **parts)}"] if url else []
    name = Path(program).name
    try:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            [program, *arguments, *to],
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
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise SetupError(f"{name} failed: {lines[-1] if lines else done.returncode}")
