"""The attachments and imports in a backup: each file once, since its name is the hash of its content and it never
changes; one that ended here ends there after the time that backups are kept."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lapor.core.files import read_json, write_json
from lapor.runtime.backups.sealing import ENDING, recipient_of, sealed
from lapor.runtime.backups.settings import BackupSettings, local_folder
from lapor.runtime.backups.storage import Storage

FOLDERS = ("attachments", "imports")
PREFIX = "files/"
GONE = "gone.json"  # name -> since when it is not here any more


class ShippedFiles(NamedTuple):
    new: int
    ended: int


def ship_files(data_dir: Path, settings: BackupSettings, storage: Storage, now: datetime) -> ShippedFiles:
    """Write what is not there yet, end what has been gone for longer than backups are kept."""
    recipient = recipient_of(settings.recipient)
    there = {found.name for found in storage.listed(PREFIX)}
    here = {f"{PREFIX}{path.relative_to(data_dir)}{ENDING}": path for path in local_files(data_dir)}
    new = 0
    for name in sorted(here.keys() - there):
        with sealed(here[name], recipient, compress=False) as ready:
            storage.put(name, ready)
        new += 1
    ended = _past_their_time(data_dir, there - here.keys(), settings, now)
    storage.delete(ended)
    return ShippedFiles(new, len(ended))


def local_files(data_dir: Path) -> Iterator[Path]:
    """Whole ones: a name that begins with a dot is still being written."""
    for folder in FOLDERS:
        for path in (data_dir / folder).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                yield path


def _past_their_time(data_dir: Path, gone: set[str], settings: BackupSettings, now: datetime) -> list[str]:
    file = local_folder(data_dir) / GONE
    since = {name: at for name, at in read_json(file).items() if name in gone}
    since |= {name: now.isoformat() for name in gone - since.keys()}
    ended = [name for name, at in since.items() if now - datetime.fromisoformat(str(at)) > settings.keep]
    write_json(file, {name: at for name, at in since.items() if name not in set(ended)})
    return sorted(ended)
