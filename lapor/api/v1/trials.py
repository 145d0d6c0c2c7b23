"""Rules that are tried on the past before they are in force, over REST: routing rows, levels of escalation, another
term. For administrators, as on their pages."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from lapor.agencies.escalation.queries import escalation_in_force, read_escalation
from lapor.agencies.models import Agency, Officer
from lapor.agencies.preset import PresetError
from lapor.agencies.queries import active_categories, root_of, rules_of
from lapor.agencies.roles import Can
from lapor.agencies.routing.actions import load_rows
from lapor.agencies.routing.queries import known_codes, routing_in_force
from lapor.agencies.routing.reading import RoutingError, read_rows
from lapor.agencies.routing.rows import RoutingRow, RoutingTable
from lapor.api.problems import FieldError, Problem, invalid
from lapor.api.v1.trials_schemas import SentLevels, SentRows, SentTerm
from lapor.api.v1.worktable_access import officer_with
from lapor.notify.escalation_trial import DAYS, MOST_IN_A_REQUEST, try_escalation
from lapor.reports.deadlines.recent_deadlines import RecentDeadlines
from lapor.reports.deadlines.what_if import other_terms
from lapor.reports.routing import ROUTED_DAYS, routed_by_line
from lapor.reports.vocabulary import channel_choices
from lapor.triage.routing_trial import MOST_IN_A_REQUEST as TRIED
from lapor.triage.routing_trial import try_table

LEVELS_FILE = "levels.toml"  # as faults name it


def _administered(request: HttpRequest) -> tuple[Officer, Agency]:
    officer = officer_with(request, Can.ADMINISTER)
    return officer, root_of(officer)


def _faults(field: str, error: Exception) -> Problem:
    """Every line at fault."""
    return Problem(422, errors=[FieldError(field, line) for line in str(error).splitlines()])


def get_routing(request: HttpRequest) -> JsonResponse:
    _officer, root = _administered(request)
    table = routing_in_force(root)
    if table is None:
        return JsonResponse({"version": None, "rows": []})
    counts = routed_by_line(root, table.version, days=ROUTED_DAYS)
    rows = [{"line": row.line, "name": row.name, "routed": counts.get(row.line, 0)} for row in table.rows]
    return JsonResponse({"version": table.version, "rows": rows})


def _rows(root: Agency, sent: SentRows) -> tuple[RoutingRow, ...]:
    try:
        return read_rows(sent.rows.encode(), known_codes(root, dict(channel_choices())))
    except RoutingError as error:
        raise _faults("rows", error) from error


def try_routing(request: HttpRequest, sent: SentRows) -> JsonResponse:
    _officer, root = _administered(request)
    trial = try_table(root, RoutingTable("", _rows(root, sent)), reports=TRIED)
    changes = [
        {
            "line": one.row.line,
            "name": one.row.name,
            "from_name": one.from_name,
            "to_name": one.to_name,
            "reports": one.reports,
            "ended_there": one.ended_there,
        }
        for one in trial.changes
    ]
    return JsonResponse(
        {
            "tried": trial.tried,
            "met": trial.met,
            "changed": trial.changed,
            "changes": changes,
            "urgent": {str(row.line): count for row, count in trial.urgent.items()},
            "disagreed": [list(lines) for lines in trial.disagreed],
        }
    )


def load_routing(request: HttpRequest, sent: SentRows) -> JsonResponse:
    officer, root = _administered(request)
    return JsonResponse({"version": load_rows(root, _rows(root, sent), by=officer)})


def try_levels(request: HttpRequest, sent: SentLevels) -> JsonResponse:
    _officer, root = _administered(request)
    try:
        levels = read_escalation(sent.levels.encode(), LEVELS_FILE, root) if sent.levels else None
    except PresetError as error:
        raise _faults("levels", error) from error
    trial = try_escalation(root, levels or escalation_in_force(rules_of(root)), days=DAYS, most=MOST_IN_A_REQUEST)
    levels_out = [
        {
            "number": one.level.number,
            "reached": one.reached,
            "notices": one.notices,
            "in_digest": one.in_digest,
            "without_hearer": one.without_hearer,
        }
        for one in trial.levels
    ]
    return JsonResponse({**_looked_at(trial.found), "would": trial.would, "really": trial.really, "levels": levels_out})


def try_term(request: HttpRequest, sent: SentTerm) -> JsonResponse:
    _officer, root = _administered(request)
    offered = active_categories(root).filter(is_protected=False)
    category = offered.filter(code=sent.category).first() if sent.category else None
    if sent.category and category is None:
        raise invalid("category", _("There is no such name here: %(name)s") % {"name": sent.category})
    found, (term,) = other_terms(
        root, [sent.working_days], clock=sent.clock, category=category, days=DAYS, most=MOST_IN_A_REQUEST
    )
    return JsonResponse({**_looked_at(found), **asdict(term)})


def _looked_at(found: RecentDeadlines) -> dict[str, Any]:
    return {"since": found.since, "reports": found.reports, "is_cut": found.is_cut}
