"""Positions of events: the one order in which readers and heads go through the ledger, in every copy of it.

Whatever inserts an event puts it into `ledger_tail` too (a trigger). From there the sequencer takes what is committed
and gives each event the next position, under one lock: no position is given before its event stands, none is given
twice, and a later event of a stream never comes first, since its id is drawn while the stream's row is locked.

No transaction numbers are compared (the queue names them, for who asks whether an event is of this very transaction:
reports_mask_words). So positions hold after dump and restore into another cluster, promotion of a
standby, point-in-time recovery and logical replication, on a managed PostgreSQL too; and a transaction that stays open
elsewhere in the cluster holds up nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

BATCH = 10_000
_LOCK = 7_234_002  # any number of our own: one process gives positions at a time

_TAKE = """
WITH taken AS (
    DELETE FROM ledger_tail WHERE event_id IN (SELECT event_id FROM ledger_tail ORDER BY event_id LIMIT %s)
    RETURNING event_id, recorded_at
)
INSERT INTO ledger_position (position, event_id, recorded_at)
SELECT (SELECT coalesce(max(position), 0) FROM ledger_position) + row_number() OVER (ORDER BY event_id),
    event_id, recorded_at
FROM taken WHERE NOT EXISTS (SELECT FROM ledger_position p WHERE p.event_id = taken.event_id)
"""  # a dump loaded with the trigger already there puts into the queue what has its position
_BETWEEN = """
SELECT e.hash, e.id, e.stream_id::text, e.sequence
FROM ledger_position p JOIN ledger_event e ON e.recorded_at = p.recorded_at AND e.id = p.event_id
WHERE p.position > %s AND p.position <= %s ORDER BY p.position
"""


class Mark(NamedTuple):
    """An event in the order of positions."""

    hash: bytes
    event_id: int
    stream_id: str
    sequence: int


def give_positions() -> int:
    """Give every committed event its position; how many got one. In steps, so that no transaction grows large."""
    total = 0
    while given := _give():
        total += given
    return total


@transaction.atomic
def _give() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM ledger_tail)")  # mostly there is nothing: no lock for that
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_TAKE, [BATCH])  # a statement of its own: it sees what was committed before the lock was free
        return int(cursor.rowcount)


def last_position() -> int:
    """0 where no event has one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position), 0) FROM ledger_position")
        return int(cursor.fetchone()[0])


def position_of(stream_id: str, sequence: int) -> int | None:
    """None where that place of the stream is empty, or its event has no position yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(p.position) FROM ledger_event e JOIN ledger_position p ON p.event_id = e.id"
            " WHERE e.stream_id = %s AND e.sequence = %s",
            [stream_id, sequence],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def count_until(position: int) -> int:
    """The events that stand at positions up to this one: as many as its number, where none is missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_position p JOIN ledger_event e ON e.recorded_at = p.recorded_at"
            " AND e.id = p.event_id WHERE p.position <= %s",
            [position],
        )
        return int(cursor.fetchone()[0])


def without_position() -> int:
    """Events that were put past the trigger, or whose place in the queue somebody took away. Reads all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_event e WHERE NOT EXISTS (SELECT FROM ledger_position p WHERE"
            " p.event_id = e.id AND p.recorded_at = e.recorded_at)"
            " AND NOT EXISTS (SELECT FROM ledger_tail WHERE event_id = e.id)"
        )
        return int(cursor.fetchone()[0])


def marks_between(after: int, upto: int) -> Iterator[Mark]:
    """The events of positions `after` < position <= `upto`; needs a transaction around it."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_BETWEEN, [after, upto])
        while rows := cursor.fetchmany(BATCH):
            for row in rows:
                yield Mark(*row)
