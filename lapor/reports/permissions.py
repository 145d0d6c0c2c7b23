"""Whose hands may touch a report: the officer's jurisdiction, agency tree, standing group, exclusions.

Asked by perform_action and pages.

`visible_reports` (queries) says the same to the database; a test compares the two.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from lapor.agencies.models import Officer
from lapor.agencies.officers.delegations import acting_accounts
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.reporters.models import ContactPoint
from lapor.reports.models import Exclusion, Report, SupportingAgency


def sees_whole_city(officer: Officer, root_id: UUID) -> bool:
    """Whether every report of the city that is not protected is theirs to see."""
    return may(officer, Can.SEE_CITY) or (may(officer, Can.SEE_CITY_AT_ROOT) and officer.agency_id == root_id)


def has_unit(officer: Officer) -> bool:
    """Whether they see what their agency and those below it hold, and no more."""
    is_narrow = not may(officer, Can.SEE_PROTECTED) and not sees_whole_city(officer, root_of(officer).pk)
    return is_narrow and may(officer, Can.SEE_AGENCY)


def has_access(officer: Officer, report: Report) -> bool:
    """Whether the report is this officer's to handle.

    No query, but for the few reports that exclude somebody by name."""
    return holds(officer, report) and not (report.is_protected and is_excluded(officer, report))


def holds(officer: Officer, report: Report) -> bool:
    """The same before anybody is excluded by name. No query."""
    if root_of(officer).pk != report.root_id:
        return False
    is_in_tree = report.agency is None or officer.agency_id in report.agency.path
    if report.is_protected:
        return may(officer, Can.SEE_PROTECTED) and is_in_tree
    if sees_whole_city(officer, report.root_id):
        return True
    return may(officer, Can.SEE_AGENCY) and report.agency is not None and is_in_tree


def is_supporting_agency(officer: Officer, report: Report) -> bool:
    """Whether the officer's agency, or one above it, was asked to help."""
    if not report.has_helpers or report.is_protected or not may(officer, Can.SEE_AGENCY):
        return False
    return SupportingAgency.objects.filter(report=report, agency__path__contains=[officer.agency_id]).exists()


def is_excluded(officer: Officer, report: Report) -> bool:
    """Accused agencies with all below them, and accused officers, are kept out by name.

    One query, of the few reports that exclude."""
    return report.has_exclusions and exclusions_of(officer).filter(report=report).exists()


def exclusions_of(officer: Officer) -> QuerySet[Exclusion]:
    """What keeps this officer out: by person or agency, their own or that of whom they stand in for."""
    accounts = acting_accounts(officer)
    return exclusions_against([account.pk for account in accounts], agencies_above(accounts))


def exclusions_against(officers: Iterable[UUID], agencies: Iterable[UUID]) -> QuerySet[Exclusion]:
    return Exclusion.objects.filter(Q(officer__in=officers) | Q(agency__in=agencies))


def agencies_above(accounts: Iterable[Officer]) -> tuple[UUID, ...]:
    """Theirs, and all above."""
    return tuple(sorted({pk for account in accounts for pk in account.agency.path}))


def can_be_asked(report: Report) -> bool:
    """Whether its reporter can say if it is solved: a receipt code was handed out, or a contact point is left."""
    if report.receipt_hash is not None:
        return True
    return (
        report.reporter_id is not None
        and ContactPoint.objects.filter(reporter=report.reporter_id, opted_out_at=None).exists()
    )


def may_see(officer: Officer, report: Report) -> bool:
    return has_access(officer, report) or is_supporting_agency(officer, report)
