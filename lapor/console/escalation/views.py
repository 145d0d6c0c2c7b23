"""/konsol/eskalasi/: who hears of deadlines by the levels in force; others and other terms, tried on the past.

For administrators. Nothing is changed here: levels are loaded with the preset."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.escalation.queries import escalation_in_force, read_escalation
from lapor.agencies.models import Agency, Category
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.preset import PresetError
from lapor.agencies.queries import root_of, rules_of
from lapor.agencies.roles import Can, Role
from lapor.calendars.escalation import Escalation, EscalationLevel
from lapor.console.escalation import words
from lapor.console.escalation.forms import LevelsForm, OtherTermForm
from lapor.notify.escalation_trial import DAYS, MOST_IN_A_REQUEST, EscalationTrial, by_most, try_escalation
from lapor.reports.deadlines.what_if import other_terms
from lapor.reports.vocabulary import ClockKind, Reminder


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def escalation_view(request: HttpRequest) -> HttpResponse:
    """POST tries levels; `working_days` in the address tries another term."""
    root = root_of(signed_in(request))
    in_force = escalation_in_force(rules_of(root))
    tried = request.method == "POST"
    levels_form = LevelsForm(request.POST if tried else None, request.FILES if tried else None)
    term_form = OtherTermForm(request.GET if "working_days" in request.GET and not tried else None, root=root)
    context: dict[str, Any] = {}
    if tried and levels_form.is_valid():
        try:
            context |= _tried(root, levels_form.cleaned_data["file"], in_force)
        except PresetError as error:
            levels_form.add_error("file", _("The file has faults. Nothing was changed."))
            context["faults"] = str(error).splitlines()
    if term_form.is_bound and term_form.is_valid():
        context |= _with_other_term(root, term_form.cleaned_data)
    context |= {"levels_form": levels_form, "term_form": term_form, "days": DAYS, **_described(root, in_force)}
    has_errors = levels_form.errors or term_form.errors
    return render(request, "console/escalation.html", context, status=422 if has_errors else 200)


def _tried(root: Agency, file: Any, in_force: Escalation) -> dict[str, Any]:
    escalation = read_escalation(file.read(), file.name, root) if file else in_force
    trial = try_escalation(root, escalation, days=DAYS, most=MOST_IN_A_REQUEST)
    categories = _categories(root)
    return {
        "trial": trial,
        "tried_levels": [(*_level(one.level, categories), one) for one in trial.levels],
        "by_role": _by_role(trial),
        "by_category": by_most(trial.by_category),
        "found": trial.found,
    }


def _by_role(trial: EscalationTrial) -> list[tuple[Any, ...]]:
    return [
        (ClockKind(clock).label, Reminder(says).label, Role(role).label, one)
        for (clock, says, role), one in sorted(trial.by_role.items())
    ]


def _with_other_term(root: Agency, asked: dict[str, Any]) -> dict[str, Any]:
    found, (term,) = other_terms(
        root,
        [asked["working_days"]],
        clock=asked["clock"],
        category=asked["category"],
        days=DAYS,
        most=MOST_IN_A_REQUEST,
    )
    return {"term": term, "found": found}


def _described(root: Agency, escalation: Escalation) -> dict[str, Any]:
    categories = _categories(root)
    return {
        "version": escalation.version,
        "quiet_hours": words.quiet_hours(escalation.quiet_hours),
        "levels": [_level(level, categories) for level in escalation.levels],
    }


def _level(level: EscalationLevel, categories: dict[str, Category]) -> tuple[int, str, str, str, str]:
    """Number, for which deadlines, when, who hears, who of them in a digest."""
    scope = words.scope(level, categories)
    return level.number, scope, words.moment(level), words.hearers(level.to), words.hearers(level.digest)


def _categories(root: Agency) -> dict[str, Category]:
    return {category.code: category for category in Category.objects.filter(root=root)}
