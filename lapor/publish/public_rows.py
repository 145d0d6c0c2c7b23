"""Which fields of a report the public sees in lists, map and open data, and the rows kept true to the events.

Called by its consumer; reading an event twice changes nothing."""

from collections.abc import Sequence
from typing import Any

from lapor.agencies.models import Agency
from lapor.ledger.cursors import Consumer
from lapor.ledger.models import Event
from lapor.publish import cells, words
from lapor.publish.models import PublicReport
from lapor.publish.open_data.files import mark_stale
from lapor.reports.models import Report
from lapor.reports.vocabulary import Publication, Visibility

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
)
_ONCE_PUBLISHED = ("title", "text", "latitude", "longitude")


def publish_events(events: Sequence[Event]) -> None:
    """Make the public rows of the reports named by the events say what may be said now; confidential ones disappear."""
    ids = {event.stream_id for event in events if event.stream_kind == "report"}
    reports = Report.objects.filter(pk__in=ids, visibility=Visibility.PUBLIC).select_related("category").defer("search")
    rows = [public_row(report) for report in reports]
    fields = [*_COPIED, *_ONCE_PUBLISHED]
    before, words_before = list(PublicReport.objects.filter(pk__in=ids).defer("text", "search")), words.words_of(ids)
    PublicReport.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    PublicReport.objects.filter(pk__in=ids - {row.pk for row in rows}).delete()
    _withdraw(before, rows)
    cells.change(before, rows)
    words.change(words_before, words.words_of(ids))


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


def public_row(report: Report) -> PublicReport:
    """What may be said now of a report that is not confidential."""
    said: dict[str, Any] = {}
    if report.publication == Publication.PUBLISHED:
        said = {"title": report.public_title, "text": report.public_text}
        if shows_point(report):
            said |= {"latitude": report.latitude, "longitude": report.longitude}
    return PublicReport(id=report.pk, **{name: getattr(report, name) for name in _COPIED}, **said)


CONSUMER = Consumer("publish", publish_events)
