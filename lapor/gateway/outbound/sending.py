"""Queue a message, and send one that is queued. Called by notify (queue) and by the job in tasks.py (send)."""

import logging
import math
import re
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from lapor.channels.base import Account, NeedsOperator, NoSuchAddress, Outbound, Permanent, Retry
from lapor.core import clock
from lapor.core.ids import digits_only
from lapor.core.logs import REQUEST_ID, request_scope
from lapor.gateway.accounts.accounts import PUSH, SENDERS, opened
from lapor.gateway.channels import CHANNELS
from lapor.gateway.jobs import retry_on_disconnect
from lapor.gateway.models import (
    TO_REPORTERS,
    ChannelAccount,
    DeliveryAttempt,
    InboundMessage,
    MessageAudience,
    OutboundMessage,
)
from lapor.gateway.outbound.failures import record_delivery_failures
from lapor.gateway.outbound.hold import LOOK_AGAIN_SECONDS, held_since
from lapor.gateway.outbound.push import push_account
from lapor.gateway.outbound.retries import (
    CODE_WITHIN,
    MAX_ATTEMPTS,
    OPERATOR_COUNTS,
    OPERATOR_WITHIN,
    seconds_until_retry,
)
from lapor.gateway.reply_addresses import bounce_token, mailbox, reply_token
from lapor.ledger.bulk_insert import bulk_insert_ignore
from lapor.reporters import vault

logger = logging.getLogger(__name__)
FEWEST_DIGITS, FEWEST_SIGNS = 7, 4  # of a number, of an address, that are looked for in what a provider says
LEASE = timedelta(minutes=3)  # longer than any conversation with a provider may take


def queue_messages(messages: list[OutboundMessage]) -> list[UUID]:
    """Store messages not stored before (by dedupe_key); gives the ids of the new ones, in the caller's transaction."""
    for message in messages:
        message.request_id = message.request_id or REQUEST_ID.get()
    new = bulk_insert_ignore(messages)
    return [message.pk for message in messages if message.pk in new]


def _account(message: OutboundMessage) -> Account:
    """The account that sends it: its own, else the installation's."""
    if message.account is not None and message.channel != "email":
        return opened(message.account).account
    if message.channel == PUSH:
        return push_account()
    return Account("settings", settings={"outbox": str(settings.OUTBOX_DIR)}, secrets={"smtp_url": settings.SMTP_URL})


def send_message(message_id: UUID) -> int:
    """Try once to send a waiting message; every try leaves a DeliveryAttempt.

    Gives the seconds to wait before the next try, 0 when there is nothing more to do. Safe to repeat: a message that is
    not waiting, or that somebody is at, is left alone.

    No transaction is open during the conversation with the provider. While messages are held (hold.py) none begins.
    """
    if retry_on_disconnect(held_since) is not None:
        return LOOK_AGAIN_SECONDS
    message = _lease(message_id)
    if message is None:
        return _seconds_until_free(message_id)
    with request_scope(message.request_id):
        outcome, answer, asked = _try(message)
        if outcome != "needs_operator" or message.attempts < OPERATOR_COUNTS:
            message.attempts += 1
        retry_on_disconnect(lambda: _keep(message, outcome, answer))  # else what was sent would be sent again
    return seconds_until_retry(message.attempts, asked) if message.status == OutboundMessage.Status.WAITING else 0


def _keep(message: OutboundMessage, outcome: str, answer: str) -> None:
    """What came of a try."""
    to = vault.open_sealed(bytes(message.address))
    with transaction.atomic():
        now = clock.now()
        meanwhile = OutboundMessage.objects.select_for_update().get(pk=message.pk)
        # whoever was erased while it was sent (casework.persons) stays so, and what was given up (hold.py)
        message.words, message.address = meanwhile.words, meanwhile.address
        message.status, message.done_at, message.leased_until = meanwhile.status, meanwhile.done_at, None
        if outcome == "sent":
            message.status, message.done_at = OutboundMessage.Status.SENT, now
            message.provider_id = answer.strip("<>")[:200] if meanwhile.address else ""
        elif message.status == OutboundMessage.Status.WAITING and _is_given_up(message, outcome, now):
            message.status, message.done_at = OutboundMessage.Status.FAILED, now
        if message.holds_code and message.done_at is not None:
            message.words = b""  # nobody needs it again, and whoever reads the database could use it
        if message.audience == MessageAudience.CODE and message.done_at is not None:
            message.address = b""  # it hangs on no report: whoever is erased could not be found by it
        message.save(update_fields=["attempts", "status", "done_at", "provider_id", "leased_until", "words", "address"])
        DeliveryAttempt.objects.create(
            message=message, at=now, outcome=outcome, answer=without_address(answer, to)[:300]
        )
        _count(message, now, outcome, without_address(answer, to))
        if message.status == OutboundMessage.Status.FAILED and meanwhile.status == OutboundMessage.Status.WAITING:
            record_delivery_failures([message])


def _is_given_up(message: OutboundMessage, outcome: str, now: datetime) -> bool:
    if message.audience == MessageAudience.CODE and message.created_at < now - CODE_WITHIN:
        return True
    if outcome == "needs_operator":
        return message.created_at < now - OPERATOR_WITHIN
    return outcome == "permanent" or message.attempts >= MAX_ATTEMPTS


