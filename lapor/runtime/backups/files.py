"""The attachments and imports in a backup: each file once, and again when it was sealed anew (`lapor keys rotate`): its
name there ends with the time of its last change. What ended here ends there after the time that backups are kept."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lapor.core.files import read_json, write_json
from lapor.runtime.backups.sealing import ENDING, recipient_of, sealed
from lapor.runtime.backups.settings import BackupSettings, local_folder

FOLDERS = ("attachments", "imports")
PREFIX = "files/"
GONE = "gone.json"  # name -> since when it is not here any more


class ShippedFiles(NamedTuple):
    new: int
    ended: int


class FileShipper:
    """Knows what is there, so that the place is listed once a day and new files go each minute."""

    def __init__(self, data_dir: Path, settings: BackupSettings) -> None:
        self.data_dir, self.settings = data_dir, settings
        self.there: set[str] | None = None

    def ship_new(self) -> int:
        """Raises SetupError, OSError."""
        storage, recipient = self.settings.storage(), recipient_of(self.settings.recipient)
        if self.there is None:
            self.there = {found.name for found in storage.listed(PREFIX)}
        new = 0
        for name, path in local_files(self.data_dir, self.settings.recipient).items():
            if name not in self.there and path.exists():
                with sealed(path, recipient, compress=False, work=local_folder(self.data_dir)) as ready:
                    storage.put(name, ready)
                self.there.add(name)
                new += 1
        return new

    def ship_all(self, now: datetime) -> ShippedFiles:
        """Also lists the place anew, and ends what has been gone for longer than backups are kept."""
        self.there = None
        new = self.ship_new()
        there: set[str] = self.there or set()
        ended = _past_their_time(
            self.data_dir, there - local_files(self.data_dir, self.settings.recipient).keys(), self.settings, now
        )
        self.settings.storage().delete(ended)
        self.there = there - set(ended)
        return ShippedFiles(new, len(ended))


def ship_files(data_dir: Path, settings: BackupSettings, now: datetime) -> ShippedFiles:
    return FileShipper(data_dir, settings).ship_all(now)


def local_files(data_dir: Path, recipient: str) -> dict[str, Path]:
    """By the names that they have in a backup; whole ones: what begins with a dot is still being written."""
    return {name: path for path in _walk(data_dir) if (name := stored_name(data_dir, path, recipient))}


def _walk(data_dir: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in (data_dir / folder).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                yield path


def stored_name(data_dir: Path, path: Path, recipient: str) -> str:
    """With the time of its last change and for whom it is sealed. Empty where it is gone meanwhile."""
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return ""
    return f"{PREFIX}{path.relative_to(data_dir)}@{changed:x}-{recipient[-8:]}{ENDING}"


def newest_of(names: Iterator[str], recipient: str) -> dict[str, tuple[int, str]]:
    """Path in the data folder -> (time of the last change in ns, name there), of the newest of each that is sealed for
    this recipient."""
    found: dict[str, tuple[int, str]] = {}
    for name in names:
        path, _at, rest = name.removeprefix(PREFIX).removesuffix(ENDING).rpartition("@")
        changed, _dash, whom = rest.partition("-")
        if whom != recipient[-8:]:
            continue
        try:
            at = int(changed, 16)
        except ValueError:
            continue
        if path.split("/")[0] in FOLDERS and at > found.get(path, (-1, ""))[0]:
            found[path] = (at, name)
    return found


def put_back(ready: Path, target: Path, changed: int) -> None:
    """Whole and under its time, so that the next backup knows it."""
    ready.chmod(0o600)
    os.utime(ready, ns=(changed, changed))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    ready.replace(target)


def _past_their_time(data_dir: Path, gone: set[str], settings: BackupSettings, now: datetime) -> list[str]:
    file = local_folder(data_dir) / GONE
    since = {name: at for name, at in read_json(file).items() if name in gone}
    since |= {name: now.isoformat() for name in gone - since.keys()}
    ended = [name for name, at in since.items() if now - datetime.fromisoformat(str(at)) > settings.keep]
    write_json(file, {name: at for name, at in since.items() if name not in set(ended)})
    return sorted(ended)
