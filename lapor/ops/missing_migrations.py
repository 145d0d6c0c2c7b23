"""What a database lacks of the migrations of this version; asked by `lapor migrate`, `lapor doctor` and /readyz."""

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor

from lapor.core.errors import SetupError
from lapor.ledger.heads import furthest_reader
from lapor.ledger.sequencer import last_position

UNFINISHED = (
    "This database was made by a version from before 27 November 2026 and stops between migrations of %s that are one"
    " by now: start it once with the last version that still had them (commit 292e844), then with this one."
)
NEWER = (
    "This database was made by a newer version of lapor (it has %s, which this one does not know): install that version"
    " again, or restore a backup of before into another LAPOR_DATA_DIR. Nothing was changed."
)
BEHIND = (
    "The database has fewer events (%d) than its readers or published heads have already seen (%d): rows of the ledger"
    " are missing. Restore a backup (docs/operate/backup.md); `lapor verify` says what is wrong."
)


def missing_migrations() -> int:
    """Raises SetupError for a database that this version cannot bring forward, DatabaseError where none answers."""
    try:
        executor = MigrationExecutor(connection)
    except NodeNotFoundError as error:  # another app needs the tables of one that stopped between
        raise SetupError(UNFINISHED % error.node[0]) from error
    applied = set(executor.loader.applied_migrations)
    for (app, _name), migration in executor.loader.replacements.items():
        replaced = set(migration.replaces)
        if replaced & applied and replaced - applied and not replaced & set(executor.loader.disk_migrations):
            raise SetupError(UNFINISHED % app)  # Django would take it for complete
    if unknown := unknown_migrations(executor):
        raise SetupError(NEWER % unknown[0])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unknown_migrations(executor: MigrationExecutor) -> list[str]:
    """Names of our own apps' migrations that the database has and this version has not."""
    known = set(executor.loader.disk_migrations)
    for migration in executor.loader.disk_migrations.values():
        known |= set(migration.replaces)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("lapor.")}
    return sorted(
        f"{app}.{name}" for app, name in executor.loader.applied_migrations if app in ours and (app, name) not in known
    )


def refuse_unfit_database() -> None:
    """Raises SetupError where this version must not work on the database; one that does not answer is waited for."""
    try:
        missing = missing_migrations()
        if missing:
            raise SetupError(f"The database lacks {missing} migrations of this version: run `lapor migrate` first.")
        seen = furthest_reader()  # first: a worker goes on meanwhile
        position = last_position()
    except DatabaseError:
        return
    if seen > position:
        raise SetupError(BEHIND % (position, seen))
