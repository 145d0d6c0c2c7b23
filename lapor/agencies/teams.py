"""Teams of an office: who belongs to which, kept for some seconds since every list of an officer asks; and the one
place that writes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Agency, Officer, Team
from lapor.agencies.officers.delegations import acting_accounts
from lapor.agencies.roles import Can, may, roles_that
from lapor.core.ttl_cache import TTLCache
from lapor.ledger.event_names import EventName

MOST = 50  # of one agency
MOST_MEMBERS = 100


@dataclass(frozen=True)
class TeamValues:
    """What a team is made of; `weekdays` ISO, none: on duty always."""

    name: str
    members: Sequence[Officer]
    weekdays: Sequence[int] = ()
    begins: time = time()
    ends: time = time()


def possible_members(agency: Agency) -> QuerySet[Officer]:
    """Active officers of the agency itself who are given work: those of a unit below do not see what it holds."""
    return Officer.objects.filter(agency=agency, is_active=True, role__in=roles_that(Can.BE_GIVEN_WORK)).order_by(
        "name"
    )


def staffed_teams() -> QuerySet[Team]:
    """Those that have not ended and have somebody who could take a case."""
    return Team.objects.filter(_is_staffed(), is_active=True)


def teams_for_work(agency: Agency | None) -> QuerySet[Team]:
    """Whom a report that this agency holds can be given to: teams of its own and of those above."""
    return staffed_teams().filter(agency__in=agency.path if agency else []).select_related("agency")


def _is_staffed() -> Exists:
    active = Officer.objects.filter(teams=OuterRef("pk"), is_active=True, role__in=roles_that(Can.BE_GIVEN_WORK))
    return Exists(active)


def team_ids_of(officer: Officer) -> list[UUID]:
    """The teams to which the officer belongs, in their own right or as a substitute. No query for some seconds."""
    return sorted({pk for account in acting_accounts(officer) for pk in _of_officer.get(account.pk)})


def _find_teams_of(officer_id: UUID) -> list[UUID]:
    return list(Team.objects.filter(members=officer_id, is_active=True).values_list("pk", flat=True))


_of_officer: TTLCache[UUID, list[UUID]] = TTLCache(_find_teams_of)


def unstaffed_team_ids(agency: Agency) -> list[UUID]:
    """Teams of the agency and of those below it in which nobody is left who could take a case: what they have waits for
    the liaison officers again. No query for some seconds."""
    return _unstaffed.get(agency.pk)


def _find_unstaffed(agency_id: UUID) -> list[UUID]:
    rows = Team.objects.filter(agency__path__contains=[agency_id])
    gone = rows.filter(is_active=False) | rows.filter(~_is_staffed())
    return list(gone.values_list("pk", flat=True))


_unstaffed: TTLCache[UUID, list[UUID]] = TTLCache(_find_unstaffed)


def editable_teams(by: Officer) -> QuerySet[Team]:
    """Those of the officer's own agency, where they may share out work."""
    rows = Team.objects.filter(agency=by.agency) if may(by, Can.HAND_OVER) else Team.objects.none()
    return rows.prefetch_related("members")


def write_team(row: Team | None, values: TeamValues, *, by: Officer) -> Team:
    """A new one, or `row` with these values. Raises ValidationError with the reason."""
    if not may(by, Can.HAND_OVER) or (row is not None and row.agency_id != by.agency_id):
        raise ValidationError(_("Only a liaison officer or head of the office can change its teams."))
    _check(row, values, by)
    row = row or Team(agency=by.agency)
    row.name, row.weekdays, row.begins, row.ends = values.name, sorted(values.weekdays), values.begins, values.ends
    row.is_active = True
    with transaction.atomic():
        row.save()
        row.members.set(values.members)
        _record(row, EventName.TEAM_WRITTEN, by, members=[str(one.pk) for one in values.members])
    return row


def end_team(row: Team, *, by: Officer) -> None:
    """What it still has waits for the liaison officers again; its name stands in the histories."""
    if not may(by, Can.HAND_OVER) or row.agency_id != by.agency_id:
        raise ValidationError(_("Only a liaison officer or head of the office can change its teams."))
    with transaction.atomic():
        if Team.objects.filter(pk=row.pk, is_active=True).update(is_active=False):
            _record(row, EventName.TEAM_ENDED, by)


def _check(row: Team | None, values: TeamValues, by: Officer) -> None:
    others = Team.objects.filter(agency=by.agency, is_active=True)
    others = others.exclude(pk=row.pk) if row else others
    if others.filter(name__iexact=values.name).exists():
        raise ValidationError({"name": _("A team of this name is there already.")})
    if row is None and others.count() >= MOST:
        raise ValidationError(_("An office has at most %(most)s teams.") % {"most": MOST})
    if not values.members or len(values.members) > MOST_MEMBERS:
        raise ValidationError({"members": _("A team has 1 to %(most)s officers.") % {"most": MOST_MEMBERS}})
    if strangers := _strangers(values.members, by.agency):
        raise ValidationError(
            {"members": _("Not an officer of this office who is given work: %(names)s") % {"names": strangers}}
        )


def _strangers(members: Iterable[Officer], agency: Agency) -> str:
    known = set(possible_members(agency).values_list("pk", flat=True))
    return ", ".join(one.name for one in members if one.pk not in known)


def _record(row: Team, name: str, by: Officer, **data: object) -> None:
    record_power_event(by.agency.path[0], name, by=by, team=str(row.pk), agency=str(row.agency_id), **data)
