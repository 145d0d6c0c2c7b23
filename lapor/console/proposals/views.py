"""/konsol/usul/: what waits for this officer's approval, each with its words, decided in one press."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.act_pages import ActPage, answer_act, words_for_officers
from lapor.casework.forms import ActForm
from lapor.casework.proposed import MOST, waiting_proposals
from lapor.presentation.story import file_views
from lapor.reports import queries
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import officer_actor

DECIDING = frozenset({ActName.APPROVE, ActName.DECLINE})


@never_cache
@require_safe
@officers_only(Can.APPROVE, Can.TRIAGE, Can.SEE_PROTECTED)
def proposals_view(request: HttpRequest) -> HttpResponse:
    return _show(request, signed_in(request))


@never_cache
@require_POST
@officers_only(Can.APPROVE, Can.TRIAGE, Can.SEE_PROTECTED)
def decide_view(request: HttpRequest, number: str) -> HttpResponse:
    """Approve or decline: the same act as on the report's page. 404 for a report that is not theirs to see."""
    officer, report, act = signed_in(request), queries.report_by_number(number), request.POST.get("act", "")
    if report is None or not queries.may_see(officer, report):
        raise Http404
    if act not in DECIDING:
        return HttpResponse(status=422)
    page = ActPage(
        show=partial(_show, request, officer, number=report.tracking_id),
        url=reverse("console:proposals"),
        words_of=words_for_officers,
    )
    return answer_act(request, report, act, page, actor=officer_actor(officer), data=request.POST)


def _show(
    request: HttpRequest, officer: Officer, *, number: str = "", bound: ActForm | None = None, status: int = 200
) -> HttpResponse:
    """`bound`: the form that was just refused, of the report with this number."""
    rows = [
        {
            "one": one,
            "files": file_views(one.files),
            "url": reverse("console:report", args=[one.report.tracking_id]),
            "decide_url": reverse("console:decide_proposal", args=[one.report.tracking_id]),
            "bound": bound if one.report.tracking_id == number else None,
        }
        for one in waiting_proposals(officer)
    ]
    context = {"rows": rows, "is_cut": len(rows) == MOST, "most": MOST}
    return render(request, "console/proposals.html", context, status=status)
