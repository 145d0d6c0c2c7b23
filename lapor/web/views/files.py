"""/lampiran/<random id>/<variant>: files of reports, with the permission asked each time.

Only what was made anew is ever served."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from lapor.agencies.officers.access import officer_behind
from lapor.agencies.officers.second_factor import lacks_second_factor
from lapor.casework.access_log import note_reading
from lapor.intake.files.attachments import file_path
from lapor.intake.files.serving import PRIVATE, VARIANTS, attachment_response, file_response
from lapor.intake.models import Upload
from lapor.reports.handed_on import may_read_file, may_reporter_read_file
from lapor.reports.models import Attachment
from lapor.reports.publication import is_file_public
from lapor.reports.queries import attachment_for
from lapor.web import proofs


@require_safe
def attachment_view(request: HttpRequest, public_id: UUID, variant: str) -> HttpResponseBase:
    attachment = attachment_for(public_id)
    if attachment is None or variant not in VARIANTS or not attachment.sha256 or not _may_see(request, attachment):
        raise Http404
    return attachment_response(request, attachment, variant, is_public=_is_public(attachment))


def _is_public(attachment: Attachment) -> bool:
    return is_file_public(attachment, attachment.report)


def _may_see(request: HttpRequest, attachment: Attachment) -> bool:
    if _is_public(attachment):
        return True
    officer = officer_behind(request)
    if officer is not None and not lacks_second_factor(officer) and may_read_file(officer, attachment):
        note_reading(attachment.report, officer)
        return True
    return may_reporter_read_file(attachment) and proofs.has_proof(request, attachment.report)


@require_safe
def kept_photo_view(request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
    """The small picture of a photo kept for an unfinished form; its random id is known to that form only."""
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None or not upload.sha256:
        raise Http404
    return file_response(request, file_path(upload.sha256, "thumb"), "photo", PRIVATE)
