"""Work on the spot and asking back over REST: teams, words for photos of a result and the photos announced, partners'
addresses, calls. The reporter's telephone number is on the page alone: it asks for the password again."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.api.problems import Problem, invalid
from lapor.api.v1.fieldwork_schemas import SentCallResult, SentCapture
from lapor.api.v1.worktable_access import handled_report, handling_officer, uuid_or_404
from lapor.casework.callback import calls
from lapor.casework.evidence import challenge_for, challenges_for_the_day, note_capture
from lapor.casework.handing_over import team_takers
from lapor.casework.models import CallbackCase
from lapor.casework.partners import partner_views
from lapor.core import clock
from lapor.core.text import clean_text
from lapor.reports import queries
from lapor.reports.models import Challenge
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import officer_actor
from lapor.reports.workflow.refusals import ActRefused


def list_teams(request: HttpRequest) -> JsonResponse:
    officer = handling_officer(request, Can.HAND_OVER)
    local = clock.now().astimezone(ZoneInfo(root_of(officer).timezone))
    teams = team_takers(officer).prefetch_related("members").order_by("name", "pk")
    return JsonResponse(
        [
            {
                "id": str(one.pk),
                "name": one.name,
                "agency": one.agency.code,
                "members": sorted(member.username for member in one.members.all() if member.is_active),
                "is_on_duty": one.shift.is_on(local),
                "on_duty_from": one.shift.next_begin(local),
            }
            for one in teams
        ],
        safe=False,
    )


def issue_challenge(request: HttpRequest, number: str) -> JsonResponse:
    """422 where no photo of a result is asked of this officer."""
    report, officer = handled_report(request, number)
    made = challenge_for(report, officer)
    if made is None:
        raise Problem(422, detail=_("No photo of a result is asked of you for this report now."))
    return JsonResponse(_challenge(made), status=201)


def issue_challenges_ahead(request: HttpRequest, number: str) -> JsonResponse:
    report, officer = handled_report(request, number)
    return JsonResponse([_challenge(one) for one in challenges_for_the_day(report, officer)], safe=False, status=201)


def _challenge(made: Challenge) -> dict[str, Any]:
    return {"id": str(made.pk), "word": made.word, "valid_until": made.valid_until, "is_ahead": made.is_ahead}


def announce_photo(request: HttpRequest, number: str, sent: SentCapture) -> JsonResponse:
    report, officer = handled_report(request, number)
    said = {name: str(value) for name, value in sent.model_dump().items() if value is not None}
    said |= {"device_at": sent.device_at.isoformat(), "offline": "1" if sent.was_offline else ""}
    try:
        capture = note_capture(report, officer, said)
    except ValueError as error:
        raise invalid("device_at", _("This is not a time that a phone shows.")) from error
    return JsonResponse({"fault": capture.fault or None}, status=201)


def list_partners(request: HttpRequest, number: str) -> JsonResponse:
    """As the page has it: for who may take a link back."""
    report, officer = handled_report(request, number)
    offered = queries.offered_acts(report, officer_actor(officer))
    found = partner_views(report) if any(row.name == ActName.END_PARTNER for row in offered) else []
    return JsonResponse(
        [
            {
                "id": str(one.link.pk),
                "name": one.link.name,
                "address": None if one.is_over else one.address,
                "made_at": one.link.made_at,
                "valid_until": one.link.valid_until,
                "opened_at": one.link.opened_at,
            }
            for one in found
        ],
        safe=False,
    )


def list_calls(request: HttpRequest) -> JsonResponse:
    officer = handling_officer(request, Can.ASK_BACK)
    return JsonResponse([_call(one) for one in calls.calls_of(officer)], safe=False)


def write_call_result(request: HttpRequest, case_id: str, sent: SentCallResult) -> JsonResponse:
    """Not reached and tries left: `outcome` is null, it stays the officer's."""
    officer = handling_officer(request, Can.ASK_BACK)
    try:
        case = calls.write_result(
            uuid_or_404(case_id), by=officer, result=sent.result, way=sent.way, text=clean_text(sent.text)
        )
    except ActRefused as refused:
        raise Problem(409, detail=str(refused.reason)) from refused
    return JsonResponse({"outcome": case.outcome or None, "tries_left": max(0, calls.tries_left(case))})


def pass_call_on(request: HttpRequest, case_id: str) -> None:
    officer = handling_officer(request, Can.ASK_BACK)
    try:
        calls.pass_on(uuid_or_404(case_id), by=officer)
    except ActRefused as refused:
        raise Problem(409, detail=str(refused.reason)) from refused


def _call(case: CallbackCase) -> dict[str, Any]:
    return {
        "id": str(case.pk),
        "tracking_id": case.report.tracking_id,
        "month": f"{case.draw.month:%Y-%m}",
        "agency": case.report.agency.code if case.report.agency else None,
        "tries_left": calls.tries_left(case),
        "is_overtaken": calls.is_overtaken(case),
    }
