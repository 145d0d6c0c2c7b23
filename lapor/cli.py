"""`lapor`: the table of commands. A command's module is loaded only when it is called.

Each module in lapor/config/commands has `add_arguments(parser)` and `run(args) -> int` (the exit code).
"""

import argparse
import importlib
import keyword
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from tempfile import TemporaryDirectory

from lapor.core import environment
from lapor.core.errors import TRY_AGAIN, SetupError, explain_os_error

HELP = {"-h", "--help"}
OLDER_DATABASE = {"42703", "42P01"}  # PostgreSQL's undefined_column and undefined_table


class Need(Enum):
    """What has to be there before a command's module is loaded."""

    NOTHING = auto()
    SETTINGS = auto()  # django.setup(), no database
    DATABASE = auto()  # the given or the embedded database, as the application's role
    OWNER = auto()  # the same as the owner's role, for migrations
    CONFINED = auto()  # the database, in a process that reaches nothing else (runtime.programs)


@dataclass(frozen=True)
class CliCommand:
    name: str
    help: str
    needs: Need
    alone: tuple[str, ...] = ()  # first words after it that need nothing at all

    @property
    def module(self) -> str:
        name = f"{self.name}_" if keyword.iskeyword(self.name) else self.name
        return f"lapor.config.commands.{name.replace('-', '_')}"


COMMANDS = (
    CliCommand(
        "run", "Prepare the data folder if needed and run database, web, worker and listener together.", Need.NOTHING
    ),
    CliCommand("serve", "Run the web server only.", Need.NOTHING),
    CliCommand("worker", "Run the background worker only.", Need.CONFINED),
    CliCommand("listen", "Ask the platforms that do not call us, and nothing else.", Need.CONFINED),
    CliCommand("migrate", "Bring the database to this version and set the roles' rights.", Need.OWNER),
    CliCommand(
        "prepare",
        "Make keys, the application's role, tables and rights, and load the preset: what a new server needs.",
        Need.NOTHING,
    ),
    CliCommand("fill", "Load the preset into an empty database and, with LAPOR_DEMO=1, the demo.", Need.DATABASE),
    CliCommand("preset", "Check, compare or load a deployment's data (preset check|diff|load DIR).", Need.DATABASE),
    CliCommand("android", "Write the configuration of the Play Store app (android FILE).", Need.DATABASE),
    CliCommand("assets", "Lamps, stops, schools with a sticker of their own (assets import FILE).", Need.DATABASE),
    CliCommand("areas", "Import the real boundaries of the villages (areas import FILE).", Need.DATABASE),
    CliCommand("map", "Streets below the reports, from a map file (map import FILE.pmtiles).", Need.DATABASE),
    CliCommand("places", "Streets, landmarks and schools by name (places import FILE).", Need.DATABASE),
    CliCommand(
        "routing",
        "Which office gets a report: check, try and load rows (routing check|try|load FILE), load what lies where"
        " (routing layer NAME FILE).",
        Need.DATABASE,
    ),
    CliCommand(
        "escalation",
        "Who hears of deadlines: check and try levels (escalation check|try FILE); how many would have been late with"
        " another term (escalation what-if --working-days N).",
        Need.DATABASE,
    ),
    CliCommand(
        "callback",
        "The sample of closed reports whose reporters another office asks: draw it, draw it again and compare"
        " (callback draw|check|show --month YYYY-MM).",
        Need.DATABASE,
    ),
    CliCommand("demo", "Make demo accounts and reports through real acts.", Need.DATABASE),
    CliCommand("import", "Bring in reports of an earlier system (import sp4n FILE).", Need.DATABASE),
    CliCommand("officer", "Make, list and switch off officers' accounts; lend a role (officer --help).", Need.DATABASE),
    CliCommand("token", "Make a token for the REST interface (token create --user U).", Need.DATABASE),
    CliCommand(
        "keys",
        "The keys file (keys create); new keys: of the vault (keys rotate, or in steps add, promote, reseal; later keys"
        " forget), for signatures (keys sign-anew).",
        Need.DATABASE,
        alone=("create",),
    ),
    CliCommand("person", "Export or erase what is kept of one person (person export|erase).", Need.DATABASE),
    CliCommand("account", "Accounts on channels (account add|list|on|off).", Need.DATABASE),
    CliCommand(
        "ingest", "Raw payload files as if a platform had delivered them (ingest CHANNEL FILE…).", Need.DATABASE
    ),
    CliCommand(
        "simulate", "Play a platform on this machine and talk to this installation (simulate CHANNEL).", Need.DATABASE
    ),
    CliCommand(
        "events", "Events that a reader could not read (events list), handed out again (events retry).", Need.DATABASE
    ),
    CliCommand("messages", "Whether messages go out, and let them go after a restore.", Need.DATABASE),
    CliCommand("data", "Make today's open data anew (data publish).", Need.DATABASE),
    CliCommand(
        "suggest",
        "Learn from this installation's reports what to suggest to officers (suggest train); measure it on a file"
        " (suggest evaluate).",
        Need.DATABASE,
        alone=("evaluate",),
    ),
    CliCommand(
        "bench", "Made-up reports for measuring, in an empty installation (bench load --reports N).", Need.DATABASE
    ),
    CliCommand("backup", "Back up the embedded database and the files (backup make|list|schedule|key).", Need.NOTHING),
    CliCommand("restore", "Bring a backup into an empty data folder, as it was at a moment.", Need.NOTHING),
    CliCommand("verify", "Check every hash chain of the ledger.", Need.DATABASE),
    CliCommand("doctor", "Check environment, keys, disk, database and migrations.", Need.NOTHING),
    CliCommand("manage", "Call one of Django's own management commands.", Need.NOTHING),
)


