"""/api/v1/: the operations, and how every fault becomes a problem document."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Query, Status
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from lapor.api.problems import FieldError, Problem, problem_response
from lapor.api.v1 import acting, files, filing, reading
from lapor.api.v1.bodies import JsonOrParts
from lapor.api.v1.colleagues_urls import router as colleagues
from lapor.api.v1.fieldwork_urls import router as fieldwork
from lapor.api.v1.office_urls import router as office
from lapor.api.v1.openapi import ABOUT, ANYBODY, IDEMPOTENCY_KEY, RECEIPT, TOKEN, a_file, described, documented
from lapor.api.v1.schemas import (
    CategoryOut,
    Filed,
    InboxPage,
    InboxQuery,
    ItemPage,
    ListQuery,
    PerformedAct,
    ReportOut,
    SentAct,
    SentReport,
)
from lapor.api.v1.trials_urls import router as trials
from lapor.api.v1.worktable_urls import router as worktable


class Version1(NinjaAPI):
    """The interface; its description has the parts that ninja does not write."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        return documented(super().get_openapi_schema(**kwargs))


api = Version1(
    title="lapor", version="1", description=ABOUT, docs_url=None, docs_decorator=require_safe, urls_namespace="api-v1"
)


@api.post(
    "/reports",
    response={201: Filed, 200: Filed},
    operation_id="fileReport",
    tags=["Reports"],
    summary="File a report",
    description=(
        "Only `text` is needed. Photos: small ones in `attachments` of the JSON, larger ones as multipart/form-data. "
        "Words of a protected case make a report confidential at once. 60 reports an hour from one address."
    ),
    openapi_extra=described("SentReport", parameters=[IDEMPOTENCY_KEY], problems=(400, 409, 413, 415, 422, 429)),
)
def file_report(request: HttpRequest, sent: Annotated[SentReport, JsonOrParts(...)]) -> Status[Filed]:
    return filing.file_report(request, sent)


@api.get(
    "/reports",
    response=ItemPage,
    operation_id="listReports",
    tags=["Reports"],
    summary="List public reports, newest first",
    description="Confidential reports are not in it. Words and points are in it once they are published.",
    openapi_extra=described(problems=(422,)),
)
def list_reports(request: HttpRequest, query: Query[ListQuery]) -> JsonResponse:
    return reading.list_reports(request, query)


@api.get(
    "/categories",
    response=list[CategoryOut],
    operation_id="listCategories",
    tags=["Reports"],
    summary="What can be reported, and what it asks",
    description=(
        "The categories in the order of the form, each with its questions; `answers` of a new report may answer them."
    ),
    openapi_extra=described(problems=(422,)),
)
def list_categories(request: HttpRequest) -> JsonResponse:
    return reading.list_categories(request)


@api.get(
    "/reports/{tracking_id}",
    response=ReportOut,
    operation_id="getReport",
    tags=["Reports"],
    summary="State, deadlines and story of a report",
    description=(
        "Words once published, or with the receipt code, or with the token of an officer who may see it. A confidential"
        " report answers without them like a number that does not exist. Ten wrong codes in 15 minutes close this door"
        " for a while."
    ),
    openapi_extra=described(callers=(ANYBODY, RECEIPT, TOKEN), problems=(401, 403, 404, 429)),
)
def get_report(request: HttpRequest, tracking_id: str) -> JsonResponse:
    return reading.get_report(request, tracking_id)


@api.get(
    "/reports/{tracking_id}/files/{file_id}/{variant}",
    response=None,
    operation_id="getFile",
    tags=["Reports"],
    summary="A file of a report",
    description=(
        "`variant`: `full` or `thumb`. Once anybody may see it, everybody; before that with the receipt code, or with"
        " the token of an officer who may see the report. Ranges and `If-None-Match` as for any file."
    ),
    openapi_extra=a_file(described(callers=(ANYBODY, RECEIPT, TOKEN), problems=(401, 403, 404, 416, 429))),
)
def get_file(request: HttpRequest, tracking_id: str, file_id: str, variant: str) -> HttpResponseBase:
    return files.get_file(request, tracking_id, file_id, variant)


