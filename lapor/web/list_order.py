"""In which order the list stands, as its address says: `sort`, and for the nearest `near` (latitude,longitude).

Used by the list's view. The place somebody stands at is kept to a hundred metres: addresses are shared and logged."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lapor.agencies.models import Area
from lapor.core.geometry import metres_between, point_of
from lapor.publish.models import PublicReport
from lapor.publish.orders import NEAREST, NEWEST, ORDERS, order_of
from lapor.web.filter_form import address

_KILOMETRE = 1000


def _rounded(point: tuple[float, float] | None) -> tuple[float, float] | None:
    return (round(point[0], 3), round(point[1], 3)) if point else None


class ChosenOrder:
    """`order`: the one that holds; `wants_place`: the nearest were asked for without a place to begin at. The nearest
    begin at `near`, else in the middle of the district or kelurahan that the list is narrowed to."""

    def __init__(self, given: Mapping[str, Any], area: str) -> None:
        name = str(given.get("sort", ""))
        self.name = name if name in ORDERS else NEWEST
        self.given = _rounded(point_of(str(given.get("near", "")))) if self.name == NEAREST else None
        self.point = self.given or (_middle(area) if self.name == NEAREST and area else None)
        self.wants_place = self.name == NEAREST and self.point is None
        self.order = order_of(self.name, self.point)

    @property
    def kept(self) -> dict[str, str]:
        """As it stands in an address."""
        near = {"near": f"{self.given[0]:g},{self.given[1]:g}"} if self.given else {}
        return {"sort": self.name, **near} if self.name != NEWEST else {}

    def choices(self, base: str, kept: dict[str, str]) -> list[dict[str, Any]]:
        """Each with its address. `asks_place`: the browser is asked where it is first."""
        shown = NEWEST if self.wants_place else self.name
        return [
            {
                "label": label,
                "is_on": name == shown,
                "asks_place": name == NEAREST,
                "url": address(base, {**kept, **({"sort": name} if name != NEWEST else {})}),
            }
            for name, label in ORDERS.items()
        ]

    def with_ways(self, rows: Iterable[PublicReport], cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The cards with how far away each is, where the nearest stand first."""
        if self.point is None:
            return cards
        points = [(row.latitude, row.longitude) for row in rows]
        return [
            {**card, "away": "" if lat is None or lng is None else _way(metres_between(self.point, (lat, lng)))}
            for card, (lat, lng) in zip(cards, points, strict=True)
        ]


def _middle(code: str) -> tuple[float, float] | None:
    row = Area.objects.filter(pk=code).values_list("latitude", "longitude").first()
    return (row[0], row[1]) if row and row[0] is not None and row[1] is not None else None


def _way(metres: float) -> str:
    """Fifty metres more or less do not count: the place is known to a hundred."""
    by_fifties = max(50, round(metres / 50) * 50)
    if by_fifties < _KILOMETRE:
        return _("%(n)s m") % {"n": by_fifties}
    return _("%(n)s km") % {"n": number_format(round(metres / _KILOMETRE, 1), 1)}
