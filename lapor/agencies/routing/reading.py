"""Reads a file of routing rows (CSV, as the tables of a preset) and says every fault with line and field."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lapor.agencies.routing.rows import DAY, EVERY_DAY, RoutingRow, conflicts_in
from lapor.calendars.opening_hours import weekdays_from
from lapor.core.danger import Danger

REQUIRED = ("name", "agency")
OPTIONAL = ("category", "area", "words", "channel", "weekdays", "hours", "layer", "unit", "refer", "priority")
CONDITIONS = ("category", "area", "words", "channel", "weekdays", "hours", "layer")
MOST_BYTES = 1024 * 1024
MOST_ROWS = 1000
LONGEST_NAME = 80
LONGEST_PLACE = 120  # of somewhere outside: as long as the form of referring takes
URGENT = "urgent"
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*([01]\d|2[0-4]):([0-5]\d)")


class RoutingError(ValueError):
    """The rows cannot be used; the message lists every fault, a line each."""


@dataclass(frozen=True)
class KnownCodes:
    """What rows may name. `categories`: whether it is protected; `areas`: its level; `agencies`: the code of the one
    above ("": the city); `meeting_layers`: pairs of layers that have a place in common."""

    categories: Mapping[str, bool]
    areas: Mapping[str, str]
    agencies: Mapping[str, str]
    channels: frozenset[str]
    layers: frozenset[str] = frozenset()
    meeting_layers: frozenset[frozenset[str]] = frozenset()


def read_rows(content: bytes, known: KnownCodes) -> tuple[RoutingRow, ...]:
    """The rows of a file. Raises RoutingError with all faults, conflicts among them."""
    faults: list[str] = []
    rows = tuple(_rows(content, known, faults))
    if not faults and not rows:
        faults.append("the file has no rows")
    if not faults:
        names = {row.line: row.name for row in rows}
        faults = [
            f"lines {one} and {other}: {names[one]!r} and {names[other]!r} are equally specific and disagree"
            for one, other in conflicts_in(rows, known.meeting_layers)
        ]
    if faults:
        raise RoutingError("\n".join(faults))
    return rows


def _rows(content: bytes, known: KnownCodes, faults: list[str]) -> Iterator[RoutingRow]:
    if len(content) > MOST_BYTES:
        faults.append(f"the file is too large: at most {MOST_BYTES // 1024} KB")
        return
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        lines = [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError:
        faults.append("the file is not UTF-8")
        return
    except csv.Error as error:
        faults.append(f"the file is not a CSV table: {error}")
        return
    columns = [*(reader.fieldnames or ())]
    faults += [f"line 1, {name}: this column is missing" for name in REQUIRED if name not in columns]
    faults += [f"line 1, {name}: there is no such column" for name in columns if name not in (*REQUIRED, *OPTIONAL)]
    if len(lines) > MOST_ROWS:
        faults.append(f"the file has {len(lines)} rows: at most {MOST_ROWS}")
    if faults:
        return
    names: dict[str, int] = {}
    for line, cells in lines:
        if None in cells or None in cells.values():
            faults.append(f"line {line}: it has not as many fields as line 1")
            continue
        reading = _RowReading(line, {name: cells.get(name, "").strip() for name in (*REQUIRED, *OPTIONAL)}, known)
        row = reading.row()
        if (first := names.setdefault(reading.cells["name"], line)) != line:
            reading.fault("name", f"line {first} has this name too")
        faults += reading.faults
        if row is not None:
            yield row


class _RowReading:
    """One line becoming a row; `faults` grows."""

    def __init__(self, line: int, cells: Mapping[str, str], known: KnownCodes) -> None:
        self.line, self.cells, self.known = line, cells, known
        self.faults: list[str] = []

    def fault(self, field: str, words: str) -> None:
        self.faults.append(f"line {self.line}, {field}: {words}")

    def row(self) -> RoutingRow | None:
        """None where anything is at fault."""
        cells = self.cells
        if not cells["name"] or len(cells["name"]) > LONGEST_NAME or "\x00" in "".join(cells.values()):
            self.fault("name", f"a name of at most {LONGEST_NAME} characters is needed")
        self._check_codes()
        self._check_outcome()
        if not any(cells[name] for name in CONDITIONS):
            self.fault("category", "a row needs a condition")
        row = RoutingRow(
            line=self.line,
            words=self._words(),
            weekdays=self._weekdays(),
            hours=self._hours(),
            area_level=self.known.areas.get(cells["area"], ""),
            is_urgent=cells["priority"] == URGENT,
            **{
                name: cells[name]
                for name in ("name", "category", "area", "channel", "layer", "agency", "unit", "refer")
            },
        )
        return None if self.faults else row

    def _check_codes(self) -> None:
        cells, known = self.cells, self.known
        for field, codes in (
            ("category", known.categories),
            ("area", known.areas),
            ("channel", known.channels),
            ("layer", known.layers),
            ("agency", known.agencies),
            ("unit", known.agencies),
        ):
            if cells[field] and cells[field] not in codes:
                self.fault(field, f"there is no {field} {cells[field]!r}")
        if known.categories.get(cells["category"]):
            self.fault("category", "a protected category goes to its standing group, whatever the rows say")

    def _check_outcome(self) -> None:
        cells = self.cells
        if bool(cells["agency"]) == bool(cells["refer"]):
            self.fault("agency", "a row names either an agency or, in `refer`, a place outside")
        if len(cells["refer"]) > LONGEST_PLACE:
            self.fault("refer", f"at most {LONGEST_PLACE} characters")
        if cells["unit"] and cells["agency"] not in self._above(cells["unit"]):
            self.fault("unit", f"{cells['unit']!r} is no unit of {cells['agency']!r}")
        if cells["priority"] not in {"", URGENT}:
            self.fault("priority", f"`{URGENT}` or nothing")

    def _above(self, code: str) -> Iterator[str]:
        while code := self.known.agencies.get(code, ""):
            yield code

    def _words(self) -> tuple[str, ...]:
        signs = tuple(sign for part in self.cells["words"].split(";") if (sign := " ".join(part.split())))
        try:
            Danger([("", signs)])
        except ValueError as error:
            self.fault("words", str(error))
        if self.cells["words"] and not signs:
            self.fault("words", "there is no word between the semicolons")
        return signs

    def _weekdays(self) -> tuple[int, ...]:
        if not self.cells["weekdays"]:
            return ()
        try:
            days = weekdays_from(self.cells["weekdays"])
        except ValueError:
            self.fault("weekdays", "days like `1-5` or `6 7` (1 = Monday)")
            return ()
        return () if days == set(EVERY_DAY) else tuple(sorted(days))

    def _hours(self) -> tuple[int, int] | None:
        if not self.cells["hours"]:
            return None
        found = _HOURS.fullmatch(self.cells["hours"])
        begins, ends = (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
        if begins == ends or ends > DAY:
            self.fault("hours", "hours like `22:00-06:00`")
            return None
        return begins, ends
