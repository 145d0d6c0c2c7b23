"""What a list, a feed or the map of public reports can be narrowed to, and the conditions of SQL that say it.

Used by searching.py and mapping.py."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lapor.agencies.codes import agency_of, area_codes, category_of
from lapor.agencies.models import Agency
from lapor.agencies.search_names import SearchReading, readings
from lapor.reports.workflow.act import CLOSED, OPEN

OPENED, ENDED = "open", "closed"  # all states of that kind, as one choice
GROUPS = {OPENED: tuple(sorted(OPEN)), ENDED: tuple(sorted(CLOSED))}


@dataclass(frozen=True)
class Box:
    """A piece of the map, in degrees; its borders belong to it."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Filters:
    """What is asked for; empty = everything. `state` may be a group ("open", "closed"), `area` a district."""

    words: str = ""
    state: str = ""
    category: str = ""
    agency: str = ""
    area: str = ""
    kind: str = ""
    channel: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Condition:
    """A piece of SQL with its parameters. `values`: those of the cells' facet that it stands for; `ways`: conditions of
    which one is enough, each with an index of its own."""

    sql: str
    params: list[Any]
    values: tuple[str, ...] = field(default=())
    ways: tuple["Condition", ...] = field(default=())


@dataclass(frozen=True)
class PlainWords:
    """The words that must stand in a text, without the signs of the search; `has_choice`: one of several is enough."""

    needed: list[str]
    has_choice: bool


def values_of(root: Agency, filters: Filters) -> dict[str, tuple[str, ...]] | None:
    """For each facet of the cells the values asked for; None where there is no such category or agency, so that nothing
    can fit."""
    found: dict[str, tuple[str, ...]] = {}
    if filters.state:
        found["state"] = GROUPS.get(filters.state, (filters.state,))
    if filters.kind:
        found["kind"] = (filters.kind,)
    if filters.channel:
        found["channel"] = (filters.channel,)
    if filters.area:
        found["area"] = area_codes(root, filters.area)
    for name, code, named in (("category", filters.category, category_of), ("agency", filters.agency, agency_of)):
        if code:
            if (one := named(root, code)) is None:
                return None
            found[name] = (str(one.pk),)
    return found


_COLUMNS = {
    "state": "state",
    "kind": "kind",
    "channel": "channel",
    "area": "area_id",
    "category": "category_id",
    "agency": "agency_id",
}


def conditions(root: Agency, filters: Filters, box: Box | None = None) -> dict[str, Condition] | None:
    """By name of the filter; None where nothing can fit."""
    values = values_of(root, filters)
    if values is None:
        return None
    found = {name: _is_one_of(_COLUMNS[name], several) for name, several in values.items()}
    if words := filters.words.strip():
        found["words"] = _one_of_readings(readings(root, words))
    zone = ZoneInfo(root.timezone)
    if filters.since:
        found["since"] = Condition("filed_at >= %s", [datetime.combine(filters.since, time.min, zone)])
    if filters.until and filters.until < date.max:
        found["until"] = Condition(
            "filed_at < %s", [datetime.combine(filters.until + timedelta(days=1), time.min, zone)]
        )
    if box:
        found["box"] = in_box(box)
    return found


def _one_of_readings(several: list[SearchReading]) -> Condition:
    """The words as words, or some of them as names of an area or an office: "sampah genuk"."""
    ways = tuple(_reads(one) for one in several)
    if len(ways) == 1:
        return ways[0]
    return Condition(f"({' OR '.join(f'({one.sql})' for one in ways)})", params_of(ways), ways=ways)


def _reads(reading: SearchReading) -> Condition:
    parts = [Condition("search @@ websearch_to_tsquery('indonesian', %s)", [reading.words])] if reading.words else []
    for named in reading.named:
        each = [Condition(f"{_COLUMNS[name]} = ANY(%s)", [list(values)]) for name, values in named.items()]
        parts.append(Condition(f"({' OR '.join(one.sql for one in each)})", params_of(each)))
    return Condition(all_of(parts), params_of(parts))


def all_of(several: Iterable[Condition]) -> str:
    return " AND ".join(one.sql for one in several) or "TRUE"


def params_of(several: Iterable[Condition]) -> list[Any]:
    """In the order of their places in all_of()."""
    return [param for one in several for param in one.params]


def in_box(box: Box) -> Condition:
    """In the words of the index `public_point`."""
    return Condition(
        "latitude IS NOT NULL AND longitude IS NOT NULL AND point(longitude, latitude) <@ box(point(%s, %s), point(%s,"
        " %s))",
        [box.west, box.south, box.east, box.north],
    )


def _is_one_of(column: str, values: tuple[str, ...]) -> Condition:
    is_id = column in {"category_id", "agency_id"}
    if len(values) == 1:
        return Condition(f"{column} = %s", [UUID(values[0]) if is_id else values[0]], values)
    return Condition(f"{column} = ANY(%s)", [list(values)], values)


def plain_words(text: str) -> PlainWords:
    """What websearch_to_tsquery makes of it, roughly: for estimates and for words typed wrong."""
    parts = re.findall(r"(-?)\"?([^\W_]+)\"?", text.lower())
    words = [word for minus, word in parts if not minus]
    return PlainWords([word for word in words if word != "or"], "or" in words)
