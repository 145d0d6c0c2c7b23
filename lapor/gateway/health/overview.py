"""How the accounts fare: what waits, since when, what failed, who is silent.

For the page of the channels, doctor and readiness."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.gateway.accounts.live_check import can_be_checked
from lapor.gateway.accounts.setup import expires_soon
from lapor.gateway.health.canary import is_late
from lapor.gateway.models import ChannelAccount, Delivery, InboundFile, InboundMessage, OutboundMessage

OLD_WAIT = timedelta(minutes=5)  # what waits longer is a fault, not a queue
UNANSWERED = timedelta(minutes=10)  # so long may a platform that is asked be away
MOST_SHOWN = 50
SHOWN_DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Health:
    """One account. `alarms`: codes of what an operator should look at."""

    account: ChannelAccount
    waiting: int
    oldest: datetime | None
    aside: int
    outgoing: int
    alarms: tuple[str, ...]

    @property
    def can_be_checked(self) -> bool:
        return not self.account.is_local and can_be_checked(self.account.channel)


@dataclass(frozen=True)
class Quarantined:
    """Something in quarantine, a delivery or one message of it; or a file that could not be fetched."""

    kind: str
    id: str
    account: str
    at: datetime
    error: str


def health_of(root: Agency) -> list[Health]:
    """Five queries over what is open only, however much has come and gone."""
    now = clock.now()
    accounts = list(ChannelAccount.objects.filter(root=root))
    raw = {row["account_id"]: row for row in _grouped(Delivery.objects.filter(state="waiting"), "received_at")}
    messages = {
        row["account_id"]: row for row in _grouped(InboundMessage.objects.filter(state="waiting"), "received_at")
    }
    outgoing = {
        row["account_id"]: row for row in _grouped(OutboundMessage.objects.filter(status="waiting"), "created_at")
    }
    aside: dict[object, int] = {}
    for rows in (Delivery.objects.filter(state="quarantine"), InboundMessage.objects.filter(state="quarantine")):
        for row in _grouped(rows, "received_at"):
            aside[row["account_id"]] = aside.get(row["account_id"], 0) + row["count"]
    found = []
    for account in accounts:
        parts = [rows[account.pk] for rows in (raw, messages) if account.pk in rows]
        oldest = min((part["oldest"] for part in parts), default=None)
        alarms = _alarms(account, oldest, aside.get(account.pk, 0), now)
        count = sum(part["count"] for part in parts)
        found.append(
            Health(
                account, count, oldest, aside.get(account.pk, 0), outgoing.get(account.pk, {}).get("count", 0), alarms
            )
        )
    return found


def _grouped(rows: "QuerySet[Any]", at: str) -> list[dict[str, Any]]:
    return list(rows.order_by().values("account_id").annotate(count=Count("*"), oldest=Min(at)))


def _alarms(account: ChannelAccount, oldest: datetime | None, aside: int, now: datetime) -> tuple[str, ...]:
    since = account.received_at or account.made_at
    is_silent = (
        account.silent_after_hours and account.is_active and now - since > timedelta(hours=account.silent_after_hours)
    )
    is_mute = bool(account.poll_error) and now - (account.polled_at or account.made_at) > UNANSWERED
    checks = (
        ("operator", bool(account.send_error)),
        ("expires", account.is_active and expires_soon(account) is not None),
        ("canary", is_late(account)),
        ("poll", is_mute),
        ("waits", oldest is not None and now - oldest > OLD_WAIT),
        ("aside", aside > 0),
        ("silent", bool(is_silent)),
    )
    return tuple(code for code, applies in checks if applies)


def quarantined_items(root: Agency) -> list[Quarantined]:
    """The newest things in quarantine, to be looked at and read again."""
    names = {account.pk: str(account) for account in ChannelAccount.objects.filter(root=root)}
    deliveries = (
        Delivery.objects.filter(state="quarantine", account_id__in=names)
        .order_by("-received_at")
        .defer("raw")[:MOST_SHOWN]
    )
    messages = (
        InboundMessage.objects.filter(state="quarantine", account_id__in=names)
        .order_by("-received_at")
        .defer("body")[:MOST_SHOWN]
    )
    return [
        *(
            Quarantined("delivery", str(row.id), names[row.account_id], row.received_at, _last_line(row.error))
            for row in deliveries
        ),
        *(
            Quarantined("message", str(row.pk), names[row.account_id], row.received_at, _last_line(row.error))
            for row in messages
        ),
    ]


def missed_files(root: Agency) -> list[Quarantined]:
    """The newest files of the last days that the platforms did not give out, each with why."""
    rows = InboundFile.objects.filter(state=InboundFile.State.FAILED, created_at__gt=clock.now() - SHOWN_DAYS)
    rows = rows.filter(message__account__root=root, message__account__is_local=False).select_related("message__account")
    newest = rows.order_by("-created_at")[:MOST_SHOWN]
    return [
        Quarantined("file", str(row.pk), str(row.message.account), row.created_at, f"{row.place + 1}: {row.error}")
        for row in newest
    ]


def _last_line(error: str) -> str:
    lines = error.strip().splitlines()
    return lines[-1][:200] if lines else ""
