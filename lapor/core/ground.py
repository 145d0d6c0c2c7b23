"""Short ways on the ground, good to a metre in a city: the earth is a plane there."""

from math import cos, hypot, radians

METRES_A_DEGREE = 111_320  # of latitude


def degrees_east(metres: float, latitude: float) -> float:
    """How many degrees of longitude so many metres are there; near the poles no more than ten times those of latitude."""
    return metres / METRES_A_DEGREE / max(0.1, cos(radians(latitude)))


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Of two (latitude, longitude)."""
    return hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))) * METRES_A_DEGREE
