"""Approximate cells around the areas' points (Voronoi within their hull), for maps until boundaries are imported.

Pure."""

from collections.abc import Mapping
from typing import Any

from shapely import MultiPoint, Point, STRtree, voronoi_polygons

_MARGIN = 0.012  # degrees, about 1.3 km around the outermost points
_DIGITS = 4  # about 11 m


def cells_around(points: Mapping[str, tuple[float, float]]) -> dict[str, list[list[float]]]:
    """For each code its cell as a closed ring of [longitude, latitude]; empty for fewer than three points."""
    if len(points) < 3:  # noqa: PLR2004 - no area without a triangle
        return {}
    cloud = MultiPoint(list(points.values()))
    hull = cloud.convex_hull.buffer(_MARGIN, quad_segs=2)
    polygons = [cell.intersection(hull) for cell in voronoi_polygons(cloud, extend_to=hull).geoms]
    tree = STRtree(polygons)
    cells: dict[str, list[list[float]]] = {}
    for code, position in points.items():
        nearest: Any = polygons[int(tree.nearest(Point(position)))]
        cells[code] = [[round(x, _DIGITS), round(y, _DIGITS)] for x, y in nearest.exterior.coords]
    return cells
