"""/lampiran/<random id>/<variant>: files of reports, with the permission asked each time.

Only what was made anew is ever served."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from lapor.agencies.officers.access import officer_behind
from lapor.agencies.officers.second_factor import lacks_second_factor
from lapor.casework.access_log import note_reading
from lapor.intake.files.attachments import ENDINGS, file_path
from lapor.intake.models import Upload
from lapor.reports.handed_on import may_read_file
from lapor.reports.models import Attachment
from lapor.reports.publication import is_file_public
from lapor.reports.queries import attachment_for
from lapor.web import proofs

VARIANTS = {"full", "thumb"}
TYPES = {"photo": "image/jpeg", "pdf": "application/pdf", "audio": "audio/mp4", "video": "video/mp4"}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK = 64 * 1024


@require_safe
def attachment_view(request: HttpRequest, public_id: UUID, variant: str) -> HttpResponseBase:
    """Caches may keep a public file but ask each time: what is masked or withheld is gone from them at once."""
    attachment = attachment_for(public_id)
    if attachment is None or variant not in VARIANTS or not attachment.sha256 or not _may_see(request, attachment):
        raise Http404
    mark = f'"{attachment.sha256[:32]}-{variant}"'
    cache = "public, no-cache" if _is_public(attachment) else "private, no-store"
    kind = attachment.kind if variant == "full" else "photo"
    if mark in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponseNotModified()
        response["Cache-Control"] = cache
    else:
        response = _served(request, file_path(attachment.sha256, variant, kind), kind, cache)
    response["ETag"] = mark
    return response


def _is_public(attachment: Attachment) -> bool:
    return is_file_public(attachment, attachment.report)


def _may_see(request: HttpRequest, attachment: Attachment) -> bool:
    if _is_public(attachment):
        return True
    officer = officer_behind(request)
    if officer is not None and not lacks_second_factor(officer) and may_read_file(officer, attachment):
        note_reading(attachment.report, officer)
        return True
    is_internal = attachment.entry is not None and attachment.entry.audience == "internal"
    return not is_internal and proofs.has_proof(request, attachment.report)


@require_safe
def kept_photo_view(request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
    """The small picture of a photo kept for an unfinished form; its random id is known to that form only."""
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None or not upload.sha256:
        raise Http404
    return _served(request, file_path(upload.sha256, "thumb"), "photo", "private, no-store")


def _served(request: HttpRequest, path: Path, kind: str, cache: str) -> HttpResponseBase:
    """The file, or the part of it that a player asks for. Whatever a browser makes of it, no script may run from it."""
    if not path.is_file():
        raise Http404
    response = ranged(path, request.headers.get("Range", ""))
    response["Content-Type"] = TYPES[kind]
    disposition = "attachment" if kind == "pdf" else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="lampiran.{ENDINGS[kind]}"'
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def ranged(path: Path, wanted: str) -> HttpResponseBase:
    """One range of bytes (RFC 9110, 14), else all of it: also for what is no single range."""
    size = path.stat().st_size
    found = _RANGE.fullmatch(wanted)
    if found is None or not any(found.groups()):
        response = StreamingHttpResponse(_bytes(path, 0, size))
        response["Content-Length"] = str(size)
        return response
    first, last = found.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_bytes(path, start, end - start + 1), status=206)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    return response


def _bytes(path: Path, start: int, count: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while count > 0 and (part := file.read(min(_CHUNK, count))):
            count -= len(part)
            yield part
