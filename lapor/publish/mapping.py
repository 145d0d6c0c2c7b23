"""What the map shows of a box at a zoom, narrowed by filters: clusters and points. Called by the public site's views.

Bounded by what is shown, never by the reports there are: counts come from the cells kept by events (cells.py) for
everything and for one filter beside the state; a box that holds few reports is read row by row with any filters; for
several filters over many reports the newest ones are looked through, and it is said up to which day
(docs/adr/0017-search-and-map.md).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lapor.agencies.models import Agency
from lapor.publish.cells import LEVELS, MICRO, projected, tile
from lapor.publish.filters import (
    ENDED,
    OPENED,
    Box,
    Condition,
    Filters,
    all_of,
    conditions,
    in_box,
    params_of,
    values_of,
)
from lapor.publish.models import PublicReport
from lapor.reports.workflow.act import OPEN

FEW = 3_000  # reports: a box with so many is read row by row
LOOKED_AT = 6_000  # newest reports that several filters are tried on
MOST_CELLS = 3_000
APART = 52  # pixels between the middles of two clusters
TILE = 256  # pixels of a side of the web map's tiles
MOST_POINTS = 200
NEAREST, FARTHEST = 18, 5  # zooms


@dataclass
class MapCluster:
    """Reports that lie too close together to be told apart at this zoom. `id`: it is a single one, and this one."""

    latitude: float
    longitude: float
    count: int
    opened: int
    id: UUID | None = None


@dataclass(frozen=True)
class Shown:
    """What stands on the map. `looked_back_to`: older reports than this were not looked at; None: all were."""

    clusters: list[MapCluster] = field(default_factory=list)
    points: list[PublicReport] = field(default_factory=list)
    total: int = 0
    looked_back_to: datetime | None = None


def shown_on_map(root: Agency, filters: Filters, box: Box, zoom: int) -> Shown:
    """Two to four queries: cells, where they are not enough rows (and how far back), and what the points say."""
    wanted = conditions(root, filters)
    values = values_of(root, filters)
    if wanted is None or values is None:
        return Shown()
    level = level_for(box, zoom)
    facet = counted_facet(filters, values)
    cells = _cells(root, box, level, facet or "all", values.get(facet or "", ("",)))
    back_to = None
    if sum(opened + closed for name, _at, opened, closed in cells if name == "all") <= FEW:
        found, _back_to = _rows(root, [*wanted.values(), in_box(box)], zoom, "")
    elif facet is not None:
        found = [
            one
            for one in (
                _counted(at, opened, closed, filters.state) for name, at, opened, closed in cells if name == facet
            )
            if one.count
        ]
    else:
        driving = next(
            (
                name
                for name in ("category", "agency", "area", "state")
                if name in wanted and len(wanted[name].values) == 1
            ),
            "",
        )
        found, back_to = _newest(root, wanted, box, zoom, driving)
    total, apart = sum(one.count for one in found), merged(found, zoom)
    ids = [one.id for one in apart if one.id]
    points = (
        PublicReport.objects.filter(pk__in=ids)
        .select_related("category", "agency", "area", "area__parent")
        .defer("search", "text")
        if ids
        else []
    )
    return Shown([one for one in apart if one.id is None], list(points), total, back_to)


def level_for(box: Box, zoom: int) -> int:
    """The kept level whose cells are 32 to 64 pixels wide at this zoom, or coarser where the box holds too many of
    them."""
    wanted = min((level for level in LEVELS if level >= zoom + 2), default=LEVELS[0])
    for level in (one for one in LEVELS if one <= wanted):
        west, north, east, south = _tiles(box, level)
        if (east - west + 1) * (south - north + 1) <= MOST_CELLS:
            return level
    return LEVELS[-1]


def counted_facet(filters: Filters, values: dict[str, tuple[str, ...]]) -> str | None:
    """The facet whose cells answer these filters exactly; None where only rows can."""
    if filters.words or filters.since or filters.until:
        return None
    is_group = filters.state in {"", OPENED, ENDED}
    others = [name for name in values if name != "state"]
    if not others:
        return "all" if is_group else "state"
    return others[0] if is_group and len(others) == 1 else None


def _tiles(box: Box, level: int) -> tuple[int, int, int, int]:
    """West, north, east and south of the cells that touch the box."""
    return *tile(box.north, box.west, level), *tile(box.south, box.east, level)


_CELLS = """
SELECT facet, sum(opened), sum(closed), sum(latitudes), sum(longitudes) FROM publish_mapcell
WHERE root_id = %s AND level = %s AND (facet = 'all' AND value = '' OR facet = %s AND value = ANY(%s))
AND x BETWEEN %s AND %s AND y BETWEEN %s AND %s
GROUP BY facet, x, y
"""
_Counted = tuple[str, tuple[float, float], int, int]


def _cells(root: Agency, box: Box, level: int, facet: str, values: Iterable[str]) -> list[_Counted]:
    """(facet, middle, opened, closed) of the cells that touch the box, for everything and for the facet."""
    west, north, east, south = _tiles(box, level)
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, [root.pk, level, facet, list(values), west, east, north, south])
        return [
            (name, (float(lat) / MICRO / (opened + closed), float(lng) / MICRO / (opened + closed)), opened, closed)
            for name, opened, closed, lat, lng in cursor.fetchall()
            if opened + closed
        ]


def _counted(at: tuple[float, float], opened: int, closed: int, state: str) -> MapCluster:
    count = {OPENED: opened, ENDED: closed}.get(state, opened + closed)
    return MapCluster(*at, count, 0 if state == ENDED else opened)


_GROUPED = """
WITH fit AS MATERIALIZED (SELECT id, latitude, longitude, (state = ANY(%s))::int AS is_open,
floor((longitude + 180) * {scale}) AS x,
  floor((latitude + 90) * {scale}) AS y
  FROM (SELECT * FROM publish_publicreport WHERE root_id = %s AND {by} {order} LIMIT {most}) AS looked WHERE {others}),
