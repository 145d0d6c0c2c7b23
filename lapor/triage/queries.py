"""What a triage officer needs to decide: whose it is by the rules, and what in it must not be published."""

from django.db.models import Count

from lapor.agencies.models import Agency
from lapor.agencies.queries import default_agency
from lapor.core.text import personal_data_in
from lapor.reports.models import Report
from lapor.triage.models import Incident


def proposed_agency(report: Report) -> Agency | None:
    """Whom the routing rules name for the report's category and place."""
    return default_agency(report.category, report.area) if report.category else None


def privacy_findings(report: Report) -> list[tuple[str, str]]:
    """What looks like personal data in the words that would be published: (kind, words)."""
    return personal_data_in(f"{report.title}\n{report.public_text}\n{report.address}")


def clock_note_of(report: Report) -> str:
    """The published change of clocks of the incident that the report stands for; most reports stand for none and cost no query."""
    if not report.extra_working_days:
        return ""
    return str(Incident.objects.filter(parent=report).values_list("clock_note", flat=True).first() or "")


def incidents_of_areas(root_code: str) -> dict[str, int]:
    """How many incidents of the jurisdiction name an area: one that lost its areas would stand for the whole city."""
    rows = Incident.objects.filter(root__code=root_code, root__root=None).exclude(areas=None).order_by()
    return dict(rows.values_list("areas").annotate(count=Count("pk")))
