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
from lapor.reports.workflow.acting import ActData, Actor

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
_ROWS: Mapping[str, type[Model]] = {"to_agency": Agency, "proposed_agency": Agency, "officer": Officer}
Given = ActData | Mapping[str, Any]


def sent_before(report: Report, act: str, given: Given, actor: Actor) -> ActionResult | None:
    """What this became already, a few minutes ago, by the same person: the same words and files, about the same.

    `given`: what the form made of it, or the fields as they were typed, whose files nobody has read. None without
    words and files: who presses twice may mean it."""
    read = given if isinstance(given, ActData) else None
    words = clean_text(str(_value(given, "text") or ""))
    files = {photo.original_sha256 for photo in read.photos} if read else set()
    if not words and not files:
        return None
    rows = Entry.objects.filter(report=report, at__gt=clock.now() - WITHIN, officer=actor.officer)
    said = rows.filter(Q(act=act) | Q(act=ActName.PROPOSE, details__act=act), text__in={words, masked_codes(words)})
    about = _about(given, actor)
    for entry in said.order_by("-at").select_related("report").prefetch_related("attachments")[:MOST]:
        sent = {file.original_sha256 for file in entry.attachments.all()} if read else files
        if sent == files and _is_about(entry, about):
            return _result(report, entry)
    return None


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


def _result(report: Report, entry: Entry) -> ActionResult | None:
    events = Event.objects.filter(stream_id=report.pk, recorded_at__gte=entry.at)
    event = events.order_by("recorded_at", "id").first()
    return ActionResult(report, entry, event) if event else None


def lock(report: Report) -> None:
    """The first of two that come at once ends before the second is looked at. Needs a transaction."""
    Report.objects.select_for_update(of=("self",)).only("pk").get(pk=report.pk)
