"""Daily heads: one signed hash over every event committed until then, each head over the one before it.

Made by the daily job, published by `web`, checked by verifying.py. A head covers the events that had a position
(sequencer.py) when it was made: no event can be added to that set later. So a head is about the time it was made, and
its day names the last day that had wholly passed.
"""

from collections.abc import Mapping
from datetime import UTC, date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from lapor.core import clock
from lapor.ledger.chain import EMPTY, HeadSum, block_size, sum_head
from lapor.ledger.epochs import current_epoch
from lapor.ledger.models import Cursor, DailyHead
from lapor.ledger.sequencer import give_positions, last_position, marks_between
from lapor.ledger.signing import signed

FORMAT = "lapor-head-2"
FORMATS = frozenset({"lapor-head-1", FORMAT})  # the first one named transactions beside the same counts
_LOCK = 7_234_001  # any number of our own: lets one process make heads at a time
# A head that others have seen must outlive the server: where there is a synchronous standby, the commit waits for it,
# whatever the setting of other transactions; nobody reads the head before.
WAIT_FOR_STANDBY = "SET LOCAL synchronous_commit = on"


class PositionsWentBack(RuntimeError):
    """Fewer events have a position than the last head covers: this database is older than its heads."""


def covered(document: Mapping[str, Any]) -> tuple[int, int]:
    """(after, up to): the positions that a head covers. Heads of before positions count the same events."""
    upto = int(document["events"])
    return upto - int(document["new_events"]), upto


@transaction.atomic
def make_heads() -> list[dict[str, Any]]:
    """Make the head of each day (UTC) that has passed since the last one.

    Gives the new documents, none where all are there.

    Days missed while nothing ran get theirs now: the first covers everything, the others say that nothing was added to
    it. Raises PositionsWentBack.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(WAIT_FOR_STANDBY)
    yesterday = clock.now().astimezone(UTC).date() - timedelta(days=1)
    last = DailyHead.objects.order_by("-day").first()
    day = last.day + timedelta(days=1) if last else yesterday
    before = last.document if last else None
    give_positions()
    upto = last_position()
    if before and upto < covered(before)[1]:
        raise PositionsWentBack(f"the last head covers {covered(before)[1]} events, here are {upto}")
    made = []
    while day <= yesterday and (before or upto):
        before = _document(day, before, upto)
        DailyHead.objects.create(day=day, document=before)
        made.append(before)
        day += timedelta(days=1)
    return made


def _document(day: date, before: dict[str, Any] | None, upto: int) -> dict[str, Any]:
    after, previous = (covered(before)[1], before["head"]) if before else (0, EMPTY.hex())
    count = upto - after
    total: HeadSum = sum_head(
        bytes.fromhex(previous), (mark.hash for mark in marks_between(after, upto)), block_size(count)
    )
    return signed(
        {
            "format": FORMAT,
            "installation": settings.BASE_URL,
            "day": day.isoformat(),
            "made_at": clock.now().astimezone(UTC).isoformat(timespec="seconds"),
            "epoch": current_epoch(),
            "new_events": count,
            "events": upto,
            "previous": previous,
            "head": total.head.hex(),
            "marks": [mark.hex() for mark in total.marks],
        }
    )


def furthest_reader() -> int:
    """The highest position that a reader of events or a daily head has gone to: no event up to it may be missing."""
    last = DailyHead.objects.order_by("-day").first()
    read = Cursor.objects.aggregate(furthest=Max("position"))["furthest"] or 0
    return max(read, covered(last.document)[1] if last else 0)


def published_days() -> list[date]:
    """The days that have a head, newest first."""
    return list(DailyHead.objects.order_by("-day").values_list("day", flat=True))


def published_head(day: date) -> dict[str, Any] | None:
    """The document of a day."""
    row = DailyHead.objects.filter(day=day).first()
    return dict(row.document) if row else None
