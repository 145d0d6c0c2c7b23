"""Heads of the running day, and words of single events, that go to a second place: so the newest events cannot be cut
off unseen.

A timed head is made every hour over what came since the last daily head. A witness names one event with its hash: told
to the system's log (and by mail to overseers, notify.officers) as soon as an identity was opened. Both are signed;
`lapor verify --heads FILE` reads what was saved of them.
"""

import json
import logging
import syslog
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from lapor.core import clock
from lapor.ledger.chain import EMPTY, block_size, sum_head
from lapor.ledger.epochs import current_epoch
from lapor.ledger.heads import WAIT_FOR_STANDBY, covered
from lapor.ledger.models import DailyHead, Event, TimedHead
from lapor.ledger.sequencer import give_positions, last_position, marks_between
from lapor.ledger.signing import signed

TIMED, WITNESS = "lapor-timed-head-2", "lapor-witness-1"
TIMED_FORMATS = frozenset({"lapor-timed-head-1", TIMED})
logger = logging.getLogger(__name__)


@transaction.atomic
def make_timed_head() -> dict[str, Any] | None:
    """A head over the events since the last daily one; None where nothing was added since the last timed one."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_STANDBY)
    last = DailyHead.objects.order_by("-day").first()
    after, previous = (covered(last.document)[1], last.document["head"]) if last else (0, EMPTY.hex())
    give_positions()
    upto = last_position()
    newest = TimedHead.objects.order_by("-made_at").first()
    if upto <= max(after, _covered_before(newest)):
        return None
    count, now = upto - after, clock.now()
    total = sum_head(bytes.fromhex(previous), (mark.hash for mark in marks_between(after, upto)), block_size(count))
    body = {
        "format": TIMED,
        "installation": settings.BASE_URL,
        "made_at": now.astimezone(UTC).isoformat(),
        "epoch": current_epoch(),
        "new_events": count,
        "events": upto,
        "previous": previous,
        "head": total.head.hex(),
    }
    document = signed({**body, "marks": [mark.hex() for mark in total.marks]})
    TimedHead.objects.create(made_at=now, document=document)
    transaction.on_commit(lambda: _tell_system(signed(body)))  # without the marks: a line of the log
    return document


def _covered_before(newest: TimedHead | None) -> int:
    """By the last timed head; 0 also where it is one of before positions, which said no total."""
    return int(newest.document.get("events", 0)) if newest else 0


def witness_of(event: Event) -> dict[str, Any]:
    """The signed words: this event stood at this place with this hash."""
    return signed(
        {
            "format": WITNESS,
            "installation": settings.BASE_URL,
            "made_at": clock.now().astimezone(UTC).isoformat(timespec="seconds"),
            "epoch": current_epoch(),
            "recorded_at": event.recorded_at.astimezone(UTC).isoformat(),
            "stream": str(event.stream_id),
            "sequence": event.sequence,
            "name": event.name,
            "hash": bytes(event.hash).hex(),
        }
    )


def witnesses_of(events: Iterable[Event]) -> dict[int, dict[str, Any]]:
    """Of events as consumers get them (without their hash), by event id; one query."""
    return {event.id: witness_of(event) for event in Event.objects.filter(id__in=[event.id for event in events])}


def tell_when_committed(event: Event) -> None:
    """Into the system's log as soon as the event stands."""
    transaction.on_commit(lambda: _tell_system(witness_of(event)))


def _tell_system(document: Mapping[str, object]) -> None:
    line = json.dumps(document, sort_keys=True, separators=(",", ":"))
    logger.info("%s", line)
    syslog.syslog(syslog.LOG_NOTICE | syslog.LOG_AUTH, f"lapor {line}")
