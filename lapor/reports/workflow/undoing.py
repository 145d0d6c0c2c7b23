"""Taking back the last act on a report, seconds after it: what is remembered while its event is held (ledger.holding),
and how everything is set as it was.

Called by `perform_action` only, under the lock of the report."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import F

from lapor.ledger import holding
from lapor.ledger.models import Event, HeldEvent
from lapor.reports.history.recording import ActionResult
from lapor.reports.models import Assignment, Attachment, Clock, Entry, Report
from lapor.reports.vocabulary import ActName, Audience, Publication, Urgency
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import ActData, Actor
from lapor.reports.workflow.rules import GuardContext

WITHIN = timedelta(seconds=10)
# it only grows; made by the database
_NOT_SET_BACK = frozenset({"version", "waits_for", "queue_key", "search"})
_NAMES_A_CLOCK = frozenset({"id", "report_id", "kind"})


@dataclass(frozen=True)
class Memory:
    """Clocks and the publication of files (by id) as they were before an act."""

    clocks: list[dict[str, Any]]
    files: dict[str, str]


def remember(row: Act, report: Report, clocks: Iterable[Clock]) -> Memory | None:
    """Before the act changes anything; None where nothing takes it back. One query where files may be published."""
    if not row.inverse:
        return None
    decides = row.name in {ActName.FORWARD, ActName.PUBLISH}  # what of them stays inside, also where it is public
    files = Attachment.objects.filter(report=report).values_list("pk", "publication") if decides else ()
    columns = [field.attname for field in Clock._meta.concrete_fields]
    kept = [{name: _plain(getattr(clock, name)) for name in columns} for clock in clocks]
    return Memory(kept, {str(pk): publication for pk, publication in files})


def can_wait(found: dict[str, Any], report: Report, data: ActData) -> bool:
    """After the act's effects: whether what it tells can wait. Not where people are in danger, more than the report
    itself would have to be set back, or others read its words already. `found`: the row before."""
    is_pressing = report.is_protected or Urgency.URGENT in {report.urgency, found["urgency"]}
    if is_pressing or found["approver"] or data.photos:
        return False
    is_read = report.publication == found["publication"] == Publication.PUBLISHED
    return not is_read or all(getattr(report, name) == found[name] for name in ("published_text", "published_title"))


def hold(taken: ActionResult, memory: Memory, found: dict[str, Any], until: datetime) -> None:
    """The event of the act that was done, with all that an undo needs."""
    changed = {
        name: _plain(value)
        for name, value in found.items()
        if getattr(taken.report, name) != value and name not in _NOT_SET_BACK
    }
    before = {"report": changed, "clocks": memory.clocks, "files": memory.files, "entry": str(taken.entry.pk)}
    holding.hold(taken.event, until=until, before=before)


def _plain(value: Any) -> Any:
    """As JSON keeps it, to the microsecond."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def held_act(report_id: UUID, actor: Actor) -> HeldEvent | None:
    """The last act on the report, where these hands may take it back now. One query."""
    held = holding.held_last(report_id) if actor.officer is not None else None
    return held if held is not None and held.actor_id == actor.id else None


def facts_of_undo(facts: GuardContext, held: HeldEvent | None) -> GuardContext:
    """Who did it seconds ago may take it back, also where it left their office."""
    is_offered = held is not None
    return replace(
        facts,
        can_be_undone=is_offered,
        actor_reaches=is_offered or facts.actor_reaches,
        actor_archived_it=facts.actor_archived_it and not is_offered,  # that very archiving
    )


def set_back(report: Report, clocks: list[Clock], before: dict[str, Any]) -> tuple[Entry, list[Clock]]:
    """Report, clocks, files and the undone entry, before the event that tells of it; gives that entry and the clocks
    that were not there. The report is saved by the caller."""
    parent_id = report.parent_id
    for name, value in before["report"].items():
        setattr(report, name, _value(Report, name, value))
    if parent_id is not None and report.parent_id is None:
        Report.objects.filter(pk=parent_id).update(children_count=F("children_count") - 1)
    was = {values["kind"]: values for values in before["clocks"]}
    for clock in clocks:
        for name, value in was.get(clock.kind, {}).items():
            setattr(clock, name, _value(Clock, name, value))
    kept = [clock for clock in clocks if clock.kind in was]
    if kept:
        Clock.objects.bulk_update(kept, [name for name in before["clocks"][0] if name not in _NAMES_A_CLOCK])
    for publication in sorted(set(before["files"].values())):
        ids = [pk for pk, was_so in before["files"].items() if was_so == publication]
        report.change_story(
            Attachment.objects.filter(pk__in=ids).exclude(publication=publication), publication=publication
        )
    entry = Entry.objects.get(pk=before["entry"])
    details = {**entry.details, "undone": True}
    rows = Entry.objects.filter(pk=entry.pk)
    report.change_story(rows, audience=Audience.INTERNAL, publication=Publication.WITHHELD, details=details)
    return entry, [clock for clock in clocks if clock.kind not in was]


def _value(model: type[models.Model], name: str, value: Any) -> Any:
    field = next(one for one in model._meta.concrete_fields if one.attname == name)
    return getattr(field, "target_field", field).to_python(value)


def made_assignments(report: Report, at: datetime) -> list[UUID]:
    """Those that the act of this moment began."""
    return list(Assignment.objects.filter(report=report, began_at=at).values_list("pk", flat=True))


def take_out(report: Report, event: Event, *, clocks: list[UUID], assignments: list[UUID], at: datetime) -> None:
    """Rows that the undone act of the moment `at` made; the owner's function looks whether the event tells of them. Who
    held the report before holds it again."""
    if clocks or assignments:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reports_take_out_undone(%s, %s, %s)", [event.stream_id, clocks, assignments])
    Assignment.objects.filter(report=report, ended_at=at).update(ended_at=None, was_refused=False)
