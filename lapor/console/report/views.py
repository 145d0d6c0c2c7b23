"""/konsol/laporan/<number>: a report on one screen, with exactly the acts that the table allows."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can, may
from lapor.casework.access_log import note_reading
from lapor.casework.act_keys import ACT_KEYS
from lapor.casework.act_pages import ActPage, answer_act, report_or_404, words_for_officers
from lapor.casework.actions import act_views
from lapor.casework.forms import ActForm, proposal_words
from lapor.casework.inbox import Inbox, InboxFilters, QueueName
from lapor.casework.officers import warning_after
from lapor.casework.partners import partner_views
from lapor.casework.performing import Done
from lapor.casework.response_templates import TEMPLATE_ACTS
from lapor.casework.snoozing import snooze_of
from lapor.casework.undoing import offer_undo
from lapor.casework.workload import given_to
from lapor.console.candidates.views import mails_beside
from lapor.console.deliveries.views import sent_about
from lapor.console.evidence.offered import camera_context, first_photo
from lapor.console.inbox.filters import address_of, filters_from, heading_of, report_address
from lapor.console.presence.forms import folded_snooze_form
from lapor.console.report.following import url_after
from lapor.console.report.offered_words import offered_words, words_views, write_url
from lapor.console.report.publishing import waiting_views
from lapor.console.report.quick_buttons import quick_buttons
from lapor.console.report.similar import duplicate_views, similar_views
from lapor.console.report.way import PATH, way_of
from lapor.console.running_macros.offered import macro_views
from lapor.intake.filing.fields import PLACE_LINES
from lapor.intake.filing.places import is_outside
from lapor.notify import bell
from lapor.presentation.acts import standing_words
from lapor.presentation.provenance import provenance_views
from lapor.presentation.story import before_photo, card, clock_views, file_views, location_of, pair_in, timeline
from lapor.reports import queries
from lapor.reports.handed_on import handed_on_at, handed_on_story
from lapor.reports.models import Report
from lapor.reports.publication import may_be_named
from lapor.reports.vocabulary import ActName, OfficerCall, Publication, channel_label
from lapor.reports.workflow.act import EVIDENCE_ACTS, Act
from lapor.reports.workflow.acting import officer_actor
from lapor.triage.queries import privacy_findings, unanswered
from lapor.ui.addresses import fixed_url, url_about
from lapor.ui.shown_once import is_looked_at


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.HANDLE_REPORTS)
def report_view(request: HttpRequest, number: str) -> HttpResponse:
    """The address may carry the filters of the list that it was opened from: the next one of it follows an act."""
    officer = signed_in(request)
    report = queries.report_by_number(number)
    if report is None:
        raise Http404
    if not queries.may_see(officer, report):
        return _show_handed_on(request, officer, report)
    note_reading(report, officer)  # what is refused shows it again
    if request.method != "POST":
        if is_looked_at(request):
            request.unread_notices = bell.read_about(officer, report)  # type: ignore[attr-defined]  # asked for by the page's head
        return _show(request, officer, report)
    filters = filters_from(request.GET)
    page = ActPage(
        show=partial(_show, request, officer, report),
        url=report_address(report.tracking_id, filters),
        words_of=words_for_officers,
        after=partial(_after, request, officer, report, filters),
        can_undo=True,
    )
    act = request.POST.get("act", "")
    return answer_act(request, report, act, page, actor=officer_actor(officer), data=request.POST)


@never_cache
@require_safe
@officers_only(Can.HANDLE_REPORTS)
def act_form_view(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """The form of one act alone: asked for when its fold is opened. 404 where it is not offered any more."""
    view, context = _act_to_write(request, number, act)
    return render(request, "ui/parts/act_form.html", {**context, "act": view})


@never_cache
@require_safe
@officers_only(Can.HANDLE_REPORTS)
def write_view(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """The same on a page of its own, with what was taken from beside it in the editor (`take`)."""
    if act not in TEMPLATE_ACTS:
        raise Http404
    view, context = _act_to_write(request, number, act)
    return render(request, "console/write.html", {**context, "act": view})


def _act_to_write(request: HttpRequest, number: str, act: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The act as pages show it, and what stands beside its form."""
    officer = signed_in(request)
    report = report_or_404(officer, number)
    offered = queries.offered_acts(report, officer_actor(officer))
    view = next((one for one in act_views(offered, report, chosen=act) if one["act"] == act), None)
    if view is None:
        raise Http404
    filters = filters_from(request.GET)
    words = offered_words(report, officer, act, request.GET.get("take", ""))
    if words.chosen:
        view["form"].fields["text"].initial = words.chosen
    view["takes_evidence"] = act in EVIDENCE_ACTS
    context = {
        "report": report,
        "action_url": report_address(report.tracking_id, filters),
        **camera_context(report, officer, offered, first_photo(report)),
        "words": words_views(words, write_url(report.tracking_id, act, address_of(filters))),
    }
    return view, context


