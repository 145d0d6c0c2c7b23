"""Roles that are lent for a time, and what an officer was told, over REST."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse

from lapor.agencies.models import Delegation, Officer
from lapor.agencies.officers import delegations
from lapor.agencies.roles import Can
from lapor.api.problems import Problem, invalid
from lapor.api.v1.colleagues_schemas import NoticeChoice, SentDelegation
from lapor.api.v1.worktable_access import named_officer, officer_with, uuid_or_404
from lapor.notify import bell


def _lender(request: HttpRequest) -> Officer:
    """The person, whatever role they act in."""
    return officer_with(request, Can.LEND).person


def list_substitutes(request: HttpRequest) -> JsonResponse:
    """What this officer, or who is below them, lends now or later; and what is lent to them now."""
    person = _lender(request)
    to_me = list(delegations.in_force().filter(substitute=person))
    return JsonResponse({"lent": [_out(row) for row in delegations.lent_by(person)], "to_me": [*map(_out, to_me)]})


def _out(row: Delegation) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "officer": row.officer.username,
        "substitute": row.substitute.username,
        "role": row.officer.role,
        "agency": row.officer.agency.code,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }


def lend(request: HttpRequest, sent: SentDelegation) -> JsonResponse:
    person = _lender(request)
    lenders: QuerySet[Officer] = delegations.lendable_by(person)
    officer = named_officer(lenders, "officer", sent.officer or person.username)
    substitute = named_officer(delegations.possible_substitutes(person), "substitute", sent.substitute)
    try:
        row = delegations.lend_role(officer, substitute, first_day=sent.first_day, last_day=sent.last_day, by=person)
    except ValidationError as error:
        raise Problem(409, detail=error.messages[0]) from error
    return JsonResponse(_out(row), status=201)


def take_back(request: HttpRequest, delegation_id: str) -> None:
    person = _lender(request)
    try:
        delegations.take_back(uuid_or_404(delegation_id), by=person)
    except ValidationError as error:
        raise Problem(404, detail=error.messages[0]) from error


def list_notices(request: HttpRequest) -> JsonResponse:
    rows = bell.newest(officer_with(request))
    return JsonResponse(
        [
            {"at": row.notice.at, "kind": row.notice.kind, "words": row.words, "page": row.page, "is_read": row.is_read}
            for row in rows
        ],
        safe=False,
    )


def read_notices(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"read": bell.mark_read(officer_with(request))})


def get_choice(request: HttpRequest) -> JsonResponse:
    choice = bell.choice_of(officer_with(request))
    return JsonResponse({name: getattr(choice, name) for name in NoticeChoice.model_fields})


def put_choice(request: HttpRequest, sent: NoticeChoice) -> JsonResponse:
    officer = officer_with(request)
    if fault := bell.quiet_hours_fault(sent.quiet_from, sent.quiet_until):
        raise invalid("quiet_until", fault)
    bell.choose(officer, **sent.model_dump())
    return get_choice(request)
