"""/laporan/<number>/data-saya: what is kept of the reporter, to take along or to erase; only with the receipt code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.casework.persons import KEPT_BY_PROTECTED, erase_person, export_person, out_of_reach
from lapor.reports import queries
from lapor.reports.workflow.acting import reporter_actor
from lapor.web import proofs
from lapor.web.views.report import unknown_number


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_data_view(request: HttpRequest, number: str) -> HttpResponse:
    """Shows what there is; POST gives it out as a file (`do=export`) or erases who it was (`do=erase`, ticked
    twice)."""
    report = queries.report_by_number(number)
    if report is None or not proofs.has_proof(request, report):
        return unknown_number(request, number)
    reporter, do = report.reporter, request.POST.get("do")
    if request.method == "POST" and reporter is not None and do == "export":
        response = JsonResponse(
            export_person(reporter, leaves_out=out_of_reach(reporter, report)),
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
        response["Content-Disposition"] = f'attachment; filename="data-{report.tracking_id}.json"'
        return response
    if request.method == "POST" and reporter is not None and do == "erase" and request.POST.get("sure"):
        erase_person(reporter, by=reporter_actor(reporter.pk), keeps=out_of_reach(reporter, report))
        erased = _("Name and contact are erased. You follow the report with the code only.")
        messages.success(request, f"{erased} {KEPT_BY_PROTECTED}")
        return HttpResponseRedirect(reverse("web:report", args=[report.tracking_id]))
    context = {
        "report": report,
        "has_identity": reporter is not None,
        "url": reverse("web:report", args=[report.tracking_id]),
    }
    return render(request, "web/own_data.html", context)
