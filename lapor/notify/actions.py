"""From events to messages: who is told, by which channel, in which words. Called by its consumer, never by those who act."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from lapor.core import clock
from lapor.gateway.actions import queue_messages
from lapor.gateway.models import OutboundMessage
from lapor.gateway.tasks import queue_send
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.notify.words import Facts, words_for
from lapor.reporters.models import ContactPoint
from lapor.reports.models import Clock, Entry, Report
from lapor.reports.vocabulary import ClockKind

# Who acted hears of it on the page at once; by mail only where a receipt or a promise is in it.
_TOLD_EVEN_IF_THEIR_OWN = {"file", "appeal", "confirm", "late_reply", "reopen"}
_NEXT_CLOCK = {
    "answered": ClockKind.CONFIRMATION,
    "forwarded": ClockKind.RESPONSE,
    "in_progress": ClockKind.RESOLUTION,
    "received": ClockKind.VERIFY,
}


def tell_reporters(events: Sequence[Event]) -> None:
    """Queue a message to every email contact of the reporters concerned: six queries however many events."""
    acts = [event for event in events if _is_told(event)]
    if not acts:
        return
    report_ids = {event.stream_id for event in acts}
    reports = {r.pk: r for r in Report.objects.filter(pk__in=report_ids).select_related("root", "agency").defer("search")}
    reporter_ids = [r.reporter_id for r in reports.values() if r.reporter_id]
    contacts: dict[UUID, list[ContactPoint]] = {}
    for point in ContactPoint.objects.filter(reporter__in=reporter_ids, kind="email", opted_out_at=None):
        contacts.setdefault(point.reporter_id, []).append(point)
    entries = Entry.objects.in_bulk([UUID(str(event.data["entry"])) for event in acts])
    clocks: dict[UUID, dict[str, Clock]] = {}
    for row in Clock.objects.filter(report__in=report_ids):
        clocks.setdefault(row.report_id, {})[row.kind] = row
    messages = []
    for event in acts:
        report, entry = reports.get(event.stream_id), entries.get(UUID(str(event.data["entry"])))
        points = contacts.get(report.reporter_id, []) if report and report.reporter_id else []
        if report and entry and points:
            messages.extend(_messages(event, report, entry, clocks.get(report.pk, {}), points))
    for message_id in queue_messages(messages):
        queue_send(message_id)


def _is_told(event: Event) -> bool:
    act = event.name.removeprefix("report.")
    return event.stream_kind == "report" and act != "import" and (event.actor_kind != "reporter" or act in _TOLD_EVEN_IF_THEIR_OWN)


def _messages(event: Event, report: Report, entry: Entry, clocks: dict[str, Clock], points: list[ContactPoint]) -> list[OutboundMessage]:
    kind = ClockKind.VERIFY if entry.act == "file" else _NEXT_CLOCK.get(entry.state_after)
    due = clocks[kind].due_at if kind in clocks else None
    words = words_for(Facts(report, entry, due, f"{settings.BASE_URL}/laporan/{report.tracking_id}"))
    if words is None:
        return []
    return [
        OutboundMessage(
            channel="email", report_id=report.pk, cause=event.name, address=point.address, subject=words[0], text=words[1],
            created_at=clock.now(), dedupe_key=f"{event.stream_id}:{event.sequence}:{point.pk}",
        )
        for point in points
    ]  # fmt: skip


CONSUMER = Consumer("notify", tell_reporters)