@never_cache
@require_safe
@officers_only(Can.HANDLE_REPORTS)
def similar_view(request: HttpRequest, number: str) -> HttpResponse:
    """Similar open reports alone: asked for once the page is shown, since they take longer than the page."""
    officer = signed_in(request)
    report, filters = report_or_404(officer, number), filters_from(request.GET)
    context = {
        "report": report,
        "report_url": report_address(report.tracking_id, filters),
        "similar": similar_views(report, officer, filters),
    }
    return render(request, "console/parts/similar_list.html", context)


def _after(request: HttpRequest, officer: Officer, read: Report, filters: InboxFilters, done: Done) -> str:
    """What should be looked after. Where it left the list it was opened from, on to the next one there; away to the
    inbox where it is somebody else's now. `read`: as it stood before."""
    offer_undo(request, [done.taken], str(done.act.label), report_address(read.tracking_id, filters))
    if warning := warning_after(done.taken):
        messages.warning(request, warning)
    return url_after(request, officer, read, filters, done.taken.report)


def _list_views(request: HttpRequest, officer: Officer, report: Report) -> dict[str, Any]:
    """The list that the report was opened from, and its next one; empty without one."""
    filters = filters_from(request.GET)
    if filters == InboxFilters():
        return {}
    following, address = Inbox(officer, filters).following(report), address_of(filters)
    return {
        "back_url": f"{fixed_url('console:inbox')}?{address}",
        "list_url": f"{fixed_url('console:inbox_list')}?{address}",
        "list_name": heading_of(filters),
        "next_url": report_address(following, filters) if following else "",
        "search_text": filters.q,
    }


def _acts(
    request: HttpRequest, report: Report, offered: list[Act], bound: ActForm | None, lines: list[queries.StoryLine]
) -> list[dict[str, Any]]:
    """With their keys, and the address of the form of each that is folded."""
    address = address_of(filters_from(request.GET))
    act_url = url_about("console:act_form", report.tracking_id, "ACT")
    views = act_views(offered, report, bound, chosen=request.GET.get("act", ""), lines=lines)
    for view in views:
        name = view["act"]
        view["key"] = ACT_KEYS.get(name, "")
        view["quick"] = quick_buttons(name, report)
        view["form_url"] = f"{act_url.replace('ACT', name)}?{address}"
        view["write_url"] = write_url(report.tracking_id, name, address)
        view["takes_evidence"] = name in EVIDENCE_ACTS
        view["page_url"] = f"?{address}&act={name}#acts"
    return views


