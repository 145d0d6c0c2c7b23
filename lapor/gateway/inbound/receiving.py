"""Deliveries: stored before they are acknowledged, read once, understood or put into quarantine, where an operator can
have them read again.

`store` is called by the door and by `lapor ingest`; `read_deliveries` by the worker (runtime.inbound_loop) and by
ingest.
"""

import hashlib
import logging
import traceback
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lapor.channels.base import Inbound, InboundKind, Received, Unreadable
from lapor.core import clock
from lapor.core.logs import REQUEST_ID, request_scope
from lapor.gateway.accounts.accounts import OpenedAccount, opened
from lapor.gateway.channels import CHANNELS
from lapor.gateway.inbound.channel_lock import WAKE_CHANNEL, wake
from lapor.gateway.inbound.mail_threads import mail_key
from lapor.gateway.inbound.media import fetched_files, plan_files
from lapor.gateway.messages import (
    body_digest,
    group_key,
    message_key,
    opened_call,
    other_key,
    said_digest,
    says_the_same,
    sealed_call,
    sealed_message,
    window_of,
)
from lapor.gateway.models import ChannelAccount, Delivery, InboundMessage
from lapor.ledger.bulk_insert import bulk_insert_ignore
from lapor.reporters import vault

logger = logging.getLogger(__name__)
MOST_TRIES = 3
BATCH = 50

_STORE = """
WITH fresh AS (
    INSERT INTO gateway_deliverykey (key, delivery_id, received_at) VALUES (%(key)s, %(id)s, %(at)s)
    ON CONFLICT DO NOTHING RETURNING 1
), kept AS (
    INSERT INTO gateway_delivery (id, received_at, account_id, channel, raw, size, request_id, state)
    SELECT %(id)s, %(at)s, %(account)s, %(channel)s, %(raw)s, %(size)s, %(request)s, 'waiting' FROM fresh RETURNING 1
)
SELECT (SELECT count(*) FROM kept), pg_notify(%(wake)s, %(channel)s)
"""


@dataclass(frozen=True)
class Stored:
    """What became of a call: `id` of the delivery, or of the one that it is a copy of."""

    id: UUID
    is_copy: bool


def store(at: OpenedAccount, call: Received) -> Stored:
    """Durable when it returns: one statement, committed. Outside a transaction that may still be rolled back."""
    delivery_id, now = uuid4(), clock.now()
    key = body_digest(at.id, call, window_of(now, at.channel.capabilities.copies_within))
    values: dict[str, Any] = {
        "key": key,
        "id": delivery_id,
        "at": now,
        "account": at.id,
        "channel": at.channel.name,
        "raw": sealed_call(call),
        "size": len(call.body),
        "request": REQUEST_ID.get(),
        "wake": WAKE_CHANNEL,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STORE, values)
        is_new = cursor.fetchone()[0] == 1
        if is_new:
            return Stored(delivery_id, is_copy=False)
        cursor.execute("SELECT delivery_id FROM gateway_deliverykey WHERE key = %s", [key])
        return Stored(cursor.fetchone()[0], is_copy=True)


@dataclass(frozen=True)
class Read:
    """A message found in a delivery. `is_copy`: it had come before, in this or another delivery."""

    message: InboundMessage
    inbound: Inbound
    is_copy: bool


def read_deliveries(channel: str, *, limit: int = BATCH) -> int:
    """Read the waiting deliveries of a channel, oldest first; gives how many.

    One that cannot be read goes aside, the next goes on."""
    ids = (
        Delivery.objects.filter(channel=channel, state=Delivery.State.WAITING)
        .order_by("received_at")
        .values_list("received_at", "id")
    )
    return sum(read_delivery(at, delivery_id) is not None for at, delivery_id in list(ids[:limit]))