def without_address(answer: str, to: str) -> str:
    """A provider's word without whom it was sent to, however the number is written."""
    digits = digits_only(to)
    ways = [
        to,
        *([to.partition("@")[0]] if "@" in to else []),
        *([digits, digits.removeprefix("62")] if len(digits) >= FEWEST_DIGITS else []),
    ]
    for way in ways:
        answer = re.sub(re.escape(way), "…", answer, flags=re.I) if len(way) >= FEWEST_SIGNS else answer
    return answer


def _count(message: OutboundMessage, now: datetime, outcome: str, answer: str) -> None:
    """On the account, so that its page counts no growing table."""
    if message.account_id is None:
        return
    changes: dict[str, Any] = {}
    if message.status == OutboundMessage.Status.SENT:
        changes = {"sent_at": now, "sent_count": F("sent_count") + 1, "send_error": ""}
    elif message.status == OutboundMessage.Status.FAILED:
        changes = {"failed_count": F("failed_count") + 1}
    if outcome == "needs_operator":
        changes["send_error"] = answer[:300]
    if changes:
        ChannelAccount.objects.filter(pk=message.account_id).update(**changes)


def _lease(message_id: UUID) -> OutboundMessage | None:
    """Make it ours for some minutes: whoever dies meanwhile leaves it to the next.

    None where it is not waiting, or not free."""
    now = clock.now()
    ours = now + LEASE  # to the microsecond: known again where the answer to the first try got lost

    def take() -> OutboundMessage | None:
        waiting = OutboundMessage.objects.filter(pk=message_id, status=OutboundMessage.Status.WAITING)
        free = waiting.filter(Q(leased_until=None) | Q(leased_until__lte=now) | Q(leased_until=ours)).exclude(
            not_before__gt=now
        )
        return (
            OutboundMessage.objects.select_related("account").get(pk=message_id)
            if free.update(leased_until=ours)
            else None
        )

    return retry_on_disconnect(take)


def _seconds_until_free(message_id: UUID) -> int:
    """Until whoever is at it must have ended, or its time has come; 0 where it waits no more.

    Who holds it may have died."""
    waiting = OutboundMessage.objects.filter(pk=message_id, status=OutboundMessage.Status.WAITING)
    times = waiting.values_list("leased_until", "not_before").first()
    return max(1, *(math.ceil((time - clock.now()).total_seconds()) for time in times if time)) if times else 0


def _try(message: OutboundMessage) -> tuple[str, str, int]:
    """Outcome, the provider's id or the error, and the seconds that the provider asked to wait."""
    said, to = message.said, vault.open_sealed(bytes(message.address))
    outbound = Outbound(
        id=str(message.pk),
        to=to,
        subject=said.subject,
        text=said.text,
        sender=mailbox(),
        headers=_headers(message, said.answers),
        choices=said.choices,
        asks_place=message.asks_place,
        last_heard_at=_last_heard_at(message),
        public_post=message.public_post,
        bounces_to=_own_address(bounce_token(message.pk)) if message.channel == "email" else "",
    )
    try:
        return "sent", SENDERS[message.channel].send(_account(message), outbound), 0
    except Retry as error:
        if error.is_limit and message.account_id is not None:
            ChannelAccount.objects.filter(pk=message.account_id).update(limited_at=clock.now())
        return "retry", str(error), error.after
    except NeedsOperator as error:
        return "needs_operator", str(error), 0
    except NoSuchAddress as error:
        vault.address_is_gone(message.channel, bytes(message.address))
        return "permanent", str(error), 0
    except Permanent as error:
        return "permanent", str(error), 0
    except Exception as error:
        logger.exception("message %s: its channel cannot send it", message.pk)
        return "retry", f"a fault of ours: {type(error).__name__}", 0


def _last_heard_at(message: OutboundMessage) -> datetime | None:
    """When the person last wrote to this account, where its platform asks for it; None also where the platform said
    that it was too long ago."""
    if (
        message.account_id is None
        or not CHANNELS[message.channel].capabilities.window_hours
        or message.provider_state == "closed"
    ):
        return None
    lookup = vault.channel_lookup(message.account_id, vault.open_sealed(bytes(message.address)))
    rows = InboundMessage.objects.filter(account=message.account_id, lookup=lookup, kind="message").exclude(lookup=b"")
    return rows.order_by("-received_at").values_list("received_at", flat=True).first()


def _headers(message: OutboundMessage, answers: str) -> dict[str, str]:
    """What lets the answer find its way: for a mail a reply address with a signed token and the thread, else the
    message answered."""
    if message.channel != "email":
        kept = {"answers": answers, "opens": message.opens, "stop": message.stop_url}
        return {name: value for name, value in kept.items() if value}
    if message.stop_url:
        # RFC 8058
        return {
            "List-Unsubscribe": f"<{message.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    if message.report_id is None or message.audience not in TO_REPORTERS:
        return {}
    address = _own_address(reply_token(message.report_id))
    headers = {"Reply-To": address, "List-Unsubscribe": f"<mailto:{address}?subject=STOP>"}
    thread = [f"<{message.report_id}@{headers['Reply-To'].partition('@')[2]}>", *([f"<{answers}>"] if answers else [])]
    return {**headers, "References": " ".join(thread), "In-Reply-To": thread[-1]}


def _own_address(token: str) -> str:
    local, _at, domain = parseaddr(mailbox())[1].partition("@")
    return f"{local}+{token}@{domain}"
