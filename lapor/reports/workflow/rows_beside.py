"""What the rules of the workflow ask of rows beside a report, read for many reports at once.

Called by guard_context for one, by casework.bulk for all that were chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from lapor.agencies.models import Officer
from lapor.agencies.roles import Can, may
from lapor.gateway.queries import newsrooms_of
from lapor.reporters.models import ContactPoint
from lapor.reports import permissions
from lapor.reports.models import Feedback, Proposal, Report, SupportingAgency
from lapor.reports.vocabulary import Channel, State
from lapor.reports.workflow.acting import Actor
from lapor.reports.workflow.table import acting_as

RATED_IN = frozenset({State.RESOLVED, State.CLOSED_UNCONFIRMED})


@dataclass(frozen=True)
class RowsBeside:
    """Ids of reports. `proposers`: by whom, where the proposal waits for the role that asks; `unreachable`: answered,
    and there is nobody to ask; `excluding`, `helped`: the officer who asks is kept out by name, was called to help;
    `last_merged`: of answered ones without a reporter of their own, when the last child that has not said anything came
    to them."""

    rated: frozenset[UUID]
    with_newsroom: frozenset[UUID]
    proposers: Mapping[UUID, UUID]
    unreachable: frozenset[UUID]
    excluding: frozenset[UUID]
    helped: frozenset[UUID]
    last_merged: Mapping[UUID, datetime]


def rows_beside(reports: Sequence[Report], actor: Actor) -> RowsBeside:
    """For these reports and whoever is to act: a query for each kind of rows that any of them may have, mostly none."""
    officer = actor.officer
    return RowsBeside(
        rated=_rated([one.pk for one in reports if one.state in RATED_IN]),
        with_newsroom=_with_newsroom([one.pk for one in reports if one.channel == Channel.NEWS]),
        proposers=_proposers([one.pk for one in reports if _is_for_role_of(actor, one)]),
        unreachable=_unreachable([one for one in reports if one.state == State.ANSWERED and not one.children_count]),
        excluding=_excluding(reports, officer) if officer else frozenset(),
        helped=_helped(reports, officer) if officer else frozenset(),
        last_merged=_last_merged([one.pk for one in reports if _waits_for_children(one)]),
    )


def _is_for_role_of(actor: Actor, report: Report) -> bool:
    return report.approver in acting_as(actor.role, is_protected=report.is_protected)


def _waits_for_children(report: Report) -> bool:
    """The parent of an incident."""
    return report.state == State.ANSWERED and report.children_count > 0 and report.reporter_id is None


def _with_newsroom(ids: list[UUID]) -> frozenset[UUID]:
    return frozenset(row.report_id for row in newsrooms_of(ids) if row.report_id) if ids else frozenset()


def _rated(ids: list[UUID]) -> frozenset[UUID]:
    return frozenset(Feedback.objects.filter(report__in=ids).values_list("report", flat=True)) if ids else frozenset()


def _proposers(ids: list[UUID]) -> dict[UUID, UUID]:
    if not ids:
        return {}
    rows = Proposal.objects.filter(report__in=ids, status=Proposal.Status.OPEN)
    return dict(rows.values_list("report", "officer"))


def _unreachable(answered: list[Report]) -> frozenset[UUID]:
    """As permissions.can_be_asked says of one."""
    without_receipt = [one for one in answered if one.receipt_hash is None]
    ids = {one.reporter_id for one in without_receipt if one.reporter_id}
    reachable = _with_address(ids) if ids else frozenset()
    return frozenset(one.pk for one in without_receipt if one.reporter_id not in reachable)


def _with_address(reporters: set[UUID]) -> frozenset[UUID]:
    rows = ContactPoint.objects.filter(reporter__in=reporters, opted_out_at=None)
    return frozenset(rows.values_list("reporter", flat=True))


def _excluding(reports: Sequence[Report], officer: Officer) -> frozenset[UUID]:
    if not may(officer, Can.SEE_PROTECTED):
        return frozenset()
    ids = [one.pk for one in reports if one.is_protected and one.has_exclusions]
    if not ids:
        return frozenset()
    return frozenset(permissions.exclusions_of(officer).filter(report__in=ids).values_list("report", flat=True))


def _helped(reports: Sequence[Report], officer: Officer) -> frozenset[UUID]:
    if not may(officer, Can.SEE_AGENCY):
        return frozenset()
    ids = [
        one.pk for one in reports if one.has_helpers and not one.is_protected and not permissions.holds(officer, one)
    ]
    if not ids:
        return frozenset()
    rows = SupportingAgency.objects.filter(report__in=ids, agency__path__contains=[officer.agency_id])
    return frozenset(rows.values_list("report", flat=True))


def _last_merged(ids: list[UUID]) -> dict[UUID, datetime]:
    if not ids:
        return {}
    rows = Report.objects.filter(parent__in=ids, verdict="").order_by().values("parent")
    last = rows.annotate(last=Max("state_since")).values_list("parent", "last")
    return {parent: at for parent, at in last if parent}
