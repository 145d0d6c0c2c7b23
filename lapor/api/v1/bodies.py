"""How a body comes: JSON, or multipart with the same JSON in its part `json` and files in its parts `attachments`.

JSON is held in memory and limited by DATA_UPLOAD_MAX_MEMORY_SIZE; parts with files are streamed to disk.
"""

import base64
import binascii
import json
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.params.models import Body, BodyModel

from lapor.api.problems import Problem, invalid
from lapor.api.v1.schemas import SentAttachment
from lapor.core.cleaning.limits import MB
from lapor.core.text import clean_text

JSON_PART, FILE_PART = "json", "attachments"
MOST_BYTES = 151 * MB


class _JsonOrPartsModel(BodyModel):
    @classmethod
    def get_request_data(cls, request: HttpRequest, api: NinjaAPI, path_params: dict[str, Any]) -> dict[str, Any]:
        return {cls.__read_from_single_attr__: read_json(request)}


class JsonOrParts(Body):  # type: ignore[misc]
    """Marks an operation's body, in the way of ninja's own Body."""

    _model = _JsonOrPartsModel

    @classmethod
    def _param_source(cls) -> str:
        return "body"


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The object sent. Raises Problem 400, 413, 415."""
    length = str(request.META.get("CONTENT_LENGTH") or "")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise Problem(413)
    try:
        text = _text(request)
    except RequestDataTooBig as error:
        raise Problem(413, detail=_("JSON may have 1 MiB at most. Send files as multipart/form-data.")) from error
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError) as error:
        raise Problem(400) from error
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Problem(400, detail=_("This is not JSON (RFC 8259) in UTF-8.")) from error
    if not isinstance(found, dict):
        raise Problem(400, detail=_("The body must be a JSON object."))
    return found


def _text(request: HttpRequest) -> str | bytes:
    if request.content_type == "application/json":
        return request.body
    if request.content_type == "multipart/form-data":
        return request.POST.get(JSON_PART, "")
    raise Problem(415)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def files_of(request: HttpRequest, attachments: list[SentAttachment]) -> list["UploadedFile[Any]"]:
    """The files of either way. Raises Problem 422 for content that is not base64."""
    if request.content_type == "multipart/form-data":
        return list(request.FILES.getlist(FILE_PART))
    return [_decoded(number, attachment) for number, attachment in enumerate(attachments)]


def _decoded(number: int, attachment: SentAttachment) -> SimpleUploadedFile:
    try:
        content = base64.b64decode(attachment.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid(f"{FILE_PART}[{number}].content", _("This is not base64.")) from error
    return SimpleUploadedFile(clean_text(attachment.name) or f"{number + 1}", content)
