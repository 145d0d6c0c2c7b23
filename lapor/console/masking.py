"""/konsol/samarkan/<id>: a grid over a photo; the ticked squares are made unrecognisable in everything that is served
of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.actions import act_with_form, form_for
from lapor.casework.files import maskable
from lapor.casework.forms import ActForm
from lapor.core.cleaning.limits import CELLS
from lapor.presentation.story import file_views
from lapor.reports import queries
from lapor.reports.models import Attachment
from lapor.reports.workflow.acting import officer_actor


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.MASK_FILES)
def mask_photo_view(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """Show the grid, or blur what was ticked.

    Works by ticking boxes; the script only adds drawing with pointer or finger."""
    officer = signed_in(request)
    attachment = queries.attachment_for(attachment_id)
    if attachment is None or not maskable(attachment) or not queries.may_see(officer, attachment.report):
        raise Http404
    row = next(
        (row for row in queries.offered_acts(attachment.report, officer_actor(officer)) if row.name == "mask_photo"),
        None,
    )
    if row is None:
        raise Http404
    form = None
    if request.method == "POST":
        data = request.POST.copy()
        data["photo"] = str(attachment.pk)
        form = form_for(row, attachment.report, data)
        if act_with_form(form, actor=officer_actor(officer)):
            messages.success(request, _("Done: %(act)s.") % {"act": row.label})
            return HttpResponseRedirect(reverse("console:mask_photo", args=[attachment.pk]))
    return _show(request, attachment, form)


def _show(request: HttpRequest, attachment: Attachment, form: ActForm | None) -> HttpResponse:
    ticked = set(form.data.getlist("cells")) if form and hasattr(form.data, "getlist") else set()
    context = {
        "report": attachment.report,
        "photo": attachment,
        "picture": file_views([attachment])[0],
        "form": form,
        "rows": [
            [(cell, str(cell) in ticked) for cell in range(row * CELLS, (row + 1) * CELLS)] for row in range(CELLS)
        ],
        "report_url": reverse("console:report", args=[attachment.report.tracking_id]),
    }
    return render(request, "console/mask_photo.html", context, status=422 if form else 200)
