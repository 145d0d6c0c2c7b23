"""The operations of candidates, lent roles and notices. All of them ask for an officer's token."""

from typing import Annotated

from django.http import HttpRequest, JsonResponse
from ninja import Router, Status

from lapor.api.v1 import candidates, candidates_schemas, colleagues
from lapor.api.v1 import colleagues_schemas as shapes
from lapor.api.v1.bodies import JsonOrParts
from lapor.api.v1.openapi import operation

router = Router()
_READ = (401, 403, 422)
_SENT = (400, 401, 403, 404, 409, 413, 415, 422)
_OFFICE = "Officers: the office"


@router.get(
    "/candidates",
    response=list[candidates_schemas.CandidateOut],
    **operation(
        "listCandidates",
        _OFFICE,
        "Public words about the city that wait for a decision",
        "For triage and protected case officers. Urgent ones first, then the oldest, two hundred at most; what says"
        " nearly the same stands together.",
        _READ,
    ),
)
def list_candidates(request: HttpRequest) -> JsonResponse:
    return candidates.list_candidates(request)


@router.post(
    "/candidates/{candidate_id}",
    response=candidates_schemas.DecidedOut,
    **operation(
        "decideCandidate",
        _OFFICE,
        "Make it a report, attach it to one, dismiss it, put it back",
        "Each decision is an event.",
        _SENT,
    ),
)
def decide_candidate(
    request: HttpRequest,
    candidate_id: str,
    sent: Annotated[candidates_schemas.SentDecision, JsonOrParts(...)],
) -> JsonResponse:
    return candidates.decide(request, candidate_id, sent)


@router.get(
    "/substitutes",
    response=shapes.SubstitutesOut,
    **operation(
        "listSubstitutes", _OFFICE, "Roles that are lent", "For officers whose role can be lent, and heads.", _READ
    ),
)
def list_substitutes(request: HttpRequest) -> JsonResponse:
    return colleagues.list_substitutes(request)


@router.post(
    "/substitutes",
    response={201: shapes.DelegationOut},
    **operation(
        "lendRole",
        _OFFICE,
        "Lend a role for some days",
        "Both names stand in the history of every act. Leaves an event.",
        (400, 401, 403, 409, 413, 415, 422),
    ),
)
def lend_role(request: HttpRequest, sent: Annotated[shapes.SentDelegation, JsonOrParts(...)]) -> JsonResponse:
    return colleagues.lend(request, sent)


@router.delete(
    "/substitutes/{delegation_id}",
    response={204: None},
    **operation(
        "takeRoleBack",
        _OFFICE,
        "End it now",
        "Only the person who lent this role, or their head.",
        (401, 403, 404, 422),
    ),
)
def take_role_back(request: HttpRequest, delegation_id: str) -> Status[None]:
    colleagues.take_back(request, delegation_id)
    return Status(204, None)


@router.get(
    "/notices",
    response=list[shapes.NoticeOut],
    **operation("listNotices", _OFFICE, "What the bell shows", "The newest sixty, in the caller's language.", _READ),
)
def list_notices(request: HttpRequest) -> JsonResponse:
    return colleagues.list_notices(request)


@router.post(
    "/notices/read",
    response=shapes.ReadOut,
    **operation("readNotices", _OFFICE, "All of it was read", "As the button beside the bell.", _READ),
)
def read_notices(request: HttpRequest) -> JsonResponse:
    return colleagues.read_notices(request)


@router.get(
    "/notices/choice",
    response=shapes.NoticeChoice,
    **operation("getNoticeChoice", _OFFICE, "How this officer wants to hear of things", "Everybody's own.", _READ),
)
def get_choice(request: HttpRequest) -> JsonResponse:
    return colleagues.get_choice(request)


@router.put(
    "/notices/choice",
    response=shapes.NoticeChoice,
    **operation(
        "putNoticeChoice",
        _OFFICE,
        "Choose how to hear of things",
        "All values anew. Of protected cases and urgent reports an officer is told at once, at any hour.",
        (400, 401, 403, 413, 415, 422),
    ),
)
def put_choice(request: HttpRequest, sent: Annotated[shapes.NoticeChoice, JsonOrParts(...)]) -> JsonResponse:
    return colleagues.put_choice(request, sent)
