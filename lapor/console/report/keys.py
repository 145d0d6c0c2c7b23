"""One key for each act on an officer's page of a report. Of those that a role is offered in one state no two have the
same; the keys of the page itself (j k d m / ? …) stand in its template."""

from typing import Any

from django.utils.translation import gettext as _

from lapor.reports.models import Report
from lapor.reports.vocabulary import ActName, Publication, Visibility
from lapor.triage.queries import privacy_findings

ACT_KEYS: dict[str, str] = {
    ActName.FORWARD: "t",
    ActName.DECIDE: "1",
    ActName.START: "w",
    ActName.RESPOND: "w",
    ActName.ANSWER: "b",
    ActName.OUTSIDE_ANSWER: "b",
    ActName.ASK: "q",
    ActName.REROUTE: "r",
    ActName.MERGE: "g",
    ActName.SPLIT: "g",
    ActName.ARCHIVE: "s",
    ActName.REFER: "l",
    ActName.ASSIGN_OFFICER: "p",
    ActName.REFUSE: "n",
    ActName.SCHEDULE: "c",
    ActName.RESCHEDULE: "c",
    ActName.EXTEND: "+",
    ActName.CALL_SUPPORT: "h",
    ActName.APPROVE: "y",
    ActName.DECLINE: "z",
    ActName.CORRECT: "v",
    ActName.REOPEN: "4",
    ActName.PUBLISH: "i",
    ActName.MASK: "e",
    ActName.WITHHOLD: "7",
    ActName.RAISE_PRIVACY: "8",
    ActName.EXCLUDE: "9",
    ActName.DIVIDE: "2",
    ActName.TAKE_IN: "3",
    ActName.STATEMENT: "5",
    ActName.ANSWER_CALL: ",",
    ActName.END_CALL: ".",
    ActName.WORK_NOTE: "o",
}


def quick_buttons(act: str, report: Report) -> list[dict[str, Any]]:
    """Buttons that do an act with what is filled in and one thing more: to forward and publish at once, where nothing
    in the words looks like personal data. The act looks again."""
    is_public = act == ActName.FORWARD and report.agency_id is None and report.visibility == Visibility.PUBLIC
    if not is_public or report.publication != Publication.PENDING or privacy_findings(report):
        return []
    return [{"name": "publication", "value": Publication.PUBLISHED, "label": _("Forward and publish"), "key": "T"}]
