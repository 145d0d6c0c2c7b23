"""/konsol/kandidat/: public words about the city that wait for a decision; and mails without proof beside a report."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.agencies.models import Category, Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import active_categories, root_of
from lapor.agencies.roles import Can
from lapor.casework.performing import offered_act
from lapor.console.candidates.news_cards import stories_of
from lapor.core.ids import show_tracking_id
from lapor.reports import queries
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, channel_label
from lapor.reports.workflow.acting import officer_actor
from lapor.reports.workflow.refusals import ActRefused
from lapor.triage import candidates, near_equal
from lapor.triage.candidates import LOOKED_AT, Reason
from lapor.triage.near_equal import MOST_TOGETHER
from lapor.triage.press import Candidate, with_words

PAGE = 30
DISMISSED_SHOWN = 10


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.DECIDE_CANDIDATES)
def candidates_view(request: HttpRequest) -> HttpResponse:
    """Urgent ones first, then the oldest; each is decided where it stands."""
    officer = signed_in(request)
    if request.method == "POST":
        typed = _decide(request, officer)
        if typed is None:
            return HttpResponseRedirect(reverse("console:candidates"))
        return _show(request, officer, typed, status=422)
    return _show(request, officer, {})


def _show(request: HttpRequest, officer: Officer, typed: dict[str, str], status: int = 200) -> HttpResponse:
    rows = candidates.in_order(officer, LOOKED_AT + 1)
    dismissed = list(candidates.dismissed_rows(officer).order_by("-done_at")[:DISMISSED_SHOWN])
    groups = _groups(with_words(rows[:LOOKED_AT]), request.GET.get("apart", ""))
    shown = groups[:PAGE]
    stories = stories_of([group[0] for group in shown], root_of(officer))
    context = {
        "waiting": [
            {
                **_view(group[0], typed),
                "story": stories.get(group[0].row.pk),
                "also": [_view(one, {}) for one in group[1:]],
            }
            for group in shown
        ],
        "is_more": len(rows) > LOOKED_AT or len(groups) > PAGE,
        "dismissed": [_view(one, {}) for one in with_words(dismissed)],
        "reasons": Reason.choices,
        "categories": active_categories(root_of(officer)),
    }
    return render(request, "console/candidates.html", context, status=status)


def _groups(found: list[Candidate], apart: str) -> list[list[Candidate]]:
    """Nearly equal posts on one card, but for that of the message `apart`: these are decided on one by one."""
    groups = near_equal.grouped(found)
    return [
        part for group in groups for part in ([[one] for one in group] if str(group[0].row.pk) == apart else [group])
    ]


def _view(one: Candidate, typed: dict[str, str]) -> dict[str, object]:
    row, inbound = one.row, one.inbound
    return {
        "id": str(row.pk),
        "channel": row.channel,
        "channel_label": channel_label(row.channel),
        "account": row.account.name,
        "is_urgent": row.is_urgent,
        "at": inbound.sent_at or row.received_at,
        "name": inbound.sender_name,
        "title": one.shown_title,
        "text": one.shown_text,
        "url": one.link,
        "sender_check": inbound.sender_check,
        "is_unproved": candidates.is_mail(row),
        "files": len(inbound.media),
        "reason": Reason(row.error).label if row.error in Reason.values else "",
        "typed": typed if typed.get("id") == str(row.pk) else {},
    }


def _decide(request: HttpRequest, officer: Officer) -> dict[str, str] | None:
    """Do what was pressed. What cannot be done gives back what was typed, with the error beside it."""
    what, given = request.POST.get("do", ""), request.POST.get("id", "")
    try:
        message_id, *also = (UUID(one) for one in [given, *request.POST.getlist("also")[:MOST_TOGETHER]])
    except ValueError:
        messages.warning(request, _("This is not possible."))
        return None
    if what == "attach":
        return _attach(request, officer, [message_id, *also])
    if what == "accept":
        _accept(request, officer, [message_id, *also])
    elif what == "dismiss" and request.POST.get("reason") in Reason.values:
        done = near_equal.dismiss_all([message_id, *also], Reason(request.POST["reason"]), by=officer)
        _say(request, _("Dismissed. You find it below and can put it back."), is_done=bool(done))
    elif what == "put_back":
        _say(request, _("It waits again."), is_done=candidates.put_back(message_id, by=officer))
    else:
        return {"id": given, "error": _("Choose a reason.")}
    return None


@never_cache
@require_POST
@officers_only(Can.MOVE_ENTRIES)
def mail_view(request: HttpRequest, number: str) -> HttpResponse:
    """A mail without proof that waits beside a report: taken in as words from elsewhere, or dismissed."""
    officer = signed_in(request)
    report = queries.report_by_number(number)
    if report is None or not may_take_in(officer, report):
        raise Http404
    waiting = {str(row.pk): row for row in candidates.mails_about(report, officer=officer)}
    row = waiting.get(request.POST.get("id", ""))
    try:
        if row is not None and request.POST.get("do") == "take_in":
            _say(
                request,
                _("Taken in: officers and the reporter read it."),
                is_done=candidates.attach(row.pk, report, by=officer),
            )
        elif row is not None:
            _say(
                request,
                _("Dismissed. You find it among the candidates and can put it back."),
                is_done=candidates.dismiss(row.pk, Reason.UNPROVED, by=officer),
            )
        else:
            _say(request, "", is_done=False)
    except ActRefused as refused:
        messages.error(request, str(refused.reason))
    return HttpResponseRedirect(reverse("console:report", args=[report.tracking_id]))


def may_take_in(officer: Officer, report: Report) -> bool:
    actor = officer_actor(officer)
    return queries.may_see(officer, report) and offered_act(report, ActName.TAKE_IN, actor=actor) is not None


def mails_beside(report: Report, officer: Officer) -> list[dict[str, object]]:
    """The mails that wait beside a report, for its page."""
    return [_view(one, {}) for one in with_words(candidates.mails_about(report, officer=officer))]


def _say(request: HttpRequest, words: str, *, is_done: bool) -> None:
    if is_done:
        messages.success(request, words)
    else:
        messages.warning(request, _("Somebody else has decided on it in the meantime."))


def _accept(request: HttpRequest, officer: Officer, message_ids: list[UUID]) -> None:
    code = request.POST.get("category", "")
    category = (
        Category.objects.select_related("agency").filter(root=root_of(officer), is_active=True, code=code).first()
        if code
        else None
    )
    try:
        taken = near_equal.accept_all(message_ids, by=officer, category=category)
    except ActRefused as refused:
        messages.error(request, str(refused.reason))
        return
    number = show_tracking_id(taken.report.tracking_id) if taken else ""
    _say(request, _("It is report %(number)s now.") % {"number": number}, is_done=taken is not None)
    if taken and taken.merged:
        done = ngettext("%(n)s report merged into %(number)s.", "%(n)s reports merged into %(number)s.", taken.merged)
        messages.success(request, done % {"n": taken.merged, "number": number})
    if taken and taken.refused:
        messages.warning(request, _("Not merged: %(reports)s") % {"reports": "; ".join(taken.refused[:10])})


def _attach(request: HttpRequest, officer: Officer, message_ids: list[UUID]) -> dict[str, str] | None:
    number, first = request.POST.get("number", ""), str(message_ids[0])
    report = queries.report_by_number(number)
    if report is None or not queries.may_see(officer, report):
        return {"id": first, "number": number, "error": _("There is no such report.")}
    try:
        done = near_equal.attach_all(message_ids, report, by=officer)
    except ActRefused as refused:
        return {"id": first, "number": number, "error": str(refused.reason)}
    said = _("Added to report %(number)s.") % {"number": show_tracking_id(report.tracking_id)}
    _say(request, said, is_done=bool(done))
    return None
