"""/laporan/<number>/ombudsman: the letter to the Ombudsman, filled in; only for who shows the receipt code, and where
the city's own ways are at their end."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.casework.ombudsman import ground_of, ombudsman_letter
from lapor.reports import queries
from lapor.web import proofs
from lapor.web.views.report import unknown_number


@never_cache
@require_safe
def ombudsman_view(request: HttpRequest, number: str) -> HttpResponse:
    report = queries.report_by_number(number)
    if report is None or not proofs.has_proof(request, report):
        return unknown_number(request, number)
    if ground_of(report) is None:
        raise Http404
    content = ombudsman_letter(report, with_name=bool(request.GET.get("with_name")))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="ombudsman-{report.tracking_id}.pdf"'
    return response
