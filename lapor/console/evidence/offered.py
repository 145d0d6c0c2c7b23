"""The camera in the page of a report, where an act is offered whose photo shows the result."""

from collections.abc import Iterable
from typing import Any

from lapor.agencies.models import Officer
from lapor.casework.evidence import is_assigned
from lapor.presentation.story import file_views
from lapor.reports.models import Attachment, Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import EVIDENCE_ACTS, Act
from lapor.ui.addresses import url_about


def first_photo(report: Report) -> Attachment | None:
    """What presentation.story.before_photo finds in a story, for a page that shows none. One query."""
    kind, status = Attachment.Kind.PHOTO, Attachment.Status.READY
    rows = Attachment.objects.filter(report=report, entry__act=ActName.FILE, kind=kind, status=status)
    return rows.order_by("created_at", "id").first()


def camera_context(
    report: Report, officer: Officer, offered: Iterable[Act], before: Attachment | None
) -> dict[str, Any]:
    """For ui/parts/camera.html; nothing where no photo is asked for. `before`: lies over the finder."""
    if not any(row.name in EVIDENCE_ACTS for row in offered):
        return {}
    return {
        "camera": {
            "report": report.tracking_id,
            "taker": officer.person.pk,
            "challenge_url": url_about("console:challenge", report.tracking_id),
            "capture_url": url_about("console:capture", report.tracking_id),
            "words_ahead": is_assigned(report, officer),
            "before_photo_url": file_views([before])[0]["url"] if before else "",
        }
    }