def read_delivery(at: datetime, delivery_id: UUID) -> list[Read] | None:
    """Its messages, stored; None where somebody else is at it or it was read before."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(skip_locked=True).filter(
            received_at=at, id=delivery_id, state=Delivery.State.WAITING
        )
        delivery = rows.first()
        if delivery is None:
            return None
        with request_scope(delivery.request_id):
            found = _read(delivery)
        if found is None:
            return []
        _set(delivery, state=Delivery.State.READ, error="")
        fresh = sum(not read.is_copy for read in found)
        ChannelAccount.objects.filter(pk=delivery.account_id).update(
            received_at=delivery.received_at, received_count=F("received_count") + fresh
        )
    return found


def _read(delivery: Delivery) -> list[Read] | None:
    """None where it went aside or will be tried again."""
    try:
        with transaction.atomic():
            return _messages_of(delivery)
    except Unreadable as error:
        _quarantine(delivery, str(error))
    except Exception:
        logger.exception("delivery %s: its channel cannot read it", delivery.id)
        _fail(delivery, traceback.format_exc(limit=8))
    return None


def _messages_of(delivery: Delivery) -> list[Read]:
    row = ChannelAccount.objects.get(pk=delivery.account_id)
    account = opened(row)
    inbounds = CHANNELS[delivery.channel].parse(account.account, opened_call(bytes(delivery.raw)))
    window = window_of(delivery.received_at, account.channel.capabilities.copies_within)
    messages = [
        InboundMessage(
            account=row,
            channel=delivery.channel,
            key=message_key(row.pk, inbound, window),
            group_key=group_key(row.pk, inbound),
            piece=inbound.part.number if inbound.part else 0,
            pieces=inbound.part.total if inbound.part else 0,
            delivery_id=delivery.id,
            delivery_at=delivery.received_at,
            place_in_delivery=place,
            kind=inbound.kind.value,
            body=sealed_message(inbound),
            received_at=delivery.received_at,
            request_id=delivery.request_id,
            lookup=vault.channel_lookup(row.pk, inbound.sender) if inbound.sender else b"",
            mail_id=mail_key(inbound.external_id.partition("#")[0])
            if account.channel.capabilities.files_at_once
            else b"",
            said=said_digest(inbound) if account.channel.capabilities.tells_again else b"",
        )
        for place, inbound in enumerate(inbounds)
    ]
    new, first = _store_new(row, messages)
    others = [
        (message, inbound)
        for message, inbound in zip(messages, inbounds, strict=True)
        if message.pk not in new
        and inbound.kind == InboundKind.MESSAGE
        and not says_the_same(bytes(first[bytes(message.key)].body), inbound)
    ]
    for message, inbound in others:
        message.key = other_key(bytes(message.key), inbound)
    if others:
        more, first_others = _store_new(row, [message for message, _inbound in others])
        new, first = new | more, first | first_others
    if account.channel.capabilities.tells_again:
        inbounds = _as_changes(row, inbounds, messages, new, first)
    for message, inbound in zip(messages, inbounds, strict=True):
        if message.pk in new and not account.channel.capabilities.files_when_wanted:
            plan_files(message, inbound)
    return [
        Read(first[bytes(message.key)], inbound, is_copy=message.pk not in new)
        for message, inbound in zip(messages, inbounds, strict=True)
    ]


def _as_changes(
    row: ChannelAccount,
    inbounds: list[Inbound],
    messages: list[InboundMessage],
    new: set[UUID],
    first: dict[bytes, InboundMessage],
) -> list[Inbound]:
    """What is told again in other words than the last time becomes an edit of the first; `messages`, `new` and `first`
    learn of it."""
    told, changed = list(inbounds), dict[bytes, InboundMessage]()
    for place, (message, inbound) in enumerate(zip(messages, inbounds, strict=True)):
        before = first[bytes(message.key)]
        is_known = message.pk not in new and before.pk not in new and bytes(message.key) not in changed
        if inbound.kind == InboundKind.MENTION and is_known and bytes(before.said) not in {b"", bytes(message.said)}:
            told[place] = replace(inbound, kind=InboundKind.EDITED)
            before.said, changed[bytes(message.key)] = message.said, before
            message.kind, message.body = InboundKind.EDITED.value, sealed_message(told[place])
            message.key = hashlib.sha256(
                bytes(message.key) + message.delivery_id.bytes
            ).digest()  # words may change back and forth
    InboundMessage.objects.bulk_update(changed.values(), ["said"])
    more, edits = _store_new(row, [message for message in messages if message.kind == InboundKind.EDITED])
    new |= more
    first |= edits
    return told


def _store_new(row: ChannelAccount, messages: list[InboundMessage]) -> tuple[set[UUID], dict[bytes, InboundMessage]]:
    """The ids of those that were not there before, and of each key the message that is."""
    new = bulk_insert_ignore(messages)
    first = {bytes(message.key): message for message in messages if message.pk in new}
    if missing := [message.key for message in messages if bytes(message.key) not in first]:
        first |= {
            bytes(message.key): message for message in InboundMessage.objects.filter(account=row, key__in=missing)
        }
    return new, first


def _set(delivery: Delivery, **values: object) -> None:
    Delivery.objects.filter(received_at=delivery.received_at, id=delivery.id).update(**values)


def _quarantine(delivery: Delivery, error: str) -> None:
    _set(delivery, state=Delivery.State.QUARANTINED, error=error[:4000], tries=F("tries") + 1)


def _fail(delivery: Delivery, error: str) -> None:
    """A fault of ours may be over at the next try; after three it goes aside with its traceback."""
    is_last = delivery.tries + 1 >= MOST_TRIES
    _set(
        delivery,
        state=Delivery.State.QUARANTINED if is_last else Delivery.State.WAITING,
        error=error[:4000],
        tries=delivery.tries + 1,
    )


def files_of(message: InboundMessage) -> list[tuple[str, bytes]]:
    """(name, bytes) of the files that came with a message: read from its delivery again, or fetched; no bytes where one
    was not had."""
    return [*_files_within(message), *fetched_files(message)]


def _files_within(message: InboundMessage) -> list[tuple[str, bytes]]:
    delivery = Delivery.objects.filter(received_at=message.delivery_at, id=message.delivery_id).exclude(raw=b"").first()
    if delivery is None:  # its time was over, or the person was forgotten
        return []
    account = opened(message.account)
    inbound = CHANNELS[message.channel].parse(account.account, opened_call(bytes(delivery.raw)))[
        message.place_in_delivery
    ]
    return [(media.name, media.content) for media in inbound.media if media.content]


def replay_delivery(delivery_id: UUID) -> bool:
    """Have a quarantined delivery read again; False where there is none of that id."""
    rows = Delivery.objects.filter(id=delivery_id, state=Delivery.State.QUARANTINED)
    return _waits_again(rows.update(state=Delivery.State.WAITING, tries=0))


def replay_message(message_id: UUID) -> bool:
    rows = InboundMessage.objects.filter(pk=message_id, state=InboundMessage.State.QUARANTINED)
    return _waits_again(rows.update(state=InboundMessage.State.WAITING, tries=0, error=""))


def _waits_again(count: int) -> bool:
    if count:
        wake()
    return bool(count)


def waiting_channels() -> list[str]:
    """Where something waits: to be read, or to be taken into a conversation."""
    found = set(
        Delivery.objects.filter(state=Delivery.State.WAITING).order_by().values_list("channel", flat=True).distinct()
    )
    return sorted(found | set(_ready().order_by().values_list("channel", flat=True).distinct()))


def _ready() -> QuerySet[InboundMessage]:
    """Waiting to be taken, and for no file any more."""
    rows = InboundMessage.objects.filter(state=InboundMessage.State.WAITING)
    return rows.filter(Q(files_due_at=None) | Q(files_due_at__lte=clock.now()))


def messages_to_take(channel: str) -> QuerySet[InboundMessage]:
    """In order; nobody's later words overtake a message of theirs that waits for its files."""
    before = Q(received_at__lt=OuterRef("received_at")) | Q(received_at=OuterRef("received_at"), id__lt=OuterRef("id"))
    waits = InboundMessage.objects.filter(
        before,
        account=OuterRef("account"),
        lookup=OuterRef("lookup"),
        state=InboundMessage.State.WAITING,
        files_due_at__gt=clock.now(),
    )
    return _ready().filter(~Exists(waits), channel=channel).order_by("received_at", "id")
