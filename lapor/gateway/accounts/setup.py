"""What an account of each channel is set up with, and the change of its secrets without losing a delivery.

Called by ops and `lapor account`."""

import json
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lapor.agencies.models import Agency, Officer
from lapor.channels.base import CANARY_TO, EXPIRES_ON, QUIET_HOURS, Account, Setting
from lapor.core import clock
from lapor.gateway.accounts.accounts import forget_accounts, make_account, opened
from lapor.gateway.channels import CHANNELS
from lapor.gateway.models import ChannelAccount
from lapor.reporters import vault

BEFORE = "_before"  # a secret that was replaced: still good at the door for two days
GOOD_FOR = timedelta(days=2)
CHANGED_ON = "secrets_changed_on"
WARN_BEFORE = timedelta(days=14)


COMMON = (CANARY_TO, replace(QUIET_HOURS, is_rare=True))  # of every channel; some ask for quiet hours on the page


class NameTaken(ValueError):
    """Another city has an account of this name."""


@dataclass(frozen=True)
class Saved:
    """`made`: secrets that were made just now, in words: never to be seen again."""

    row: ChannelAccount
    made: Mapping[str, str]


def settings_of(channel: str) -> tuple[Setting, ...]:
    """All that an account of the channel may have."""
    return (*(CHANNELS[channel].settings if channel in CHANNELS else ()), *COMMON)


def page_settings(channel: str) -> tuple[Setting, ...]:
    """Those that its page asks for."""
    return tuple(setting for setting in settings_of(channel) if not setting.is_rare)


def save_account(
    channel: str,
    name: str,
    *,
    root: Agency,
    given: Mapping[str, str],
    silent_after_hours: int,
    renew: frozenset[str],
    by: Officer,
) -> Saved:
    """Make or change an account.

    An empty secret keeps the one that is there; `renew` names those that we make anew. What was replaced is good at the
    door for two more days, so that the platform may be told in peace. Raises NameTaken."""
    row = ChannelAccount.objects.filter(channel=channel, name=name).first()
    if row is not None and row.root_id != root.pk:
        raise NameTaken
    kept = dict(opened(row).account.secrets) if row else {}
    settings = dict(row.settings) if row else {}
    made: dict[str, str] = {}
    changed: dict[str, str] = {}
    for field in page_settings(channel):
        value = given.get(field.name, "").strip()
        if not field.is_secret:
            settings = {
                **{key: old for key, old in settings.items() if key != field.name},
                **({field.name: value} if value else {}),
            }
        elif value:
            changed[field.name] = value
        elif field.is_made and (field.name not in kept or field.name in renew):
            changed[field.name] = made[field.name] = random.token_urlsafe(32)
    saved = put_account(channel, name, root=root, settings=settings, secrets=changed, by=by)
    ChannelAccount.objects.filter(pk=saved.pk).update(silent_after_hours=silent_after_hours)
    return Saved(saved, made)


def put_account(
    channel: str,
    name: str,
    *,
    root: Agency,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    by: Officer | None = None,
) -> ChannelAccount:
    """Make an account, or give an existing one these settings and secrets; its other secrets stay.

    What is replaced is kept as the one before."""
    row = ChannelAccount.objects.filter(channel=channel, name=name).first()
    before = opened(row).account if row else Account(name)
    replaced = {
        f"{key}{BEFORE}": before.secrets[key]
        for key, value in secrets.items()
        if before.secrets.get(key, value) != value
    }
    changed_on = clock.now().isoformat() if replaced else before.settings.get(CHANGED_ON, "")
    stamped = {**settings, **({CHANGED_ON: changed_on} if changed_on else {})}
    return make_account(
        channel, name, root=root, settings=stamped, secrets={**before.secrets, **replaced, **secrets}, by=by
    )


def as_before(account: Account) -> Account | None:
    """The account with the secrets that were replaced lately; None where there are none."""
    changed = account.settings.get(CHANGED_ON, "")
    old = {name.removesuffix(BEFORE): value for name, value in account.secrets.items() if name.endswith(BEFORE)}
    if not old or not changed or clock.now() - datetime.fromisoformat(changed) > GOOD_FOR:
        return None
    return replace(account, secrets={**account.secrets, **old})


def forget_old_secrets() -> int:
    """Called by the nightly job; gives how many accounts were cleaned."""
    count = 0
    for row in ChannelAccount.objects.exclude(secrets=b""):
        account = opened(row).account
        if any(name.endswith(BEFORE) for name in account.secrets) and as_before(account) is None:
            kept = {name: value for name, value in account.secrets.items() if not name.endswith(BEFORE)}
            count += ChannelAccount.objects.filter(pk=row.pk).update(secrets=vault.seal(json.dumps(kept)))
    forget_accounts()
    return count


def expires_soon(row: ChannelAccount) -> date | None:
    """The day on which the platform's token ends, where that is within fourteen days or over."""
    try:
        day = date.fromisoformat(str(EXPIRES_ON.among(row.settings)))
    except ValueError:
        return None
    return day if day - clock.now().date() <= WARN_BEFORE else None