@api.post(
    "/reports/{tracking_id}/acts",
    response=PerformedAct,
    operation_id="performAct",
    tags=["Acts"],
    summary="Act on a report",
    description=(
        "As an officer with a token, or as the reporter with the receipt code. `acts` of the report lists what is"
        " possible now, with the fields each act needs; categories and agencies are given by code. 403: not for this"
        " role. 409: not in this state, or the report has changed since `version` (urn:lapor:problem:changed). 422: a"
        " field is missing or wrong."
    ),
    openapi_extra=described(
        "SentAct", callers=(TOKEN, RECEIPT), problems=(400, 401, 403, 404, 409, 413, 415, 422, 429)
    ),
)
def perform_action(request: HttpRequest, tracking_id: str, sent: Annotated[SentAct, JsonOrParts(...)]) -> PerformedAct:
    return acting.perform_action(request, tracking_id, sent)


@api.post(
    "/reports/{tracking_id}/undo",
    response=PerformedAct,
    operation_id="undoAct",
    tags=["Acts"],
    summary="Take back what this officer did seconds ago",
    description="Of an act with `undo_until`: all stands as before, nobody was told, the words are a draft again.",
    openapi_extra=described(callers=(TOKEN,), problems=(401, 403, 404, 409, 422)),
)
def undo(request: HttpRequest, tracking_id: str) -> PerformedAct:
    return acting.undo(request, tracking_id)


@api.get(
    "/inbox",
    response=InboxPage,
    operation_id="listInbox",
    tags=["Acts"],
    summary="An officer's inbox: urgent first, then what nobody has answered, then by deadline",
    description="The reports that the officer of the token may see, with their words: urgent and protected ones first,"
    " then those whose reporter waits for a word, then the nearest deadline. Of a protected case it gives the title;"
    " its text stands at its own address, where it is noted that it was read.",
    openapi_extra=described(callers=(TOKEN,), problems=(401, 403, 422)),
)
def list_inbox(request: HttpRequest, query: Query[InboxQuery]) -> JsonResponse:
    return reading.list_inbox(request, query)


api.add_router("", worktable)
api.add_router("", fieldwork)
api.add_router("", office)
api.add_router("", colleagues)
api.add_router("", trials)


@api.exception_handler(Problem)
def on_problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    """What the code below refuses."""
    return problem_response(problem)


@api.exception_handler(ValidationError)
def on_invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What the schemas refuse, field by field."""
    return problem_response(
        Problem(422, errors=[FieldError(_field(fault["loc"]), _message(fault)) for fault in error.errors])
    )


def _field(location: tuple[str | int, ...]) -> str:
    """("body", "sent", "attachments", 0, "content") is attachments[0].content to the caller."""
    inner = location[2:] if location[0] == "body" else location[1:]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in inner)
    return path.removeprefix(".")


def _message(fault: dict[str, Any]) -> str:
    """By pydantic's kind of fault; its own words are English only."""
    kind = str(fault["type"])
    if kind == "enum":
        return _("One of: %(choices)s.") % {
            "choices": str(fault["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
        }
    words = {
        "missing": _("Please fill this in."),
        "extra_forbidden": _("There is no such field."),
        "string": _("This must be a text of an allowed length."),
        "float": _("This must be a number within its limits."),
        "int": _("This must be a number within its limits."),
        "greater": _("This must be a number within its limits."),
        "less": _("This must be a number within its limits."),
        "finite": _("This must be a number within its limits."),
        "datetime": _("This must be a time with its timezone, for example 2026-03-02T08:30:00+07:00."),
        "timezone": _("This must be a time with its timezone, for example 2026-03-02T08:30:00+07:00."),
    }
    return next(
        (word for start, word in words.items() if kind.startswith(start)), _("This does not have the required form.")
    )
