"""What the ledger commits to of the rows that people read: salted hashes in the event of each act, compared with the
rows by `lapor verify`.

The one place that says, for each column of a report, its clocks, its story and its files, whether it is covered and in
which part, or why not. Written by recording.py (and `commit_change`, for what changes without an act), checked by
checking_rows.py.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Model

from lapor.ledger import chain
from lapor.ledger.actions import append
from lapor.ledger.models import Event, Stream
from lapor.reports.models import Attachment, Capture, Challenge, Clock, Entry, Report

# of the event's data: {"report": {part: digest}, "entries": {id: digest}, "files": {id: digest, "" where it left},
# "challenges": {id: digest}, "captures": {id: digest}}
KEY = "rows"
SIGNS = 32  # of a digest: 128 bits

WORDS = ("title", "text", "answers", "published_title", "published_text")
STANDING = (
    "state",
    "return_state",
    "version",
    "visibility",
    "publication",
    "urgency",
    "is_protected",
    "outcome",
    "archive_reason",
    "archived_by",
    "category",
    "agency",
    "officer",
    "parent",
    "refusals",
    "is_decided",
    "has_appealed",
    "has_objected",
    "is_extended",
    "is_unreachable",
    "supporters_count",
    "promised_on",
    "extra_working_days",
    "state_since",
    "held_since",
    "first_response_at",
    "answered_at",
    "closed_at",
    "due_at",
)
FACTS = (
    "id",
    "tracking_id",
    "former_number",
    "root",
    "kind",
    "identity",
    "category_text",
    "agency_text",
    "area",
    "area_text",
    "address",
    "latitude",
    "longitude",
    "happened_at",
    "channel",
    "provenance",
    "language",
    "is_imported",
    "filed_at",
)
# Words of the reporter that got a column later, each a part of its own: the digests of what was there before stay good.
LATER = tuple(name for name in Report.SAID if name not in {*WORDS, *FACTS})
REJECTED = ("rejections", "awaits_decision")  # likewise
TEAM = ("team",)  # likewise
PARTS: dict[str, tuple[str, ...]] = {
    "words": WORDS,
    "standing": STANDING,
    "facts": FACTS,
    **{name: (name,) for name in LATER},
    "rejected": REJECTED,
    "team": TEAM,
}
CLOCKS = "clocks"
OF_CLOCK = (
    "report",
    "kind",
    "status",
    "started_at",
    "due_at",
    "working_days",
    "calendar_hours",
    "calendar_version",
    "policy_version",
    "paused_at",
    "pause_reason",
    "left_working_days",
    "left_seconds",
    "stopped_at",
)
OF_ENTRY = (
    "id",
    "report",
    "act",
    "at",
    "state_after",
    "actor_kind",
    "officer",
    "agency",
    "audience",
    "publication",
    "text",
    "published_text",
    "details",
)
OF_FILE = (
    "id",
    "report",
    "entry",
    "publication",
    "is_evidence",
    "kind",
    "status",
    "is_masked",
    "sha256",
    "original_sha256",
    "width",
    "height",
    "seconds",
    "pages",
    "created_at",
    "taken",
    "capture",
)
OF_CHALLENGE = ("id", "report", "officer", "partner", "word", "issued_at", "valid_until", "is_ahead")
OF_CAPTURE = (
    "id",
    "report",
    "challenge",
    "officer",
    "partner",
    "original_sha256",
    "device_at",
    "announced_at",
    "was_offline",
    "place_commitment",
    "fault",
)
# Columns that a table got later, at the end: left out of a digest while they are empty, so that the digests of what was
# there before stay good.
_ALWAYS: dict[type[Model], int] = {Attachment: OF_FILE.index("taken")}
COVERED: dict[type[Model], frozenset[str]] = {
    Report: frozenset({*WORDS, *STANDING, *FACTS, *LATER, *REJECTED, *TEAM}),
    Clock: frozenset(OF_CLOCK),
    Entry: frozenset(OF_ENTRY),
    Attachment: frozenset(OF_FILE),
    Challenge: frozenset(OF_CHALLENGE),
    Capture: frozenset(OF_CAPTURE),
}
# What nobody reads, or what is checked otherwise: the reason for each.
NOT_COVERED: dict[type[Model], dict[str, str]] = {
    Report: {
        "reporter": "leads to the vault only; ends when the person is erased",
        "receipt_hash": "opens the report, is never shown",
        "salt": "of these very commitments: another one makes all of them fail",
        "children_count": "counted again by the check",
        "verdict": "emptied by each new answer of the parent; what was said stands in the story",
        "findings": "hints made of the words, made anew from them",
        "public_from": "a pause of seconds before others read it; whether they may is `publication`",
        "has_unchecked": "spares a look into the story",
        "approver": "spares a look into the proposals",
        "has_helpers": "spares a look into the helpers",
        "has_exclusions": "spares a look into the exclusions",
        "has_partners": "spares a look into the partners' links",
        "officer_call": "spares a look into the story",
        "unanswered_act": "spares a look into the story",
        "heard_count": "spares a look into the story",
        "waits_for": "made of the row by the database",
        "queue_key": "made of the row by the database",
        "remind_at": "when the sweep looks again",
        "search": "made of title, text and address by the database",
    },
    Clock: {
        "id": "named nowhere",
        "reminded": "what the sweep has said; each time is an event",
        "remind_at": "when the sweep looks again",
    },
    Entry: {"findings": "hints made of the words", "shown_from": "a pause of seconds before others read it"},
    Attachment: {},
    Challenge: {},
    Capture: {"place": "sealed; ends after a time. `place_commitment` says whether it is the one that was told"},
}


def covered_columns(model: type[Model], names: Iterable[str]) -> tuple[str, ...]:
    """The names as the rows have them: a foreign key's own column."""
    return tuple(str(model._meta.get_field(name).attname) for name in names)  # type: ignore[union-attr]


