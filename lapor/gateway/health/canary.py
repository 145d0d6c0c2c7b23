"""The canary: a word that an account sends to itself each hour.

Comes it back, both directions live; where not, the channels' page says so."""

import secrets
from datetime import timedelta

from django.db import transaction

from lapor.channels.base import CANARY_TO, Inbound
from lapor.core import clock
from lapor.gateway.models import ChannelAccount, MessageAudience, OutboundMessage
from lapor.gateway.outbound.sealed_words import sealed_words
from lapor.gateway.tasks import queue_all
from lapor.reporters import vault

LATE = timedelta(minutes=15)


def send_canaries() -> int:
    """One from every account that is on and says where to; gives how many. Called by a job each hour."""
    rows = [
        row for row in ChannelAccount.objects.filter(is_active=True, is_local=False) if CANARY_TO.among(row.settings)
    ]
    for row in rows:
        _send(row)
    return len(rows)


@transaction.atomic
def _send(row: ChannelAccount) -> None:
    now, word = clock.now(), f"canary-{secrets.token_hex(8)}"
    message = OutboundMessage(
        channel=row.channel,
        account=row,
        root_id=row.root_id,
        audience=MessageAudience.OURSELVES,
        cause="canary",
        address=vault.seal(CANARY_TO.among(row.settings)),
        words=sealed_words(word, subject=word),
        created_at=now,
        dedupe_key=f"canary:{word}",
    )
    ChannelAccount.objects.filter(pk=row.pk).update(canary=word, canary_sent_at=now)
    queue_all([message])


def came_back(account: ChannelAccount, inbound: Inbound) -> bool:
    """Whether the message is the account's canary; noted then."""
    if not account.canary or account.canary not in f"{inbound.subject}\n{inbound.text}":
        return False
    ChannelAccount.objects.filter(pk=account.pk).update(canary_back_at=clock.now())
    return True


def is_late(account: ChannelAccount) -> bool:
    """Sent longer ago than it may take, and not back."""
    sent, back = account.canary_sent_at, account.canary_back_at
    return account.is_active and sent is not None and clock.now() - sent > LATE and (back is None or back < sent)
