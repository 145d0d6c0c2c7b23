"""How the database would read rows, said of one index at a time.

What the planner takes of several indexes hangs on statistics that the tests before have left (ANALYZE is not undone
with its transaction, and rows rolled back make an index higher): asked plainly, such a test fails once in a hundred
runs. So the other indexes are taken away, and every way that reads the table or sorts is made dear: what is left is
whether condition and order of the query are those of the index."""

from django.db import connection

BESIDES = (
    "SELECT other.relname FROM pg_index kept"
    " JOIN pg_class name ON name.oid = kept.indexrelid AND name.relname = ANY(%s)"
    " JOIN pg_index found ON found.indrelid = kept.indrelid AND NOT found.indisunique"
    " JOIN pg_class other ON other.oid = found.indexrelid AND other.relname <> ALL(%s)"
)
DEAR = ("seqscan", "sort", "incremental_sort")


def leave_indexes(*names: str, bitmaps: bool = False) -> None:
    """To the end of the transaction the tables of these indexes have no others, but those that keep values unique;
    whole tables are not read and nothing is sorted where there is another way. Bitmaps are how GIN is read."""
    with connection.cursor() as cursor:
        cursor.execute(BESIDES, [list(names), list(names)])
        for (other,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{other}"')
        for way in (*DEAR, "indexscan" if bitmaps else "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")


def plan_of(rows, values=None) -> str:
    """The plan of a queryset, or of a statement and its values, as text."""
    if not isinstance(rows, str):
        return str(rows.explain())
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {rows}", values)
        return "\n".join(line for (line,) in cursor.fetchall())
