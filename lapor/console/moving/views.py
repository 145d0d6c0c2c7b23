"""/konsol/pindah/<id>: words put to the wrong report."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.access_log import note_reading
from lapor.casework.act_pages import ActPage, answer_act, words_for_officers
from lapor.casework.actions import form_for
from lapor.casework.forms import ActForm
from lapor.casework.performing import offered_act
from lapor.reports import queries
from lapor.reports.models import Entry
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import officer_actor


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.MOVE_ENTRIES)
def move_entry_view(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The words, and where they belong: the number of another report, or none for a report of its own."""
    officer = signed_in(request)
    entry = (
        Entry.objects.select_related("report__root", "report__agency", "report__category", "report__reporter")
        .filter(pk=entry_id)
        .first()
    )
    if entry is None or not queries.may_see(officer, entry.report):
        raise Http404
    report, actor = entry.report, officer_actor(officer)
    note_reading(report, officer)
    if request.method != "POST":
        row = offered_act(report, ActName.MOVE_OUT, actor=actor) if entry.is_movable else None
        if row is None:
            raise Http404
        return _show_move(request, entry, bound=form_for(row, report))
    report_url = reverse("console:report", args=[report.tracking_id])
    page = ActPage(
        # where the words have moved already, the report's page says so and has what was typed (kept_words)
        show=lambda *, bound, status: (
            _show_move(request, entry, bound=bound, status=status) if bound else HttpResponseRedirect(report_url)
        ),
        url=report_url,
        words_of=words_for_officers,
    )
    data = {**request.POST.dict(), "entry": str(entry.pk)}
    return answer_act(request, report, ActName.MOVE_OUT, page, actor=actor, data=data, is_there=entry.is_movable)


def _show_move(request: HttpRequest, entry: Entry, *, bound: ActForm, status: int = 200) -> HttpResponse:
    bound.fields.pop("entry", None)
    context = {
        "entry": entry,
        "report": entry.report,
        "form": bound,
        "report_url": reverse("console:report", args=[entry.report.tracking_id]),
    }
    return render(request, "console/move_entry.html", context, status=status)
