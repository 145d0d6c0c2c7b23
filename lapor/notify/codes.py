"""Sends the code that a person signs in with. Called by the page /laporan-saya/masuk."""

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.gateway.models import Audience, OutboundMessage
from lapor.gateway.queries import sms_accounts
from lapor.gateway.tasks import queue_all
from lapor.gateway.words import sealed_words
from lapor.reporters import sign_in, vault
from lapor.reporters.models import ContactPoint


def can_send_sms(root: Agency) -> bool:
    return bool(sms_accounts([root.pk]))


def send_code(root: Agency, kind: str, address: str) -> None:
    """To whoever reported with this address; to nobody else, and who asks is not told which. In the language that is active."""
    account = sms_accounts([root.pk]).get(root.pk) if kind == ContactPoint.Kind.PHONE else None
    if (kind == ContactPoint.Kind.PHONE and account is None) or not sign_in.is_known(kind, address):
        return
    address = vault.normalise_contact(kind, address)
    with transaction.atomic():
        row_id, code = sign_in.new_code(kind, address)
        shown = f"{code[:3]} {code[3:]}"
        text = _("Your code is %(code)s. It is good for 10 minutes. Give it to nobody: we never ask for it.") % {"code": shown}
        name = root.brand.get("name", root.name)
        message = OutboundMessage(
            channel="sms" if account else "email", account=account, root=root, audience=Audience.CODE, cause="sign_in.code",
            address=vault.seal(address), holds_code=True, created_at=clock.now(), dedupe_key=f"code:{row_id}",
            words=sealed_words(f"{name}: {text}" if account else f"{text}\n\n--\n{name}\n", subject=_("Your code to sign in")),
        )  # fmt: skip
        queue_all([message])
