"""Sends the code that a person signs in with.

Asked for by the page /laporan-saya/masuk; a job finds out whether anybody reported with the address, so that neither
the answer nor its time tells."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.gateway.models import MessageAudience, OutboundMessage
from lapor.gateway.outbound.sealed_words import sealed_words
from lapor.gateway.queries import sms_accounts
from lapor.gateway.tasks import queue_all
from lapor.reporters import sign_in, vault
from lapor.reporters.models import ContactPoint


def can_send_sms(root: Agency) -> bool:
    return bool(sms_accounts([root.pk]))


def ask_code(root: Agency, kind: str, address: str, *, browser: str, pause: int = 0) -> None:
    """Have a code sent, `pause` seconds from now, to whoever reported with this address; to nobody else.

    It will be good in this browser only. In the language that is active. The same work whoever asks: one row of a job,
    in which the address is sealed."""
    sealed = vault.seal(vault.normalise_contact(kind, address)).hex()
    browser_hash = sign_in.browser_hash(browser).hex()
    language = translation.get_language() or settings.LANGUAGE_CODE
    app.configure_task("notify.sign_in_code", schedule_in={"seconds": pause} if pause else None).defer(
        root=str(root.pk), kind=kind, address=sealed, browser=browser_hash, language=language
    )


def send_code(root: str, kind: str, address: str, browser: str, language: str) -> None:
    """Make a code, and send it where the address is known.

    An unknown one has a code too, which nobody is told: guesses take as long."""
    city = Agency.objects.get(pk=UUID(root))
    to = vault.open_sealed(bytes.fromhex(address))
    account = sms_accounts([city.pk]).get(city.pk) if kind == ContactPoint.Kind.PHONE else None
    with transaction.atomic(), translation.override(language):
        row_id, code = sign_in.new_code(kind, to, bytes.fromhex(browser))
        if sign_in.is_known(kind, to) and (account is not None or kind == ContactPoint.Kind.EMAIL):
            shown = f"{code[:4]} {code[4:]}"
            name = city.brand.get("name", city.name)
            text = _(
                "Your code is %(code)s. It is good for 10 minutes, in the browser where you asked for it. Give it to"
                " nobody: we never ask for it."
            ) % {"code": shown}
            message = OutboundMessage(
                channel="sms" if account else "email",
                account=account,
                root=city,
                audience=MessageAudience.CODE,
                cause="sign_in.code",
                address=vault.seal(to),
                holds_code=True,
                created_at=clock.now(),
                dedupe_key=f"code:{row_id}",
                words=sealed_words(
                    f"{name}: {text}" if account else f"{text}\n\n--\n{name}\n", subject=_("Your code to sign in")
                ),
            )
            queue_all([message])
