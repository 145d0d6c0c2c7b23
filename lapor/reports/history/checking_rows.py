"""Compares the rows that people read with what the ledger commits to (commitments.py).

Called by `lapor verify`, beside the check of the chains.

Shown every event once, stream by stream; reports are compared in batches, so that memory stays small and no report
costs a query. Events written before there were commitments, and those of imports by the bench's loader, commit to
nothing: their rows are counted, not accused.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Model

from lapor.core.ids import show_tracking_id
from lapor.ledger.diagnosis import Fault, Row
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Stream
from lapor.reports.history import commitments
from lapor.reports.models import Attachment, Capture, Challenge, Clock, Entry, Report
from lapor.reports.vocabulary import ActName

BATCH = 500
IMPORTED, UNDONE = ActName.IMPORT.event, EventName.REPORT_IMPORT_UNDONE
_TOLD_OF = {
    "words": "its words",
    "standing": "its state, holder, visibility or dates",
    "facts": "what it is, where and since when",
    "rejected": "how often it was said not to be solved",
    "team": "the team that has it",
    commitments.CLOCKS: "its deadlines",
}
_ENTRY, _FILE = "entry", "file"
_ITEMS: dict[str, tuple[type[Entry] | type[Attachment] | type[Challenge] | type[Capture], tuple[str, ...], str]] = {
    _ENTRY: (Entry, commitments.OF_ENTRY, "entries"),
    _FILE: (Attachment, commitments.OF_FILE, "files"),
    "challenge": (Challenge, commitments.OF_CHALLENGE, "challenges"),
    "photo taken": (Capture, commitments.OF_CAPTURE, "captures"),
}


@dataclass
class _Told:
    """What the events of one report commit to in the end.

    Digests are "" where only the name was told (older events), None where it left."""

    first: str = ""
    last: str = ""
    is_whole: bool = False  # each of its events that had to commit did: nothing may stand there that was not told
    event_id: int = 0  # the last one that committed to the report's row
    report: dict[str, str] = field(default_factory=dict)
    items: dict[str, dict[str, str | None]] = field(default_factory=lambda: {what: {} for what in _ITEMS})

    @property
    def was_taken_out(self) -> bool:
        """An import that was undone."""
        return self.first == IMPORTED and self.last == UNDONE


class RowCheck:
    """Give `see` to the ledger's `verify` as `watch`, then call `finish`.

    `faults`, `compared` and `uncompared` (rows) say what was found.

    `is_partial`: only newer events are shown; what they do not name is not looked at.
    """

    def __init__(self, *, is_partial: bool = False) -> None:
        self.is_partial = is_partial
        self.faults: list[Fault] = []
        self.compared = self.uncompared = 0
        self._told: dict[str, _Told] = {}

    def see(self, row: Row) -> None:
        """One event; those of a report follow each other."""
        if row.kind != Stream.Kind.REPORT:
            return
        if row.stream_id not in self._told:
            if len(self._told) >= BATCH:
                self._compare()
            self._told[row.stream_id] = _Told(first=row.name)
        _take_in(self._told[row.stream_id], row)

    def finish(self) -> None:
        """Compare the rest, and count reports and streams against each other."""
        self._compare()
        for report_id, number in _fetch(_WITHOUT_STREAM):
            self.faults.append(_fault(number, f"stands here without any history (row {report_id})"))
        if self.is_partial:
            for (stream_id,) in _fetch(_WITHOUT_REPORT):
                self.faults.append(Fault(f"report {stream_id}", 0, None, "its history stands here, the report is gone"))

    # --- one batch

    def _compare(self) -> None:
        told, self._told = self._told, {}
        if not told:
            return
        reports = {
            str(report.pk): report
            for report in Report.objects.filter(pk__in=told).defer("search", "findings").iterator(BATCH)
        }
        clocks = _grouped(Clock, commitments.OF_CLOCK, told)
        items = {what: _grouped(model, names, told) for what, (model, names, _part) in _ITEMS.items()}
        children = dict(
            Report.objects.filter(parent__in=list(told))
            .values_list("parent")
            .annotate(count=Count("pk"))
            .values_list("parent", "count")
        )
        for report_id, said in told.items():
            report = reports.get(report_id)
            if report is None:
                self._miss(report_id, said)
                continue
            self._compare_report(report, said, clocks[report_id])
            for what, rows in items.items():
                self._compare_items(report, said, what, rows[report_id])
            if said.is_whole and not self.is_partial and report.children_count != children.get(report.pk, 0):
                self._accuse(
                    report,
                    said,
                    f"says that {report.children_count} reports were merged into it, there are"
                    f" {children.get(report.pk, 0)}",
                )

    def _miss(self, report_id: str, said: _Told) -> None:
        if not said.was_taken_out and not self.is_partial:  # of a partial look, `finish` asks for all
            self.faults.append(
                Fault(
                    f"report {report_id}",
                    0,
                    None,
                    f"its history stands here (up to event {said.event_id}), the report is gone",
                )
            )

    def _compare_report(self, report: Report, said: _Told, clocks: Iterable[Sequence[Any]]) -> None:
        if not said.report:
            self.uncompared += 1
            return
        self.compared += 1
        salt = bytes(report.salt)
        for part, committed in said.report.items():
            if part == commitments.CLOCKS:
                found = commitments.clocks_digest(salt, clocks)
            elif part in commitments.PARTS:
                found = commitments.digest(
                    salt, Report, commitments.PARTS[part], commitments.values_of(report, commitments.PARTS[part])
                )
            else:
                continue  # of a newer version of the program
            if found != committed:
                what = _TOLD_OF.get(part, "its further words")
                self._accuse(report, said, f"{what} ({part}) are not what was committed to")

    def _compare_items(self, report: Report, said: _Told, what: str, rows: Iterable[Sequence[Any]]) -> None:
        """`rows`: of that kind that stand at the report, by the columns that are covered, the id first."""
        model, names, _part = _ITEMS[what]
        salt, told, found = bytes(report.salt), said.items[what], set()
        for values in rows:
            item = str(values[0])
            found.add(item)
            committed = told.get(item)
            if committed:
                self.compared += 1
                if commitments.digest(salt, model, names, values) != committed:
                    self._accuse(report, said, f"{what} {item} is not what was committed to")
            elif item in told and committed is None:
                self._accuse(report, said, f"{what} {item} stands here though it was moved away")
            elif not self.is_partial and item not in told and (said.is_whole or what == _ENTRY):
                self._accuse(report, said, f"{what} {item} was inserted: no event tells of it")
            else:
                self.uncompared += 1
        for item in told.keys() - found:
            if told[item] is not None:
                self._accuse(report, said, f"{what} {item} is gone")

    def _accuse(self, report: Report, said: _Told, what: str) -> None:
        self.faults.append(_fault(report.tracking_id, f"{what} (event {said.event_id})"))


def _fault(number: str, what: str) -> Fault:
    return Fault(f"report {show_tracking_id(number)}", 0, None, what)


def _take_in(told: _Told, row: Row) -> None:
    """Add what one event says: a later one counts instead of an earlier one."""
    told.last = row.name
    data: dict[str, Any] = json.loads(row.data)
    rows: dict[str, Any] = data.get(commitments.KEY) or {}
    if row.sequence == 1:
        told.is_whole = bool(rows)
    if rows.get("report"):
        told.report, told.event_id = {str(part): str(value) for part, value in rows["report"].items()}, row.event_id
    if isinstance(entry := data.get("entry"), str) and row.name.startswith("report."):
        told.items[_ENTRY].setdefault(entry, "")
    for what, (_model, _names, part) in _ITEMS.items():
        told.items[what].update(_digests(rows, part))


def _digests(rows: dict[str, Any], name: str) -> dict[str, str | None]:
    return {str(item): str(value) or None for item, value in (rows.get(name) or {}).items()}


def _grouped(model: type[Model], names: tuple[str, ...], told: Iterable[str]) -> dict[str, list[tuple[Any, ...]]]:
    """The covered columns of the rows of these reports, by report."""
    columns = commitments.covered_columns(model, names)
    place, found = columns.index("report_id"), defaultdict(list)
    for values in model._default_manager.filter(report__in=list(told)).values_list(*columns).iterator(2000):
        found[str(values[place])].append(values)
    return found


_WITHOUT_STREAM = """
SELECT r.id::text, r.tracking_id FROM reports_report r
WHERE NOT EXISTS (SELECT FROM ledger_stream s WHERE s.id = r.id) ORDER BY r.id LIMIT 1000
"""
_WITHOUT_REPORT = f"""
SELECT s.id::text FROM ledger_stream s
WHERE s.kind = 'report' AND NOT EXISTS (SELECT FROM reports_report r WHERE r.id = s.id)
AND NOT (EXISTS (SELECT FROM ledger_event e WHERE e.stream_id = s.id AND e.sequence = 1 AND e.name = '{IMPORTED}')
         AND EXISTS (SELECT FROM ledger_event e WHERE e.stream_id = s.id AND e.sequence = s.length
         AND e.name = '{UNDONE}'))
ORDER BY s.id LIMIT 1000
"""  # noqa: S608 - names of ours


def _fetch(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
