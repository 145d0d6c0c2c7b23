"""What went wrong, as RFC 9457 problem documents in the caller's language. Every error below /api/ is one of these."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:lapor:problem:"
OURS_SECONDS = 120  # until scanner, decoder or disk may be back


@dataclass(frozen=True)
class FieldError:
    """One datum at fault, named as the caller sent it."""

    field: str
    message: str


class Problem(Exception):
    """Raised anywhere below /api/. `code` names the kind of problem for programs, `detail` says it to people."""

    def __init__(
        self,
        status: int,
        code: str = "",
        *,
        detail: str = "",
        errors: list[FieldError] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail or code or status)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = errors or [], headers or {}


def _known() -> dict[int, tuple[str, str, str]]:
    """By status: code, title, and the detail where the one who raised it has none of its own."""
    return {
        400: ("malformed", _("We could not read this"), _("Something in what you sent is not right.")),
        401: ("not-signed-in", _("This needs a token"), _("Send a valid token: Authorization: Bearer …")),
        403: ("not-allowed", _("You cannot see this"), _("You may not do this.")),
        404: ("not-found", _("This address does not exist"), _("Check the address for typing errors.")),
        405: (
            "method-not-allowed",
            _("This address does not accept that method"),
            _("The header Allow names the methods it takes."),
        ),
        409: ("not-possible", _("This is not possible now"), _("Check the state of the report.")),
        413: ("too-large", _("This is too large"), _("Send less at once.")),
        415: (
            "unsupported-media-type",
            _("We do not understand this format"),
            _("Send application/json or multipart/form-data."),
        ),
        422: ("invalid", _("Please check what you sent"), _("The fields with errors are named below.")),
        429: ("too-often", _("A little too often"), _("This was done too often from your connection in a short time.")),
        503: (
            "busy",
            _("Many people are writing right now"),
            _("Nothing was stored. Send it again after the seconds that Retry-After names."),
        ),
        500: ("server-error", _("Something went wrong on our side"), _("It is not your fault, and it has been noted.")),
    }


def _titles() -> dict[str, str]:
    """Of the kinds that say more than their status."""
    return {
        "unknown-report": _("Report not found"),
        "wrong-code": _("This is not the code of this report"),
        "changed": _("The report has changed"),
        "key-used": _("This key was used before"),
        "file-not-read": _("A file could not be taken just now"),
    }


def problem_response(problem: Problem) -> HttpResponse:
    """The document for a problem."""
    fallback = (
        ("error", HTTPStatus(problem.status).phrase, "") if problem.status in set(HTTPStatus) else ("error", "", "")
    )
    code, title, detail = _known().get(problem.status, fallback)
    content: dict[str, Any] = {
        "type": f"{TYPE_PREFIX}{problem.code or code}",
        "title": _titles().get(problem.code, title),
        "status": problem.status,
        "detail": problem.detail or detail,
    }
    if problem.errors:
        content["errors"] = [{"field": error.field, "message": error.message} for error in problem.errors]
    headers = {"Cache-Control": "no-store", **problem.headers}
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return JsonResponse(content, status=problem.status, content_type=MEDIA_TYPE, headers=headers)


def invalid(field: str, message: str) -> Problem:
    """One field at fault."""
    return Problem(422, errors=[FieldError(field, message)])


def at_fault(errors: list[FieldError], *, is_ours: bool) -> Problem:
    """Fields to be mended; where a file met a fault of ours, all of it is to be sent again as it is."""
    if not is_ours:
        return Problem(422, errors=errors)
    detail = " ".join(error.message for error in errors)
    return Problem(503, "file-not-read", detail=detail, errors=errors, headers={"Retry-After": str(OURS_SECONDS)})


def unknown_report() -> Problem:
    """The same for a number that does not exist and for a report that the caller may not know of."""
    return Problem(404, "unknown-report", detail=_("There is no report with this number, or you cannot see it."))


def too_often(seconds: int) -> Problem:
    return Problem(
        429,
        detail=_(
            "This was done too often from your connection in a short time. Wait %(seconds)s seconds, then try again."
        )
        % {"seconds": seconds},
        headers={"Retry-After": str(seconds)},
    )
