"""An act sent twice (double submit): the same words and files about the same again, by a slow network, F5 or Back. One
entry, answered as the first time.

The one place for pages, desk and REST. A message or webhook call received twice: `gateway/inbound/receiving.py`."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q

from lapor.agencies.models import Agency, Officer
from lapor.casework.forms import NAMED_BY
from lapor.core import clock
from lapor.core.ids import parse_tracking_id
from lapor.core.text import clean_text
from lapor.ledger.models import Event
from lapor.reports.history.recording import ActionResult
from lapor.reports.models import Entry, Report
from lapor.reports.publication import masked_codes
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import Act
from lapor.reports.workflow.acting import ActData, Actor
from lapor.reports.workflow.table import TABLE

WITHIN = timedelta(minutes=15)
MOST = 20  # entries of the same words that are looked at
_SAME_NAME = (
    "proposed_agency officer team parent outcome archive_reason destination source publication promised_on rating"
    " call_result partner_name partner_step partner_link"
)
# What an act is about beside its words: its fields, and where its entry keeps them (recording._details).
ABOUT = {name: name for name in _SAME_NAME.split()} | {
    "agency": "to_agency",
    "unit": "to_agency",
    "entry": "moved_entry",
}
# Of the acts that leave the version those that set something; of the others those that only add.
_QUIET_SETTING = {
    ActName.PUBLISH_ENTRY,
    ActName.WITHHOLD_ENTRY,
    ActName.CALL_OFFICER,
    ActName.ANSWER_CALL,
    ActName.END_CALL,
}
_ADDING = {ActName.RESPOND, ActName.CALL_SUPPORT, ActName.EXCLUDE}
_SETTING = frozenset({row.name for row in TABLE if not row.is_quiet} - _ADDING | _QUIET_SETTING)
_ROWS: Mapping[str, type[Model]] = {"to_agency": Agency, "proposed_agency": Agency, "officer": Officer}
Given = ActData | Mapping[str, Any]


def sent_before(report: Report, act: str, given: Given, actor: Actor) -> ActionResult | None:
    """What this became already, a few minutes ago, by the same person: the same words and files, about the same. What
    was undone is not.

    `given`: what the form made of it, or the fields as they were typed, whose files nobody has read. Without words and
    files only the last entry of the report is looked at, and where it names nothing, none: who presses twice may mean
    it."""
    read = given if isinstance(given, ActData) else None
    words = clean_text(str(_value(given, "text") or ""))
    files = {photo.original_sha256 for photo in read.photos} if read else set()
    about = _about(given, actor)
    if act not in set(ActName) or not (words or files or about):
        return None
    for entry in _entries(report, act, words, actor, is_last_alone=not (words or files)):
        sent = {file.original_sha256 for file in entry.attachments.all()} if read else files
        if sent == files and _is_about(entry, about) and not entry.details.get("undone"):
            return _result(entry)
    return None


def _entries(report: Report, act: str, words: str, actor: Actor, *, is_last_alone: bool) -> list[Entry]:
    """Those that may be meant, the newest first."""
    recent = Entry.objects.filter(report=report, at__gt=clock.now() - WITHIN).order_by("-at")
    rows = recent.filter(Q(act=act) | Q(act=ActName.PROPOSE, details__act=act), officer=actor.officer)
    rows = rows.filter(text__in={words, masked_codes(words)}).select_related("report").prefetch_related("attachments")
    return list(rows.filter(pk__in=recent[:1].values("pk")) if is_last_alone else rows[:MOST])


def said_already(report: Report, act: Act, data: ActData, actor: Actor) -> ActionResult | None:
    """sent_before for an act that the table offers still. What set something counts while nothing was set since: who
    gives a report away, gets it back and gives it away with the same words means it."""
    before = sent_before(report, act.name, data, actor)
    if before is None or act.name not in _SETTING:
        return before
    later = Entry.objects.filter(report=report, at__gt=before.entry.at, act__in=_SETTING)
    return None if later.exists() else before


def _value(given: Given, name: str) -> Any:
    return getattr(given, name) if isinstance(given, ActData) else given.get(name)


def _about(given: Given, actor: Actor) -> dict[str, str]:
    """By its name in the entry what was given, as a string; a row by its key."""
    found = {"partner_name": actor.partner.name} if actor.partner else {}
    for name, kept_as in ABOUT.items():
        value = _value(given, name)
        value = getattr(value, "pk", value)
        if words := value.isoformat() if isinstance(value, date) else str(value or ""):
            found[kept_as] = words
    return found


def _is_about(entry: Entry, about: Mapping[str, str]) -> bool:
    return all(_is_same(name, str(entry.details.get(name, "")), value, entry) for name, value in about.items())


def _is_same(name: str, kept: str, given: str, entry: Entry) -> bool:
    """The number of a report may be typed, an office or officer named; a protected case goes to its group whatever
    office was chosen."""
    if kept == given or (name == "to_agency" and entry.report.is_protected):
        return True
    if name == "parent":
        return bool(kept) and parse_tracking_id(given) == entry.details.get("parent_name")
    if kept and (model := _ROWS.get(name)):
        return model._default_manager.filter(pk=kept, **{NAMED_BY[model]: given}).exists()
    return False


def _result(entry: Entry) -> ActionResult | None:
    """With the report as it stands now."""
    events = Event.objects.filter(stream_id=entry.report_id, recorded_at__gte=entry.at)
    event = events.order_by("recorded_at", "id").first()
    return ActionResult(entry.report, entry, event) if event else None


def lock(report: Report) -> None:
    """The first of two that come at once ends before the second is looked at. Needs a transaction."""
    Report.objects.select_for_update(of=("self",)).only("pk").get(pk=report.pk)