def main(arguments: list[str] | None = None) -> int:
    """The entry point of `lapor` and of manage.py; gives the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        result = dispatch(given)
        sys.stdout.flush()
        return result  # noqa: TRY300 - an `else` would be far away
    except (SetupError, environment.SettingMissing) as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:  # the reader has gone away: `lapor verify | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the flush at the end fails as well
    except OSError as error:
        if (sentence := explain(error)) is None:
            raise
        print(sentence, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if (sentence := explain_database(error)) is None:
            raise
        print(sentence, file=sys.stderr)
    return TRY_AGAIN if given[:1] == ["ingest"] else 1


def explain(error: OSError) -> str | None:
    """A sentence for a full or forbidden disk, None for what needs a traceback."""
    if error.filename is None and error.errno is None:
        return None
    known = explain_os_error(error, Path(error.filename or environment.data_dir()))
    return known if "cannot be used" not in known else None


def explain_database(error: Exception) -> str | None:
    """A sentence for a database that is older, is away or has no room, None for what needs a traceback."""
    if getattr(error.__cause__, "sqlstate", "") in OLDER_DATABASE:
        return (
            "The database is of another version than this program: run `lapor migrate` (or `lapor run`), then try"
            " again."
        )
    if "psycopg" not in sys.modules:
        return None
    from lapor.runtime import database  # noqa: PLC0415 - psycopg is there already

    return database.explain(error)


def dispatch(given: list[str]) -> int:
    command = next((command for command in COMMANDS if given and command.name == given[0]), None)
    if command is None:
        overview().parse_args(given or ["--help"])
        return 2
    wants_help = bool(HELP & set(given[1:])) and (command.needs is not Need.NOTHING or command.name == "manage")
    needs = Need.NOTHING if given[1:2] and given[1] in command.alone else command.needs
    with for_words() if wants_help else provided(needs):
        module = importlib.import_module(command.module)
        if command.name == "manage":  # its arguments are Django's
            return int(module.pass_on(given[1:]))
        parser = argparse.ArgumentParser(prog=f"lapor {command.name}", description=command.help)
        module.add_arguments(parser)
        return int(module.run(parser.parse_args(given[1:])))


@contextmanager
def for_words() -> Iterator[None]:
    """What a help text needs: settings, no database and no data folder.

    Where there are no keys yet, some that live as long as the text."""
    if environment.keys_file().exists():
        with provided(Need.SETTINGS):
            yield
        return
    from lapor.core.keys import create_keys  # noqa: PLC0415 - cryptography only where it is needed

    with TemporaryDirectory() as folder:
        create_keys(Path(folder) / "keys.json")
        os.environ["LAPOR_KEYS_FILE"] = str(Path(folder) / "keys.json")
        try:
            with provided(Need.SETTINGS):
                yield
        finally:
            del os.environ["LAPOR_KEYS_FILE"]


def overview() -> argparse.ArgumentParser:
    """The parser behind `lapor --help`; it also refuses unknown commands."""
    parser = argparse.ArgumentParser(prog="lapor", description="One place for the reports of a city.")
    from lapor.core.version import version  # noqa: PLC0415 - only for --version and --help

    parser.add_argument("--version", action="version", version=f"lapor {version()}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        commands.add_parser(command.name, help=command.help)
    return parser


@contextmanager
def provided(needs: Need) -> Iterator[None]:
    """Fulfil `needs` for the duration of the block."""
    if needs is Need.NOTHING:
        yield
        return
    from lapor.runtime import database  # noqa: PLC0415 - psycopg only where it is needed

    if needs is Need.SETTINGS:
        database.set_up_django()
        yield
        return
    if needs is Need.CONFINED:
        from lapor.runtime import programs  # noqa: PLC0415

        with programs.confined():
            database.set_up_django()
            yield
        return
    with database.provided(as_owner=needs is Need.OWNER):
        database.set_up_django()
        yield


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
