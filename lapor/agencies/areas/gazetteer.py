"""The city's gazetteer: streets, landmarks, schools and markets by name, read from CSV or GeoJSON and kept as rows.

Called by `lapor places import` and, for a preset with a `places.csv`, by the first filling of a database. Asked by
publish.place_search."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from shapely.errors import GEOSException
from shapely.geometry import shape

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Agency, Area, NamedPlace, Officer
from lapor.agencies.queries import nearest_village
from lapor.core.geometry import point_from
from lapor.core.place_words import fold_place, with_glued
from lapor.core.text import one_line
from lapor.ledger.event_names import EventName

MOST_BYTES = 50 * 1024 * 1024
MOST_FAULTS = 20
_LONGEST_NAME = 120
_FAR = 0.25  # degrees from the nearest kelurahan: in another city
_BATCH = 1000
NAMES = ("name", "nama", "name:id")
KINDS = ("kind", "jenis")
# Tags of OpenStreetMap, the first that fits: (tag, value or "" for any) and what it is here.
OSM_KINDS: tuple[tuple[str, str, str], ...] = (
    ("highway", "bus_stop", NamedPlace.Kind.STOP),
    ("highway", "", NamedPlace.Kind.STREET),
    ("amenity", "school", NamedPlace.Kind.SCHOOL),
    ("amenity", "kindergarten", NamedPlace.Kind.SCHOOL),
    ("amenity", "university", NamedPlace.Kind.SCHOOL),
    ("amenity", "marketplace", NamedPlace.Kind.MARKET),
    ("shop", "mall", NamedPlace.Kind.MARKET),
    ("amenity", "hospital", NamedPlace.Kind.HEALTH),
    ("amenity", "clinic", NamedPlace.Kind.HEALTH),
    ("amenity", "place_of_worship", NamedPlace.Kind.WORSHIP),
    ("amenity", "townhall", NamedPlace.Kind.OFFICE),
    ("office", "government", NamedPlace.Kind.OFFICE),
    ("railway", "station", NamedPlace.Kind.STOP),
    ("public_transport", "", NamedPlace.Kind.STOP),
    ("place", "", NamedPlace.Kind.NEIGHBOURHOOD),
)


class GazetteerError(ValueError):
    """The file cannot be taken; the message names its faults, a line each. Nothing was changed."""


@dataclass(frozen=True)
class GazetteerRow:
    kind: str
    name: str
    latitude: float
    longitude: float


def import_places(root: Agency, path: Path, *, by: Officer | None = None) -> int:
    """The file in place of what the gazetteer held; how many places. Raises GazetteerError."""
    rows = _without_doubles(_read(path))
    if not rows:
        raise GazetteerError(f"{path.name}: no place with a name and a point is in it")
    areas = {area.pk: area for area in Area.objects.filter(root=root, level="village").defer("cell", "boundary")}
    places = [
        NamedPlace(
            root=root,
            kind=row.kind,
            name=row.name,
            folded=with_glued(fold_place(row.name)),
            latitude=row.latitude,
            longitude=row.longitude,
            area=_area_of(root, row) if areas else None,
        )
        for row in rows
    ]
    with transaction.atomic():
        NamedPlace.objects.filter(root=root).delete()
        NamedPlace.objects.bulk_create(places, batch_size=_BATCH)
        record_power_event(root.pk, EventName.PLACES_LOADED, by=by, places=len(places))
    return len(places)


def _area_of(root: Agency, row: GazetteerRow) -> Area | None:
    """The kelurahan it lies in; a street's is that of its middle."""
    if root.boundaries_version:
        from lapor.agencies.areas.boundaries import find_village  # noqa: PLC0415 - only where a city has boundaries

        return find_village(root, latitude=row.latitude, longitude=row.longitude)[0]
    area = nearest_village(root, latitude=row.latitude, longitude=row.longitude)
    is_near = area and abs(area.latitude - row.latitude) + abs(area.longitude - row.longitude) <= _FAR
    return area if is_near else None


def _read(path: Path) -> list[GazetteerRow]:
    try:
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except (FileNotFoundError, IsADirectoryError):
        raise GazetteerError(f"{path}: there is no such file") from None
    if content is None:
        raise GazetteerError(f"{path.name}: it is too large, at most {MOST_BYTES // 1024**2} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GazetteerError(f"{path.name}: it is not UTF-8") from None
    return _from_geojson(path.name, text) if text.lstrip().startswith("{") else _from_csv(path.name, text)


def _from_csv(name: str, text: str) -> list[GazetteerRow]:
    """Columns kind, name, latitude, longitude (or jenis, nama, lintang, bujur)."""
    found: list[GazetteerRow] = []
    faults: list[str] = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        kind, title = _first(row, KINDS) or NamedPlace.Kind.LANDMARK, _first(row, NAMES)
        point = point_from(_first(row, ("latitude", "lintang", "lat")), _first(row, ("longitude", "bujur", "lon")))
        if kind not in NamedPlace.Kind.values:
            faults.append(f"{name}, line {number}: {kind!r} is no kind: {', '.join(NamedPlace.Kind.values)}")
        elif not title or point is None:
            faults.append(f"{name}, line {number}: it needs a name, a latitude and a longitude")
        else:
            found.append(GazetteerRow(kind, one_line(title, _LONGEST_NAME), *point))
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise GazetteerError("\n".join(faults))
    return found


def _from_geojson(name: str, text: str) -> list[GazetteerRow]:
    """Features with a name; what an export of OpenStreetMap holds besides is passed over."""
    try:
        features = json.loads(text)["features"]
        return [found for feature in features if (found := _of_feature(feature)) is not None]
    except (ValueError, KeyError, TypeError, AttributeError, GEOSException):
        raise GazetteerError(f"{name}: this is not a GeoJSON FeatureCollection") from None


def _of_feature(feature: Mapping[str, Any]) -> GazetteerRow | None:
    about = {key: str(value) for key, value in (feature.get("properties") or {}).items() if value}
    title = _first(about, NAMES)
    kind = _first(about, KINDS) or next(
        (kind for tag, value, kind in OSM_KINDS if tag in about and value in {"", about[tag]}), NamedPlace.Kind.LANDMARK
    )
    if not title or kind not in NamedPlace.Kind.values or not feature.get("geometry"):
        return None
    middle = shape(feature["geometry"]).representative_point()
    point = None if middle.is_empty else point_from(middle.y, middle.x)
    return GazetteerRow(kind, one_line(title, _LONGEST_NAME), *point) if point else None


def _first(row: Mapping[str, str | None], names: Iterable[str]) -> str:
    return next((value.strip() for name in names if (value := row.get(name))), "")


def _without_doubles(rows: Iterable[GazetteerRow]) -> list[GazetteerRow]:
    """A street is many pieces in a map: of one name and kind, those within about a kilometre are one place, where the
    middle piece lies."""
    pieces: dict[tuple[str, str, int, int], list[GazetteerRow]] = {}
    for row in rows:
        pieces.setdefault((row.kind, fold_place(row.name), *_cell(row)), []).append(row)
    return list(_middles(pieces.values()))


def _cell(row: GazetteerRow) -> tuple[int, int]:
    return round(row.latitude * 100), round(row.longitude * 100)


def _middles(groups: Iterable[list[GazetteerRow]]) -> Iterator[GazetteerRow]:
    for group in groups:
        yield sorted(group, key=lambda one: (one.latitude, one.longitude))[len(group) // 2]
