"""Which office the forms have filled in, and which routing row an act follows. Called by casework.forms and
casework.actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lapor.agencies.queries import default_agency
from lapor.casework.choices import agency_choices
from lapor.casework.suggested import FieldSuggestion, field_suggestions
from lapor.reports.models import Report
from lapor.reports.queries import StoryLine
from lapor.reports.routing import ReportRoutes, routed
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import ActData
from lapor.suggest.models import SuggestionKind
from lapor.triage.queries import refused_towards

ROUTED = frozenset({ActName.FORWARD, ActName.REROUTE, ActName.DECIDE, ActName.REFER})


@dataclass(frozen=True)
class AgencyProposal:
    """`pk`: the office to fill in, None for none; `words`: why this one, or that rows disagree."""

    pk: UUID | None
    words: str = ""


def proposed_agency(
    report: Report,
    routes: ReportRoutes,
    category_id: UUID | None,
    suggested: FieldSuggestion,
    lines: Sequence[StoryLine] | None = None,
) -> AgencyProposal:
    """`lines`: the officers' story, where the page has read it.

    The first that there is: whom an agency that refused it named; whom a routing row names; what was learned; whose
    the category is by the preset; what else was suggested."""
    named = refused_towards(report, None if lines is None else [line.entry for line in lines])
    if any(pk == named for pk, _name in agency_choices(report.root)):
        return AgencyProposal(UUID(named), _("Named by the office that sent it back."))
    if (route := routes.route(category_id)) is not None:
        return AgencyProposal(route.agency.pk if route.agency else None, route.words)
    words = routes.conflict_words(category_id)
    if suggested.pk and suggested.is_learned and not report.refusals:
        return AgencyProposal(suggested.pk, f"{words} {suggested.words}".strip())
    if own := default_agency(report.category, report.area) if report.category else None:
        return AgencyProposal(own.pk, words)
    return AgencyProposal(suggested.pk, f"{words} {suggested.words}".strip())


def proposals_for(report: Report) -> dict[str, FieldSuggestion]:
    """What the form of forwarding is filled with, by field; empty for a protected report."""
    found = field_suggestions(report)
    if report.is_protected:
        return found
    category, learned = (found.get(kind, FieldSuggestion()) for kind in SuggestionKind)
    agency = proposed_agency(report, ReportRoutes(report), report.category_id or category.pk, learned)
    is_learned = learned.is_learned and learned.pk == agency.pk
    if agency.pk or agency.words:
        found[SuggestionKind.AGENCY] = FieldSuggestion(agency.words, agency.pk, is_learned)
    return found


def with_route(report: Report, act: Act, data: ActData) -> ActData:
    """Names the row in force that wants what the officer chose: where they kept what was filled in."""
    if act.name not in ROUTED:
        return data
    route = ReportRoutes(report).route(data.category.pk if data.category else report.category_id)
    if route is None:
        return data
    kept = data.agency == route.agency if route.agency else data.destination == route.row.refer
    return routed(data, route) if kept else data
