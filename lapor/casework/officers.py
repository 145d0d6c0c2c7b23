"""Accounts of officers, where reports hang on them.

Called by `lapor officer`, the administrator's page and after a forwarding."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from lapor.agencies.actions import set_active
from lapor.agencies.models import Agency, Officer
from lapor.agencies.queries import has_liaison, nearest_office, unstaffed_agencies
from lapor.reports.actions import ActionResult
from lapor.reports.deadlines.sweeps import release_from_switched_off
from lapor.reports.mentions import names_in
from lapor.reports.models import Report
from lapor.reports.queries import may_see
from lapor.reports.vocabulary import ActName

HANDS_ON = frozenset({ActName.FORWARD, ActName.REROUTE, ActName.DECIDE, ActName.CALL_SUPPORT})


@dataclass(frozen=True)
class Unstaffed:
    """An agency without an active officer who answers, who hears of what comes to it instead (None: triage), and what
    waits there."""

    agency: Agency
    above: Agency | None
    reports: int


def switch_officer(officer: Officer, *, is_active: bool) -> int:
    """Switch an account on or off; what was given to it is nobody's again. Gives how many reports that were."""
    with transaction.atomic():
        set_active(officer, is_active=is_active)
        return 0 if is_active else release_from_switched_off(officer)


def unstaffed(root: Agency) -> list[Unstaffed]:
    """Three queries. Only reports that the agency has to work on are counted."""
    found = unstaffed_agencies(root)
    rows = Report.objects.filter(
        agency__in=found, state__in=["forwarded", "in_progress", "scheduled"], is_protected=False
    )
    waiting = dict(rows.order_by().values_list("agency_id").annotate(Count("pk")))
    return [Unstaffed(agency, above, waiting.get(agency.pk, 0)) for agency, above in found.items()]


def warning_after(taken: ActionResult) -> str:
    """What to tell whoever just handed a report to an agency where nobody answers, or asked it to help, or named
    somebody who is not told; "" where somebody is."""
    if taken.entry.act == ActName.WORK_NOTE:
        return _told_to_nobody(taken)
    if taken.entry.act not in HANDS_ON or taken.report.is_protected:
        return ""
    is_call = taken.entry.act == ActName.CALL_SUPPORT
    agency = Agency.objects.filter(pk=taken.entry.details["to_agency"]).first() if is_call else taken.report.agency
    if agency is None or has_liaison(agency):
        return ""
    above = nearest_office(agency)
    if above is None:
        return _(
            "%(agency)s has no active officer who answers, nor has any office above it: the administrator was told."
        ) % {"agency": agency.name}
    if above == agency:
        return _("%(agency)s has no active officer who answers: its head was told.") % {"agency": agency.name}
    return _("%(agency)s has no active officer who answers: %(above)s was told.") % {
        "agency": agency.name,
        "above": above.name,
    }


def _told_to_nobody(taken: ActionResult) -> str:
    """Names with @ that reach nobody: a query where there are names; on the few reports with helpers or
    exclusions one more for each, MOST at most."""
    names = names_in(taken.entry.text)
    rows = Officer.objects.filter(username__in=names, is_active=True).select_related("agency") if names else ()
    hear = {one.username for one in rows if may_see(one, taken.report)}
    if lost := ", ".join(f"@{name}" for name in names if name not in hear):
        return _("%(names)s: nobody was told. There is no such officer, or they may not see this report.") % {
            "names": lost
        }
    return ""
