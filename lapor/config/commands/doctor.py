"""`lapor doctor`: is this installation in order? Each check with its evidence, or with what to do; `--json` for
programs. Exit code 1 where one failed."""

import argparse
import json

from lapor.config.doctor import machine
from lapor.config.doctor.outcomes import CheckOutcome, CheckResult, results_of
from lapor.core import environment
from lapor.core.errors import SetupError
from lapor.core.files import folder_lock
from lapor.core.keys import load_keys
from lapor.runtime import database

SIGNS = {
    CheckOutcome.OK: "ok     ",
    CheckOutcome.WARNING: "WARNING",
    CheckOutcome.FAILED: "FAILED ",
    CheckOutcome.SKIPPED: "-      ",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument(
        "--start", action="store_true", help="only whether this version may work on this database; silent where it may"
    )


def run(args: argparse.Namespace) -> int:
    if args.start:
        return check_start()
    found = [*results_of(machine.CHECKS), *of_the_database()]
    if args.json:
        print(json.dumps([one._asdict() for one in found], indent=1, ensure_ascii=False))
    else:
        for one in found:
            print(f"{SIGNS[one.outcome]} {one.check}: {one.text}")
    return 1 if any(one.outcome is CheckOutcome.FAILED for one in found) else 0


def of_the_database() -> list[CheckResult]:
    try:
        with database.provided():
            database.set_up_django()
            from django.db import DatabaseError  # noqa: PLC0415 - after django.setup()
            from django.utils import translation  # noqa: PLC0415

            from lapor.config.doctor import installation  # noqa: PLC0415

            try:
                with translation.override("en"):
                    found = list(results_of(installation.CHECKS))
                    return [*found, *installation.alarm_results(runs=it_runs())]
            except DatabaseError as error:
                raise SetupError(
                    f"The database cannot be read ({str(error).strip()[:200]}): is LAPOR_DATABASE_URL right, and"
                    " migrated (lapor migrate)?"
                ) from error
    except (SetupError, environment.SettingMissing, OSError) as error:
        return [CheckResult("database", CheckOutcome.FAILED, str(error))]


def it_runs() -> bool:
    """Of a server's database somebody else may be at work: then it counts as running."""
    if environment.read(database.URL) and not (environment.data_dir() / "database.json").exists():
        return True
    with folder_lock(environment.data_dir() / "run.lock", wait=False) as lock:
        return lock is None


def check_start() -> int:
    """Raises SetupError. A database that does not answer is waited for, so it is no reason to refuse."""
    load_keys(environment.keys_file())
    with database.provided():
        database.set_up_django()
        from lapor.ops.missing_migrations import refuse_unfit_database  # noqa: PLC0415 - after django.setup()

        refuse_unfit_database()
    return 0
