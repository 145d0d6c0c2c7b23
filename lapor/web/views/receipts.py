"""The signed receipt: its file for the reporter, and a page where anybody can check one."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.gateway import rate_limits
from lapor.intake.filing.actions import MAX_TEXT
from lapor.reports import queries
from lapor.reports.receipts.receipts import MOST_BYTES, ReceiptCheck, check_receipt, receipt_of
from lapor.ui.client_address import client_address
from lapor.web import proofs
from lapor.web.errors import too_many
from lapor.web.views.report import unknown_number


class ReceiptCheckForm(forms.Form):
    """A receipt as a file or as pasted text, and perhaps the words to compare."""

    file = forms.FileField(
        required=False, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".json,application/json"})
    )
    pasted = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"})
    )
    words = forms.CharField(
        required=False, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )

    def check_it(self) -> ReceiptCheck:
        """Only as much is read as a receipt can have."""
        file = self.cleaned_data["file"]
        raw = file.read(MOST_BYTES + 1) if file else self.cleaned_data["pasted"].encode("utf-8", "replace")
        return check_receipt(raw, words=self.cleaned_data["words"])


@never_cache
@require_safe
def receipt_file_view(request: HttpRequest, number: str) -> HttpResponse:
    """The file, for a browser that has shown the receipt code; others are sent to where the code is asked."""
    report = queries.report_by_number(number)
    if report is None or (queries.is_hidden(report) and not proofs.has_proof(request, report)):
        return unknown_number(request, number)
    if not proofs.has_proof(request, report) or (receipt := receipt_of(report)) is None:
        return HttpResponseRedirect(reverse("web:report", args=[report.tracking_id]))
    response = JsonResponse(receipt, json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="tanda-terima-{report.tracking_id}.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_view(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "web/check_receipt.html", {"form": ReceiptCheckForm()})
    if wait := rate_limits.seconds_to_wait(rate_limits.CHECK_RECEIPT, client_address(request)):
        return too_many(request, wait)
    form = ReceiptCheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "web/check_receipt.html", {"form": form}, status=422)
    check = form.check_it()
    filed_at = parse_datetime(check.receipt["filed_at"]) if check.receipt else None
    context = {"form": form, "check": check, "receipt": check.receipt, "filed_at": filed_at}
    return render(request, "web/check_receipt.html", context, status=200 if check.receipt else 422)
