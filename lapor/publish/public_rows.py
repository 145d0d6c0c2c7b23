"""Which fields of a report the public sees in lists, map and open data, and the rows kept true to the events.

Called by its consumer; reading an event twice changes nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lapor.agencies.models import Agency
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.publish import cells, said_places, words
from lapor.publish.models import PublicReport
from lapor.publish.open_data.files import mark_stale
from lapor.reports.models import Report
from lapor.reports.publication import is_public
from lapor.reports.vocabulary import ActName, Audience, Publication, Visibility
from lapor.reports.workflow.table import TABLE

_COPIED = (
    "tracking_id",
    "former_number",
    "root_id",
    "kind",
    "state",
    "publication",
    "category_id",
    "category_text",
    "agency_id",
    "agency_text",
    "area_id",
    "area_text",
    "channel",
    "filed_at",
    "closed_at",
    "supporters_count",
    "is_before_head",
)
_PUBLIC_ACTS = frozenset(ActName(row.name).event for row in TABLE if row.audience == Audience.PUBLIC)
_ONCE_PUBLISHED = ("title", "text", "latitude", "longitude")


def publish_events(events: Sequence[Event]) -> None:
    """Make the public rows of the reports named by the events say what may be said now; confidential ones disappear."""
    ids = {event.stream_id for event in events if event.stream_kind == "report"}
    reports = Report.objects.filter(pk__in=ids, visibility=Visibility.PUBLIC).select_related("category").defer("search")
    before, words_before = list(PublicReport.objects.filter(pk__in=ids).defer("text", "search")), words.words_of(ids)
    changed = {row.pk: row.changed_at for row in before} | _changed_at(events)
    rows = [public_row(report, changed.get(report.pk)) for report in reports]
    fields = [*_COPIED, *_ONCE_PUBLISHED, "changed_at"]
    PublicReport.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    PublicReport.objects.filter(pk__in=ids - {row.pk for row in rows}).delete()
    said_places.change(ids, rows)
    _withdraw(before, rows)
    cells.change(before, rows)
    words.change(words_before, words.words_of(ids))


def _changed_at(events: Sequence[Event]) -> dict[UUID, datetime]:
    """When the last act that everybody may know of was done, of the reports that had one; when an office works on
    something inside is not told by it."""
    told = [event for event in events if event.name in _PUBLIC_ACTS]
    return {event.stream_id: event.recorded_at for event in sorted(told, key=lambda event: event.recorded_at)}


def _withdraw(before: Sequence[PublicReport], rows: Sequence[PublicReport]) -> None:
    """Files that were made of what is no longer public are made anew."""
    now = {row.pk: row for row in rows}
    gone = {
        row.root_id
        for row in before
        if row.pk not in now or (row.latitude is not None and now[row.pk].latitude is None)
    }
    for root in Agency.objects.filter(pk__in=gone) if gone else ():
        mark_stale(root)


def shows_point(report: Report) -> bool:
    """Not where somebody lives: of no private category, nor of a protected report, were one made public after all."""
    return not report.is_protected and not (report.category and report.category.is_private)


def public_row(report: Report, changed_at: datetime | None = None) -> PublicReport:
    """What may be said now of a report that is not confidential; `changed_at`: by the last act that others may
    know of."""
    said: dict[str, Any] = {}
    if is_public(report):
        said = {"title": report.public_title, "text": report.public_text}
        if shows_point(report):
            said |= {"latitude": report.latitude, "longitude": report.longitude}
    elif report.publication == Publication.PUBLISHED:  # it can be undone: its own event comes once it cannot
        said = {"publication": Publication.PENDING}
    copied = {name: getattr(report, name) for name in _COPIED}
    return PublicReport(id=report.pk, changed_at=changed_at, **(copied | said))


CONSUMER = Consumer("publish", publish_events)
