"""The operations of what an office decides together. All of them ask for an officer's token."""

from typing import Annotated

from django.http import HttpRequest, JsonResponse
from ninja import Router

from lapor.api.v1 import office
from lapor.api.v1 import office_schemas as shapes
from lapor.api.v1.bodies import JsonOrParts
from lapor.api.v1.openapi import operation
from lapor.api.v1.schemas import InboxItem

router = Router()
_READ = (401, 403, 422)
_ON_ONE = (401, 403, 404, 422)
_SENT = (400, 401, 403, 404, 413, 415, 422)
_OFFICE = "Officers: the office"


@router.get(
    "/proposals",
    response=list[shapes.ProposalOut],
    **operation(
        "listProposals",
        _OFFICE,
        "What waits for this officer's approval",
        "For heads, triage and protected case officers. At most fifty, in the order of the inbox.",
        _READ,
    ),
)
def list_proposals(request: HttpRequest) -> JsonResponse:
    return office.list_proposals(request)


@router.get(
    "/incidents",
    response=list[shapes.IncidentOut],
    **operation("listIncidents", _OFFICE, "Incidents that heads declared", "The newest thirty.", _READ),
)
def list_incidents(request: HttpRequest) -> JsonResponse:
    return office.list_incidents(request)


@router.post(
    "/incidents",
    response={201: shapes.IncidentOut},
    **operation(
        "declareIncident",
        _OFFICE,
        "Declare one",
        "For heads. A report that stands for it is filed and published at once.",
        (400, 401, 403, 409, 413, 415, 422),
    ),
)
def declare(request: HttpRequest, sent: Annotated[shapes.SentIncident, JsonOrParts(...)]) -> JsonResponse:
    return office.declare(request, sent)


@router.get(
    "/incidents/{incident_id}/candidates",
    response=list[shapes.LineOut],
    **operation(
        "listCandidatesOfIncident",
        _OFFICE,
        "Reports that fit it",
        "For triage: by its places, categories and time. At most two hundred, the oldest first.",
        _ON_ONE,
    ),
)
def list_candidates_of_incident(request: HttpRequest, incident_id: str) -> JsonResponse:
    return office.list_candidates_of_incident(request, incident_id)


@router.post(
    "/incidents/{incident_id}/merge",
    response=shapes.MergedOut,
    **operation(
        "mergeIntoIncident",
        _OFFICE,
        "Merge those of them that were looked at",
        "Each by an act of its own. What does not fit, or changed since, is left.",
        _SENT,
    ),
)
def merge_into(
    request: HttpRequest, incident_id: str, sent: Annotated[shapes.SentMerge, JsonOrParts(...)]
) -> JsonResponse:
    return office.merge_into(request, incident_id, sent)


@router.post(
    "/hand-over",
    response=shapes.HandOverOut,
    **operation(
        "handOver",
        _OFFICE,
        "All open reports of one officer go to another",
        "For liaison officers and heads, within their office. A preview unless `preview` is false. Leaves an event.",
        _SENT,
    ),
)
def hand_over(request: HttpRequest, sent: Annotated[shapes.SentHandOver, JsonOrParts(...)]) -> JsonResponse:
    return office.hand_over_all(request, sent)


@router.get(
    "/dispositions",
    response=list[shapes.PairOut],
    **operation(
        "listDispositions",
        _OFFICE,
        "Which office hands reports to which, and how many come back",
        "Of the city for who sees it, else of the officer's office.",
        _READ,
    ),
)
def list_dispositions(request: HttpRequest) -> JsonResponse:
    return office.list_dispositions(request)


@router.post(
    "/reporter-search",
    response=list[InboxItem],
    **operation(
        "searchByReporter",
        _OFFICE,
        "Reports of a person, by phone, mail address or full name",
        "Only what was filed openly with a name; the reports are named, never the person. Each search is an event.",
        (400, 401, 403, 413, 415, 422, 429),
    ),
)
def search_by_reporter(
    request: HttpRequest, sent: Annotated[shapes.SentReporterSearch, JsonOrParts(...)]
) -> JsonResponse:
    return office.search_by_reporter(request, sent)
