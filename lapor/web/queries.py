"""Reads that only the public pages need: the photos beside a list of published reports, in one query."""

from collections.abc import Iterable
from uuid import UUID

from lapor.core import clock
from lapor.reports.models import Attachment
from lapor.reports.vocabulary import Publication, Visibility


def before_and_after(report_ids: Iterable[UUID]) -> dict[UUID, tuple[Attachment | None, Attachment | None]]:
    """For each published report with public photos: the first one of the reporter and the latest one of the
    evidence, of several at once one that was taken in the app."""
    rows = Attachment.objects.filter(
        report__in=list(report_ids),
        publication=Publication.PUBLISHED,
        kind=Attachment.Kind.PHOTO,
        status=Attachment.Status.READY,
        report__publication=Publication.PUBLISHED,
        report__visibility=Visibility.PUBLIC,
        report__is_protected=False,
    ).exclude(report__public_from__gt=clock.now())
    found: dict[UUID, tuple[Attachment | None, Attachment | None]] = {}
    for row in rows.select_related("capture__challenge").order_by("created_at", "taken", "id"):
        before, after = found.get(row.report_id, (None, None))
        found[row.report_id] = (before, row) if row.is_evidence else (before or row, after)
    return found
