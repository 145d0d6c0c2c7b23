"""Keeps the cells of the map true: what a published report adds to each, taken off and put on again as it changes.

Called by actions.py for the reports of a batch of events, and as a whole by remaking.py.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import connection

from lapor.publish.models import PublicReport
from lapor.reports.vocabulary import Publication
from lapor.reports.workflow.act import OPEN

# a cell of the finest is some 300 m wide; every second level: what lies between is made from the finer one
LEVELS = (
    17,
    15,
    13,
    11,
)
EVERYTHING = 0
FACETS = {
    "state": "state",
    "kind": "kind",
    "category": "category_id",
    "agency": "agency_id",
    "channel": "channel",
    "area": "area_id",
}
MICRO = 1_000_000
_HALF_TURN = 180.0
Key = tuple[str, int, str, str, int, int]

_ADD = """
INSERT INTO publish_mapcell AS c (root_id, level, facet, value, x, y, opened, closed, latitudes, longitudes)
SELECT * FROM unnest(%s::uuid[], %s::smallint[], %s::text[], %s::text[], %s::int[], %s::int[], %s::int[], %s::int[],
%s::bigint[], %s::bigint[])
ON CONFLICT (root_id, level, facet, value, x, y)
DO UPDATE SET opened = c.opened + EXCLUDED.opened, closed = c.closed + EXCLUDED.closed,
latitudes = c.latitudes + EXCLUDED.latitudes, longitudes = c.longitudes + EXCLUDED.longitudes
"""
_DROP = """
DELETE FROM publish_mapcell c USING unnest(%s::uuid[], %s::smallint[], %s::text[], %s::text[], %s::int[],
%s::int[]) AS k (r, l, f, v, x, y)
WHERE c.root_id = k.r AND c.level = k.l AND c.facet = k.f AND c.value = k.v AND c.x = k.x AND c.y = k.y
AND c.opened = 0 AND c.closed = 0
"""


def projected(latitude: float, longitude: float) -> tuple[float, float]:
    """From west and north, as shares of the web map's sides (spherical Mercator); what lies beyond its edge lies on
    it."""
    steep = math.asinh(math.tan(math.radians(max(-85.0, min(85.0, latitude)))))
    return (longitude + _HALF_TURN) / (2 * _HALF_TURN), (1 - steep / math.pi) / 2


def tile(latitude: float, longitude: float, level: int) -> tuple[int, int]:
    """The web map's tile that holds a point (2^level tiles a side); points beyond its edge lie in the last one."""
    side = 1 << level
    x, y = (math.floor(part * side) for part in projected(latitude, longitude))
    return max(0, min(side - 1, x)), max(0, min(side - 1, y))


def change(before: Iterable[PublicReport], after: Iterable[PublicReport]) -> None:
    """Take off what the reports added before, put on what they add now; nothing is written where that is the same."""
    sums: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for sign, rows in ((-1, before), (1, after)):
        for row in rows:
            for key, added in _parts(row):
                found = sums[key]
                for place, number in enumerate(added):
                    found[place] += sign * number
    changed = sorted((key, values) for key, values in sums.items() if any(values))
    if not changed:
        return
    columns = [list(column) for column in zip(*([*key, *values] for key, values in changed), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, columns)
        if any(min(values[:2]) < 0 for _key, values in changed):
            cursor.execute(_DROP, columns[:6])


def _parts(row: PublicReport) -> Iterator[tuple[Key, tuple[int, int, int, int]]]:
    """Every cell the report is counted in, with what it adds there; none unless it is published."""
    if row.publication != Publication.PUBLISHED:
        return
    is_open = int(row.state in OPEN)
    values = [("all", ""), *((facet, str(getattr(row, name) or "")) for facet, name in FACETS.items())]
    for facet, value in values:
        yield (str(row.root_id), EVERYTHING, facet, value, 0, 0), (is_open, 1 - is_open, 0, 0)
    if row.latitude is None or row.longitude is None:
        return
    point = round(row.latitude * MICRO), round(row.longitude * MICRO)
    finest = LEVELS[0]
    x, y = tile(row.latitude, row.longitude, finest)
    for level in LEVELS:
        for facet, value in values:
            yield (
                (str(row.root_id), level, facet, value, x >> finest - level, y >> finest - level),
                (is_open, 1 - is_open, *point),
            )
