"""What OpenAPI says besides the shapes: headers, ways to send files, who may call, and the problems each operation
answers with."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from lapor.api.access import RECEIPT_HEADER
from lapor.api.problems import MEDIA_TYPE
from lapor.api.v1.bodies import FILE_PART, JSON_PART
from lapor.api.v1.filing import KEY_HEADER
from lapor.api.v1.schemas import ProblemOut
from lapor.intake.files.serving import TYPES

ABOUT = (
    "File a report, follow it, read what is published, and act on it as an officer or with the receipt code.\n\nEvery"
    " error is a problem document (RFC 9457) in the language of Accept-Language (id or en; without it Indonesian)."
    " Cookies are ignored. Times are ISO 8601 in UTC. More, with curl examples: docs/api/rest.md of the project."
)
EXAMPLE = {
    "type": "urn:lapor:problem:invalid",
    "title": "Please check what you sent",
    "status": 422,
    "detail": "The fields with errors are named below.",
    "errors": [{"field": "text", "message": "This field is required."}],
}
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "An officer's token: lapor token create --user U"},
    "receipt": {
        "type": "apiKey",
        "in": "header",
        "name": RECEIPT_HEADER,
        "description": "The 16 digits of the receipt; never in an address",
    },
}
TOKEN: dict[str, list[str]] = {"token": []}
RECEIPT: dict[str, list[str]] = {"receipt": []}
ANYBODY: dict[str, list[str]] = {}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": KEY_HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 16, "maxLength": 200},
    "description": (
        "A random UUID of the caller's, kept secret like the receipt code. Sent again with the same content it gives"
        " the same answer with 200 instead of 201; with another content it is refused with 409. Without it each call is"
        " a report of its own."
    ),
}


def operation(name: str, tag: str, summary: str, about: str, problems: Iterable[int]) -> dict[str, Any]:
    """What an operation says of itself that asks for an officer's token: arguments of ninja's decorators."""
    extra = described(callers=(TOKEN,), problems=problems)
    return {"operation_id": name, "tags": [tag], "summary": summary, "description": about, "openapi_extra": extra}


def described(
    schema: str = "",
    *,
    callers: Iterable[dict[str, list[str]]] = (),
    parameters: list[Any] | None = None,
    problems: Iterable[int] = (),
) -> dict[str, Any]:
    """The part of an operation for ninja's `openapi_extra`.

    `schema`: of the JSON, for the multipart way of sending it."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}, "example": EXAMPLE}}
    found: dict[str, Any] = {
        "responses": {status: {"description": HTTPStatus(status).phrase, "content": content} for status in problems},
    }
    if callers:
        found["security"] = list(callers)
    if parameters:
        found["parameters"] = parameters
    if schema:
        found["requestBody"] = {"content": {"multipart/form-data": _parts(schema)}}
    return found


def a_file(extra: dict[str, Any]) -> dict[str, Any]:
    """Of an operation that answers with a file of a report: `described`, and that."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in TYPES.values()}
    answers = {
        200: {"description": "All of it", "content": content},
        206: {"description": "A range"},
        304: {"description": "As it was"},
    }
    return {**extra, "responses": {**answers, **extra["responses"]}}


def _parts(schema: str) -> dict[str, Any]:
    file = {
        "type": "string",
        "format": "binary",
        "description": "10 at once: JPEG, PNG, WebP, HEIC up to 15 MB; PDF up to 20 MB and 30 pages; "
        "sound up to 25 MB and 10 minutes; video up to 40 MB and 90 seconds",
    }
    properties = {JSON_PART: {"$ref": f"#/components/schemas/{schema}"}, FILE_PART: {"type": "array", "items": file}}
    return {
        "schema": {"type": "object", "required": [JSON_PART], "properties": properties},
        "encoding": {JSON_PART: {"contentType": "application/json"}},
    }


def documented(schema: OpenAPISchema) -> OpenAPISchema:
    """Adds what the operations refer to."""
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"] |= {**problem.pop("$defs"), "ProblemOut": problem}
    schema["components"]["securitySchemes"] = SCHEMES
    return schema
