"""Channels whose platform does not call us are asked: each answer is stored as a delivery, then the place to go on is noted.

Called by `lapor listen`. Whoever dies between the two asks again: what was stored already is known as a copy.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from lapor.channels.base import NeedsOperator, Permanent, Polled, Retry
from lapor.core import clock
from lapor.gateway.accounts import CHANNELS, opened
from lapor.gateway.models import ChannelAccount
from lapor.gateway.receiving import store

logger = logging.getLogger(__name__)
PAUSE = 10  # seconds between two questions, where the platform itself does not hold the answer back
PAUSE_AFTER_ERROR = 30
_TRY = "SELECT pg_try_advisory_lock(hashtext('lapor.poll'), hashtext(%s))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext('lapor.poll'), hashtext(%s))"


def polled_accounts() -> list[UUID]:
    """Those that are on, and whose settings say that their platform is to be asked."""
    rows = ChannelAccount.objects.filter(is_active=True, is_local=False)
    return [row.pk for row in rows if _asks(row)]


def _asks(row: ChannelAccount) -> bool:
    channel = CHANNELS.get(row.channel)
    return isinstance(channel, Polled) and channel.wants_poll(opened(row).account)


def poll_account(account_id: UUID) -> int:
    """Ask once; gives the seconds until the next question. What the platform says wrong is noted on the account and seen on its page."""
    with _alone(account_id) as is_ours:
        row = ChannelAccount.objects.filter(pk=account_id, is_active=True).first() if is_ours else None
        if row is None:
            return PAUSE
        at = opened(row)
        assert isinstance(at.channel, Polled)  # noqa: S101 - see polled_accounts
        try:
            calls, cursor = at.channel.poll(at.account, row.cursor)
        except (Retry, Permanent, NeedsOperator) as error:
            return _note_error(account_id, str(error), max(PAUSE_AFTER_ERROR, error.after if isinstance(error, Retry) else 0))
        except Exception as error:
            logger.exception("account %s cannot be asked", row)
            return _note_error(account_id, f"a fault of ours: {type(error).__name__}", PAUSE_AFTER_ERROR)
        for call in calls:
            store(at, call)
        ChannelAccount.objects.filter(pk=account_id).update(cursor=cursor[:200], polled_at=clock.now(), poll_error="")
    return 0 if calls else PAUSE


def _note_error(account_id: UUID, text: str, pause: int) -> int:
    ChannelAccount.objects.filter(pk=account_id).update(poll_error=text[:300])
    return pause


@contextmanager
def _alone(account_id: UUID) -> Iterator[bool]:
    """Two listeners must not ask for the same account."""
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [str(account_id)])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute(_UNLOCK, [str(account_id)])