def values_of(row: Model, names: tuple[str, ...]) -> tuple[Any, ...]:
    return _getter(type(row), names)(row)


def digest(salt: bytes, model: type[Model], names: tuple[str, ...], values: Sequence[Any]) -> str:
    """Of the values of these columns, in their order."""
    plain = [None if value is None else make(value) for make, value in zip(_makers(model, names), values, strict=True)]
    while len(plain) > _ALWAYS.get(model, len(plain)) and plain[-1] in {None, ""}:
        del plain[-1]
    return _short(salt, {"of": model.__name__, "is": plain})


def report_parts(report: Report, clocks: Iterable[Clock]) -> dict[str, str]:
    """Digest by part; `clocks`: all that the report has."""
    salt = bytes(report.salt)
    parts = {part: digest(salt, Report, names, values_of(report, names)) for part, names in PARTS.items()}
    parts[CLOCKS] = clocks_digest(salt, (values_of(clock, OF_CLOCK) for clock in clocks))
    return parts


def clocks_digest(salt: bytes, clocks: Iterable[Sequence[Any]]) -> str:
    """`clocks`: the values of OF_CLOCK of each clock of one report, in any order."""
    makers = _makers(Clock, OF_CLOCK)
    rows = [
        [None if value is None else make(value) for make, value in zip(makers, values, strict=True)]
        for values in clocks
    ]
    return _short(salt, {"of": "Clock", "is": sorted(rows, key=lambda row: str(row[1]))})


def entry_digest(salt: bytes, entry: Entry) -> str:
    return digest(salt, Entry, OF_ENTRY, values_of(entry, OF_ENTRY))


def file_digest(salt: bytes, file: Attachment) -> str:
    return digest(salt, Attachment, OF_FILE, values_of(file, OF_FILE))


def of_evidence(report: Report, row: Challenge | Capture) -> dict[str, object]:
    """What the event of a challenge or of an announced photo commits to."""
    part, names = ("challenges", OF_CHALLENGE) if isinstance(row, Challenge) else ("captures", OF_CAPTURE)
    return {part: {str(row.pk): digest(bytes(report.salt), type(row), names, values_of(row, names))}}


def of_act(report: Report, clocks: Iterable[Clock], entry: Entry, files: Iterable[Attachment]) -> dict[str, object]:
    """What the event of an act commits to: the report and its clocks, the new entry and files, and where the act
    changed older ones, all of them."""
    salt = bytes(report.salt)
    entries: Iterable[Entry] = [entry]
    if report.is_story_changed:
        entries, files = Entry.objects.filter(report=report), Attachment.objects.filter(report=report)
        report.is_story_changed = False
    rows: dict[str, object] = {
        "report": report_parts(report, clocks),
        "entries": {str(one.pk): entry_digest(salt, one) for one in entries},
    }
    if found := {str(file.pk): file_digest(salt, file) for file in files}:
        rows["files"] = found
    return rows


def of_words(report: Report, clocks: Iterable[Clock], entries: Iterable[Entry]) -> dict[str, object]:
    """What an event without an act commits to that changed words of a report and of these entries."""
    salt = bytes(report.salt)
    return {
        "report": report_parts(report, clocks),
        "entries": {str(entry.pk): entry_digest(salt, entry) for entry in entries},
    }


def commit_change(report: Report, name: str, *, files: Iterable[Attachment], gone: Iterable[UUID] = ()) -> Event:
    """An event for files that were changed or moved without an act.

    Needs a transaction in which the report's row is locked."""
    told = {str(file.pk): file_digest(bytes(report.salt), file) for file in files} | {str(pk): "" for pk in gone}
    return append(
        stream_id=report.pk, kind=Stream.Kind.REPORT, name=name, actor_kind="system", data={KEY: {"files": told}}
    )


def _short(salt: bytes, said: dict[str, object]) -> str:
    return chain.commitment(salt, chain.canonical(said).decode("utf-8", "surrogatepass"))[:SIGNS]


@lru_cache(maxsize=20)
def _getter(model: type[Model], names: tuple[str, ...]) -> Callable[[Model], tuple[Any, ...]]:
    read = attrgetter(*covered_columns(model, names))
    return read if len(names) > 1 else lambda row: (read(row),)


@lru_cache(maxsize=20)
def _makers(model: type[Model], names: tuple[str, ...]) -> tuple[Callable[[Any], object], ...]:
    """For each column what writes a value the one way: the same of a row in memory and of one that was read."""
    return tuple(_maker(model._meta.get_field(name)) for name in names)  # type: ignore[arg-type]


def _maker(field: "models.Field[Any, Any]") -> Callable[[Any], object]:
    if isinstance(field, models.JSONField):
        return _same
    for kind, make in _PLAIN:
        if isinstance(field, kind):
            return make
    return str  # words, codes, ids


def _same(value: object) -> object:
    return value


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


_PLAIN: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (models.DateTimeField, _instant),
    (models.DateField, date.isoformat),
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.FloatField, float),
)
