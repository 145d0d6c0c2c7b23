"""A table of routing rows, and which of them decides. Pure.

The most specific row whose conditions are all met decides. Specific is, in this order: more conditions; then who has
the first of these that the other lacks: layer, kelurahan, kecamatan, category, words, channel, time. Rows that have the
same kinds of conditions are equally specific: where they want the same, the first of the file is named; where they
disagree, nothing is decided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from lapor.core.danger import Danger

VILLAGE, DISTRICT = "village", "district"
DAY = 24 * 60  # minutes
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
_AREA_RANK = {VILLAGE: 2, DISTRICT: 1, "": 0}


@dataclass(frozen=True)
class RoutingRow:
    """`line`: of the file, as a spreadsheet shows it. Codes; "" and () where a condition is left out.

    `words`: signs (core.danger), any of which is enough. `weekdays`: 1 = Monday. `hours`: minutes of the day, the
    second excluded; over midnight where the second is not later. Either `agency` (with a `unit` below it) or `refer`,
    a place outside."""

    line: int
    name: str
    category: str = ""
    area: str = ""
    area_level: str = ""
    words: tuple[str, ...] = ()
    channel: str = ""
    weekdays: tuple[int, ...] = ()
    hours: tuple[int, int] | None = None
    layer: str = ""
    agency: str = ""
    unit: str = ""
    refer: str = ""
    is_urgent: bool = False

    @property
    def has_time(self) -> bool:
        return bool(self.weekdays) or self.hours is not None

    @property
    def specificity(self) -> tuple[int, ...]:
        """Greater is more specific; equal means the same kinds of conditions."""
        has = [
            bool(self.layer),
            _AREA_RANK[self.area_level],
            bool(self.category),
            bool(self.words),
            bool(self.channel),
            self.has_time,
        ]
        return sum(map(bool, has)), *map(int, has)

    @property
    def outcome(self) -> tuple[str, str, bool]:
        """What it wants: the code of the office, the place outside, whether it is urgent."""
        return self.unit or self.agency, self.refer, self.is_urgent

    def is_at(self, moment: datetime) -> bool:
        """`moment` in the city's zone."""
        if self.weekdays and moment.isoweekday() not in self.weekdays:
            return False
        return self.hours is None or is_between(moment.hour * 60 + moment.minute, self.hours)

    def as_data(self) -> dict[str, Any]:
        """As a version keeps it."""
        return {name: value for name, value in asdict(self).items() if value}


def row_from(data: Mapping[str, Any]) -> RoutingRow:
    """The way back."""
    values = dict(data)
    for name in ("words", "weekdays", "hours"):
        if name in values:
            values[name] = tuple(values[name])
    return RoutingRow(**values)


def is_between(minute: int, hours: tuple[int, int]) -> bool:
    begins, ends = hours
    return begins <= minute < ends if begins < ends else minute >= begins or minute < ends


@dataclass(frozen=True)
class RoutingInput:
    """What rows look at. `areas`: codes of kelurahan and kecamatan; `at` in the city's zone; `said`: everything that
    was said; `layers`: names of those that the report's point lies on."""

    said: tuple[str, ...]
    channel: str
    at: datetime
    areas: frozenset[str] = frozenset()
    layers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Decision:
    """`row`: which decides, None for none. `conflict`: equally specific rows that disagree, so that none does."""

    row: RoutingRow | None = None
    conflict: tuple[RoutingRow, ...] = ()


@dataclass(frozen=True)
class RoutingTable:
    """Rows of one version, ready to be asked."""

    version: str
    rows: tuple[RoutingRow, ...]
    _signs: Danger = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        labels = [(str(row.line), row.words) for row in self.rows if row.words]
        object.__setattr__(self, "_signs", Danger(labels))

    def met(self, given: RoutingInput) -> list[RoutingRow]:
        """The rows whose conditions are met but for the category, which is looked at last: a form asks for many."""
        heard = set(self._signs.all(*given.said))
        return [row for row in self.rows if _is_met(row, given, heard)]

    def decide(self, given: RoutingInput, category: str) -> Decision:
        """For a report of this category ("": none yet)."""
        return decide(self.met(given), category)


def _is_met(row: RoutingRow, given: RoutingInput, heard: set[str]) -> bool:
    return (
        (not row.area or row.area in given.areas)
        and (not row.layer or row.layer in given.layers)
        and (not row.channel or row.channel == given.channel)
        and (not row.words or str(row.line) in heard)
        and row.is_at(given.at)
    )


def decide(met: Iterable[RoutingRow], category: str) -> Decision:
    """The most specific of these rows, for a report of this category."""
    rows = [row for row in met if row.category in {"", category}]
    if not rows:
        return Decision()
    most = max(row.specificity for row in rows)
    first = sorted((row for row in rows if row.specificity == most), key=lambda row: row.line)
    if len({row.outcome for row in first}) > 1:
        return Decision(conflict=tuple(first))
    return Decision(row=first[0])


def conflicts_in(rows: Sequence[RoutingRow], meeting_layers: frozenset[frozenset[str]]) -> list[tuple[int, int]]:
    """Pairs of lines, equally specific and not of one mind, whose conditions one report can meet for certain: words
    only where both name the same sign, since any two words can stand in one text. `meeting_layers`: pairs of layers
    that have a place in common."""
    alike: dict[tuple[Any, ...], list[RoutingRow]] = {}
    for row in rows:
        alike.setdefault((row.specificity, row.category, row.area, row.channel), []).append(row)
    return [
        (one.line, other.line)
        for group in alike.values()
        for place, one in enumerate(group)
        for other in group[place + 1 :]
        if one.outcome != other.outcome and _overlap(one, other, meeting_layers)
    ]


def _overlap(one: RoutingRow, other: RoutingRow, meeting_layers: frozenset[frozenset[str]]) -> bool:
    layers = one.layer == other.layer or frozenset((one.layer, other.layer)) in meeting_layers
    words = not one.words or not set(one.words).isdisjoint(other.words)
    days = not set(one.weekdays or EVERY_DAY).isdisjoint(other.weekdays or EVERY_DAY)
    return layers and words and days and _hours_overlap(one.hours, other.hours)


def _hours_overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    if one is None or other is None:
        return True
    return is_between(one[0], other) or is_between(other[0], one)
