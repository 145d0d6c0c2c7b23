"""The hold on outgoing messages: after a restore, and in a copy of the database, nothing goes out until a person says
so.

A copy knows real addresses and messages that wait; what the original sent since the copy was made, it would send again.
So nothing leaves it by itself (runtime.restore_detection), and whoever lets go chooses whether what waited before
still goes.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Officer
from lapor.agencies.queries import jurisdiction
from lapor.core import clock
from lapor.gateway.models import DeliveryAttempt, MessageAudience, OutboundHold, OutboundMessage
from lapor.ledger.event_names import EventName

LOOK_AGAIN_SECONDS = 60
BATCH = 1000
GIVEN_UP = "given up after a restore"


class Released(NamedTuple):
    """How many messages may go now, and how many were given up."""

    waiting: int
    dropped: int


def hold_messages(*, by_hand: bool = False) -> None:
    """From now on nothing is sent; one that holds already keeps its time. What a person held and a restore then too is
    the restore's: it must not be let go as if this were the original."""
    OutboundHold.objects.get_or_create(pk=1, defaults={"since": clock.now(), "is_by_hand": by_hand})
    if not by_hand:
        OutboundHold.objects.filter(is_by_hand=True).update(is_by_hand=False)


def held_since() -> datetime | None:
    """None where messages go out."""
    return OutboundHold.objects.values_list("since", flat=True).first()


def is_held_by_hand() -> bool:
    return OutboundHold.objects.filter(is_by_hand=True).exists()


def waiting_before(since: datetime) -> int:
    return OutboundMessage.objects.filter(status=OutboundMessage.Status.WAITING, created_at__lt=since).count()


def release_messages(*, drop_older: bool, by: Officer | None = None) -> Released:
    """Let messages go; with `drop_older` those that waited before the hold are given up, which their reports show.

    Gives (0, 0) where nothing was held."""
    since = held_since()
    if since is None:
        return Released(0, 0)
    dropped = _give_up_before(since) if drop_older else 0
    with transaction.atomic():
        OutboundHold.objects.all().delete()
        waiting = OutboundMessage.objects.filter(status=OutboundMessage.Status.WAITING).count()
        record_power_event(
            jurisdiction().pk, EventName.MESSAGES_RELEASED, by=by, since=since.isoformat(), dropped=dropped
        )
    return Released(waiting, dropped)


def _give_up_before(since: datetime) -> int:
    """In steps. Officers see at each report that its reporter was not told, but get no notice for each."""
    total, now = 0, clock.now()
    old = OutboundMessage.objects.filter(status=OutboundMessage.Status.WAITING, created_at__lt=since)
    while True:
        with transaction.atomic():
            ids = list(
                old.select_for_update(skip_locked=True).order_by("created_at").values_list("pk", flat=True)[:BATCH]
            )
            if not ids:
                return total
            rows = OutboundMessage.objects.filter(pk__in=ids)
            rows.filter(holds_code=True).update(words=b"")
            rows.filter(audience=MessageAudience.CODE).update(address=b"")  # as after any other end (actions.py)
            rows.update(status=OutboundMessage.Status.FAILED, done_at=now, leased_until=None)
            DeliveryAttempt.objects.bulk_create(
                [DeliveryAttempt(message_id=pk, at=now, outcome="permanent", answer=GIVEN_UP) for pk in ids]
            )
            total += len(ids)
