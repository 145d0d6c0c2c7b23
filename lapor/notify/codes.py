"""Sends the code that a person signs in with. Called by the page /laporan-saya/masuk."""

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.gateway.actions import queue_messages
from lapor.gateway.models import CODES, ChannelAccount, OutboundMessage
from lapor.gateway.tasks import queue_send
from lapor.reporters import sign_in, vault
from lapor.reporters.models import ContactPoint


def can_send_sms(root: Agency) -> bool:
    return _sms_account(root) is not None


def _sms_account(root: Agency) -> ChannelAccount | None:
    return ChannelAccount.objects.filter(root=root, channel="sms", is_active=True, is_local=False).order_by("name").first()


def send_code(root: Agency, kind: str, address: str) -> None:
    """To whoever reported with this address; to nobody else, and who asks is not told which. In the language that is active."""
    account = _sms_account(root) if kind == ContactPoint.Kind.PHONE else None
    if (kind == ContactPoint.Kind.PHONE and account is None) or not sign_in.is_known(kind, address):
        return
    address = vault.normalise_contact(kind, address)
    with transaction.atomic():
        row_id, code = sign_in.new_code(kind, address)
        shown = f"{code[:3]} {code[3:]}"
        text = _("Your code is %(code)s. It is good for 10 minutes. Give it to nobody: we never ask for it.") % {"code": shown}
        name = root.brand.get("name", root.name)
        message = OutboundMessage(
            channel="sms" if account else "email", account=account, cause="sign_in.code", address=vault.seal(address),
            subject=_("Code to sign in: %(code)s") % {"code": shown}, text=f"{name}: {text}" if account else f"{text}\n\n--\n{name}\n",
            created_at=clock.now(), dedupe_key=f"{CODES}{row_id}",
        )  # fmt: skip
        for message_id in queue_messages([message]):
            queue_send(message_id, message.channel)