cells AS (SELECT avg(latitude) AS lat, avg(longitude) AS lng, count(*) AS n, sum(is_open) AS opened,
  CASE WHEN count(*) = 1 OR (SELECT count(*) FROM fit) <= {few} THEN array_agg(id) END AS ids,
  CASE WHEN (SELECT count(*) FROM fit) <= {few} THEN array_agg(ARRAY[latitude, longitude, is_open]) END AS places
  FROM fit GROUP BY x, y)
SELECT lat, lng, n, opened, ids, places FROM cells
"""
_LAST = (
    "SELECT filed_at FROM publish_publicreport WHERE root_id = %s AND {by} ORDER BY filed_at DESC, id DESC LIMIT 1"
    " OFFSET %s"
)


def _rows(
    root: Agency, by: list[Condition], zoom: int, order: str, others: list[Condition] | None = None
) -> tuple[list[MapCluster], datetime | None]:
    """The reports that fit, gathered by small cells, single where they are few; and how far back was looked, None where
    all were."""
    others = others or []
    most = LOOKED_AT if order else 2 * FEW
    scale = (1 << zoom) * TILE / 360 / (APART / 2)
    sql = _GROUPED.format(by=all_of(by), others=all_of(others), order=order, most=most, few=MOST_POINTS, scale=scale)
    chosen = params_of(by)
    found: list[MapCluster] = []
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(OPEN), root.pk, *chosen, *params_of(others)])
        for lat, lng, count, opened, ids, places in cursor.fetchall():
            found += _singles(ids, places) if places else [MapCluster(lat, lng, count, opened, ids[0] if ids else None)]
        if not order:
            return found, None
        cursor.execute(_LAST.format(by=all_of(by)), [root.pk, *chosen, most - 1])
        last = cursor.fetchone()
    return found, last[0] if last else None


def _singles(ids: list[UUID], places: list[list[float]]) -> Iterator[MapCluster]:
    for pk, (latitude, longitude, is_open) in zip(ids, places, strict=True):
        yield MapCluster(latitude, longitude, 1, int(is_open), pk)


def _newest(
    root: Agency, wanted: dict[str, Condition], box: Box, zoom: int, driving: str
) -> tuple[list[MapCluster], datetime | None]:
    inside = {driving, "since", "until"}
    by = [one for name, one in wanted.items() if name in inside]
    others = [one for name, one in wanted.items() if name not in inside]
    return _rows(root, by, zoom, "ORDER BY filed_at DESC, id DESC", [*others, in_box(box)])


def merged(found: list[MapCluster], zoom: int) -> list[MapCluster]:
    """Those that would touch one another on the screen as one, at the place of the largest."""
    kept: dict[tuple[int, int], list[tuple[float, float, MapCluster]]] = {}
    scale = (1 << zoom) * TILE
    order = sorted(found, key=lambda one: (-one.count, one.latitude, one.longitude))
    for one in order:
        x, y = (part * scale for part in projected(one.latitude, one.longitude))
        bucket = int(x // APART), int(y // APART)
        near = _nearest(kept, bucket, x, y)
        if near is None:
            kept.setdefault(bucket, []).append((x, y, one))
        else:
            near.count, near.opened, near.id = near.count + one.count, near.opened + one.opened, None
    return [one for several in kept.values() for _x, _y, one in several]


def _nearest(
    kept: dict[tuple[int, int], list[tuple[float, float, MapCluster]]], bucket: tuple[int, int], x: float, y: float
) -> MapCluster | None:
    best: Any = None
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            for ox, oy, other in kept.get((bucket[0] + dx, bucket[1] + dy), ()):
                away = (ox - x) ** 2 + (oy - y) ** 2
                if away < APART**2 and (best is None or away < best[0]):
                    best = (away, other)
    return best[1] if best else None
