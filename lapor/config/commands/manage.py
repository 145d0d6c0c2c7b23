"""`lapor manage …` and manage.py: Django's own commands, with the same database as every other command."""

import sys
from contextlib import ExitStack

from lapor.runtime import database

WITHOUT_DATABASE = {
    "collectstatic",
    "compilemessages",
    "findstatic",
    "help",
    "makemessages",
    "makemigrations",
    "version",
    "check",
}
AS_OWNER = {"migrate", "sqlmigrate", "sqlflush", "flush"}


def pass_on(arguments: list[str]) -> int:
    """Run Django's command line with `arguments`; it exits by itself where it fails."""
    name = arguments[0] if arguments else "help"
    with ExitStack() as stack:
        if name not in WITHOUT_DATABASE and not {"-h", "--help"} & set(arguments):
            stack.enter_context(database.provided(as_owner=name in AS_OWNER))
        database.set_up_django()
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - after django.setup()

        execute_from_command_line([sys.argv[0], *(arguments or ["help"])])
    return 0
