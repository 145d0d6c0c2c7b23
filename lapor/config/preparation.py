"""Makes an empty data folder ready to serve, and a ready one ready again after an upgrade. Called by `lapor run`.

Every step can be repeated, and the stamp is written last: a preparation that was killed goes on at the next start.
"""

import hashlib
import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

from lapor.core import environment
from lapor.core.errors import SetupError
from lapor.core.files import read_json, write_json
from lapor.core.keys import create_keys, load_keys
from lapor.runtime import database
from lapor.runtime.supervisor import die_with_parent

STAMP = "prepared.json"
DEMO_MARK = "demo.json"
DEMO_REPORTS = 200
OUTSIDE_MIGRATIONS = ("django", "django-allauth", "procrastinate")  # packages that bring tables of their own
PACKAGE_DIR = Path(__file__).resolve().parents[1]


def prepare_keys(data_dir: Path) -> None:
    """Check the keys of a claimed data folder, make them where it is new. Raises SetupError."""
    keys_file = environment.keys_file()
    if keys_file.exists():
        load_keys(keys_file)
    elif (data_dir / STAMP).exists():
        raise SetupError(f"The keys file {keys_file} is gone: put it back from the backup, nothing can replace it.")
    else:
        create_keys(keys_file)


def prepare(data_dir: Path, *, database_identity: str) -> None:
    """Migrate, load the preset and make the demo, each in a process of its own and only where something changed.

    `database_identity` tells a database made anew from the one that the stamp was written for. Raises SetupError.
    """
    stamp = {"stamp": stamp_of(database_identity)}
    wants_demo = environment.read_flag("LAPOR_DEMO") and not (data_dir / DEMO_MARK).exists()
    if read_json(data_dir / STAMP) == stamp and not wants_demo:
        return
    run_step("migrate")
    run_step("fill")
    write_json(data_dir / STAMP, stamp)


def run_step(*words: str) -> None:
    """Run `lapor WORDS`; its messages pass through. Raises SetupError where it fails."""
    result = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", "lapor.cli", *words],
        check=False,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    if result.returncode:
        raise SetupError(
            f"`lapor {' '.join(words)}` failed, the lines above say why: mend it and start again, it will go on there."
        )


def stamp_of(database_identity: str) -> str:
    """Changes with the code's migrations, the preset, the packages with tables and the database."""
    digest = hashlib.sha256(f"{database_identity}\0{environment.read('LAPOR_DATABASE_URL')}".encode())
    for package in OUTSIDE_MIGRATIONS:
        digest.update(f"{package}={importlib.metadata.version(package)}\0".encode())
    preset = preset_dir()
    files = [*PACKAGE_DIR.glob("*/migrations/*.py"), PACKAGE_DIR / "runtime/grants.py"]
    files += [path for path in preset.rglob("*") if path.is_file()] if preset.is_dir() else []
    for path in sorted(files):
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def preset_dir() -> Path:
    """The folder of LAPOR_PRESET: a name below deploy/presets, or a path."""
    chosen = environment.read("LAPOR_PRESET", "semarang")
    return Path(chosen).absolute() if os.sep in chosen else environment.BESIDE / "deploy" / "presets" / chosen


def load_first_preset() -> bool:
    """Load the preset, and its gazetteer where it has one, where the database has no agency yet; True where it did.
    Needs Django. Raises SetupError."""
    from lapor.agencies.areas.gazetteer import import_places  # noqa: PLC0415 - `run` uses this module without Django
    from lapor.agencies.models import Agency  # noqa: PLC0415
    from lapor.agencies.preset import load_preset_told  # noqa: PLC0415

    if Agency.objects.exists():
        return False
    preset = preset_dir()
    if not preset.is_dir():
        raise SetupError(f"There is no preset {preset}: name one of deploy/presets or a folder with LAPOR_PRESET.")
    root = load_preset_told(preset)
    if (places := preset / "places.csv").is_file():
        import_places(root, places)
    return True


def make_first_demo(data_dir: Path) -> bool:
    """Make the demo's accounts and reports once; the mark is written when all are there. Needs Django."""
    mark = data_dir / DEMO_MARK
    if not environment.read_flag("LAPOR_DEMO") or mark.exists():
        return False
    from lapor.config.commands.demo import make_demo  # noqa: PLC0415 - only where a demo is wanted

    database.say(f"Making {DEMO_REPORTS} demo reports …")
    make_demo(reports=DEMO_REPORTS)
    write_json(mark, {"reports": DEMO_REPORTS})
    return True
