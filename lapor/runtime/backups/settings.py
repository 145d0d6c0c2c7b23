"""The settings of backups, read from the environment (docs/operate/environment.md)."""

from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

from lapor.core import environment
from lapor.core.errors import SetupError
from lapor.core.files import read_json, write_json
from lapor.runtime.backups import TO
from lapor.runtime.backups.sealing import recipient_of
from lapor.runtime.backups.storage import Storage

RECIPIENT = "LAPOR_BACKUP_RECIPIENT"
KEEP_DAYS = "LAPOR_BACKUP_KEEP_DAYS"
AT = "LAPOR_BACKUP_AT"
PLACE, MARK = "place.json", "place/lapor-backups.txt"
DEFAULT_DAYS, DEFAULT_AT = "30", "01:30"


@dataclass(frozen=True)
class BackupSettings:
    """`at`: the hour (UTC) of the daily one."""

    to: str
    recipient: str
    keep: timedelta
    at: time

    def storage(self) -> Storage:
        return Storage(self.to)

    def know_place(self, data_dir: Path) -> None:
        """Mark a new place; refuse one that was used before and has no mark: the disk is not mounted. Raises
        SetupError."""
        file, storage = local_folder(data_dir) / PLACE, self.storage()
        is_marked = any(one.name == MARK for one in storage.listed("place/"))
        if not is_marked and read_json(file).get("to") == self.to:
            raise SetupError(f"{self.to} is not the place it was: is it mounted?")
        if not is_marked:
            storage.put_bytes(MARK, b"Backups of lapor. See docs/operate/backup.md.\n")
        write_json(file, {"to": self.to})


def backup_settings() -> BackupSettings:
    """Raises SetupError where they are missing or wrong."""
    to, recipient = environment.read(TO), environment.read(RECIPIENT)
    if not to:
        raise SetupError(f"No place for backups is set: {TO} is an absolute folder or s3://bucket/prefix.")
    recipient_of(recipient)
    try:
        keep = timedelta(days=int(environment.read(KEEP_DAYS, DEFAULT_DAYS)))
        at = time.fromisoformat(environment.read(AT, DEFAULT_AT))
    except (ValueError, OverflowError) as error:
        raise SetupError(f"{KEEP_DAYS} is a number of days, {AT} a time like 01:30 ({error}).") from None
    if keep < timedelta(days=1):
        raise SetupError(f"{KEEP_DAYS} must be at least 1.")
    return BackupSettings(to, recipient, keep, at)


def local_folder(data_dir: Path) -> Path:
    """What the next backup needs of the last ones, and what waits to be shipped."""
    folder = data_dir / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
