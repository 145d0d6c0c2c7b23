"""What a station or newspaper is told once a report that came by it was answered: to read out, or to print. Called by its consumer and the desk.

Only published words, never a name: an outlet tells everybody.
"""

from collections.abc import Sequence
from uuid import UUID

from django.utils import formats, translation
from django.utils.translation import gettext as _

from lapor.agencies.here import base_url
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.core.text import one_line
from lapor.gateway.actions import queue_messages
from lapor.gateway.models import TO_PRESS, OutboundMessage
from lapor.gateway.tasks import queue_send
from lapor.intake.models import Coverage
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.reporters import vault
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import Channel, Publication, Visibility

TOLD = frozenset({"report.answer", "report.outside_answer"})
_QUOTED = 200  # characters of the report, so that listeners know which one


def may_be_told(report: Report) -> bool:
    return report.publication == Publication.PUBLISHED and report.visibility == Visibility.PUBLIC and not report.is_protected


def answer_of(report: Report) -> Entry | None:
    """The last answer of the office."""
    return Entry.objects.filter(report=report, act__in=["answer", "outside_answer"]).select_related("agency").order_by("-at").first()


def script(coverage: Coverage, answer: Entry) -> tuple[str, str]:
    """(subject, words) in the city's language: for a station to read out, for a newspaper as a letter to the editor."""
    report, outlet = coverage.report, coverage.outlet
    facts = {
        "outlet": outlet.name, "place": coverage.place, "day": formats.date_format(coverage.said_on, "l, j F Y"),
        "quoted": one_line(report.public_text, _QUOTED), "agency": answer.agency.name if answer.agency else report.root.name,
        "answer": answer.text, "number": show_tracking_id(report.tracking_id), "city": str(report.root.brand.get("name", report.root.name)),
        "url": f"{base_url(report.root)}/laporan/{report.tracking_id}",
    }  # fmt: skip
    subject = _("Answer to report %(number)s, for %(outlet)s") % facts
    if outlet.kind == Channel.RADIO:
        return subject, _(
            "To be read out on %(outlet)s, programme %(place)s.\n\nOn %(day)s somebody told in this programme: “%(quoted)s”\n\n"
            "%(agency)s answers: %(answer)s\n\nThe report has the number %(number)s; everybody can follow it at %(url)s."
        ) % facts  # fmt: skip
    return subject, _(
        "To the editor of %(outlet)s\n\nOn %(day)s you printed (%(place)s): “%(quoted)s”\n\n%(agency)s answers:\n\n%(answer)s\n\n"
        "The report has the number %(number)s; everybody can follow it at %(url)s. We ask you to print this answer.\n\n%(city)s"
    ) % facts  # fmt: skip


def tell_outlets(events: Sequence[Event]) -> None:
    """Queue a mail to the newsroom of each outlet that spoke of a report; two queries however many events."""
    answered = {event.stream_id: event for event in events if event.name in TOLD and "entry" in event.data}
    if not answered:
        return
    rows = Coverage.objects.filter(report__in=list(answered)).exclude(outlet__email="")
    coverages = [one for one in rows.select_related("outlet", "report__root", "report__agency") if may_be_told(one.report)]
    if not coverages:
        return
    entries = Entry.objects.select_related("agency").in_bulk([UUID(str(answered[one.report_id].data["entry"])) for one in coverages])
    messages = [_message(answered[one.report_id], one, entries) for one in coverages]
    for message_id in queue_messages([message for message in messages if message is not None]):
        queue_send(message_id)


def _message(event: Event, coverage: Coverage, entries: dict[UUID, Entry]) -> OutboundMessage | None:
    entry = entries.get(UUID(str(event.data["entry"])))
    if entry is None or not entry.text:
        return None
    with translation.override(coverage.report.language):
        subject, text = script(coverage, entry)
    return OutboundMessage(
        channel="email", report_id=coverage.report_id, cause=event.name, address=vault.seal(coverage.outlet.email), subject=subject[:200], text=text,
        created_at=clock.now(), dedupe_key=f"{TO_PRESS}{event.stream_id}:{event.sequence}:{coverage.outlet_id}",
    )  # fmt: skip


CONSUMER = Consumer("notify.outlets", tell_outlets)
