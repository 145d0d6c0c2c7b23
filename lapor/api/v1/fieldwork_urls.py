"""The operations of work on the spot and of asking back. All of them ask for an officer's token."""

from typing import Annotated

from django.http import HttpRequest, JsonResponse
from ninja import Router, Status

from lapor.api.v1 import fieldwork
from lapor.api.v1 import fieldwork_schemas as shapes
from lapor.api.v1.bodies import JsonOrParts
from lapor.api.v1.openapi import operation

router = Router()
_READ = (401, 403, 422)
_ON_REPORT = (401, 403, 404, 422)
_SENT = (400, 401, 403, 404, 409, 413, 415, 422)
_FIELD, _CALLS = "Officers: work on the spot", "Officers: asking back"


@router.get(
    "/teams",
    response=list[shapes.TeamOut],
    **operation(
        "listTeams",
        _FIELD,
        "Teams of the officer's office and of those below it",
        "For who shares out work. `team` of the act `give_team` is an id of these.",
        _READ,
    ),
)
def list_teams(request: HttpRequest) -> JsonResponse:
    return fieldwork.list_teams(request)


@router.post(
    "/reports/{tracking_id}/challenges",
    response={201: shapes.ChallengeOut},
    **operation(
        "issueChallenge",
        _FIELD,
        "A word for a photo that is taken now",
        "Good for 30 minutes and one photo. 422 where no photo of a result is asked of this officer.",
        _ON_REPORT,
    ),
)
def issue_challenge(request: HttpRequest, tracking_id: str) -> JsonResponse:
    return fieldwork.issue_challenge(request, tracking_id)


@router.post(
    "/reports/{tracking_id}/challenges-ahead",
    response={201: list[shapes.ChallengeOut]},
    **operation(
        "issueChallengesAhead",
        _FIELD,
        "Words for work without a network",
        "Three at most, good until midnight; the same again while they are unused. For who was given the report.",
        _ON_REPORT,
    ),
)
def issue_challenges_ahead(request: HttpRequest, tracking_id: str) -> JsonResponse:
    return fieldwork.issue_challenges_ahead(request, tracking_id)


@router.post(
    "/reports/{tracking_id}/captures",
    response={201: shapes.CaptureOut},
    **operation(
        "announcePhoto",
        _FIELD,
        "Say of a photo that it was taken, before its file comes",
        "Hash, time of the phone and place go into the ledger; the file follows with an act. The place is sealed.",
        _SENT,
    ),
)
def announce_photo(
    request: HttpRequest, tracking_id: str, sent: Annotated[shapes.SentCapture, JsonOrParts(...)]
) -> JsonResponse:
    return fieldwork.announce_photo(request, tracking_id, sent)


@router.get(
    "/reports/{tracking_id}/partners",
    response=list[shapes.PartnerOut],
    **operation(
        "listPartners",
        _FIELD,
        "Links given to partners of the office",
        "Made by the act `invite_partner`. Empty for who may take none back.",
        _ON_REPORT,
    ),
)
def list_partners(request: HttpRequest, tracking_id: str) -> JsonResponse:
    return fieldwork.list_partners(request, tracking_id)


@router.get(
    "/calls",
    response=list[shapes.CallOut],
    **operation(
        "listCalls",
        _CALLS,
        "Whom this officer is still to ask",
        "The telephone number is on the page alone, which asks for the password again.",
        _READ,
    ),
)
def list_calls(request: HttpRequest) -> JsonResponse:
    return fieldwork.list_calls(request)


@router.post(
    "/calls/{case_id}/result",
    response=shapes.WrittenCall,
    **operation(
        "writeCallResult",
        _CALLS,
        "What came of a try",
        "`not_solved` opens the report again. 409: not this officer's (any more), or tried today already.",
        _SENT,
    ),
)
def write_call_result(
    request: HttpRequest, case_id: str, sent: Annotated[shapes.SentCallResult, JsonOrParts(...)]
) -> JsonResponse:
    return fieldwork.write_call_result(request, case_id, sent)


@router.post(
    "/calls/{case_id}/pass",
    response={204: None},
    **operation(
        "passCallOn",
        _CALLS,
        "Somebody else asks",
        "It goes to the next officer of another office. 409 where there is none.",
        (401, 403, 404, 409, 422),
    ),
)
def pass_call_on(request: HttpRequest, case_id: str) -> Status[None]:
    fieldwork.pass_call_on(request, case_id)
    return Status(204, None)
