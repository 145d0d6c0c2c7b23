"""/konsol/samarkan/<id>: a grid over a photo; the ticked squares are made unrecognisable in everything that is served
of it."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.access_log import note_reading
from lapor.casework.act_pages import ActPage, answer_act, words_for_officers
from lapor.casework.files import maskable
from lapor.casework.forms import ActForm
from lapor.casework.performing import offered_act
from lapor.core.cleaning.limits import CELLS
from lapor.presentation.story import file_views
from lapor.reports import queries
from lapor.reports.models import Attachment
from lapor.reports.vocabulary import ActName
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
    report, actor = attachment.report, officer_actor(officer)
    note_reading(report, officer)
    if request.method != "POST":
        if offered_act(report, ActName.MASK_PHOTO, actor=actor) is None:
            raise Http404
        return _show(request, attachment)
    data = request.POST.copy()
    data["photo"] = str(attachment.pk)
    page = ActPage(
        show=partial(_show, request, attachment),
        url=reverse("console:mask_photo", args=[attachment.pk]),
        words_of=words_for_officers,
    )
    return answer_act(request, report, ActName.MASK_PHOTO, page, actor=actor, data=data)


def _show(
    request: HttpRequest, attachment: Attachment, *, bound: ActForm | None = None, status: int = 200
) -> HttpResponse:
    """The squares that were ticked stay ticked, whatever became of the act."""
    ticked = set(request.POST.getlist("cells"))
    context = {
        "report": attachment.report,
        "photo": attachment,
        "picture": file_views([attachment])[0],
        "form": bound,
        "rows": [
            [(cell, str(cell) in ticked) for cell in range(row * CELLS, (row + 1) * CELLS)] for row in range(CELLS)
        ],
        "report_url": reverse("console:report", args=[attachment.report.tracking_id]),
    }
    return render(request, "console/mask_photo.html", context, status=status)
