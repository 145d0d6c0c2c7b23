"""Who may ask about a closed report: somebody who had no hand in it, of an office in no tree of those that held it."""

import hmac
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from lapor.agencies.models import Agency, Officer
from lapor.agencies.officers.delegations import acting_accounts
from lapor.agencies.roles import Can, may, roles_that
from lapor.casework.identities import is_same_tree
from lapor.reports.models import Assignment, Entry, Report
from lapor.reports.permissions import is_excluded
from lapor.reports.vocabulary import Visibility


@dataclass(frozen=True)
class Hands:
    """Of one report: the agencies that held it or whose officers acted on it, and those officers."""

    agencies: list[Agency] = field(default_factory=list)
    officers: set[UUID] = field(default_factory=set)

    def touched_by(self, officer: Officer) -> bool:
        accounts = acting_accounts(officer)
        return bool({account.pk for account in accounts} & self.officers) or any(
            is_same_tree(account.agency, agency) for account in accounts for agency in self.agencies
        )


def hands_on(reports: Sequence[Report]) -> dict[UUID, Hands]:
    """Three queries, however many reports."""
    ids = [report.pk for report in reports]
    found: dict[UUID, Hands] = {pk: Hands() for pk in ids}
    wanted: dict[UUID, set[UUID]] = defaultdict(set)
    for report in reports:
        if report.agency_id:
            wanted[report.pk].add(report.agency_id)
    for pk, agency in Assignment.objects.filter(report__in=ids).values_list("report_id", "to_agency_id"):
        wanted[pk].add(agency)
    for pk, officer in Entry.objects.filter(report__in=ids).exclude(officer=None).values_list("report_id", "officer"):
        found[pk].officers.add(officer)
    agencies = Agency.objects.in_bulk({agency for few in wanted.values() for agency in few})
    for pk, few in wanted.items():
        found[pk].agencies.extend(agencies[agency] for agency in sorted(few))
    return found


def may_ask_back(officer: Officer, report: Report) -> bool:
    """Asked when the report is shown, when the number is opened and when the result is written."""
    is_here = officer.is_active and report.root_id in officer.agency.path and may(officer, Can.ASK_BACK)
    is_open = report.visibility == Visibility.PUBLIC and not report.is_protected and not is_excluded(officer, report)
    return is_here and is_open and not hands_on([report])[report.pk].touched_by(officer)


def callers_of(root: Agency) -> list[Officer]:
    """Everybody of a city who could be drawn to ask."""
    rows = Officer.objects.filter(Q(agency=root) | Q(agency__path__contains=[root.pk]), is_active=True)
    return list(rows.filter(role__in=roles_that(Can.ASK_BACK)).select_related("agency").order_by("pk"))


class CallerPicker:
    """Gives each report a caller: of those who may, who has the fewest; among equals the seed decides."""

    def __init__(self, root: Agency, seed: str) -> None:
        self.officers, self.key = callers_of(root), bytes.fromhex(seed)
        self.load: Counter[UUID] = Counter()

    def pick(self, report: Report, hands: Hands, *, without: Sequence[str] = ()) -> Officer | None:
        fit = [one for one in self.officers if str(one.pk) not in without and not hands.touched_by(one)]
        if not fit:
            return None
        said = report.tracking_id.encode()
        chosen = min(fit, key=lambda one: (self.load[one.pk], hmac.digest(self.key, said + one.pk.bytes, "sha256")))
        self.load[chosen.pk] += 1
        return chosen
