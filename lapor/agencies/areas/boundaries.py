"""Real boundaries: read from GeoJSON (RFC 7946), kept as rows, looked up in memory.

Until a jurisdiction has them, nearest points do.

`lapor areas import FILE` calls import_boundaries; intake asks find_village.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from shapely import STRtree, from_geojson, points, prepare, set_precision
from shapely.errors import GEOSException
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import make_valid

from lapor.agencies.models import Agency, Area

CODE_NAMES = ("kode", "code", "id")  # properties that may hold the official code
_MAP_TOLERANCE = 0.0003  # degrees, about 30 m: what a phone's map needs not show
_MAP_DIGITS = 4


class BoundaryError(ValueError):
    """The file cannot be taken; the message names every fault, a line each. Nothing was changed."""


@dataclass(frozen=True)
class BoundaryIndex:
    """The boundaries of one jurisdiction, ready to be asked."""

    codes: tuple[str, ...]
    tree: STRtree

    def codes_at(self, longitudes: Any, latitudes: Any) -> list[str | None]:
        """For each point the code of the village it lies in (on a border: the first by code), None outside all."""
        asked, found = self.tree.query(points(longitudes, latitudes), predicate="intersects")
        codes: list[str | None] = [None] * len(longitudes)
        for position, place in sorted(
            zip(asked.tolist(), found.tolist(), strict=True), key=lambda pair: self.codes[pair[1]], reverse=True
        ):
            codes[position] = self.codes[place]
        return codes


def find_village(root: Agency, *, latitude: float, longitude: float) -> tuple[Area | None, bool]:
    """(the kelurahan of a point, whether that is exact).

    Without boundaries: (None, False), ask for the nearest point instead."""
    if not root.boundaries_version:
        return None, False
    code = _places(root.pk, root.boundaries_version).codes_at([longitude], [latitude])[0]
    return (Area.objects.defer("cell", "boundary").select_related("parent").get(code=code) if code else None), True


def lies_within(root: Agency, *, latitude: float, longitude: float) -> bool | None:
    """Whether a point is in one of the city's kelurahan; None without boundaries. No query once they are in memory."""
    if not root.boundaries_version:
        return None
    return _places(root.pk, root.boundaries_version).codes_at([longitude], [latitude])[0] is not None


@lru_cache(maxsize=8)
def _places(root_id: UUID, version: int) -> BoundaryIndex:  # noqa: ARG001 - a new version is another key
    rows = list(
        Area.objects.filter(root_id=root_id, level="village")
        .exclude(boundary__isnull=True)
        .order_by("code")
        .values_list("code", "boundary")
    )
    shapes = [shape(boundary) for _code, boundary in rows]
    prepare(shapes)
    return BoundaryIndex(tuple(code for code, _boundary in rows), STRtree(shapes))


def outline_of(area: Area) -> dict[str, Any] | None:
    """What a map draws, as GeoJSON: the boundary made simpler, else the approximate cell."""
    if area.boundary:
        return dict(mapping(set_precision(shape(area.boundary).simplify(_MAP_TOLERANCE), 10**-_MAP_DIGITS)))
    return {"type": "Polygon", "coordinates": [area.cell]} if area.cell else None


def import_boundaries(root: Agency, path: Path) -> int:
    """Replace the boundaries of the villages named in the file; gives how many.

    Raises BoundaryError, then nothing is changed."""
    villages = {area.code: area for area in Area.objects.filter(root=root, level="village").defer("cell", "boundary")}
    faults: list[str] = []
    for number, feature in enumerate(_features(path), start=1):
        code = next(
            (str(feature["properties"][name]) for name in CODE_NAMES if feature.get("properties", {}).get(name)), ""
        )
        where = f"{path.name}, feature {number} ({code or 'no code'})"
        if code not in villages:
            faults.append(f"{where}: there is no village with this code")
            continue
        geometry = _geometry(feature, where, faults)
        if geometry is not None:
            villages[code].boundary = mapping(geometry)
    if faults:
        raise BoundaryError("\n".join(faults))
    changed = [area for area in villages.values() if "boundary" in area.__dict__]
    with transaction.atomic():
        Area.objects.bulk_update(changed, ["boundary"], batch_size=100)
        Agency.objects.filter(pk=root.pk).update(boundaries_version=F("boundaries_version") + 1)
    return len(changed)


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        features = content["features"]
    except FileNotFoundError:
        raise BoundaryError(f"{path}: there is no such file.") from None
    except (ValueError, KeyError, TypeError):
        raise BoundaryError(f"{path.name}: this is not a GeoJSON FeatureCollection.") from None
    if not isinstance(features, list) or not features or not all(isinstance(feature, dict) for feature in features):
        raise BoundaryError(f"{path.name}: it has no features.")
    return features


def _geometry(feature: dict[str, Any], where: str, faults: list[str]) -> BaseGeometry | None:
    """Mended where a ring crosses itself; only areas are boundaries."""
    try:
        geometry = make_valid(from_geojson(json.dumps(feature.get("geometry"))))
    except (GEOSException, ValueError, TypeError):
        faults.append(f"{where}: its geometry cannot be read")
        return None
    if geometry.is_empty or geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        faults.append(f"{where}: its geometry is {geometry.geom_type}, not an area")
        return None
    return geometry
