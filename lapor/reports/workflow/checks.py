"""Whether what an act carries is enough and fits the report.

Called by `perform_action`; surfaces show the refusal beside the field."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lapor.agencies.models import Agency
from lapor.agencies.roles import Can, may
from lapor.agencies.teams import teams_for_work
from lapor.calendars.working_days import WorkCalendar
from lapor.core.text import is_visible
from lapor.reports.evidence import is_shown_by
from lapor.reports.models import PartnerLink, Report
from lapor.reports.permissions import has_access
from lapor.reports.vocabulary import CHOSEN_ARCHIVE_REASONS, OUTCOMES_OF_KIND, ActName, Kind, Outcome, PartnerStep
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import ActData
from lapor.reports.workflow.refusals import ActRefused

RATINGS = range(1, 6)


def check_data(
    row: Act, report: Report, data: ActData, *, at: datetime, calendar: WorkCalendar, partner: PartnerLink | None = None
) -> None:
    """`partner`: whose link acts. Raises ActRefused naming the first field that is missing or does not fit."""
    given = data.given()
    for needed in row.needs:
        value = getattr(data, needed, None)
        if needed not in given or (isinstance(value, str) and not is_visible(value)):
            raise ActRefused(_("Please fill this in."), field=needed)
    _check_jurisdiction(report, data)
    if data.outcome and data.outcome not in OUTCOMES_OF_KIND[report.kind]:
        raise ActRefused(_("This outcome does not fit this kind of report."), field="outcome")
    if data.archive_reason and data.archive_reason not in CHOSEN_ARCHIVE_REASONS:
        raise ActRefused(_("This reason is not in the list."), field="archive_reason")
    if data.rating and data.rating not in RATINGS:
        raise ActRefused(_("A rating is a number from 1 to 5."), field="rating")
    if data.promised_on and data.promised_on <= calendar.local(at).date():
        raise ActRefused(_("The promised date must be in the future."), field="promised_on")
    if row.name in {ActName.PARTNER_NEWS, ActName.INVITE_PARTNER, ActName.END_PARTNER}:
        _check_partner(report, data, at, partner)
    if row.name in _CHECKS:
        _CHECKS[row.name](report, data)


def _check_jurisdiction(report: Report, data: ActData) -> None:
    """Nothing of another jurisdiction may be named: two cities on one installation know nothing of each other."""
    agencies: tuple[tuple[str, Agency | None], ...] = (
        ("agency", data.agency),
        ("unit", data.unit),
        ("proposed_agency", data.proposed_agency),
    )
    for field, agency in agencies:
        if agency is not None and report.root_id not in {agency.pk, agency.root_id}:
            raise ActRefused(_("There is no such agency here."), field=field)
    if data.category is not None and data.category.root_id != report.root_id:
        raise ActRefused(_("There is no such category here."), field="category")
    if data.unit is not None and (report.agency_id not in data.unit.path or data.unit.pk == report.agency_id):
        raise ActRefused(_("Choose a unit below the agency that holds the report."), field="unit")


def _check_evidence(report: Report, data: ActData) -> None:
    """A category may ask for a photo of the result before a complaint counts as solved: of its own, never a file that
    the report has already, and after a rejection a new one (what was shown before is evidence no longer)."""
    wants = (
        report.kind == Kind.COMPLAINT
        and data.outcome == Outcome.SOLVED
        and report.category
        and report.category.needs_evidence
    )
    if wants and not is_shown_by(report, data.photos):
        raise ActRefused(_("This category asks for a photo that shows the result."), field="photos")


FARTHEST = timedelta(days=366)  # that a partner may plan ahead: what they say is public at once


def _check_partner(report: Report, data: ActData, at: datetime, partner: PartnerLink | None) -> None:
    if partner is not None and not partner.is_good(report, at):
        raise ActRefused(_("This link is over."))
    if data.partner_link is not None and data.partner_link.report_id != report.pk:
        raise ActRefused(_("This link is over."), field="partner_link")
    if data.partner_step == PartnerStep.PLANNED and data.promised_on is None:
        raise ActRefused(_("Say for which day it is planned."), field="promised_on")
    if data.partner_step == PartnerStep.PLANNED and data.promised_on and data.promised_on > (at + FARTHEST).date():
        raise ActRefused(_("Choose a day within the next year."), field="promised_on")
    if data.partner_step == PartnerStep.DONE and not data.photos:
        raise ActRefused(_("Add a photo that shows the result."), field="photos")


def _check_officer(report: Report, data: ActData) -> None:
    officer = data.officer
    fits = officer is not None and officer.is_active and may(officer, Can.BE_GIVEN_WORK) and has_access(officer, report)
    if not fits:
        raise ActRefused(_("Choose an officer of the agency that holds the report."), field="officer")


def _check_team(report: Report, data: ActData) -> None:
    if data.team is None or not teams_for_work(report.agency).filter(pk=data.team.pk).exists():
        raise ActRefused(_("Choose a team of the agency that holds the report."), field="team")
    if data.team.pk == report.team_id and report.officer_id is None:
        raise ActRefused(_("This team has it already."), field="team")


def _check_note(_report: Report, data: ActData) -> None:
    if not is_visible(data.text) and not data.photos:
        raise ActRefused(_("Please fill this in, or add a file."), field="text")


_CHECKS: dict[str, Callable[[Report, ActData], None]] = {
    ActName.ANSWER: _check_evidence,
    ActName.ASSIGN_OFFICER: _check_officer,
    ActName.GIVE_TEAM: _check_team,
    ActName.NOTE: _check_note,
}
