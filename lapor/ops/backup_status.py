"""How backups fare, as whoever makes them says it (runtime.backups): a small file, so that it is known without asking
the place where they lie."""

from pathlib import Path
from typing import Any

from lapor.core.files import folder_lock, read_json, write_json

FOLDER, FILE, LOCK = "backups", "status.json", "status.lock"


def note_backup(data_dir: Path, **values: object) -> None:
    """`base_at`, `log_at` (ISO, UTC), `kind`, `error` of the log and `base_error` (empty where the last try went
    well)."""
    file = data_dir / FOLDER / FILE
    with folder_lock(data_dir / FOLDER / LOCK):  # base and log are made side by side
        write_json(file, {**read_json(file), **values})


def backup_status(data_dir: Path) -> dict[str, Any]:
    """Empty where there never was one, or this program may not read it."""
    try:
        return read_json(data_dir / FOLDER / FILE)
    except OSError:
        return {}
