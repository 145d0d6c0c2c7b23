"""What an act leaves behind: the entry people read, the files, and the event nobody can change.

Called by `perform_action` only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from lapor.ledger import chain
from lapor.ledger.actions import append, start_stream
from lapor.ledger.models import Event, Stream
from lapor.reports import publication
from lapor.reports.evidence import how_taken
from lapor.reports.history import commitments
from lapor.reports.models import Attachment, Clock, Entry, PhotoFingerprint, Proposal, Report
from lapor.reports.vocabulary import ActName, Publication, State
from lapor.reports.workflow import proposals
from lapor.reports.workflow.act import DESK, EVIDENCE_ACTS, REPORTER, Act
from lapor.reports.workflow.acting import ActData, Actor

PLAIN = (
    "outcome",
    "archive_reason",
    "destination",
    "source",
    "publication",
    "rating",
    "call_result",
    "reminder",
    "clock",
    "escalation",
    "route",
    "route_name",
    "urgency",
    "partner_name",
    "partner_step",
)
# In the entry; of them the ledger commits to the reasons.
WORDS_ONLY = ("destination", "source", "cleared_reason", "photo_reason")
_UNKNOWN: tuple[str, None] = ("", None)


@dataclass(frozen=True)
class ActionResult:
    """What an act did."""

    report: Report
    entry: Entry
    event: Event
    held_until: datetime | None = None  # until then it can be undone, and nobody is told of it


def commitment(report: Report, text: str) -> str:
    return chain.commitment(bytes(report.salt), text)


def record(
    report: Report,
    row: Act,
    actor: Actor,
    data: ActData,
    at: datetime,
    *,
    from_state: str,
    clocks: Iterable[Clock],
    extra: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None,
    proposal: Proposal | None = None,
    shown_from: datetime | None = None,
) -> ActionResult:
    """Entry, attachments and ledger event of an act that was done; `extra` adds to the event's data, `details` to the
    entry's.

    `clocks`: all that the report has. The report in memory is as it will stand in the database: the event commits to
    it.
    """
    entry, body = compose(report, row, actor, data, at, from_state=from_state, extra=extra or {})
    entry.details |= details or {}
    entry.shown_from = shown_from
    if entry.publication == Publication.PENDING:
        entry.findings = publication.find_in_entry(entry.text, publication.known_of(report))
    entry.save(force_insert=True)
    files = attach(row, report, entry, actor, data)
    if proposal is not None:
        proposals.take_photos(proposal, report, entry)
    body[commitments.KEY] = commitments.of_act(report, clocks, entry, files)
    event = append(
        stream_id=report.pk,
        kind=Stream.Kind.REPORT,
        name=f"report.{row.name}",
        actor_kind=actor.kind,
        actor_id=actor.id,
        data=body,
    )
    return ActionResult(report=report, entry=entry, event=event)


def said_of_call_back(row: Act, report: Report) -> dict[str, object]:
    """Whose answer the person was asked about: it is counted there, wherever the report goes."""
    return {"asked_agency": str(report.agency_id)} if row.name == ActName.CALL_BACK and report.agency_id else {}


def said_of_rejection(report: Report, found: Mapping[str, Any]) -> dict[str, object]:
    """Of an act that rejected an answer, once it was done (`found`: the row before it): how often that happened so far.
    Nothing of any other act, and of a merged report: its parent's event says it."""
    if report.rejections == found["rejections"] or report.state == State.MERGED:
        return {}
    return {"rejections": report.rejections}


def said_of_leaving(report: Report, found: Mapping[str, Any]) -> dict[str, object]:
    """Of an act that took the report from the agency it was with, once it was done (`found`: the row before it): that
    agency, and the officer and team who had it there, so that they can be told (notify.officer_table)."""
    if found["agency_id"] is None or report.agency_id == found["agency_id"]:
        return {}
    return {f"left_{who}": str(pk) for who in ("agency", "officer", "team") if (pk := found[f"{who}_id"])}


def record_first(
    report: Report,
    row: Act,
    actor: Actor,
    data: ActData,
    at: datetime,
    *,
    extra: Mapping[str, object],
    clocks: Sequence[Clock],
    beside: Sequence[Model],
) -> ActionResult:
    """The same for an act that makes the report: it, its clocks, entry and event, and the rows `beside` it, in one
    statement."""
    entry, body = compose(report, row, actor, data, at, from_state="", extra=extra)
    files = new_files(row, report, entry, actor, data)
    body[commitments.KEY] = commitments.of_act(report, clocks, entry, files)
    event = start_stream(
        [*beside, report, *clocks, entry],
        stream_id=report.pk,
        kind=Stream.Kind.REPORT,
        name=f"report.{row.name}",
        actor_kind=actor.kind,
        actor_id=actor.id,
        data=body,
    )
    if files:
        Attachment.objects.bulk_create(files)
        keep_fingerprints(report, files, data)
    return ActionResult(report=report, entry=entry, event=event)


