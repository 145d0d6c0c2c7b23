"""The settings that come from outside: LAPOR_* variables, each also readable from the file named by LAPOR_*_FILE.

Read by config.settings, the commands and the set-up. `docs/operate/environment.md` lists every name; a test compares.
"""

import os
import sys
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]
_RELEASED = PROJECT_DIR / "lapor" / "beside"  # deploy/setup/release puts it into the wheel; a clone has none
# What stands beside the package: built scripts and styles, presets. A release brings it in the package itself.
BESIDE = _RELEASED if _RELEASED.is_dir() else PROJECT_DIR


class SettingMissing(RuntimeError):
    """A setting that has no safe default was not given."""


def read(name: str, default: str = "") -> str:
    """The value of NAME, else the content of the file named by NAME_FILE (secrets), else `default`."""
    if value := os.environ.get(name):
        return value
    if file_name := os.environ.get(f"{name}_FILE"):
        return Path(file_name).read_text(encoding="utf-8").strip()
    return default


def read_flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on (any case)."""
    value = read(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def data_dir() -> Path:
    """The folder that holds everything a deployment owns: keys, attachments, outbox, the embedded database."""
    return Path(read("LAPOR_DATA_DIR", str(_home() / "data"))).expanduser().absolute()


def _home() -> Path:
    """The clone; of a release the folder that its virtual environment lies in."""
    return PROJECT_DIR if BESIDE == PROJECT_DIR else Path(sys.prefix).parent


def working_folders() -> list[Path]:
    """Below the data folder, where web, worker and listener write; nothing else there is theirs (runtime.programs)."""
    return [
        data_dir() / name
        for name in ("attachments", "cards", "files", "imports", "ledger", "open-data", "outbox", "tmp", "workers")
    ]


def keys_file() -> Path:
    return Path(read("LAPOR_KEYS_FILE", str(data_dir() / "keys.json"))).expanduser().absolute()
