"""GET reports/{tracking_id}/files/{file_id}/{variant}: a file, to whoever may see it on the pages."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from lapor.api.access import Asked, asked_report
from lapor.api.problems import Problem
from lapor.api.v1.worktable_access import uuid_or_404
from lapor.intake.files.serving import VARIANTS, attachment_response
from lapor.reports.handed_on import may_read_file, may_reporter_read_file
from lapor.reports.models import Attachment
from lapor.reports.publication import is_file_public
from lapor.reports.queries import attachment_for


def get_file(request: HttpRequest, tracking_id: str, file_id: str, variant: str) -> HttpResponseBase:
    """Raises Problem 404, the same for a file that the caller may not see."""
    asked = asked_report(request, tracking_id)
    file = attachment_for(uuid_or_404(file_id)) if variant in VARIANTS else None
    if file is None or file.report_id != asked.report.pk or not file.sha256 or not _may_see(asked, file):
        raise _no_file()
    try:
        return attachment_response(request, file, variant, is_public=is_file_public(file, file.report))
    except Http404 as error:
        raise _no_file() from error


def _may_see(asked: Asked, file: Attachment) -> bool:
    return (
        is_file_public(file, file.report)
        or (asked.caller is not None and may_read_file(asked.caller, file))
        or (asked.has_receipt and may_reporter_read_file(file))
    )


def _no_file() -> Problem:
    return Problem(404, detail=_("There is no such file."))
