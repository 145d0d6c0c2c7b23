"""What a page answers to an act that was sent to it: the page again with the words, or away with a word on what was
done. Called by the views of console, own page and desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.agencies.models import Officer
from lapor.casework.access_log import note_reading
from lapor.casework.forms import ActForm
from lapor.casework.kept_words import show_words
from lapor.casework.performing import Changed, Done, FormAtFault, NotOffered, SentBefore, perform
from lapor.reports.models import Report
from lapor.reports.queries import may_see, report_by_number
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import Actor
from lapor.reports.workflow.undoing import WITHIN

Words = str | Promise
SENT_BEFORE = gettext_lazy("It has already been sent. Nothing was done twice.")
NOT_OFFERED = gettext_lazy(
    "The report has changed in the meantime, so this is no longer possible. Check its state now."
)


def report_or_404(officer: Officer, number: str) -> Report:
    """The report, or Http404 for one that this officer may not know of. That a protected case was read is noted."""
    report = report_by_number(number)
    if report is None or not may_see(officer, report):
        raise Http404
    note_reading(report, officer)
    return report


class ShowPage(Protocol):
    """The page with the form that was refused, or as it stands now."""

    def __call__(self, *, bound: ActForm | None, status: int) -> HttpResponse: ...


@dataclass(frozen=True)
class ActPage:
    """How a page speaks and where it leads.

    `words_of` says what was done, `after` adds to it and may lead elsewhere. `can_undo`: `after` offers to undo it."""

    show: ShowPage
    url: str
    words_of: Callable[[Done], str]
    sent_before: Words = SENT_BEFORE
    not_offered: Words = NOT_OFFERED
    after: Callable[[Done], str] | None = None
    can_undo: bool = False


def words_for_officers(done: Done) -> str:
    """What was done, by its name; what waits for somebody else says so."""
    said = (
        _("Proposed: %(act)s. It takes effect when it is approved.")
        if done.taken.entry.act == ActName.PROPOSE
        else _("Done: %(act)s.")
    )
    return said % {"act": done.act.label}


def answer_act(
    request: HttpRequest,
    report: Report,
    name: str,
    page: ActPage,
    *,
    actor: Actor,
    data: Mapping[str, Any],
    is_there: bool = True,
) -> HttpResponse:
    """Do it and answer: 302 done or sent before, 409 no longer offered, 422 a field is at fault.

    What was typed stands in the form again, or beside the page."""
    outcome = perform(
        report,
        name,
        actor=actor,
        data=data,
        files=request.FILES,
        is_there=is_there,
        asks_again=True,
        undo_within=WITHIN if page.can_undo else None,
    )
    url = page.url
    match outcome:
        case FormAtFault(form):
            return page.show(bound=form, status=422)
        case NotOffered() | Changed():
            messages.warning(request, str(page.not_offered))
            show_words(request)
            return page.show(bound=None, status=409)
        case SentBefore():
            messages.success(request, str(page.sent_before))
        case Done():
            messages.success(request, page.words_of(outcome))
            url = (page.after(outcome) if page.after else "") or url
    return HttpResponseRedirect(url)
