"""Daily heads: one signed hash over every event committed until then, each head over the one before it.

Made by the daily job, published by `web`, checked by verifying.py. A head covers the events whose transaction number is
below the oldest one still running when it was made: no event can be added to that set later, and nothing has to be
stored to find it again. So a head is about the time it was made, and its day names the last day that had wholly passed.
"""

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from lapor.core import clock
from lapor.ledger.chain import EMPTY, HeadSum, block_size, sum_head
from lapor.ledger.models import DailyHead
from lapor.ledger.signing import signed

FORMAT = "lapor-head-1"
_BATCH = 10_000
_LOCK = 7_234_001  # any number of our own: lets one process make heads at a time


class TransactionsWentBack(RuntimeError):
    """The database counts transactions anew: its content came from a dump of another cluster."""


class Mark(NamedTuple):
    """An event in the order that heads are made in."""

    hash: bytes
    event_id: int
    stream_id: str
    sequence: int


def oldest_running() -> int:
    """Every transaction below this number has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        return int(cursor.fetchone()[0])


def events_between(after: int, before: int) -> Iterator[Mark]:
    """The events of transactions `after` <= number < `before` in the heads' order; needs a transaction around it."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT hash, id, stream_id::text, sequence FROM ledger_event "
            "WHERE transaction_id >= %s::text::xid8 AND transaction_id < %s::text::xid8 ORDER BY transaction_id, id",
            [str(after), str(before)],
        )
        while rows := cursor.fetchmany(_BATCH):
            for row in rows:
                yield Mark(*row)


def count_between(after: int, before: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_event WHERE transaction_id >= %s::text::xid8 AND transaction_id <"
            " %s::text::xid8",
            [str(after), str(before)],
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def make_heads() -> list[dict[str, Any]]:
    """Make the head of each day (UTC) that has passed since the last one.

    Gives the new documents, none where all are there.

    Days missed while nothing ran get theirs now: the first covers everything, the others say that nothing was added to
    it. Raises TransactionsWentBack.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    yesterday = clock.now().astimezone(UTC).date() - timedelta(days=1)
    last = DailyHead.objects.order_by("-day").first()
    day = last.day + timedelta(days=1) if last else yesterday
    before = last.document if last else None
    cut = oldest_running()
    if before and cut < before["before_transaction"]:
        raise TransactionsWentBack(
            f"transaction {cut} is older than the last head, which covers those below {before['before_transaction']}"
        )
    made = []
    while day <= yesterday and (before or count_between(0, cut)):
        before = _document(day, before, cut)
        DailyHead.objects.create(day=day, document=before)
        made.append(before)
        day += timedelta(days=1)
    return made


def _document(day: date, before: dict[str, Any] | None, cut: int) -> dict[str, Any]:
    after, previous, events = (
        (before["before_transaction"], before["head"], before["events"]) if before else (0, EMPTY.hex(), 0)
    )
    count = count_between(after, cut)
    total: HeadSum = sum_head(
        bytes.fromhex(previous), (mark.hash for mark in events_between(after, cut)), block_size(count)
    )
    return signed(
        {
            "format": FORMAT,
            "installation": settings.BASE_URL,
            "day": day.isoformat(),
            "made_at": clock.now().astimezone(UTC).isoformat(timespec="seconds"),
            "after_transaction": after,
            "before_transaction": cut,
            "new_events": count,
            "events": events + count,
            "previous": previous,
            "head": total.head.hex(),
            "marks": [mark.hex() for mark in total.marks],
        }
    )


def published_days() -> list[date]:
    """The days that have a head, newest first."""
    return list(DailyHead.objects.order_by("-day").values_list("day", flat=True))


def published_head(day: date) -> dict[str, Any] | None:
    """The document of a day."""
    row = DailyHead.objects.filter(day=day).first()
    return dict(row.document) if row else None
