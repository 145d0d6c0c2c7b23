"""Layers: what lies where, as a file of lines or areas (roads of the province, a harbour, land of the railway).

A layer is read from GeoJSON (RFC 7946), kept as a version of its name, and asked in memory by a tree of boxes, in
metres of a plane around its middle."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from shapely import Geometry, STRtree, from_geojson, get_coordinates, get_num_coordinates, make_valid, points, transform
from shapely.errors import GEOSException
from shapely.geometry import mapping, shape

from lapor.agencies.routing.reading import RoutingError

MOST_BYTES = 20 * 1024 * 1024
MOST_POINTS = 100_000
MOST_BUFFER = 500  # metres
KINDS = frozenset({"LineString", "MultiLineString", "Polygon", "MultiPolygon"})
_METRES = 111_320.0  # of a degree of latitude
_DIGITS = 6  # of a degree: about a decimetre
_LONGITUDES, _LATITUDES = 180, 90


@dataclass(frozen=True)
class Layer:
    """`buffer`: metres within which a point counts as lying on it; `shapes`: in degrees (WGS 84)."""

    name: str
    version: str
    buffer: float
    shapes: tuple[Geometry, ...]

    def holds(self, *, latitude: float, longitude: float) -> bool:
        """Whether the point lies on one of the shapes, or not further away than the buffer."""
        point = transform(points(longitude, latitude), self._in_metres)
        return bool(len(self._tree.query(point, predicate="dwithin", distance=self.buffer)))

    def meets(self, other: "Layer") -> bool:
        """Whether a point can lie on both."""
        theirs = transform(np.array(other.shapes), self._in_metres)
        return bool(self._tree.query(theirs, predicate="dwithin", distance=self.buffer + other.buffer).size)

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree(transform(np.array(self.shapes), self._in_metres))

    @cached_property
    def _scale(self) -> Any:
        middle = float(get_coordinates(self.shapes)[:, 1].mean())
        return np.array([_METRES * math.cos(math.radians(middle)), _METRES])

    def _in_metres(self, degrees: Any) -> Any:
        return degrees * self._scale


def layer_from(content: dict[str, Any], name: str, version: str) -> Layer:
    """Of what a version keeps."""
    return Layer(name, version, content["buffer"], tuple(shape(one) for one in content["shapes"]))


def read_layer(content: bytes, *, buffer: float) -> dict[str, Any]:
    """What a version keeps of a file: {"buffer": metres, "shapes": [GeoJSON geometry]}.

    Raises RoutingError with what is wrong."""
    if not 0 <= buffer <= MOST_BUFFER:
        raise RoutingError(f"the buffer is at most {MOST_BUFFER} metres")
    shapes = [_shape(feature, number) for number, feature in enumerate(_features(content), start=1)]
    if (count := int(get_num_coordinates(shapes).sum())) > MOST_POINTS:
        raise RoutingError(f"the file has {count} points: at most {MOST_POINTS}; make its lines simpler")
    return {"buffer": buffer, "shapes": [_rounded(one) for one in shapes]}


def _features(content: bytes) -> Iterable[Any]:
    if len(content) > MOST_BYTES:
        raise RoutingError(f"the file is too large: at most {MOST_BYTES // 1024**2} MB")
    try:
        features = json.loads(content.decode("utf-8-sig"))["features"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RoutingError("this is not a GeoJSON FeatureCollection") from None
    if not isinstance(features, list) or not features:
        raise RoutingError("it has no features")
    if len(features) > MOST_POINTS:
        raise RoutingError(f"it has {len(features)} features: at most {MOST_POINTS}")
    return features


def _shape(feature: Any, number: int) -> Geometry:
    try:
        found = from_geojson(json.dumps(feature["geometry"]))
        found = make_valid(found) if found.geom_type.endswith("Polygon") else found
    except (GEOSException, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise RoutingError(f"feature {number}: its geometry cannot be read") from None
    if found.is_empty or found.geom_type not in KINDS:
        raise RoutingError(f"feature {number}: it is neither a line nor an area")
    west, south, east, north = found.bounds
    if not (-_LONGITUDES <= west <= east <= _LONGITUDES and -_LATITUDES <= south <= north <= _LATITUDES):
        raise RoutingError(f"feature {number}: it does not lie on the earth in degrees (WGS 84, longitude first)")
    return found


def _rounded(one: Geometry) -> dict[str, Any]:
    return dict(mapping(transform(one, lambda degrees: np.round(degrees, _DIGITS))))
