"""/konsol/tugas/: what an officer was given, as a list and a map for a phone; /konsol/tugas/<number>: one of them, with
what is done on the spot."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.casework.access_log import note_reading
from lapor.casework.act_pages import ActPage, answer_act, report_or_404, words_for_officers
from lapor.casework.drafts import forget_draft
from lapor.casework.forms import ActForm
from lapor.casework.inbox import Inbox
from lapor.casework.performing import Done
from lapor.casework.undoing import offer_undo
from lapor.console.evidence.offered import camera_context
from lapor.console.inbox.filters import address_of, report_address
from lapor.console.tasks.acts import NOT_FOUND, photo_missing, task_acts
from lapor.console.tasks.rows import COLUMNS, FILTERS, MOST, point_words, task_address, task_rows, ways_to
from lapor.intake.filing.fields import PLACE_LINES
from lapor.notify import bell
from lapor.presentation.story import card, clock_views, file_views, pair_in, timeline
from lapor.reports import queries
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import officer_actor

LATEST = 4  # entries of the history: the rest stands on the report's own page


@never_cache
@require_safe
@officers_only(Can.BE_GIVEN_WORK)
def tasks_view(request: HttpRequest) -> HttpResponse:
    """The same list as the queue "Waiting for me", no further than MOST: what one person does in a day is less."""
    officer = signed_in(request)
    lines, following = Inbox(officer, FILTERS).lines(COLUMNS, size=MOST)
    context = {
        "tasks": task_rows(lines, root_of(officer)),
        "rest_url": f"{reverse('console:inbox')}?{address_of(FILTERS)}" if following else "",
        "most": MOST,
        "map_data_url": reverse("web:areas"),
    }
    return render(request, "console/tasks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.BE_GIVEN_WORK)
def task_view(request: HttpRequest, number: str) -> HttpResponse:
    """One report as whoever stands before it needs it: where, what, what was done, and what is done on the spot."""
    officer = signed_in(request)
    report = report_or_404(officer, number)
    if request.method != "POST":
        note_reading(report, officer)
        request.unread_notices = bell.read_about(officer, report)  # type: ignore[attr-defined]  # asked for by the page's head
        return _show(request, officer, report)
    actor = officer_actor(officer)
    if (form := photo_missing(request, report, actor)) is not None:
        return _show(request, officer, report, bound=form, status=422)
    page = ActPage(
        show=partial(_show, request, officer, report),
        url=reverse("console:tasks"),
        words_of=words_for_officers,
        after=partial(_after, request, officer, report),
        can_undo=True,
    )
    return answer_act(request, report, request.POST.get("act", ""), page, actor=actor, data=request.POST)


def _after(request: HttpRequest, officer: Officer, read: Report, done: Done) -> str:
    forget_draft(read, officer, done.act.name)
    offer_undo(request, done.taken, str(done.act.label), task_address(read.tracking_id))
    return ""


def _show(
    request: HttpRequest, officer: Officer, report: Report, *, bound: ActForm | None = None, status: int = 200
) -> HttpResponse:
    lines = queries.story(report, queries.AUDIENCES_OFFICER)
    clocks = queries.clocks_of(report)
    offered = queries.offered_acts(report, officer_actor(officer), clocks)
    first = [file for line in lines if line.entry.act == ActName.FILE for file in line.files]
    at = point_words(report.latitude, report.longitude)
    context = {
        "report": report,
        "head": card(report),
        "clocks": clock_views(report, clocks),
        "photos": file_views(first),
        "place_lines": [line for name in PLACE_LINES if (line := getattr(report, name))],
        **ways_to(at),
        "acts": task_acts(report, offered, bound, is_not_found=NOT_FOUND in request.POST),
        "action_url": task_address(report.tracking_id),
        "timeline": timeline([line for line in lines if line.entry.act != ActName.FILE][-LATEST:], for_officers=True),
        "report_url": report_address(report.tracking_id, FILTERS),
        **pair_in(lines),
        **camera_context(report, officer, offered),
    }
    return render(request, "console/task.html", context, status=status)
