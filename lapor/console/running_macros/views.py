"""A macro on one report, or on those that were selected in a list: first what it would do, then done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.roles import Can
from lapor.casework.act_pages import SENT_BEFORE, report_or_404
from lapor.casework.actions import consequence_of
from lapor.casework.bulk import BulkResult, chosen_reports, effects_of
from lapor.casework.macro_questions import StepQuestions, answers_in, asked_by_hand, kept_answers
from lapor.casework.macros import (
    MacroRun,
    MacroStepDone,
    digest_of,
    is_publishing,
    preview_macro,
    run_macro,
    run_on_each,
    usable_macros,
    words_of_steps,
)
from lapor.casework.models import Macro
from lapor.casework.shown_files import FilesLookedAt, waiting_files
from lapor.console.bulk.shown import effect_views
from lapor.console.bulk.views import say_result
from lapor.console.inbox.filters import address_of, filters_from, report_address
from lapor.console.report.following import url_after
from lapor.core.text import whole_number
from lapor.presentation.acts import act_label
from lapor.presentation.story import file_views
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, Audience, Publication, State, Visibility


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.HANDLE_REPORTS)
def run_view(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """Shows what each act would do and what it asks; sent with the version that was shown, they are done from it. On to
    the next one of the list like after any act. 422: something is not ticked, nothing was done.

    What would be done is done and taken back, under the report's lock: asked for by POST too. By GET, as after signing
    in anew, the report is shown."""
    officer = signed_in(request)
    report, macro = report_or_404(officer, number), usable_macros(officer).filter(pk=pk).first()
    if macro is None:
        raise Http404
    filters = filters_from(request.GET)
    if request.method != "POST":
        return HttpResponseRedirect(report_address(report.tracking_id, filters))
    answers, version = answers_in(request.POST, macro), whole_number(request.POST.get("version", ""))
    words = words_of_steps(macro)
    trial, digest = preview_macro(macro, report, officer, answers=answers, words=words), digest_of(macro, words)
    is_first = version is None or _is_another(request, digest)
    if trial.asked or is_first:
        return _show(request, macro, report, trial, digest=digest, status=200 if is_first else 422)
    run = run_macro(macro, report, officer, version=version, answers=answers)
    for step in run.done:
        messages.success(request, _("Done: %(act)s.") % {"act": step.row.label})
    if run.refused:
        said = _("Stopped at “%(act)s”: %(reason)s")
        messages.warning(request, said % {"act": act_label(run.refused), "reason": run.reason})
    if not run.done:
        if not run.refused:
            messages.success(request, str(SENT_BEFORE))
        return HttpResponseRedirect(report_address(report.tracking_id, filters))
    url = url_after(request, officer, report, filters, run.report)
    return HttpResponseRedirect(url or report_address(report.tracking_id, filters))


def _show(
    request: HttpRequest, macro: Macro, report: Report, run: MacroRun, *, digest: str, status: int
) -> HttpResponse:
    address = address_of(filters_from(request.GET))
    context = {
        "macro": macro,
        "digest": digest,
        "report": report,
        "steps": _views(report, run.done),
        "refused": act_label(run.refused) if run.refused else "",
        "reason": run.reason,
        "questions": [StepQuestions(asked, request.POST) for asked in run.asked],
        "kept": kept_answers(request.POST, run.asked),
        "back_url": report_address(report.tracking_id, filters_from(request.GET)),
        "run_url": f"{reverse('console:run_macro', args=[report.tracking_id, macro.pk])}?{address}",
    }
    return render(request, "console/run_macro.html", context, status=status)


def _views(report: Report, steps: list[MacroStepDone]) -> list[dict[str, Any]]:
    """One for each step, with what of the report it would change, from one to the next."""
    stands = [report, *(step.taken.report for step in steps)]
    return [
        {**_view(step), "changes": _changes(before, after), "public": _going_public(before, after)}
        for step, before, after in zip(steps, stands, stands[1:], strict=False)
    ]


def _changes(before: Report, after: Report) -> list[tuple[str, str]]:
    found: list[tuple[str, Any]] = []
    if after.category_id != before.category_id and after.category:
        found.append((_("Category"), after.category.label))
    if after.publication != before.publication:
        found.append((_("Publication"), Publication(after.publication).label))
    return [(name, str(value)) for name, value in found]


def _going_public(before: Report, after: Report) -> dict[str, Any]:
    """Words as they would stand, and the files that go with them; empty where nothing goes before the public."""
    if after.is_protected or not (_is_published(after) and not _is_published(before)):
        return {}
    files = waiting_files([before]).get(before.pk, [])
    return {"title": after.public_title, "text": after.public_text, "photos": file_views(files)}


def _is_published(report: Report) -> bool:
    return report.publication == Publication.PUBLISHED and report.visibility == Visibility.PUBLIC


def _view(step: MacroStepDone) -> dict[str, Any]:
    entry, report = step.taken.entry, step.taken.report
    is_proposed = entry.act == ActName.PROPOSE
    return {
        "label": step.row.label,
        "from_label": State(step.from_state).label,
        "to_label": State(entry.state_after).label if entry.state_after != step.from_state else "",
        "agency": entry.details.get("to_agency_name") or entry.details.get("proposed_agency_name", ""),
        "text": entry.text,
        "is_public": entry.audience != Audience.INTERNAL,
        "is_proposed": is_proposed,
        "consequence": consequence_of(step.row, report),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.HANDLE_REPORTS)
def bulk_view(request: HttpRequest) -> HttpResponse:
    """Its first act decides which of the selected reports it fits; with `confirm` each gets all acts of its own. By GET
    the list."""
    officer = signed_in(request)
    back = f"{reverse('console:inbox')}?{address_of(filters_from(request.GET))}"
    if request.method != "POST":
        return HttpResponseRedirect(back)
    reports = chosen_reports(officer, request.POST.getlist("report"))
    macro = _chosen(officer, request.POST.get("macro", ""))
    if macro is None or not reports:
        messages.warning(request, _("Select reports, then what is to be done to them."))
        return HttpResponseRedirect(back)
    digest = digest_of(macro)
    if "confirm" not in request.POST or _is_another(request, digest):
        effects = effects_of(macro.steps[0]["act"], reports, officer)
        possible = [effect for effect in effects if effect.row]
        context = {
            "macro": macro,
            "digest": digest,
            "acts": [{"label": act_label(step["act"]), "text": step.get("text", "")} for step in macro.steps],
            "effects": effect_views(possible, is_published=is_publishing(macro)),
            "is_public": is_publishing(macro),
            "asked": asked_by_hand(macro, [effect.report for effect in possible], officer),
            "refused": [effect for effect in effects if not effect.row],
            "back_url": back,
        }
        return render(request, "console/bulk_macro.html", context)
    looked_at = FilesLookedAt(frozenset(request.POST.getlist("shown_files")))
    runs = run_on_each(macro, reports, request.POST.dict(), by=officer, looked_at=looked_at)
    _say_runs(request, macro, runs)
    return HttpResponseRedirect(back)


def _is_another(request: HttpRequest, digest: str) -> bool:
    """Whether somebody changed the macro, or a template of it, since it was shown: it is shown again, and said."""
    is_other = request.POST.get("digest", digest) != digest
    if is_other:
        messages.warning(request, _("The macro was changed in the meantime. Look at it again."))
    return is_other


def _say_runs(request: HttpRequest, macro: Macro, runs: list[MacroRun]) -> None:
    """How many had all of it done; of each other one which act stopped it and why, and what was done before that."""
    none = [
        (run.report, f"{act_label(run.refused)}: {run.reason}") for run in runs if run.refused and not run.acts_done
    ]
    say_result(request, macro.name, BulkResult([run.report for run in runs if not run.refused], none))
    if partly := "; ".join(_partly(run) for run in runs if run.refused and run.acts_done):
        messages.warning(request, _("Done in part, look at them one by one: %(reports)s") % {"reports": partly})


def _partly(run: MacroRun) -> str:
    return _("%(report)s: done: %(acts)s, stopped at “%(act)s”: %(reason)s") % {
        "report": run.report,
        "acts": ", ".join(run.acts_done),
        "act": act_label(run.refused),
        "reason": run.reason,
    }


def _chosen(officer: Officer, pk: str) -> Macro | None:
    try:
        return usable_macros(officer).filter(pk=UUID(pk)).first()
    except ValueError:
        return None
