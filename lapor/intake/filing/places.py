"""Points that people give: the kelurahan they lie in, and what is said of those outside the city: for forms, chats,
REST, officers."""

from django.utils.translation import gettext as _

from lapor.agencies.models import Agency, Area
from lapor.agencies.queries import is_near_village, nearest_village
from lapor.core.geometry import true_point
from lapor.reports.models import Report

CITY_RADIUS = 0.25  # degrees, about 28 km: farther from every kelurahan is not in the city


def area_at(root: Agency, latitude: float | None, longitude: float | None) -> Area | None:
    """The kelurahan of a point, None outside the city or without a point."""
    point = true_point(latitude, longitude)
    if point is None:
        return None
    if root.boundaries_version:
        from lapor.agencies.areas.boundaries import find_village  # noqa: PLC0415 - shapely and numpy only where a city has boundaries

        return find_village(root, latitude=point[0], longitude=point[1])[0]
    area = nearest_village(root, latitude=point[0], longitude=point[1])
    return area if area is not None and _is_near(area, point) else None


def is_outside(root: Agency, latitude: float | None, longitude: float | None) -> bool:
    """Whether the point is another city's. False where we know no kelurahan at all."""
    point = true_point(latitude, longitude)
    if point is None:
        return False
    if root.boundaries_version:
        from lapor.agencies.areas.boundaries import lies_within  # noqa: PLC0415

        return not lies_within(root, latitude=point[0], longitude=point[1])
    return is_near_village(root, latitude=point[0], longitude=point[1], degrees=CITY_RADIUS) is False


def _is_near(area: Area, point: tuple[float, float]) -> bool:
    return abs(area.latitude - point[0]) + abs(area.longitude - point[1]) <= CITY_RADIUS


def outside_words(report: Report) -> str:
    """For the person; "" where the point is in the city, or there is none."""
    if not is_outside(report.root, report.latitude, report.longitude):
        return ""
    said = _(
        "The place you marked lies outside %(city)s. Is it another city's matter? Then please tell that city too. An"
        " officer here looks at it."
    )
    return said % {"city": report.root.brand.get("name", report.root.name)}
