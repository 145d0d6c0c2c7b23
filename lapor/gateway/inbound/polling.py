"""Channels whose platform does not call us are asked, or listened to on a line that stays open: what comes is stored as
a delivery first.

Called by `lapor listen`. Whoever dies between the two asks again: what was stored already is known as a copy.
"""

import hashlib
import logging
import threading
from uuid import UUID

from django.db import DatabaseError

from lapor.channels.base import Listened, NeedsOperator, Paced, Permanent, Polled, Received, Retry
from lapor.core import clock
from lapor.gateway.accounts.accounts import OpenedAccount, opened
from lapor.gateway.channels import CHANNELS
from lapor.gateway.inbound.channel_lock import advisory_lock
from lapor.gateway.inbound.receiving import store
from lapor.gateway.models import ChannelAccount

logger = logging.getLogger(__name__)
PAUSE = 10  # seconds between two questions, where the platform itself does not hold the answer back
PAUSE_AFTER_ERROR = 30


def pollable_accounts() -> dict[UUID, str]:
    """Those that are on, and whose settings say that their platform is to be asked or listened to; with what changes
    when these do."""
    rows = ChannelAccount.objects.filter(is_active=True, is_local=False)
    return {
        row.pk: hashlib.sha256(f"{row.settings}".encode() + bytes(row.secrets)).hexdigest()
        for row in rows
        if _asks(row)
    }


def _asks(row: ChannelAccount) -> bool:
    channel = CHANNELS.get(row.channel)
    is_asked = isinstance(channel, Polled) and channel.wants_poll(opened(row).account)
    return is_asked or (isinstance(channel, Listened) and channel.wants_listen(opened(row).account))


def poll_account(account_id: UUID, stop: threading.Event) -> int:
    """Ask once, or listen until the line breaks or `stop`; gives the seconds until the next time.

    What the platform says wrong is noted on the account and seen on its page.
    """
    with advisory_lock("lapor.poll", str(account_id)) as is_ours:  # two listeners must not ask for the same account
        row = ChannelAccount.objects.filter(pk=account_id, is_active=True).first() if is_ours else None
        if row is None:
            return PAUSE
        try:
            return _hear(row, stop)
        except (Retry, Permanent, NeedsOperator) as error:
            asked = error.after if isinstance(error, Retry) else 0
            return _note_error(account_id, str(error), max(PAUSE_AFTER_ERROR, asked, _pace(opened(row), row.cursor)))
        except DatabaseError:
            raise
        except Exception as error:
            logger.exception("account %s cannot be asked", row)
            return _note_error(account_id, f"a fault of ours: {type(error).__name__}", PAUSE_AFTER_ERROR)


def _hear(row: ChannelAccount, stop: threading.Event) -> int:
    at, account = opened(row), ChannelAccount.objects.filter(pk=row.pk)
    if isinstance(at.channel, Listened) and at.channel.wants_listen(at.account):
        account.update(polled_at=clock.now(), poll_error="")
        at.channel.listen(at.account, lambda call: _keep(at, call), stop)
        return 0
    assert isinstance(at.channel, Polled)  # noqa: S101 - see pollable_accounts
    pace = _pace(at, row.cursor)
    if (
        pace
        and row.polled_at
        and not row.poll_error
        and (left := pace - int((clock.now() - row.polled_at).total_seconds())) > 0
    ):
        return left  # we were started anew: the outlet is spared all the same
    calls, cursor = at.channel.poll(at.account, row.cursor)
    for call in calls:
        store(at, call)
    account.update(cursor=cursor[:200], polled_at=clock.now(), poll_error="")
    return _pace(at, cursor) or (0 if calls else PAUSE)


def _pace(at: OpenedAccount, cursor: str) -> int:
    """Seconds between two questions where the channel says how many, else 0."""
    return max(1, int(at.channel.pause_after(at.account, cursor))) if isinstance(at.channel, Paced) else 0


def _keep(at: OpenedAccount, call: Received) -> None:
    store(at, call)


def _note_error(account_id: UUID, text: str, pause: int) -> int:
    ChannelAccount.objects.filter(pk=account_id).update(poll_error=text[:300])
    return pause
