"""Notices on devices: who the installation is to push services, and whether what a browser gave is a subscription."""

import json
from email.utils import parseaddr

from django.conf import settings

from lapor.channels.base import Account
from lapor.channels.push.sender import CONTACT, KEY, OTHER_SERVICES, NoSubscription, public_key, read_subscription
from lapor.gateway.reply_addresses import mailbox

__all__ = ["NoSubscription", "checked_subscription", "push_account", "push_key"]


def push_account() -> Account:
    """The installation itself: its key, whom a push service can write to, further services."""
    said = {CONTACT.name: f"mailto:{parseaddr(mailbox())[1]}", OTHER_SERVICES.name: " ".join(settings.PUSH_SERVICES)}
    return Account("installation", settings=said, secrets={KEY.name: settings.PUSH_SECRET})


def push_key() -> str:
    """The public key that browsers bind a subscription to."""
    return public_key(settings.PUSH_SECRET)


def checked_subscription(text: str) -> str:
    """The same subscription in one form, so that it is known again. Raises NoSubscription."""
    return json.dumps(read_subscription(text, tuple(settings.PUSH_SERVICES)), sort_keys=True)
