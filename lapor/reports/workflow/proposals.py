"""Acts that wait for approval: how one is kept, taken up and ended.

Called by `perform_action` only, inside its transaction."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from lapor.agencies.officers.delegations import in_role
from lapor.reports.models import Attachment, Entry, Proposal, Report
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import ActData, Actor, officer_actor

_WORDS = (
    "text",
    "destination",
    "source",
    "outcome",
    "cleared_reason",
    "photo_reason",
    "route",
    "route_name",
    "urgency",
)


def keep(report: Report, row: Act, actor: Actor, data: ActData, entry: Entry, at: datetime) -> Proposal:
    """Store what was proposed; an earlier proposal that nobody decided gives way."""
    assert actor.officer is not None  # noqa: S101 - only officers' rows have an approver
    void_open(report, at)
    report.approver = row.approver
    return Proposal.objects.create(
        report=report,
        entry=entry,
        act=row.name,
        approver=row.approver,
        data=to_json(data),
        officer=actor.officer.person,
        lent_role=actor.role if actor.officer.stands_in_for else "",
        lent_agency=actor.officer.agency if actor.officer.stands_in_for else None,
        lender=actor.officer.stands_in_for,
        proposed_at=at,
    )


def proposer_of(proposal: Proposal) -> Actor:
    """Who proposed it: in the role that was lent to them then, else as their account is now."""
    if proposal.lender is None or proposal.lent_agency is None:
        return officer_actor(proposal.officer)
    return officer_actor(in_role(proposal.officer, proposal.lent_role, proposal.lent_agency, proposal.lender))


def end(proposal: Proposal, status: str, actor: Actor, at: datetime) -> None:
    """Approved or declined by the actor."""
    proposal.status, proposal.decided_by, proposal.decided_at = status, actor.officer, at
    proposal.save(update_fields=["status", "decided_by", "decided_at"])


def changed_hands(report: Report, found: dict[str, Any]) -> bool:
    """Whether others have it now than whose proposal waits and who decides on it. `found`: the row before the act."""
    return bool(report.agency_id != found["agency_id"] or report.is_protected != found["is_protected"])


def void_open(report: Report, at: datetime) -> None:
    """The report has moved on, or to others: what was proposed before no longer fits."""
    if report.has_proposal:
        Proposal.objects.filter(report=report, status=Proposal.Status.OPEN).update(
            status=Proposal.Status.VOID, decided_at=at
        )
        report.approver = ""


def take_photos(proposal: Proposal, report: Report, entry: Entry) -> None:
    """The proposed photos belong to the act now and may be public."""
    proposed = Attachment.objects.filter(entry=proposal.entry)
    report.change_story(proposed, entry=entry, publication=entry.publication, is_evidence=entry.act == ActName.ANSWER)


def to_json(data: ActData) -> dict[str, Any]:
    """What an act carries, as a database keeps it; photos stay with the proposal's entry."""
    kept: dict[str, Any] = {name: getattr(data, name) for name in _WORDS if getattr(data, name)}
    if data.promised_on:
        kept["promised_on"] = data.promised_on.isoformat()
    if data.cleared:
        kept["cleared"] = list(data.cleared)
    if data.checklist:
        kept["checklist"] = list(data.checklist)
    if data.photo_questions:
        kept["photo_questions"] = list(data.photo_questions)
    if lost := data.given() - kept.keys() - {"photos"}:
        raise ValueError(f"a proposal cannot keep {', '.join(sorted(lost))}")
    return kept


def from_json(kept: dict[str, Any]) -> ActData:
    """The way back."""
    values = dict(kept)
    if "promised_on" in values:
        values["promised_on"] = date.fromisoformat(values["promised_on"])
    values |= {name: tuple(values[name]) for name in ("cleared", "checklist", "photo_questions") if name in values}
    known = {f.name for f in fields(ActData)}
    return ActData(**{name: value for name, value in values.items() if name in known})
