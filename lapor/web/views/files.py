"""/lampiran/<random id>/<variant>: photos, with the permission asked each time. Only re-encoded JPEG is ever served."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from lapor.agencies.access import officer_behind
from lapor.intake.models import Upload
from lapor.intake.photos import photo_path
from lapor.reports.models import Attachment
from lapor.reports.queries import attachment_for, is_hidden, may_see
from lapor.reports.vocabulary import Publication
from lapor.web import proofs

VARIANTS = {"full", "thumb"}


@require_safe
def attachment_view(request: HttpRequest, public_id: UUID, variant: str) -> FileResponse:
    attachment = attachment_for(public_id)
    if attachment is None or variant not in VARIANTS or not _may_see(request, attachment):
        raise Http404
    is_public = _is_public(attachment)
    return _jpeg(attachment.sha256, variant, "public, max-age=3600" if is_public else "private, no-store")


def _is_public(attachment: Attachment) -> bool:
    report = attachment.report
    return attachment.is_public and report.publication == Publication.PUBLISHED and not is_hidden(report)


def _may_see(request: HttpRequest, attachment: Attachment) -> bool:
    if _is_public(attachment):
        return True
    officer = officer_behind(request)
    if officer is not None and may_see(officer, attachment.report):
        return True
    is_internal = attachment.entry is not None and attachment.entry.audience == "internal"
    return not is_internal and proofs.has_proof(request, attachment.report)


@require_safe
def kept_photo_view(request: HttpRequest, upload_id: UUID) -> FileResponse:  # noqa: ARG001
    """The small picture of a photo kept for an unfinished form; its random id is known to that form only."""
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None:
        raise Http404
    return _jpeg(upload.sha256, "thumb", "private, no-store")


def _jpeg(sha256: str, variant: str, cache: str) -> FileResponse:
    path = photo_path(sha256, variant)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
