"""What a database lacks of the migrations of this version; asked by `lapor migrate`, `lapor doctor` and /readyz."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from lapor.core.errors import SetupError

UNFINISHED = (
    "This database was made by a version of before 27 November 2026 and stands between two migrations that are one now"
    " (%s): start it once with the last version that had both (commit 292e844), then with this one."
)


def missing_migrations() -> int:
    """Raises SetupError for a database that this version cannot bring forward, DatabaseError where none answers."""
    loader = MigrationLoader(connection, replace_migrations=False)
    applied = set(loader.applied_migrations or ())
    for (app, _name), migration in loader.replacements.items():
        replaced = set(migration.replaces)
        if replaced & applied and replaced - applied and not replaced & set(loader.disk_migrations):
            raise SetupError(UNFINISHED % app)
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
