"""What a database lacks of the migrations of this version; asked by `lapor migrate`, `lapor doctor` and /readyz."""

from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor

from lapor.core.errors import SetupError

UNFINISHED = (
    "This database was made by a version from before 27 November 2026 and stops between migrations of %s that are one"
    " by now: start it once with the last version that still had them (commit 292e844), then with this one."
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
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
