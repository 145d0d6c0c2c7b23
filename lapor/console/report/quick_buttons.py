"""Buttons that do an act with what is filled in and one thing more."""

from typing import Any

from django.utils.translation import gettext as _

from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, Publication, Visibility
from lapor.triage.queries import privacy_findings


def quick_buttons(act: str, report: Report) -> list[dict[str, Any]]:
    """To forward and publish at once, where nothing in the words looks like personal data. The act looks again."""
    is_public = act == ActName.FORWARD and report.agency_id is None and report.visibility == Visibility.PUBLIC
    if not is_public or report.publication != Publication.PENDING or privacy_findings(report):
        return []
    return [{"name": "publication", "value": Publication.PUBLISHED, "label": _("Forward and publish"), "key": "T"}]
