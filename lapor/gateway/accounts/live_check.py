"""The live check of an account: the platform is asked by a job, what it says stands on the channels' page.

Nothing slow in a request."""

import logging
from uuid import UUID

from lapor.channels.base import HasHealthCheck, SendError
from lapor.core import clock
from lapor.gateway.accounts.accounts import opened
from lapor.gateway.channels import CHANNELS
from lapor.gateway.models import ChannelAccount

logger = logging.getLogger(__name__)


def can_be_checked(channel: str) -> bool:
    return isinstance(CHANNELS.get(channel), HasHealthCheck)


def check_account(account_id: UUID) -> None:
    """Note what the platform says of the account now."""
    row = ChannelAccount.objects.filter(pk=account_id, is_local=False).first()
    channel = CHANNELS.get(row.channel) if row else None
    if row is None or not isinstance(channel, HasHealthCheck):
        return
    try:
        text, is_fine = channel.check(opened(row).account), True
    except SendError as error:
        text, is_fine = str(error), False
    except Exception as error:
        logger.exception("account %s cannot be checked", row)
        text, is_fine = f"a fault of ours: {type(error).__name__}", False
    ChannelAccount.objects.filter(pk=account_id).update(
        check_text=text[:300], check_is_fine=is_fine, checked_at=clock.now()
    )