def compose(
    report: Report, row: Act, actor: Actor, data: ActData, at: datetime, *, from_state: str, extra: Mapping[str, object]
) -> tuple[Entry, dict[str, object]]:
    """The line of the story and what the event says of an act that was done; nothing is written.

    Also used by the loader of the bench."""
    details, officer = _details(row, actor, data), actor.officer
    entry = Entry(
        report=report,
        act=row.name,
        at=at,
        state_after=report.state,
        actor_kind=actor.kind,
        officer=officer,
        agency=officer.agency if officer else actor.partner.agency if actor.partner else None,
        audience=row.audience,
        text="" if row.name == ActName.FILE else data.text,
        details=details,
        publication=publication.state_of_words(row, actor, data),
    )
    ids_only = {key: value for key, value in details.items() if not key.endswith("_name") and key not in WORDS_ONLY}
    if details.get("for_reporter") and report.reporter_id:
        ids_only["for_reporter"] = str(report.reporter_id)
    if data.cleared:
        ids_only |= {
            "cleared": [commitment(report, words) for words in data.cleared],
            "cleared_reason": commitment(report, data.cleared_reason),
        }
    if data.photo_questions:
        ids_only["photo_reason"] = commitment(report, data.photo_reason)
    body = {
        "from": from_state,
        "to": report.state,
        "version": report.version,
        "entry": str(entry.pk),
        "text": commitment(report, data.text) if data.text else None,
        "photos": [photo.sha256 or commitment(report, photo.original_sha256) for photo in data.photos],
        **ids_only,
        **extra,
    }
    return entry, body


def _details(row: Act, actor: Actor, data: ActData) -> dict[str, Any]:
    """What the story needs to word the act; names stand beside ids, so that a later change of name changes no
    history."""
    towards = data.agency or data.unit
    by_desk = actor.officer is not None and actor.role == DESK and REPORTER in row.actors
    lender = actor.officer.stands_in_for if actor.officer else None
    values: dict[str, Any] = {name: getattr(data, name) for name in PLAIN}
    values.update(
        {
            "to_agency": str(towards.pk) if towards else "",
            "to_agency_name": towards.name if towards else "",
            "proposed_agency": str(data.proposed_agency.pk) if data.proposed_agency else "",
            "proposed_agency_name": data.proposed_agency.name if data.proposed_agency else "",
            "officer": str(data.officer.pk) if data.officer else "",
            "team": str(data.team.pk) if data.team else "",
            "team_name": data.team.name if data.team else "",
            "parent": str(data.parent.pk) if data.parent else "",
            "parent_name": data.parent.tracking_id if data.parent else "",
            "moved_entry": str(data.entry.pk) if data.entry else "",
            "partner_name": actor.partner.name if actor.partner else data.partner_name,
            "partner_link": str(data.partner_link.pk) if data.partner_link else "",
            "promised_on": data.promised_on.isoformat() if data.promised_on else "",
            "for_reporter": by_desk,
            "stands_in_for": str(lender.pk) if lender else "",
            "stands_in_for_name": lender.name if lender else "",
            "photo": str(data.masked.photo_id) if data.masked else "",
            "cells": list(data.masked.cells) if data.masked else [],
            "masked_sha256": data.masked.sha256 if data.masked else "",
            "checklist": list(data.checklist),
            "withheld_files": [str(file.pk) for file in data.withheld_files],
            "cleared_reason": data.cleared_reason if data.cleared else "",
            "photo_questions": list(data.photo_questions),
            "photo_reason": data.photo_reason if data.photo_questions else "",
        }
    )
    return {key: value for key, value in values.items() if value}


def attach(row: Act, report: Report, entry: Entry, actor: Actor, data: ActData) -> list[Attachment]:
    """The files of an act, written."""
    files = new_files(row, report, entry, actor, data)
    if files:
        Attachment.objects.bulk_create(files)
        keep_fingerprints(report, files, data)
    return files


def keep_fingerprints(report: Report, files: Sequence[Attachment], data: ActData) -> None:
    """Of the photos of an act, so that each is found when it comes again (workflow.photo_questions); those that show
    the office's result stand under its agency."""
    bits = {photo.id: photo.facts.bits for photo in data.photos if photo.facts is not None}
    PhotoFingerprint.objects.bulk_create(
        PhotoFingerprint(
            attachment_id=file.pk,
            report=report,
            agency_id=report.agency_id if file.taken else None,
            bits=bits[file.pk],
            at=file.created_at,
        )
        for file in files
        if file.pk in bits
    )


def new_files(row: Act, report: Report, entry: Entry, actor: Actor, data: ActData) -> list[Attachment]:
    """The rows of the files of an act; whether the public sees them says publication.py."""
    by_office = actor.officer is not None or actor.partner is not None
    known = how_taken(report, str(entry.details.get("act", entry.act)), actor, data.photos)
    return [
        Attachment(
            id=photo.id,
            report=report,
            entry=entry,
            sha256=photo.sha256,
            original_sha256=photo.original_sha256,
            width=photo.width,
            height=photo.height,
            created_at=entry.at,
            is_evidence=by_office and entry.act in EVIDENCE_ACTS,
            taken=known.get(photo.id, _UNKNOWN)[0],
            capture=known.get(photo.id, _UNKNOWN)[1],
            publication=publication.state_of_files(row, report, entry, data),
            kind=photo.kind,
            seconds=photo.seconds,
            pages=photo.pages,
            status=Attachment.Status.READY if photo.sha256 else Attachment.Status.PREPARING,
        )
        for photo in data.photos
    ]
