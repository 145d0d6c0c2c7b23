"""The abuse list: writers of messages who are not heard any more, with a reason and an event, until an officer hears
them again."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Officer
from lapor.agencies.queries import root_of
from lapor.core import clock
from lapor.intake.models import Conversation
from lapor.ledger.event_names import EventName
from lapor.reports.models import Report


def conversations_of(report: Report) -> "QuerySet[Conversation]":
    """Those in which the report's reporter writes; never of a protected case."""
    if report.reporter_id is None or report.is_protected:
        return Conversation.objects.none()
    return Conversation.objects.filter(reporter=report.reporter_id)


def blocked_conversations(officer: Officer) -> "QuerySet[Conversation]":
    rows = Conversation.objects.filter(account__root=root_of(officer)).exclude(blocked_at=None)
    return rows.select_related("account", "blocked_by").order_by("-blocked_at")


def block(report: Report, reason: str, *, by: Officer) -> int:
    """Gives how many conversations are shut. The person's reports go on; only their messages are not taken."""
    with transaction.atomic():
        rows = list(conversations_of(report).select_for_update(of=("self",)).filter(blocked_at=None))
        for row in rows:
            row.blocked_at, row.blocked_by, row.blocked_reason = clock.now(), by, reason[:300]
            row.save(update_fields=["blocked_at", "blocked_by", "blocked_reason"])
            _tell(row, EventName.SENDER_BLOCKED, by)
    return len(rows)


def unblock(conversation_id: UUID, *, by: Officer) -> bool:
    with transaction.atomic():
        row = blocked_conversations(by).select_for_update(of=("self",)).filter(pk=conversation_id).first()
        if row is None:
            return False
        row.blocked_at, row.blocked_by, row.blocked_reason = None, None, ""
        row.save(update_fields=["blocked_at", "blocked_by", "blocked_reason"])
        _tell(row, EventName.SENDER_UNBLOCKED, by)
    return True


def _tell(row: Conversation, name: str, by: Officer) -> None:
    record_power_event(row.account.root_id, name, by=by, conversation=str(row.pk))
