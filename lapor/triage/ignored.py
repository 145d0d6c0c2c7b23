"""Mails that were taken for a machine's: a list with the reason, and "read as a report".

Called by /konsol/kanal/ (ops.channels)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Officer
from lapor.agencies.queries import root_of, rules_of
from lapor.agencies.roles import Can, may
from lapor.core.text import one_line
from lapor.gateway.inbound.channel_lock import wake
from lapor.gateway.messages import InboundKind, opened_message, sealed_message
from lapor.gateway.models import InboundMessage
from lapor.intake.filing.said import said_in_message
from lapor.ledger.event_names import EventName
from lapor.reports.publication import masked_codes

MOST_SHOWN = 50
_WORDS = 300  # characters
_CHANNEL = "email"


@dataclass(frozen=True)
class Ignored:
    """One mail.

    Its words for who does triage only; none where they tell of danger: the protected group's to read once it is a
    report."""

    id: str
    account: str
    at: datetime
    reason: str
    subject: str
    text: str


def ignored_rows(officer: Officer) -> "Sequence[InboundMessage]":
    rows = InboundMessage.objects.filter(
        account__root=root_of(officer), state=InboundMessage.State.IGNORED, channel=_CHANNEL, outcome="ignored"
    )
    return list(rows.exclude(body=b"").select_related("account").order_by("-received_at")[:MOST_SHOWN])


def ignored_mails(officer: Officer) -> list[Ignored]:
    """The newest first."""
    return [_shown(row, officer) for row in ignored_rows(officer)]


def _shown(row: InboundMessage, officer: Officer) -> Ignored:
    inbound = opened_message(bytes(row.body))
    heard = rules_of(root_of(officer)).heard_in(*said_in_message(inbound))
    may_read = may(officer, Can.TRIAGE) and not heard.category
    subject, text = (
        one_line(masked_codes(words), _WORDS) if may_read else "" for words in (inbound.subject, inbound.text)
    )
    return Ignored(str(row.pk), str(row.account), row.received_at, row.error, subject, text)


def read_as_report(message_id: UUID, *, by: Officer) -> bool:
    """Have it taken as a person's mail, whatever its headers say. False: it is not on the list any more."""
    with transaction.atomic():
        rows = InboundMessage.objects.select_for_update(of=("self",)).filter(
            account__root=root_of(by), channel=_CHANNEL, outcome="ignored"
        )
        row = rows.filter(pk=message_id, state=InboundMessage.State.IGNORED).exclude(body=b"").first()
        if row is None:
            return False
        inbound = opened_message(bytes(row.body))
        row.body = sealed_message(replace(inbound, kind=InboundKind.MESSAGE, reason="", is_person=True))
        row.kind, row.state, row.outcome, row.error, row.tries, row.done_at = (
            InboundKind.MESSAGE.value,
            InboundMessage.State.WAITING,
            "",
            "",
            0,
            None,
        )
        row.save(update_fields=["body", "kind", "state", "outcome", "error", "tries", "done_at"])
        record_power_event(root_of(by).pk, EventName.CANDIDATE_READ_AS_REPORT, by=by, message=str(row.pk))
        transaction.on_commit(wake)
    return True
