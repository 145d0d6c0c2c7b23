"""What a triage officer needs to decide: whose it is by the rules, and what in it must not be published."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count
from django.utils.translation import get_language

from lapor.agencies.models import Agency
from lapor.agencies.queries import active_categories, district_of
from lapor.core.ttl_cache import TTLCache
from lapor.db.compiled import Compiled, Given
from lapor.reports.models import Entry, Report
from lapor.reports.publication import found_in_report
from lapor.reports.routing import ReportRoutes
from lapor.reports.vocabulary import ActName
from lapor.triage.models import Incident


def refused_towards(report: Report, entries: Sequence[Entry] | None = None) -> str:
    """Id of the agency that the one named which refused it last, while nobody has it since; "" for none. `entries`: all
    of its story, oldest first, where they were read already; else one query, of refused ones only."""
    if not report.refusals or report.agency_id:
        return ""
    if entries is None:
        entries = list(Entry.objects.filter(report=report, act=ActName.REFUSE).order_by("at", "id"))
    refusals = [entry for entry in entries if entry.act == ActName.REFUSE and "undone" not in entry.details]
    return str(refusals[-1].details.get("proposed_agency") or "") if refusals else ""


def agencies_by_category(report: Report, routes: ReportRoutes) -> dict[str, str]:
    """Whose each category would be: by a routing row that decides, else as the preset says at the report's place. Ids;
    no agency where a row names a place outside. The preset's are kept for some seconds."""
    categories, district_offices = _preset_agencies.get(report.root_id)
    local = district_offices.get(district_of(report.area).code, "") if report.area else ""
    whose = {category: local if agency is None else agency for category, agency in categories.items()}
    by_rows = {str(pk): str(route.agency.pk) if route.agency else "" for pk, route in routes.by_category().items()}
    return {category: agency for category, agency in (whose | by_rows).items() if agency}


def _find_preset_agencies(root_id: UUID) -> tuple[dict[str, str | None], dict[str, str]]:
    """The agency of each category, None = the office of the district (as agencies.queries.default_agency); and those
    offices by the code of their district."""
    rows = active_categories(Agency(pk=root_id)).select_related(None).only("by_area", "agency_id")
    categories = {str(one.pk): None if one.by_area else str(one.agency_id or "") for one in rows}
    offices = Agency.objects.filter(root=root_id, is_active=True).exclude(area_code="").order_by("-name")
    return categories, {code: str(pk) for code, pk in offices.values_list("area_code", "pk")}


_preset_agencies: TTLCache[UUID, tuple[dict[str, str | None], dict[str, str]]] = TTLCache(_find_preset_agencies)


def privacy_findings(report: Report) -> list[tuple[str, str]]:
    """What looks like personal data in the words that would be published: (kind, words), once each."""
    return list(dict.fromkeys((finding.kind, finding.words) for _field, finding in found_in_report(report)))


def unanswered(report: Report) -> list[str]:
    """What the office needs to know in this category and was not told when the report was filed."""
    answered = {said["code"] for said in report.answers}
    questions = report.category.own_questions() if report.category else []
    language = get_language() or "id"
    return [question.label(language) for question in questions if question.is_wanted and question.code not in answered]


def incident_of(report: Report) -> Incident | None:
    """The incident that it stands for. One query, of reports without a reporter only: nobody filed the parent of an
    incident."""
    return _OF_PARENT.first(parent=report.pk) if report.reporter_id is None else None


_OF_PARENT: Compiled[Incident] = Compiled(lambda: Incident.objects.filter(parent=Given("parent")).order_by())


def incidents_of_areas(root_code: str) -> dict[str, int]:
    """How many incidents of the jurisdiction name an area: one that lost its areas would stand for the whole city."""
    rows = Incident.objects.filter(root__code=root_code, root__root=None).exclude(areas=None).order_by()
    return dict(rows.values_list("areas").annotate(count=Count("pk")))
