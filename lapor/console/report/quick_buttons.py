"""Buttons that do an act with what is filled in and one thing more."""

from typing import Any

from django.utils.translation import gettext as _

from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, Publication, Visibility
from lapor.triage.queries import privacy_findings


def quick_buttons(act: str, report: Report) -> list[dict[str, Any]]:
    """To forward at once with what is filled in: as published as it is already, or published now, in the words of the
    form, where all that looks like personal data is masked. The act looks again."""
    if act != ActName.FORWARD or report.agency_id is not None or report.visibility != Visibility.PUBLIC:
        return []
    if report.publication != Publication.PENDING:
        return [{"name": "publication", "value": report.publication, "label": _("Forward as it is"), "key": "T"}]
    label = _("Forward, publish what is masked") if privacy_findings(report) else _("Forward and publish")
    return [{"name": "publication", "value": Publication.PUBLISHED, "label": label, "key": "T"}]
