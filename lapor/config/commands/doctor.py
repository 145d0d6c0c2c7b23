"""`lapor doctor`: is this installation in order? One line per check; exit code 1 where one fails."""

import argparse
import shutil
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from lapor.config.bind import read_bind, refuse_public_demo
from lapor.core import environment, landlock
from lapor.core.cleaning.walls import standing_walls
from lapor.core.errors import SetupError
from lapor.core.files import SIGN
from lapor.core.keys import load_keys
from lapor.core.virus_scan import ScannerAway, found_virus
from lapor.runtime import database

LEAST_FREE = 500 * 2**20  # bytes below which the next day's files may not fit

Check = Callable[[], str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--start", action="store_true", help="only whether this version may work on this database; silent where it may"
    )


def run(args: argparse.Namespace) -> int:
    """0 where every check passes."""
    if args.start:
        return check_start()
    checks: dict[str, Check] = {
        "environment": check_environment,
        "data folder": check_folder,
        "disk": check_disk,
        "keys": check_keys,
        "database": check_database,
        "protected cases": check_protected,
        "offices": check_offices,
        "scanner": check_scanner,
        "decoders": check_decoders,
        "web and worker": check_programs,
    }
    with ExitStack() as stack:
        with suppress(SetupError, environment.SettingMissing, OSError):  # the check of the database says so
            stack.enter_context(database.provided())  # one for all checks: each of them would start and stop its own
        results = [report(name, check) for name, check in checks.items()]
    return 0 if all(results) else 1


def check_start() -> int:
    """Raises SetupError. A database that does not answer is waited for, so it is no reason to refuse."""
    load_keys(environment.keys_file())
    with database.provided():
        database.set_up_django()
        from lapor.ops.missing_migrations import refuse_unfit_database  # noqa: PLC0415 - after django.setup()

        refuse_unfit_database()
    return 0


def report(name: str, check: Check) -> bool:
    """Print the check's line; True where it passed."""
    try:
        found = check()
    except (SetupError, environment.SettingMissing, OSError) as error:
        print(f"FAIL  {name}: {error}")
        return False
    print(f"ok    {name}: {found}")
    return True


def check_environment() -> str:
    bind = read_bind()
    refuse_public_demo(bind)
    return f"serves {bind.url}"


def check_folder() -> str:
    folder = environment.data_dir()
    if not (folder / SIGN).exists():
        raise SetupError(f"{folder} is not a data folder yet: start `lapor run` once.")
    return str(folder)


def check_disk() -> str:
    folder = environment.data_dir()
    free = shutil.disk_usage(existing(folder)).free
    if free < LEAST_FREE:
        raise SetupError(f"Only {free / 2**20:.0f} MB are free for {folder}: make room for at least 500 MB.")
    return f"{free / 2**30:.1f} GB free"


def existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def check_keys() -> str:
    path = environment.keys_file()
    load_keys(path)
    mode = path.stat().st_mode & 0o077
    if mode:
        raise SetupError(f"{path} can be read by other users: run `chmod 600 {path}`.")
    return str(path)


def check_scanner() -> str:
    address = environment.read("LAPOR_CLAMD")
    if not address:
        return "none (LAPOR_CLAMD): files are not scanned for viruses"
    try:
        found_virus(b"lapor", address, seconds=5)
    except ScannerAway as error:
        raise SetupError(f"clamd does not answer at {address} ({error}): files are refused until it does.") from None
    return f"clamd answers at {address}"


def check_decoders() -> str:
    """Not a fault: not every kernel has the walls."""
    walls = standing_walls()
    words = {
        "files": "they read no file of ours",
        "calls": "they open no socket and start no program",
        "uid": "they run as nobody",
    }
    missing = [text for wall, text in words.items() if wall not in walls]
    return "; ".join(words[wall] for wall in walls) + (
        f" (not on this machine: {'; '.join(missing)})" if missing else ""
    )


def check_programs() -> str:
    """Not a fault: not every kernel can shut a program in."""
    role = (
        "as LAPOR_DATABASE_URL says: let it be a role that owns nothing"
        if environment.read(database.URL)
        else "as the application's role"
    )
    if landlock.version() < landlock.MOVES:
        return (
            f"log in to the database {role}; not shut in on this machine (Landlock of Linux 5.19 or newer): they could"
            " read its owner's password"
        )
    return (
        f"log in to the database {role}; shut in, they read no owner's password and write only into the working folders"
    )


def check_protected() -> str:
    """Whether somebody can open what is protected.

    An installation without officers is told so, one with officers fails."""
    with database.provided():
        database.set_up_django()
        from lapor.agencies.models import Agency, Officer  # noqa: PLC0415 - after django.setup()
        from lapor.agencies.queries import unheld_categories  # noqa: PLC0415

        roots = list(Agency.objects.filter(root=None, is_active=True).order_by("id"))
        unheld = {f"{root.code}/{code}": group for root in roots for code, group in unheld_categories(root).items()}
        has_officers = Officer.objects.filter(is_active=True).exists()
    nobody = [code for code, group in unheld.items() if group is None]
    if nobody and has_officers:
        raise SetupError(
            f"nobody can open {', '.join(nobody)}: create an officer with the role protected_case_officer (`lapor"
            " officer add`)."
        )
    if nobody:
        return "there are no officers yet: create one with the role protected_case_officer first (`lapor officer add`)"
    if unheld:
        return "; ".join(
            f"{code} goes to {group.code}: its own group has no active officer"
            for code, group in unheld.items()
            if group
        )
    return "each has a standing group with an active officer"


def check_offices() -> str:
    """Which agencies have nobody who answers; no fault, since the office above hears of what comes to them."""
    with database.provided():
        database.set_up_django()
        from lapor.agencies.models import Agency  # noqa: PLC0415 - after django.setup()
        from lapor.agencies.queries import unstaffed_agencies  # noqa: PLC0415

        roots = list(Agency.objects.filter(root=None, is_active=True).order_by("id"))
        found = {
            f"{root.code}/{agency.code}": above for root in roots for agency, above in unstaffed_agencies(root).items()
        }
    if not found:
        return "each agency has an active liaison officer"
    shown = "; ".join(f"{code} → {above.code if above else 'nobody'}" for code, above in list(found.items())[:10])
    return (
        f"{len(found)} agencies have no active liaison officer (all at /konsol/petugas/), what comes to them is told"
        f" to: {shown}"
    )


def check_database() -> str:
    """Reached, and migrated to this version."""
    with database.provided():
        database.set_up_django()
        from django.db import OperationalError, connection  # noqa: PLC0415 - after django.setup()

        from lapor.ops.missing_migrations import missing_migrations  # noqa: PLC0415

        try:
            missing = missing_migrations()
            server = connection.pg_version  # type: ignore[attr-defined]
        except OperationalError as error:
            raise SetupError(
                f"The database cannot be reached ({str(error).strip()}): check LAPOR_DATABASE_URL."
            ) from None
        if missing:
            raise SetupError(f"{missing} migrations are missing: run `lapor migrate`.")
        from lapor.ledger.models import SetAsideEvent  # noqa: PLC0415

        if aside := SetAsideEvent.objects.count():
            raise SetupError(
                f"{aside} events could not be read and are set aside: see `lapor events list`, then `lapor events"
                " retry`."
            )
    return f"PostgreSQL {server // 10000}.{server % 10000}, all migrations are there"
