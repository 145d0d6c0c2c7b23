"""Several reports merged into one: each by an act of its own, so that each has its event, its message and its way back.
Called by the console's lists and by incidents."""

from collections.abc import Iterable, Mapping

from lapor.agencies.models import Officer
from lapor.reports.actions import perform_action
from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.acting import ActData, officer_actor
from lapor.reports.workflow.refusals import ActRefused


def merge_each(
    reports: Iterable[Report],
    parent: Report,
    *,
    by: Officer,
    note: str = "",
    versions: Mapping[str, int] | None = None,
) -> tuple[list[Report], list[str]]:
    """Which were merged into `parent`, and which were not: their numbers, each with the reason. The parent itself may
    be among them and is left. `note`: stands in the story of each, for everybody who may read that. `versions`: by
    number, as they were looked at; one that changed since is left."""
    done, refused, data = [], [], ActData(parent=parent, text=note)
    for report in reports:
        if report.pk == parent.pk:
            continue
        try:
            seen = (versions or {}).get(report.tracking_id)
            taken = perform_action(report.pk, ActName.MERGE, actor=officer_actor(by), data=data, based_on=seen)
            done.append(taken.report)
        except ActRefused as error:
            refused.append(f"{report} ({error.reason})")
    return done, refused
