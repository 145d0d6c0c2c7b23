"""Everything that was given to one officer goes to another: somebody leaves, moves or is away for long. Each report by
an act of its own (casework.bulk), so that its history says who gave it to whom.

Called by the console and `lapor officer`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Officer, Team
from lapor.agencies.roles import Can, may, roles_that
from lapor.agencies.teams import staffed_teams
from lapor.agencies.units import subtree_ids
from lapor.casework.bulk import MOST, BulkResult, act_on_each, effects_of
from lapor.ledger.event_names import EventName
from lapor.reports.models import Report
from lapor.reports.models.queue import FIRST_CLOSED
from lapor.reports.queries import held_reports
from lapor.reports.vocabulary import ActName


@dataclass(frozen=True)
class HandoverPreview:
    """What would be done: how many reports are given to the officer, how many of the next MOST can go, and those of
    them that cannot, with the reason."""

    given: int
    possible: int
    refused: list[tuple[Report, str]]


def givers(by: Officer) -> QuerySet[Officer]:
    """Whose reports `by` may hand over: of their agency and those below it, also switched-off ones."""
    return Officer.objects.filter(
        agency__in=subtree_ids(by.agency), role__in=roles_that(Can.BE_GIVEN_WORK)
    ).select_related("agency")


def takers(by: Officer) -> QuerySet[Officer]:
    return givers(by).filter(is_active=True)


def team_takers(by: Officer) -> QuerySet[Team]:
    """Teams of their agency and those below it to which something can be given."""
    return staffed_teams().filter(agency__in=subtree_ids(by.agency)).select_related("agency")


def preview(officer: Officer, by: Officer) -> HandoverPreview:
    """Three queries."""
    effects = effects_of(ActName.ASSIGN_OFFICER, _next(officer, by), by)
    refused = [(effect.report, effect.reason) for effect in effects if effect.row is None]
    return HandoverPreview(_given(officer, by).count(), len(effects) - len(refused), refused)


def hand_over(officer: Officer, to: Officer, *, by: Officer, reason: str = "", everything: bool = False) -> BulkResult:
    """The next MOST of them, or all; what is refused keeps its officer. Raises ValidationError with the reason."""
    if not may(by, Can.HAND_OVER) or not givers(by).filter(pk=officer.pk).exists():
        raise ValidationError(_("Only a liaison officer or head of their office can hand these reports over."))
    if officer.pk == to.pk or not takers(by).filter(pk=to.pk).exists():
        raise ValidationError(_("Choose another officer of this office who is given work."))
    result = give(_next(officer, by), to, by, reason)
    while everything and (reports := _next(officer, by, without=result.refused)):
        more = give(reports, to, by, reason)
        result.done.extend(more.done)
        result.refused.extend(more.refused)
    with transaction.atomic():
        record_power_event(
            by.agency.path[0],
            EventName.OFFICER_HANDED_OVER,
            by=by,
            officer=str(officer.pk),
            to_officer=str(to.pk),
            reports=len(result.done),
        )
    return result


def give(
    reports: list[Report],
    to: Officer | Team,
    by: Officer,
    reason: str,
    versions: Mapping[str, str] | None = None,
    *,
    can_undo: bool = False,
) -> BulkResult:
    """Each by an act of its own; refused ones with the reason. `versions`: by number, as they were when chosen, else as
    they are in `reports`: what somebody else took meanwhile stays theirs."""
    act, field = (ActName.GIVE_TEAM, "team") if isinstance(to, Team) else (ActName.ASSIGN_OFFICER, "officer")
    effects = effects_of(act, reports, by)
    read = {report.tracking_id: str(report.version) for report in reports} | dict(versions or {})
    seen = {f"version_{number}": version for number, version in read.items()}
    data = {field: str(to.pk), "text": reason, **seen}
    result = act_on_each(act, [one.report for one in effects if one.row], data, by=by, can_undo=can_undo)
    result.refused.extend((one.report, one.reason) for one in effects if one.row is None)
    return result


def _given(officer: Officer, by: Officer) -> QuerySet[Report]:
    """The open ones; along the index report_by_officer."""
    return held_reports(by).filter(officer=officer.pk, queue_key__lt=FIRST_CLOSED)


def _next(officer: Officer, by: Officer, without: Iterable[tuple[Report, str]] = ()) -> list[Report]:
    rows = _given(officer, by).exclude(pk__in=[report.pk for report, _reason in without])
    rows = rows.select_related("root", "category__agency", "agency", "area__parent", "parent")
    return list(rows.defer("search").order_by("queue_key", "id")[:MOST])
