"""The operations of rules that are tried on the past. All of them ask for an administrator's token."""

from typing import Annotated

from django.http import HttpRequest, JsonResponse
from ninja import Router

from lapor.api.v1 import trials
from lapor.api.v1 import trials_schemas as shapes
from lapor.api.v1.bodies import JsonOrParts
from lapor.api.v1.openapi import operation

router = Router()
_READ = (401, 403, 422)
_SENT = (400, 401, 403, 413, 415, 422)
_RULES = "Administrators: rules"


@router.get(
    "/routing",
    response=shapes.RoutingOut,
    **operation("getRouting", _RULES, "The routing rows in force", "With how many reports each of them routed.", _READ),
)
def get_routing(request: HttpRequest) -> JsonResponse:
    return trials.get_routing(request)


@router.post(
    "/routing/trial",
    response=shapes.RoutingTrialOut,
    **operation(
        "tryRouting",
        _RULES,
        "What other rows would have changed",
        "On the newest thousand forwarded reports. Nothing is changed by it. 422 names every line at fault.",
        _SENT,
    ),
)
def try_routing(request: HttpRequest, sent: Annotated[shapes.SentRows, JsonOrParts(...)]) -> JsonResponse:
    return trials.try_routing(request, sent)


@router.put(
    "/routing",
    response=shapes.LoadedOut,
    **operation(
        "loadRouting",
        _RULES,
        "Put these rows into force",
        "A new version and an event; the same rows as those in force stay what they are.",
        _SENT,
    ),
)
def load_routing(request: HttpRequest, sent: Annotated[shapes.SentRows, JsonOrParts(...)]) -> JsonResponse:
    return trials.load_routing(request, sent)


@router.post(
    "/escalation/trial",
    response=shapes.EscalationTrialOut,
    **operation(
        "tryEscalation",
        _RULES,
        "Who would have heard of deadlines by other levels",
        "On the deadlines of the last thirty days. Nothing is changed by it: levels are loaded with the preset.",
        _SENT,
    ),
)
def try_levels(request: HttpRequest, sent: Annotated[shapes.SentLevels, JsonOrParts(...)]) -> JsonResponse:
    return trials.try_levels(request, sent)


@router.post(
    "/escalation/other-term",
    response=shapes.OtherTermOut,
    **operation(
        "tryTerm",
        _RULES,
        "How many would have been late with another term",
        "Of the deadlines of the last thirty days, with so many working days.",
        _SENT,
    ),
)
def try_term(request: HttpRequest, sent: Annotated[shapes.SentTerm, JsonOrParts(...)]) -> JsonResponse:
    return trials.try_term(request, sent)
