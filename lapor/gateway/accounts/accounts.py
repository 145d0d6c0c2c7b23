"""The city's accounts on the channels."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Agency, Officer
from lapor.agencies.queries import jurisdiction
from lapor.channels.base import Account, ChannelAdapter
from lapor.channels.push.sender import PushSender
from lapor.core import clock
from lapor.gateway.channels import CHANNELS
from lapor.gateway.models import ChannelAccount
from lapor.ledger.event_names import EventName
from lapor.reporters import vault

PUSH = "push"  # goes out only: a browser is no account of ours, and nobody writes by it
SENDERS: dict[str, ChannelAdapter | PushSender] = {**CHANNELS, PUSH: PushSender()}
LOCAL = "ingest"
KEPT_SECONDS = 15.0  # how long a process believes what it knows of an account


def phone_channels() -> frozenset[str]:
    """Those whose senders are known by a telephone number."""
    return frozenset(name for name, channel in CHANNELS.items() if channel.capabilities.senders_are_phones)


@dataclass(frozen=True)
class OpenedAccount:
    """An account as its channel sees it, its secrets unsealed."""

    id: UUID
    channel: ChannelAdapter
    account: Account
    is_active: bool


_known: dict[tuple[str, str], tuple[float, OpenedAccount | None]] = {}


def opened(row: ChannelAccount) -> OpenedAccount:
    secrets = json.loads(vault.open_sealed(bytes(row.secrets)) or "{}")
    return OpenedAccount(row.pk, CHANNELS[row.channel], Account(row.name, row.settings, secrets), row.is_active)


def account_at_door(channel: str, name: str) -> OpenedAccount | None:
    """The account of an address of the door; remembered for some seconds, so that a call costs no look-up."""
    now = time.monotonic()
    kept = _known.get((channel, name))
    if kept is not None and now - kept[0] < KEPT_SECONDS:
        return kept[1]
    row = (
        ChannelAccount.objects.filter(channel=channel, name=name, is_local=False).first()
        if channel in CHANNELS
        else None
    )
    found = opened(row) if row else None
    if len(_known) > 1000:  # noqa: PLR2004 - strangers may ask for any name
        _known.clear()
    _known[channel, name] = (now, found)
    return found


def forget_accounts() -> None:
    """After an account was changed, in this process at once, in the others within seconds."""
    _known.clear()


def set_account_active(account_id: UUID, *, is_active: bool, by: Officer | None = None) -> None:
    """Shut or open an account's door. What came in already is read all the same."""
    with transaction.atomic():
        row = ChannelAccount.objects.select_for_update().get(pk=account_id)
        ChannelAccount.objects.filter(pk=account_id).update(is_active=is_active)
        _tell(row, EventName.CHANNEL_SWITCHED_ON if is_active else EventName.CHANNEL_SWITCHED_OFF, by)
    forget_accounts()


def make_account(
    channel: str,
    name: str,
    *,
    root: Agency,
    settings: dict[str, str],
    secrets: dict[str, str],
    by: Officer | None = None,
) -> ChannelAccount:
    """Make an account, or give an existing one these settings. The event names what was changed, and no secret."""
    sealed = vault.seal(json.dumps(secrets)) if secrets else b""
    values = {"root": root, "settings": settings, "secrets": sealed, "is_active": True, "is_local": False}
    with transaction.atomic():
        before = ChannelAccount.objects.select_for_update().filter(channel=channel, name=name).first()
        row, made = ChannelAccount.objects.update_or_create(
            channel=channel, name=name, defaults=values, create_defaults={**values, "made_at": clock.now()}
        )
        was = opened(before).account if before else Account(name)
        _tell(
            row,
            EventName.CHANNEL_ACCOUNT_MADE if made else EventName.CHANNEL_ACCOUNT_CHANGED,
            by,
            settings=_differing(was.settings, settings),
            secrets=_differing(was.secrets, secrets),
        )
    forget_accounts()
    return row


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The names of what is new, gone or otherwise."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _tell(row: ChannelAccount, name: str, by: Officer | None, **data: object) -> None:
    record_power_event(row.root_id, name, by=by, account=str(row.pk), channel=row.channel, **data)


def account_for_files(channel: str, name: str = "") -> ChannelAccount | None:
    """The account that ingested files belong to: the one named, else the channel's only one, else a local one made at
    once."""
    rows = list(ChannelAccount.objects.filter(channel=channel))
    if name:
        return next((row for row in rows if row.name == name), None)
    real = [row for row in rows if not row.is_local]
    if len(real) == 1:
        return real[0]
    local = next((row for row in rows if row.is_local), None)
    return local or ChannelAccount.objects.create(
        root=jurisdiction(), channel=channel, name=LOCAL, is_local=True, made_at=clock.now()
    )
