"""What decides which reports an officer sees and which wait for them, as values: all that officers' lists are made of.

Lists are made of a scope and of nothing else that is the officer's, so equal scopes have equal lists and their
SQL can be kept (db.compiled)."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from lapor.agencies.models import Officer
from lapor.agencies.officers.delegations import acting_accounts
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can, may
from lapor.agencies.teams import team_ids_of, unstaffed_team_ids
from lapor.agencies.units import answered_by, subtree_ids
from lapor.reports.permissions import agencies_above, has_unit, sees_whole_city

_NOBODY = UUID(int=0)


class OfficerScope(NamedTuple):
    """`sees_city`: all of it that is not protected. `has_unit`: what their agency and those below it (`tree`) hold, and
    no more. `person`: the officer themselves, also while they stand in for somebody. `accounts`: both then, `agencies`:
    theirs and all above. `answered`, `unstaffed`: the agencies and teams whose reports wait for who takes what nobody
    was given. Empty where a role has no use for them."""

    root: UUID
    role: str
    sees_city: bool
    has_unit: bool
    person: UUID
    accounts: tuple[UUID, ...]
    agencies: tuple[UUID, ...]
    tree: tuple[UUID, ...]
    teams: tuple[UUID, ...]
    answered: tuple[UUID, ...]
    unstaffed: tuple[UUID, ...]

    def of_office(self) -> "OfficerScope":
        """What everybody of this role sees in this office, the same for all of them: for lists that do not ask who
        somebody is. Protected ones always do."""
        if may(self, Can.SEE_PROTECTED):
            return self
        return self._replace(person=_NOBODY, accounts=(), agencies=(), teams=(), answered=(), unstaffed=())


def scope_of(officer: Officer) -> OfficerScope:
    """No query for some seconds."""
    root, accounts = root_of(officer).pk, acting_accounts(officer)
    is_unit = has_unit(officer)
    takes = is_unit and may(officer, Can.TAKE_UNASSIGNED)
    works = is_unit and may(officer, Can.BE_GIVEN_WORK)
    return OfficerScope(
        root=root,
        role=officer.role,
        sees_city=sees_whole_city(officer, root),
        has_unit=is_unit,
        person=officer.person.pk,
        accounts=tuple(account.pk for account in accounts),
        agencies=agencies_above(accounts),
        tree=_in_order(subtree_ids(officer.agency)) if is_unit or may(officer, Can.SEE_PROTECTED) else (),
        teams=_in_order(team_ids_of(officer)) if works else (),
        answered=_in_order(answered_by(officer.agency)) if takes else (),
        unstaffed=_in_order(unstaffed_team_ids(officer.agency)) if takes else (),
    )


def _in_order(ids: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(sorted(ids))
