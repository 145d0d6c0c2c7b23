"""Files that are either whole or absent, and the data folder's sign of ownership; for keys, cluster and preparation."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lapor.core.errors import SetupError, explain_os_error

SIGN = "lapor.json"  # tells our data folder from somebody's home
HARMLESS = {"keys.json", "lost+found", ".gitkeep", ".gitignore"}  # may lie in a folder that is otherwise empty


def write_whole(path: Path, content: bytes, *, mode: int = 0o600, replace: bool = True) -> None:
    """Write `content` so that after a crash `path` holds all of it or is as before.

    Raises FileExistsError where `replace` is False and the file exists, OSError where the disk refuses.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            path.hardlink_to(draft)  # unlike a rename, never over an existing file
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, content: dict[str, Any]) -> None:
    write_whole(path, (json.dumps(content, indent=1, sort_keys=True) + "\n").encode())


def read_json(path: Path) -> dict[str, Any]:
    """The object in `path`, empty where the file is absent or broken off."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def claim_data_folder(folder: Path) -> None:
    """Make `folder` ours (0700 where it is new), or refuse it with a SetupError where it is somebody else's."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        names = sorted(entry.name for entry in folder.iterdir())
        if SIGN in names:
            return
        foreign = [name for name in names if not is_harmless(name)]
        if foreign:
            raise SetupError(
                f"{folder} holds something that is not lapor's ({foreign[0]}): choose an empty folder with"
                " LAPOR_DATA_DIR."
            )
        write_json(folder / SIGN, {"what": "data folder of lapor", "layout": 1})
    except OSError as error:
        raise SetupError(explain_os_error(error, folder)) from error


def is_harmless(name: str) -> bool:
    return name in HARMLESS or name.startswith((f".{SIGN}.", ".keys.json."))


@contextmanager
def folder_lock(path: Path, *, shared: bool = False, wait: bool = True) -> Iterator[int | None]:
    """Hold a lock that the kernel drops when this process dies; yields None where it is taken and `wait` is False."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle if take_lock(handle, shared=shared, wait=wait) else None
    finally:
        os.close(handle)


def take_lock(handle: int, *, shared: bool, wait: bool) -> bool:
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
