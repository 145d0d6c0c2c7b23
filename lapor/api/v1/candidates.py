"""What waits for a decision before it is a report, over REST: public words about the city, and mails about a report
without proof."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from lapor.agencies.models import Category, Officer
from lapor.agencies.roles import Can
from lapor.api.problems import Problem, invalid
from lapor.api.v1.candidates_schemas import CandidateDecision, SentDecision
from lapor.api.v1.worktable_access import handling_officer, ids_of, uuid_or_404
from lapor.core.ids import parse_tracking_id
from lapor.reports import queries
from lapor.reports.models import Report
from lapor.reports.workflow.refusals import ActRefused
from lapor.triage import candidates, near_equal
from lapor.triage.candidates import LOOKED_AT, Reason
from lapor.triage.press import Candidate, with_words


def list_candidates(request: HttpRequest) -> JsonResponse:
    officer = handling_officer(request, Can.DECIDE_CANDIDATES)
    groups = near_equal.grouped(with_words(candidates.in_order(officer, LOOKED_AT)))
    return JsonResponse([_card(one, group[0]) for group in groups for one in group], safe=False)


def _card(one: Candidate, first: Candidate) -> dict[str, Any]:
    row, inbound = one.row, one.inbound
    return {
        "id": str(row.pk),
        "channel": row.channel,
        "account": row.account.name,
        "is_urgent": row.is_urgent,
        "at": inbound.sent_at or row.received_at,
        "name": inbound.sender_name,
        "title": one.shown_title,
        "text": one.shown_text,
        "url": one.link,
        "files": len(inbound.media),
        "is_unproved": candidates.is_mail(row),
        "same_as": str(first.row.pk) if first is not one else None,
    }


def decide(request: HttpRequest, candidate_id: str, sent: SentDecision) -> JsonResponse:
    """What is done is done for `also` too. 409 where it no longer waits."""
    officer = handling_officer(request, Can.DECIDE_CANDIDATES)
    ids = [uuid_or_404(candidate_id), *sent.also]
    try:
        done = _DECISIONS[sent.do](ids, sent, officer)
    except ActRefused as refused:
        raise Problem(409, detail=str(refused.reason)) from refused
    if done is None:
        raise Problem(409, detail=_("Somebody else has decided on it in the meantime."))
    return JsonResponse({"tracking_id": None, "merged": 0, "refused": [], **done})


def _accept(ids: list[UUID], sent: SentDecision, officer: Officer) -> dict[str, Any] | None:
    given = ids_of({"category": sent.category}, officer)["category"]
    category = Category.objects.select_related("agency").get(pk=given) if given else None
    taken = near_equal.accept_all(ids, by=officer, category=category)
    if taken is None:
        return None
    return {"tracking_id": taken.report.tracking_id, "merged": taken.merged, "refused": taken.refused}


def _attach(ids: list[UUID], sent: SentDecision, officer: Officer) -> dict[str, Any] | None:
    report = _report(sent.tracking_id, officer)
    return {"tracking_id": report.tracking_id} if near_equal.attach_all(ids, report, by=officer) else None


def _report(text: str, officer: Officer) -> Report:
    number = parse_tracking_id(text)
    report = queries.report_by_number(number) if number else None
    if report is None or not queries.may_see(officer, report):
        raise invalid("tracking_id", _("There is no such report."))
    return report


def _dismiss(ids: list[UUID], sent: SentDecision, officer: Officer) -> dict[str, Any] | None:
    if sent.reason is None:
        raise invalid("reason", _("Choose a reason."))
    return {} if near_equal.dismiss_all(ids, Reason(sent.reason), by=officer) else None


def _put_back(ids: list[UUID], _sent: SentDecision, officer: Officer) -> dict[str, Any] | None:
    back = [candidates.put_back(one, by=officer) for one in ids]
    return {} if any(back) else None


_DECISIONS = {
    CandidateDecision.ACCEPT: _accept,
    CandidateDecision.ATTACH: _attach,
    CandidateDecision.DISMISS: _dismiss,
    CandidateDecision.PUT_BACK: _put_back,
}
