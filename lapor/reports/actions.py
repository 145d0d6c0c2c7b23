"""Writes of the heart. `take_act` is the only writer of a report's state; `file_report` makes the row it then rules over.

In one transaction: state, entry, clocks, assignment, attachments, ledger event. Readers of events do the rest.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency
from lapor.agencies.queries import Rules, rules_of
from lapor.core import clock
from lapor.core.ids import tracking_id
from lapor.ledger.actions import append
from lapor.ledger.models import Event, Stream
from lapor.reports import workflow
from lapor.reports.acting import ActData, Actor, ImportedFacts
from lapor.reports.clock_keeping import ClockKeeper
from lapor.reports.effects import EFFECTS
from lapor.reports.facts import facts_of
from lapor.reports.models import Attachment, Clock, Entry, Report
from lapor.reports.vocabulary import OUTCOMES_OF_KIND, Kind, Outcome, State
from lapor.reports.workflow import Act


class ActRefused(Exception):
    """The act is not possible; `reason` is for the person who tried, `field` names the datum at fault, if one is."""

    def __init__(self, reason: "str | Promise", field: str = "") -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.field = field


class ReportChanged(ActRefused):
    """Somebody else acted since the page was shown."""


@dataclass(frozen=True)
class Taken:
    """What an act did."""

    report: Report
    entry: Entry
    event: Event


def next_tracking_id() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('reports_tracking_number')")
        return tracking_id(cursor.fetchone()[0], settings.NUMBERS_KEY)


def commitment(report: Report, text: str) -> str:
    """A salted hash that shows later that a text is the one that was written, without saying anything of it."""
    return hashlib.sha256(bytes(report.salt) + text.encode()).hexdigest()


def file_report(report: Report, *, root: Agency, actor: Actor, data: ActData, rules: Rules | None = None) -> Taken:
    """Make a report of an unsaved row (words, place, steering fields set by intake): number, verify clock, first entry, event.

    Five statements besides those of the photos. Needs no lock: nobody knows the report yet.
    """
    at = clock.now()
    row = _row_or_refusal("file", None, actor, is_protected=False)
    with transaction.atomic():
        report.tracking_id = report.tracking_id or next_tracking_id()
        report.root, report.state = root, row.target
        report.filed_at = report.state_since = at
        report.is_imported = False
        keeper = ClockKeeper(report, root, rules or rules_of(root), at, [], "file")
        for verb, kind in row.clocks:
            keeper.apply(verb, kind)
        report.due_at = keeper.nearest_due()
        report.save(force_insert=True)
        keeper.save()
        return _record(report, row, actor, data, at, from_state="", extra={"channel": report.channel, "kind": report.kind})


def import_report(report: Report, *, root: Agency, actor: Actor, facts: ImportedFacts) -> Taken:
    """Make a report of an unsaved row of an earlier system: its own date and state, no clock, one event that says it was imported.

    Needs a transaction around it. What happened before stays untold: there is no made-up history.
    """
    row = _row_or_refusal("import", None, actor, is_protected=False)
    report.tracking_id = next_tracking_id()
    report.root, report.state, report.archive_reason = root, facts.state, facts.archive_reason
    report.filed_at = report.state_since = facts.filed_at
    report.return_state = State.RECEIVED if facts.state == State.AWAITING_REPORTER else ""
    report.is_imported = True
    report.save(force_insert=True)
    extra = {"channel": report.channel, "kind": report.kind, "former_number": report.former_number, "filed_at": facts.filed_at.isoformat()}
    return _record(report, row, actor, ActData(text=facts.reason_text), clock.now(), from_state="", extra=extra)


def take_act(report_id: UUID, name: str, *, actor: Actor, data: ActData | None = None, based_on: int | None = None) -> Taken:
    """Do `name` to a report, or raise ActRefused with the reason. `based_on` is the version the actor saw: if another act came
    between, ReportChanged tells so and nothing is done."""
    data = data or ActData()
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).select_related("root", "category", "agency", "area").get(pk=report_id)
        if based_on is not None and based_on != report.version:
            raise ReportChanged(_("Meanwhile somebody else acted on this report. Look at it again, then decide."))
        at = clock.now()
        clocks = list(Clock.objects.filter(report=report))
        rules = rules_of(report.root)
        facts = facts_of(report, clocks, rules.calendar, at, actor)
        roles = workflow.acting_as(actor.role, is_protected=report.is_protected)
        row = workflow.find_row(name, facts, roles)
        if row is None:
            raise ActRefused(workflow.refusal(name, facts, roles) or _("This is not possible."))
        _check_data(row, report, data)
        return _apply(report, row, facts, actor, data, at, ClockKeeper(report, report.root, rules, at, clocks, name))


def _apply(report: Report, row: Act, facts: workflow.Facts, actor: Actor, data: ActData, at: datetime, keeper: ClockKeeper) -> Taken:
    from_state = report.state
    to_state = workflow.target_state(row, facts, report.return_state)
    EFFECTS.get(row.name, _no_effect)(report, actor, data, at)
    if to_state == State.AWAITING_REPORTER:
        report.return_state = State.RECEIVED if from_state == State.RECEIVED else State.IN_PROGRESS
    for verb, kind in row.clocks:
        keeper.apply(verb, kind)
    keeper.save()
    if to_state != from_state:
        report.state, report.state_since = to_state, at
        report.closed_at = at if to_state in workflow.CLOSED else None
    report.version += 1
    report.save()
    return _record(report, row, actor, data, at, from_state=from_state)


def _no_effect(report: Report, actor: Actor, data: ActData, at: datetime) -> None:
    """Acts that change nothing but what the table says."""


def _row_or_refusal(name: str, state: str | None, actor: Actor, *, is_protected: bool) -> Act:
    rows = workflow.rows_for(name, state, workflow.acting_as(actor.role, is_protected=is_protected))
    if not rows:
        raise ActRefused(_("Your role does not allow this."))
    return rows[0]


def _check_data(row: Act, report: Report, data: ActData) -> None:
    given = data.given()
    for needed in row.needs:
        if needed not in given:
            raise ActRefused(_("Please fill this in."), field=needed)
    if "outcome" in row.needs and data.outcome not in OUTCOMES_OF_KIND[report.kind]:
        raise ActRefused(_("This outcome does not fit this kind of report."), field="outcome")
    if row.name == "answer" and report.kind == Kind.COMPLAINT and data.outcome == Outcome.SOLVED:
        category = report.category
        has_evidence = data.photos or Attachment.objects.filter(report=report, is_evidence=True).exists()
        if category and category.needs_evidence and not has_evidence:
            raise ActRefused(_("This category asks for a photo that shows the result."), field="photos")


def _record(
    report: Report,
    row: Act,
    actor: Actor,
    data: ActData,
    at: datetime,
    *,
    from_state: str,
    extra: Mapping[str, object] | None = None,
) -> Taken:
    """The entry people read, the photos, and the event nobody can change."""
    officer = actor.officer
    towards = data.agency or data.unit
    details: dict[str, Any] = {
        key: value
        for key, value in {
            "outcome": data.outcome, "archive_reason": data.archive_reason, "destination": data.destination,
            "source": data.source, "publication": data.publication, "rating": data.rating,
            "to_agency": str(towards.pk) if towards else "", "to_agency_name": towards.name if towards else "",
            "proposed_agency": str(data.proposed_agency.pk) if data.proposed_agency else "",
            "proposed_agency_name": data.proposed_agency.name if data.proposed_agency else "",
            "for_reporter": bool(officer and row.actors >= {workflow.REPORTER} and actor.role == workflow.DESK),
        }.items() if value
    }  # fmt: skip
    text = "" if row.name == "file" else data.text
    entry = Entry(
        report=report, act=row.name, at=at, state_after=report.state, actor_kind=actor.kind, officer=officer,
        agency=officer.agency if officer else None, audience=row.audience, text=text, details=details,
    )  # fmt: skip
    entry.save(force_insert=True)
    _attach(report, entry, actor, data)
    ids_only = {key: value for key, value in details.items() if not key.endswith("_name") and key not in {"destination", "source"}}
    event = append(
        stream_id=report.pk, kind=Stream.Kind.REPORT, name=f"report.{row.name}", actor_kind=actor.kind, actor_id=actor.id,
        data={"from": from_state, "to": report.state, "version": report.version, "entry": str(entry.pk),
              "text": commitment(report, data.text) if data.text else None,
              "photos": [photo.sha256 for photo in data.photos], **ids_only, **(extra or {})},
    )  # fmt: skip
    return Taken(report=report, entry=entry, event=event)


def _attach(report: Report, entry: Entry, actor: Actor, data: ActData) -> None:
    if not data.photos:
        return
    by_officer = actor.officer is not None
    Attachment.objects.bulk_create(
        Attachment(
            id=photo.id, report=report, entry=entry, sha256=photo.sha256, original_sha256=photo.original_sha256, width=photo.width,
            height=photo.height, name=photo.name, created_at=entry.at, is_evidence=by_officer and entry.act in {"start", "respond", "answer"},
            is_public=entry.audience == "public",
        )
        for photo in data.photos
    )  # fmt: skip
