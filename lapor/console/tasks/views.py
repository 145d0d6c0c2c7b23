"""/konsol/tugas/: what an officer was given, as a list and a map for a phone; /konsol/tugas/<number>: one of them, with
what is done on the spot."""

from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib.messages import get_messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.casework.act_pages import ActPage, answer_act, report_or_404, words_for_officers
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
from lapor.presentation.story import before_photo, card, clock_views, file_views, pair_in, timeline
from lapor.reports import queries
from lapor.reports.models import Report
from lapor.reports.queries import report_by_number
from lapor.reports.vocabulary import ActName, State
from lapor.reports.workflow.acting import officer_actor
from lapor.ui.service_workers import worker_response
from lapor.ui.shown_once import is_looked_at
from lapor.ui.times import local_time

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
        **_offline(officer),
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
        if is_looked_at(request):
            request.unread_notices = bell.read_about(officer, report)  # type: ignore[attr-defined]  # asked for by the page's head
        return _show(request, officer, report)
    actor = officer_actor(officer)
    is_script = request.headers.get("Accept") == "application/json"
    show = partial(_said if is_script else _show, request, officer, report)
    if (form := photo_missing(request, report, actor)) is not None:
        return show(bound=form, status=422)
    page = ActPage(
        show=show,
        url=reverse("console:tasks"),
        words_of=words_for_officers,
        after=partial(_after, request, report),
        can_undo=True,
    )
    answer = answer_act(request, report, request.POST.get("act", ""), page, actor=actor, data=request.POST)
    return JsonResponse({}) if is_script and answer.status_code == HTTPStatus.FOUND else answer


def _offline(officer: Officer) -> dict[str, Any]:
    """For console/parts/tasks_waiting.html."""
    return {"taker": officer.person.pk}


def _after(request: HttpRequest, read: Report, done: Done) -> str:
    offer_undo(request, [done.taken], str(done.act.label), task_address(read.tracking_id))
    return ""


def _said(
    request: HttpRequest, _officer: Officer, report: Report, *, bound: ActForm | None = None, status: int = 422
) -> JsonResponse:
    """What a phone is told that sends later what was typed without a network: 409 with how the report stands now, 422
    with what is at fault. Nothing was done; the phone keeps the words."""
    getattr(get_messages(request), "_queued_messages", []).clear()  # said here, not on the next page; others' words are
    if bound is None or bound.has_error(NON_FIELD_ERRORS, "changed"):
        return JsonResponse({"now": _as_it_stands(report.tracking_id)}, status=409)
    return JsonResponse({"errors": [str(error) for errors in bound.errors.values() for error in errors]}, status=status)


def _as_it_stands(number: str) -> dict[str, Any]:
    """The state and the last words, for a comparison with what was typed meanwhile."""
    report = report_by_number(number)
    assert report is not None  # noqa: S101 - it was there a moment ago
    lines = timeline(queries.story(report, queries.AUDIENCES_OFFICER)[-LATEST:], for_officers=True)
    said = [
        {
            "at": local_time(line["at"]),
            "who": line["actor_label"],
            "act": str(line["act_label"]),
            "text": line["text"],
        }
        for line in lines
    ]
    return {"state": str(State(report.state).label), "lines": said[::-1]}


def _show(
    request: HttpRequest, officer: Officer, report: Report, *, bound: ActForm | None = None, status: int = 200
) -> HttpResponse:
    lines = queries.story(report, queries.AUDIENCES_OFFICER)
    clocks = queries.clocks_of(report)
    offered = queries.offered_acts(report, officer_actor(officer), clocks)
    at = point_words(report.latitude, report.longitude)
    context = {
        "report": report,
        "head": card(report),
        "clocks": clock_views(report, clocks),
        "photos": file_views(queries.filed_files(lines)),
        "place_lines": [line for name in PLACE_LINES if (line := getattr(report, name))],
        **ways_to(at),
        "acts": task_acts(report, offered, bound, lines, is_not_found=NOT_FOUND in request.POST),
        "action_url": task_address(report.tracking_id),
        "timeline": timeline([line for line in lines if line.entry.act != ActName.FILE][-LATEST:], for_officers=True),
        "report_url": report_address(report.tracking_id, FILTERS),
        **pair_in(lines),
        **_offline(officer),
        **camera_context(report, officer, offered, before_photo(lines)),
    }
    return render(request, "console/task.html", context, status=status)


@never_cache
@require_safe
@officers_only(Can.BE_GIVEN_WORK)
def pulse_view(request: HttpRequest) -> JsonResponse:
    """The network is there and the officer signed in; the token is for what the phone sends now."""
    return JsonResponse({"token": get_token(request), "officer": str(signed_in(request).person.pk)})


@require_safe
@officers_only(Can.BE_GIVEN_WORK)
def worker_view(_request: HttpRequest) -> HttpResponse:
    """The service worker, served from where its scope begins: /konsol/tugas/."""
    return worker_response("tasks_worker.js")
