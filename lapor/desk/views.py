"""/loket/: an officer files for a person at the counter; the receipt is printed and given away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.access import officers_only, signed_in
from lapor.agencies.here import base_url
from lapor.agencies.queries import root_of
from lapor.casework.files import ACCEPT, store_files
from lapor.desk.forms import DeskForm
from lapor.desk.lookup import DESK_ROLES
from lapor.intake.actions import Filed, file_new_report
from lapor.intake.attachments import keep_upload, uploads_of
from lapor.intake.forms import asking_form
from lapor.reports.acting import Actor, officer_actor
from lapor.reports.workflow import DESK
from lapor.ui.qr import qr_svg


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(*DESK_ROLES)
def file_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    root = root_of(officer)
    if request.method != "POST":
        form = DeskForm(root=root, initial={"category": request.GET.get("category", "")})
        template = "ui/parts/questions.html" if request.GET.get("part") == "questions" else "desk/file.html"
        return render(request, template, {"form": form, "uploads": [], "accept": ACCEPT})
    form = DeskForm(request.POST, root=root)
    is_valid = form.is_valid()
    key = str(form.cleaned_data.get("draft_id") or "")
    if key and (files := request.FILES.getlist("photos")):
        known = {upload.original_sha256 for upload in uploads_of(key)}
        stored, errors = store_files(files)
        for photo in stored:
            if photo.original_sha256 not in known:
                keep_upload(key, photo)
        for error in errors:
            form.add_error("photos", error)
            is_valid = False
    uploads = uploads_of(key) if key else []
    if (asking := asking_form(form, request.GET)) is not None:
        return render(request, "desk/file.html", {"form": asking, "uploads": uploads, "accept": ACCEPT})
    if not is_valid:
        return render(request, "desk/file.html", {"form": form, "uploads": uploads, "accept": ACCEPT}, status=422)
    data = form.cleaned_data
    provenance = {
        "typed_by": officer.name,
        "agency": officer.agency.name,
        "source": data["source"],
        "consent": data["consent"],
    }
    new = form.new_report(channel=data["channel"], language="id", uploads=uploads, provenance=provenance)
    actor = Actor(role=DESK, officer=officer_actor(officer).officer)
    return _receipt(request, file_new_report(new, root=root, actor=actor))


def _receipt(request: HttpRequest, filed: Filed) -> HttpResponse:
    """One page to print: big number, code, QR, what happens next. Shown again if the form is sent again."""
    url = f"{base_url(filed.report.root)}{reverse('web:report', args=[filed.report.tracking_id])}"
    context = {"filed": filed, "report": filed.report, "report_absolute_url": url, "qr_svg": qr_svg(url)}
    return render(request, "desk/receipt.html", context, status=200 if filed.is_repeat else 201)
