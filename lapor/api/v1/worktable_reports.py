"""What an officer has beside one report: put off, drafts, what is suggested, what is similar, what to tick, the words
that are offered, macros."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency, Category
from lapor.agencies.roles import Can
from lapor.api.problems import Problem, invalid
from lapor.api.v1.worktable_access import handled_report, names_by_id, names_in, uuid_or_404
from lapor.api.v1.worktable_own import macro_out
from lapor.api.v1.worktable_schemas import SentDraft, SentMacroRun, SentPresence, SentSnooze
from lapor.casework.drafts import drafts_of, forget_draft, keep_draft
from lapor.casework.macros import MacroRun, macros_for, preview_macro, run_macro, usable_macros
from lapor.casework.presence import note_presence
from lapor.casework.response_templates import templates_for
from lapor.casework.routed import proposals_for
from lapor.casework.snoozing import end_snooze, may_snooze_until, snooze, snooze_of
from lapor.core.text import clean_text
from lapor.reports import queries
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import OPEN
from lapor.reports.workflow.acting import officer_actor
from lapor.triage.duplicates import similar_reports


def get_snooze(request: HttpRequest, number: str) -> JsonResponse:
    report, officer = handled_report(request, number)
    found = snooze_of(report, officer)
    if found is None:
        raise Problem(404, detail=_("You have not put this report off."))
    return JsonResponse({"until": found.until, "reason": found.reason})


def put_snooze(request: HttpRequest, number: str, sent: SentSnooze) -> JsonResponse:
    report, officer = handled_report(request, number)
    reason = clean_text(sent.reason)
    if not may_snooze_until(sent.until, report) or not reason:
        raise invalid("until" if reason else "reason", _("Choose a day within 180 days, and say why."))
    snooze(report, officer, until=sent.until, reason=reason)
    return get_snooze(request, number)


def delete_snooze(request: HttpRequest, number: str) -> None:
    report, officer = handled_report(request, number)
    end_snooze(report, officer)


def put_presence(request: HttpRequest, number: str, sent: SentPresence) -> JsonResponse:
    report, officer = handled_report(request, number)
    others = note_presence(report, officer, is_writing=sent.is_writing)
    return JsonResponse([{"name": one.name, "is_writing": one.is_writing} for one in others], safe=False)


def list_drafts(request: HttpRequest, number: str) -> JsonResponse:
    report, officer = handled_report(request, number)
    drafts = sorted(drafts_of(report, officer).items())
    return JsonResponse([{"act": act, "text": text} for act, text in drafts], safe=False)


def put_draft(request: HttpRequest, number: str, act: str, sent: SentDraft) -> None:
    report, officer = handled_report(request, number)
    if act not in set(ActName):
        raise invalid("act", _("There is no such act."))
    keep_draft(report, officer, act, sent.text)


def delete_draft(request: HttpRequest, number: str, act: str) -> None:
    report, officer = handled_report(request, number)
    forget_draft(report, officer, act)


def list_suggestions(request: HttpRequest, number: str) -> JsonResponse:
    """What the form of forwarding is filled with, and why; empty for a protected report."""
    report, _officer = handled_report(request, number)
    found = proposals_for(report)
    ids = {one.pk for one in found.values() if one.pk}
    codes = names_by_id(Category, ids, "code") | names_by_id(Agency, ids, "code")
    return JsonResponse(
        [
            {
                "field": str(name),
                "code": codes.get(str(one.pk)),
                "words": one.words,
                "is_learned": one.is_learned,
            }
            for name, one in sorted(found.items())
        ],
        safe=False,
    )


def list_similar(request: HttpRequest, number: str) -> JsonResponse:
    """For who may merge, as on the page."""
    report, officer = handled_report(request, number, Can.TRIAGE)
    is_looked_for = report.state in OPEN and not report.is_protected
    found = similar_reports(report, officer) if is_looked_for else []
    return JsonResponse(
        [
            {
                "tracking_id": one.report.tracking_id,
                "version": one.report.version,
                "state": one.report.state,
                "title": one.report.title,
                "score": round(one.score, 3),
                "metres": one.metres,
                "days": one.days,
                "words": list(one.words),
                "may_be_merged": one.may_be_merged,
            }
            for one in found
        ],
        safe=False,
    )


def list_checklist(request: HttpRequest, number: str) -> JsonResponse:
    report, _officer = handled_report(request, number)
    items = report.category.own_checklist() if report.category else []
    return JsonResponse([{"code": one.code, "label": one.label} for one in items], safe=False)


def list_offered_templates(request: HttpRequest, number: str, act: str) -> JsonResponse:
    report, officer = handled_report(request, number)
    found = templates_for(report, officer, act)
    return JsonResponse([{"id": str(one.id), "name": one.name, "text": one.text} for one in found], safe=False)


def list_fitting_macros(request: HttpRequest, number: str) -> JsonResponse:
    report, officer = handled_report(request, number)
    offered = queries.offered_acts(report, officer_actor(officer))
    macros = macros_for(report, officer, offered)
    names = names_in([step for one in macros for step in one.steps])
    return JsonResponse([macro_out(one, names) for one in macros], safe=False)


def run_macro_on_report(request: HttpRequest, number: str, macro_id: str, sent: SentMacroRun) -> JsonResponse:
    """What it would do, or done: then from the version that was looked at."""
    report, officer = handled_report(request, number)
    macro = usable_macros(officer).filter(pk=uuid_or_404(macro_id)).first()
    if macro is None:
        raise Problem(404)
    if sent.preview:
        return JsonResponse(_run_out(preview_macro(macro, report, officer), is_preview=True))
    if sent.version is None:
        raise invalid("version", _("Please fill this in."))
    return JsonResponse(_run_out(run_macro(macro, report, officer, version=sent.version), is_preview=False))


def _run_out(run: MacroRun, *, is_preview: bool) -> dict[str, Any]:
    return {
        "tracking_id": run.report.tracking_id,
        "is_preview": is_preview,
        "done": [
            {
                "act": step.taken.entry.act,
                "state": step.taken.entry.state_after,
                "version": step.taken.report.version,
                "text": step.taken.entry.text,
            }
            for step in run.done
        ],
        "refused": run.refused or None,
        "reason": run.reason,
    }
