"""What a batch of events needs to know of officers, and who of them is meant by a role."""

from dataclasses import dataclass, field
from uuid import UUID

from lapor.agencies.models import Agency, Officer, Team
from lapor.agencies.roles import Role
from lapor.ledger.models import Event
from lapor.reports.models import Entry, Proposal, Report


@dataclass
class People:
    """What a batch needs to know of officers, read at once."""

    officers: list[Officer]
    writers: dict[tuple[UUID, str], UUID] = field(default_factory=dict)  # (report, act) to who wrote it last
    proposals: dict[UUID, Proposal] = field(default_factory=dict)  # by the entry that proposed
    last_proposals: dict[UUID, Proposal] = field(default_factory=dict)  # by report: the one decided last
    entries: dict[UUID, Entry] = field(default_factory=dict)  # of refusals, by id
    mentioned: dict[UUID, list[UUID]] = field(default_factory=dict)  # whom the words of an entry name, by its id
    paths: dict[UUID, list[str]] = field(default_factory=dict)  # who refused a report, in order
    teams: dict[UUID, Team] = field(default_factory=dict)  # with their members, by id
    agencies: dict[UUID, Agency] = field(default_factory=dict)  # that had it before or are asked to help, by id
    by_id: dict[UUID, Officer] = field(init=False)

    def __post_init__(self) -> None:
        self.by_id = {officer.pk: officer for officer in self.officers}

    def in_person(self, *ids: object) -> list[Officer]:
        return [self.by_id[found] for one in ids if one and (found := UUID(str(one))) in self.by_id]

    def of_team(self, report: Report) -> list[Officer]:
        return self.members_of(report.team_id)

    def members_of(self, team_id: object) -> list[Officer]:
        team = self.teams.get(UUID(str(team_id))) if team_id else None
        return self.in_person(*(one.pk for one in team.members.all())) if team else []

    def agency_left(self, event: Event) -> Agency | None:
        """Which agency the act took the report from."""
        return self.agencies.get(UUID(str(event.data["left_agency"])))

    def agency_called(self, event: Event) -> Agency | None:
        """Which agency the act asked to help."""
        return self.agencies.get(UUID(str(event.data["to_agency"])))

    def of_city(self, report: Report, *roles: Role) -> list[Officer]:
        return [officer for officer in self.officers if officer.role in roles and report.root_id in officer.agency.path]

    def nearest(self, report: Report, role: Role, agency: Agency | None) -> list[Officer]:
        """The officers of that role nearest to the agency, upwards; without an agency those of the city's own."""
        found = self.of_city(report, role)
        if agency is None:
            return [officer for officer in found if officer.agency_id == report.root_id]
        over = [officer for officer in found if officer.agency_id in agency.path]
        height = max((len(officer.agency.path) for officer in over), default=0)
        return [officer for officer in over if len(officer.agency.path) == height]
