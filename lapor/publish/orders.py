"""In which order the public list stands: the newest first, the most supported first, or the nearest to a point.

Each order is read from an index of its own, and a position in it says where the next page begins. Used by searching.py.
"""

from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lapor.publish.filters import Condition

NEWEST, NEAREST, SUPPORTED = "newest", "nearest", "supported"
ORDERS = {NEWEST: _("Newest"), NEAREST: _("Nearest"), SUPPORTED: _("Most supported")}
_ON_THE_MAP = "latitude IS NOT NULL AND longitude IS NOT NULL"  # in the words of the index `public_point`


@dataclass(frozen=True)
class ListOrder:
    """`keys`: what is put in order, in SQL, `params` for its places; all of them fall, or all of them rise (`rises`).
    `walk`: the same in the words of the index that gives it, with `walk_params`. `needs`: what a row must have."""

    name: str
    keys: tuple[str, ...]
    params: tuple[float, ...] = ()
    rises: bool = False
    walk: str = ""
    walk_params: tuple[float, ...] = ()
    needs: Condition | None = None

    @property
    def by(self) -> str:
        """Of the columns k0, k1 … of a query that selects `selected`."""
        way = "ASC" if self.rises else "DESC"
        return ", ".join(f"k{place} {way}" for place in range(len(self.keys)))

    @property
    def selected(self) -> str:
        return ", ".join(f"{key} AS k{place}" for place, key in enumerate(self.keys))

    def after(self, position: tuple[Any, ...]) -> Condition:
        sign = ">" if self.rises else "<"
        places = ", ".join(["%s"] * len(position))
        return Condition(f"({', '.join(self.keys)}) {sign} ({places})", [*self.params, *position])

    def written(self, keys: tuple[Any, ...]) -> str:
        return "|".join(one.isoformat() if isinstance(one, datetime) else str(one) for one in keys)

    def read(self, text: str) -> tuple[Any, ...] | None:
        """A position; raises ValueError for one that nobody gave out."""
        if not text:
            return None
        parts = text.split("|")
        if len(parts) != len(self.keys):
            raise ValueError("no position of this order")
        number = {SUPPORTED: int, NEAREST: float}.get(self.name)
        first = [number(parts[0])] if number else []
        moment = [] if self.rises else [datetime.fromisoformat(parts[-2])]
        return (*first, *moment, UUID(parts[-1]))


BY_NEWEST = ListOrder(NEWEST, ("filed_at", "id"), walk="filed_at DESC, id DESC")
BY_SUPPORT = ListOrder(
    SUPPORTED, ("supporters_count", "filed_at", "id"), walk="supporters_count DESC, filed_at DESC, id DESC"
)


def order_of(name: str, point: tuple[float, float] | None = None) -> ListOrder:
    """`point`: where the nearest begin; without one, and for a name that is none, the newest first."""
    if name == NEAREST and point:
        return by_distance(*point)
    return BY_SUPPORT if name == SUPPORTED else BY_NEWEST


def by_distance(latitude: float, longitude: float) -> ListOrder:
    """From a point, by the square of the way in degrees of latitude; only reports with a published point."""
    east = cos(radians(latitude)) ** 2
    away = "((latitude - %s) ^ 2 + (longitude - %s) ^ 2 * %s)"
    return ListOrder(
        NEAREST,
        (away, "id"),
        params=(latitude, longitude, east),
        rises=True,
        walk="point(longitude, latitude) <-> point(%s, %s)",
        walk_params=(longitude, latitude),
        needs=Condition(_ON_THE_MAP, []),
    )
