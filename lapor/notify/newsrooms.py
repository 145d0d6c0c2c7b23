"""Newsrooms whose story became a report, or part of one, are told of its result and of statements, by mail. Called by its consumer.

Public words only, never of a confidential or protected report: what is told to the press is what the report's page shows.
"""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from lapor.agencies.here import base_url
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.core.text import one_line
from lapor.gateway.actions import queue_messages
from lapor.gateway.messages import opened_message
from lapor.gateway.models import TO_PRESS, InboundMessage, OutboundMessage
from lapor.gateway.queries import newsrooms_of
from lapor.gateway.tasks import queue_send
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.reporters import vault
from lapor.reports.models import Entry, Report
from lapor.reports.vocabulary import Outcome, State, Visibility

RESULTS = frozenset({"report.answer", "report.outside_answer", "report.refer"})
TOLD = RESULTS | {"report.statement"}


def tell_newsrooms(events: Sequence[Event]) -> None:
    """Queue a mail to each newsroom concerned; five queries however many events. The result of a report goes also to the newsrooms of
    those that were merged into it."""
    wanted = [event for event in events if event.name in TOLD and "entry" in event.data]
    if not wanted:
        return
    rows = Report.objects.select_related("root", "agency").defer("search", "text", "published_text")
    reports = {report.pk: report for report in rows.filter(pk__in={event.stream_id for event in wanted})}
    merged = [report.pk for report in reports.values() if report.children_count]
    children = list(rows.filter(parent__in=merged)) if merged else []
    stories = newsrooms_of([*reports, *(child.pk for child in children)])
    if not stories:
        return
    entries = Entry.objects.select_related("agency").in_bulk([UUID(str(event.data["entry"])) for event in wanted])
    messages = []
    for event in wanted:
        report, entry = reports.get(event.stream_id), entries.get(UUID(str(event.data["entry"])))
        if report is None or entry is None:
            continue
        told = [report, *(child for child in children if child.parent_id == report.pk and event.name in RESULTS)]
        messages += [found for one in told for story in stories if story.report_id == one.pk and (found := _mail(event, report, one, entry, story))]
    for message_id in queue_messages(messages):
        queue_send(message_id)


def _mail(event: Event, report: Report, told: Report, entry: Entry, story: InboundMessage) -> OutboundMessage | None:
    """None where nothing may be said, or there is nowhere to say it. `told`: the report made of the story, `report`: the one that was acted on."""
    address = str(story.account.settings.get("newsroom_email", "")).strip()
    if any(one.is_protected or one.visibility != Visibility.PUBLIC for one in (report, told)) or not _is_address(address):
        return None
    with translation.override(report.language):
        subject, text = _words(event, report, told, entry, story)
    return OutboundMessage(
        channel="email", report_id=told.pk, cause=event.name, address=vault.seal(address), subject=subject[:200], text=text, created_at=clock.now(),
        dedupe_key=f"{TO_PRESS}{event.stream_id}:{event.sequence}:{story.account_id}"[:120],
    )  # fmt: skip


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _words(event: Event, report: Report, told: Report, entry: Entry, story: InboundMessage) -> tuple[str, str]:
    number, said = show_tracking_id(told.tracking_id), opened_message(bytes(story.body))
    office = entry.agency or report.agency or report.root
    facts = {"number": number, "agency": office.name, "state": State(entry.state_after).label}
    if event.name == "report.statement":
        subject, head = _("Official statement on report %(number)s") % facts, _("%(agency)s states on report %(number)s:") % facts
    else:
        outcome = Outcome(report.outcome).label if report.outcome else facts["state"]
        subject = _("What became of report %(number)s: %(state)s") % facts
        head = _("%(agency)s answered report %(number)s (%(outcome)s):") % {**facts, "outcome": outcome}
    name = report.root.brand.get("name", report.root.name)
    parts = [
        _("To the newsroom of %(outlet)s") % {"outlet": said.sender_name or story.account.name},
        _("You wrote about this: %(title)s") % {"title": one_line(f"{said.subject} {said.url}", 600)}, f"{head}\n\n{entry.text}",
        _("You may quote this. Everyone can follow the report here:") + f"\n{base_url(report.root)}/laporan/{told.tracking_id}", f"--\n{name}",
    ]  # fmt: skip
    return one_line(subject), "\n\n".join(parts) + "\n"


CONSUMER = Consumer("notify.newsrooms", tell_newsrooms)
