"""/konsol/usul/: what waits for this officer's approval, each with its words, decided in one press.

And for which offices answers are approved at all."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lapor.agencies.actions import set_approval
from lapor.agencies.models import Agency, Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can, may
from lapor.agencies.units import subtree_ids
from lapor.casework.act_pages import ActPage, answer_act, report_or_404, words_for_officers
from lapor.casework.forms import ActForm
from lapor.casework.proposed import MOST, waiting_proposals
from lapor.presentation.story import file_views, list_title
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
    officer, act = signed_in(request), request.POST.get("act", "")
    report = report_or_404(officer, number)
    if act not in DECIDING:
        return HttpResponse(status=422)
    page = ActPage(
        show=partial(_show, request, officer, number=report.tracking_id),
        url=reverse("console:proposals"),
        words_of=words_for_officers,
    )
    return answer_act(request, report, act, page, actor=officer_actor(officer), data=request.POST)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.APPROVE)
def approval_view(request: HttpRequest) -> HttpResponse:
    """The head's agency and its units: whether the head approves their answers. `agency` and `wanted` change one."""
    officer = signed_in(request)
    rows = Agency.objects.filter(pk__in=subtree_ids(officer.agency), is_active=True)
    if request.method != "POST":
        return render(request, "console/approval.html", {"rows": rows.order_by("path")})
    try:
        agency = rows.filter(pk=UUID(request.POST.get("agency", ""))).first()
    except ValueError:
        agency = None
    if agency is None:
        raise Http404
    set_approval(agency, is_wanted=request.POST.get("wanted") == "1", by=officer)
    return HttpResponseRedirect(reverse("console:approval"))


def _show(
    request: HttpRequest, officer: Officer, *, number: str = "", bound: ActForm | None = None, status: int = 200
) -> HttpResponse:
    """`bound`: the form that was just refused, of the report with this number."""
    rows = [
        {
            "one": one,
            "title": list_title(one.report.title, one.report.text, is_protected=one.report.is_protected),
            "files": file_views(one.files),
            "url": reverse("console:report", args=[one.report.tracking_id]),
            "decide_url": reverse("console:decide_proposal", args=[one.report.tracking_id]),
            "bound": bound if one.report.tracking_id == number else None,
        }
        for one in waiting_proposals(officer)
    ]
    context = {"rows": rows, "is_cut": len(rows) == MOST, "most": MOST, "may_set": may(officer, Can.APPROVE)}
    return render(request, "console/proposals.html", context, status=status)
