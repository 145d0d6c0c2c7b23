"""What the application's database role may do: everything but changing the ledger. Called by `lapor migrate`.

Runs after every migration, so that a new table or partition never stays open or shut by accident.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

LEDGER_PREFIXES = ["ledger_event", "ledger_dailyhead"]  # the events with their monthly partitions, and the published heads


def role_of(url: str) -> str:
    """The role that a database URL logs in as, empty where it names none."""
    return str(conninfo_to_dict(url).get("user") or "")


def grant(connection: BaseDatabaseWrapper, *, role: str) -> bool:
    """Give `role` its rights in the schema; False where it is the owner itself and nothing can be withheld from it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if not role or cursor.fetchone()[0] == role:
            return False
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname ^@ ANY (%s) ORDER BY c.relname",
            [LEDGER_PREFIXES],
        )
        for statement in statements(role, ledger_tables=[str(row[0]) for row in cursor.fetchall()]):
            cursor.execute(statement.as_string(connection.connection))
    return True


def statements(role: str, *, ledger_tables: list[str]) -> list[sql.Composed]:
    """In this order: all rights, then those on the ledger taken back."""
    to = sql.Identifier(role)
    return [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(to),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(to),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(to),
        *(sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), to) for table in ledger_tables),
    ]
