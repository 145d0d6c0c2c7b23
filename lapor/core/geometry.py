"""Short ways on the ground, good to a metre in a city: the earth is a plane there."""

from math import cos, hypot, radians
from typing import Any

_NOWHERE = 0.01  # degrees around 0/0, where phones without a fix say that they are
METRES_A_DEGREE = 111_320  # of latitude
POLE, HALF_ROUND = 90, 180  # degrees: the most of latitude, of longitude


def degrees_east(metres: float, latitude: float) -> float:
    """How many degrees of longitude so many metres are there; near the poles no more than ten times those of
    latitude."""
    return metres / METRES_A_DEGREE / max(0.1, cos(radians(latitude)))


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Of two (latitude, longitude)."""
    return hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))) * METRES_A_DEGREE


def true_point(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """The point, None for half of one and for 0/0."""
    if latitude is None or longitude is None or (abs(latitude) < _NOWHERE and abs(longitude) < _NOWHERE):
        return None
    return latitude, longitude


def point_from(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    """A point on earth of whatever stands for its degrees (text, numbers), None for what is none and for 0/0."""
    try:
        point = (float(latitude), float(longitude))
    except (TypeError, ValueError, OverflowError):
        return None
    return true_point(*point) if abs(point[0]) <= POLE and abs(point[1]) <= HALF_ROUND else None


def point_of(text: str) -> tuple[float, float] | None:
    """Of "latitude,longitude", as addresses and forms write it."""
    latitude, _comma, longitude = text.partition(",")
    return point_from(latitude, longitude)
