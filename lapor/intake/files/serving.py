"""A file of a report over HTTP: whole or the range that a player asks for; of what was made anew alone. Who may have it
is asked before.

Whatever a browser makes of it, no script may run from it."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)

from lapor.intake.files.attachments import ENDINGS, file_path
from lapor.reports.models import Attachment

VARIANTS = {"full", "thumb"}
TYPES = {"photo": "image/jpeg", "pdf": "application/pdf", "audio": "audio/mp4", "video": "video/mp4"}
PRIVATE = "private, no-store"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK = 64 * 1024


def attachment_response(
    request: HttpRequest, attachment: Attachment, variant: str, *, is_public: bool
) -> HttpResponseBase:
    """`variant`: one of VARIANTS. Caches may keep a public file but ask each time: what is masked or withheld is gone
    from them at once. Raises Http404 where there is no such file."""
    mark = f'"{attachment.sha256[:32]}-{variant}"'
    cache = "public, no-cache" if is_public else PRIVATE
    kind = attachment.kind if variant == "full" else "photo"
    if mark in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponseNotModified()
        response["Cache-Control"] = cache
    else:
        response = file_response(request, file_path(attachment.sha256, variant, kind), kind, cache)
    response["ETag"] = mark
    return response


def file_response(request: HttpRequest, path: Path, kind: str, cache: str) -> HttpResponseBase:
    """`kind`: one of TYPES; `cache`: for Cache-Control. Raises Http404 where there is no such file."""
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