def _show(
    request: HttpRequest, officer: Officer, report: Report, *, bound: ActForm | None = None, status: int = 200
) -> HttpResponse:
    clocks, filters = queries.clocks_of(report), filters_from(request.GET)
    lines = queries.story(report, queries.AUDIENCES_OFFICER)
    offered = queries.offered_acts(report, officer_actor(officer), clocks)
    can_mask = any(row.name == ActName.MASK_PHOTO for row in offered)
    can_move = any(row.name == ActName.MOVE_OUT for row in offered)
    context = {
        "report": report,
        "report_url": report_address(report.tracking_id, filters),
        "parent": _named_parent(report),
        "head": card(report),
        "proposal": proposal_words(report),
        "given_to": given_to(report),
        "clocks": clock_views(report, clocks),
        "acts": _acts(request, report, offered, bound, lines),
        "timeline": timeline(lines, for_officers=True, can_mask=can_mask, can_move=can_move),
        "photos": file_views(queries.filed_files(lines), can_mask=can_mask),
        "findings": privacy_findings(report) if report.publication == Publication.PENDING else [],
        "is_called": report.officer_call == OfficerCall.OPEN,
        "waiting": waiting_views(report, lines, offered, bound) if report.has_unchecked else [],
        "channel_label": channel_label(report.channel),
        "provenance": provenance_views(report.provenance),
        "mails": mails_beside(report, officer)
        if report.reporter_id and any(row.name == ActName.TAKE_IN for row in offered)
        else [],
        "location": location_of(report),
        "place_lines": [line for name in PLACE_LINES if (line := getattr(report, name))],
        "is_outside": is_outside(report.root, report.latitude, report.longitude),
        "way": way_of(lines),
        "partners": partner_views(report) if any(row.name == ActName.END_PARTNER for row in offered) else [],
        **_before_head(report, lines),
        "map_data_url": fixed_url("web:areas"),
        "public_url": url_about("web:report", report.tracking_id),
        "identity_url": url_about("console:identity", report.tracking_id) if may(officer, Can.OPEN_IDENTITIES) else "",
        "can_block": may(officer, Can.TRIAGE) and bool(report.reporter_id) and not report.is_protected,
        **sent_about(report),
        **duplicate_views(report, officer, filters, with_similar="similar" in request.GET),
        "unanswered": unanswered(report),
        "macros": macro_views(request, report, officer, offered),
        **_snooze_views(request, officer, report, filters),
        **_list_views(request, officer, report),
        **pair_in(lines),
        **camera_context(report, officer, offered, before_photo(lines)),
    }
    return render(request, "console/report.html", context, status=status)


def _snooze_views(request: HttpRequest, officer: Officer, report: Report, filters: InboxFilters) -> dict[str, Any]:
    url = f"{url_about('console:snooze', report.tracking_id)}?{address_of(filters)}"
    return {
        "snooze_url": url,
        "snooze_html": folded_snooze_form(report, get_token(request), url),
        "snooze": snooze_of(report, officer) if filters.queue == QueueName.SNOOZED else None,
    }


def _before_head(report: Report, lines: list[queries.StoryLine]) -> dict[str, Any]:
    """What the head has to read before deciding: who held it, what was answered, and what was said to it."""
    if not report.awaits_decision:
        return {}
    path = [line for line in lines if line.entry.act in PATH and not line.entry.details.get("undone")]
    return {"standing": standing_words(report), "path": timeline(path, for_officers=True)}


def _show_handed_on(request: HttpRequest, officer: Officer, report: Report) -> HttpResponse:
    """To read, for the office that held it before; Http404 for all others."""
    left_at = handed_on_at(officer, report)
    if left_at is None or request.method == "POST":
        raise Http404
    lines = handed_on_story(report, left_at)
    context = {
        "report": report,
        "head": card(report),
        "left_at": left_at,
        "timeline": timeline(lines, for_officers=True),
        "photos": file_views(queries.filed_files(lines)),
        "way": way_of(lines),
        "public_url": url_about("web:report", report.tracking_id),
        **_list_views(request, officer, report),
    }
    return render(request, "console/handed_on.html", context)


def _named_parent(report: Report) -> Report | None:
    parent = report.parent
    return parent if parent is not None and may_be_named(parent, report, to_officers=True) else None
