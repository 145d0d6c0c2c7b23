"""Newsrooms that told of a report (online news, stations, newspapers) hear of its result, and of statements, by mail.

Called by its consumer.

Never a word of a confidential or protected report; of a result no more than the report's public page shows. What is
said: press_words.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation

from lapor.core import clock
from lapor.gateway.channels import NEWSROOM_EMAIL
from lapor.gateway.messages import opened_message
from lapor.gateway.models import MessageAudience, OutboundMessage
from lapor.gateway.outbound.sealed_words import sealed_words
from lapor.gateway.queries import newsrooms_of
from lapor.gateway.tasks import queue_all
from lapor.intake.models import Coverage
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.presentation.newsroom_mails import PressContact, words_of
from lapor.reporters import vault
from lapor.reports.models import Entry, Report
from lapor.reports.queries import is_hidden, is_public
from lapor.reports.vocabulary import ActName, Publication

ANSWERS = frozenset({ActName.ANSWER.event, ActName.OUTSIDE_ANSWER.event})
RESULTS = ANSWERS | {ActName.REFER.event}
TOLD = RESULTS | {ActName.STATEMENT.event}


def tell_newsrooms(events: Sequence[Event]) -> None:
    """Queue a mail to each newsroom concerned; six queries however many events.

    The result of a report goes also to the newsrooms of those that were merged into it."""
    wanted = [event for event in events if event.name in TOLD and "entry" in event.data]
    if not wanted:
        return
    rows = Report.objects.select_related("root", "agency").defer("search")
    reports = {report.pk: report for report in rows.filter(pk__in={event.stream_id for event in wanted})}
    merged = [report.pk for report in reports.values() if report.children_count]
    children = list(rows.filter(parent__in=merged)) if merged else []
    told = told_by({**reports, **{child.pk: child for child in children}}.values())
    if not told:
        return
    entries = Entry.objects.select_related("agency").in_bulk([UUID(str(event.data["entry"])) for event in wanted])
    messages = []
    for event in wanted:
        report, entry = reports.get(event.stream_id), entries.get(UUID(str(event.data["entry"])))
        if report is None or entry is None:
            continue
        concerned = {
            report.pk,
            *(child.pk for child in children if child.parent_id == report.pk and event.name in RESULTS),
        }
        messages += [
            found for one in told if one.report.pk in concerned and (found := _mail(event, report, entry, one))
        ]
    queue_all(messages)


def told_by(reports: Iterable[Report]) -> list[PressContact]:
    """Who told of these reports and can be written to: stories of online news, then stations and newspapers; two
    queries."""
    by_id = {report.pk: report for report in reports}
    found = []
    for story in newsrooms_of(by_id):
        said = opened_message(bytes(story.body))
        email = NEWSROOM_EMAIL.among(story.account.settings).strip()
        report = by_id[story.report_id]  # type: ignore[index]
        found.append(
            PressContact(
                report,
                story.account_id,
                email,
                said.sender_name or story.account.name,
                about=f"{said.subject} {said.url}",
            )
        )
    rows = Coverage.objects.filter(report__in=list(by_id)).exclude(outlet__email="").select_related("outlet")
    return found + [of_coverage(row, by_id[row.report_id]) for row in rows]


def of_coverage(row: Coverage, report: Report) -> PressContact:
    """Where a station or newspaper told of the report."""
    outlet = row.outlet
    return PressContact(
        report, outlet.pk, outlet.email, outlet.name, kind=outlet.kind, place=row.place, said_on=row.said_on
    )


def answer_of(report: Report) -> Entry | None:
    """The last answer of the office."""
    acts = [name.removeprefix("report.") for name in ANSWERS]
    return (
        Entry.objects.filter(report=report, act__in=acts, publication=Publication.PUBLISHED)
        .select_related("agency")
        .order_by("-at")
        .first()
    )


def _mail(event: Event, report: Report, entry: Entry, told: PressContact) -> OutboundMessage | None:
    """None where nothing may be said, or there is nowhere to say it.

    `report`: the one that was acted on, `told.report` is it or merged into it."""
    hidden = any(one.is_protected or is_hidden(one) for one in (report, told.report))
    if hidden or not entry.text or entry.publication != Publication.PUBLISHED or not _is_address(told.email):
        return None
    if event.name in RESULTS and not is_public(report):
        return None
    if told.kind and (event.name not in ANSWERS or not is_public(told.report)):
        return None  # stations and newspapers read out or print answers, with words of the report they told of
    with translation.override(report.language):
        subject, text = words_of(event.name, report, entry, told)
    return OutboundMessage(
        channel="email",
        root_id=told.report.root_id,
        report_id=told.report.pk,
        audience=MessageAudience.NEWSROOM,
        cause=event.name,
        address=vault.seal(told.email),
        words=sealed_words(text, subject=subject),
        created_at=clock.now(),
        dedupe_key=f"press:{event.stream_id}:{event.sequence}:{told.newsroom_id}"[:120],
    )


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


CONSUMER = Consumer("notify.newsrooms", tell_newsrooms)
