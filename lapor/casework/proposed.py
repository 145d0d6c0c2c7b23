"""What waits for somebody's approval, with the words that were proposed: for the head (triage, the officer of protected
cases) who decides. Called by the console; decided by `approve` and `decline`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lapor.agencies.models import Officer
from lapor.agencies.roles import Can, may
from lapor.db.sql_literal import literals
from lapor.presentation.acts import act_label
from lapor.presentation.photo_questions import question_lines
from lapor.reports.models import Attachment, Proposal, Report
from lapor.reports.models.report import FOR_HEAD, FOR_TRIAGE
from lapor.reports.queries import held_reports
from lapor.reports.vocabulary import Outcome
from lapor.reports.workflow.table import acting_as

MOST = 50


@dataclass(frozen=True)
class WaitingProposal:
    """`is_own`: proposed by the reader, who may not decide it. `label`: of the act, as in the table."""

    report: Report
    proposal: Proposal
    label: str
    files: list[Attachment]
    is_own: bool

    @property
    def text(self) -> str:
        return str(self.proposal.data.get("text", ""))

    @property
    def photo_questions(self) -> list[str]:
        return question_lines(self.proposal.data.get("photo_questions", []))

    @property
    def photo_reason(self) -> str:
        return str(self.proposal.data.get("photo_reason", ""))

    @property
    def promised_on(self) -> date | None:
        day = self.proposal.data.get("promised_on", "")
        return date.fromisoformat(day) if day else None

    @property
    def destination(self) -> str:
        return str(self.proposal.data.get("destination", ""))

    @property
    def outcome(self) -> str:
        code = self.proposal.data.get("outcome", "")
        return str(Outcome(code).label) if code else ""


def waiting_proposals(officer: Officer) -> list[WaitingProposal]:
    """The first MOST in the order of the officer's lists: three queries, along the index of what waits for that role
    (the conditions are those of models.report)."""
    rows = held_reports(officer)
    if may(officer, Can.SEE_PROTECTED):
        roles = acting_as(officer.role, is_protected=True)
    else:
        roles = acting_as(officer.role, is_protected=False)
        rows = rows.filter(waits_for__in=literals(FOR_HEAD if may(officer, Can.APPROVE) else FOR_TRIAGE))
    rows = rows.filter(approver__in=roles).select_related("category", "agency", "area__parent").defer("search")
    reports = {report.pk: report for report in rows.order_by("queue_key", "id")[:MOST]}
    found = {one.report_id: one for one in _open_proposals(reports)}
    files: dict[UUID | None, list[Attachment]] = defaultdict(list)
    proposed = Attachment.objects.filter(entry__in=[one.entry_id for one in found.values()])
    for file in proposed.select_related("capture__challenge").order_by("created_at"):
        files[file.entry_id].append(file)
    return [
        _waiting(report, found[pk], files[found[pk].entry_id], officer) for pk, report in reports.items() if pk in found
    ]


def _open_proposals(report_ids: Iterable[UUID]) -> Any:
    rows = Proposal.objects.filter(report__in=list(report_ids), status=Proposal.Status.OPEN)
    return rows.select_related("officer__agency")


def _waiting(report: Report, proposal: Proposal, files: list[Attachment], officer: Officer) -> WaitingProposal:
    is_own = proposal.officer_id == officer.pk
    return WaitingProposal(report, proposal, act_label(proposal.act), files, is_own=is_own)
