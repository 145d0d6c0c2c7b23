"""Reads about routing: the table in force, the layers, what rows may name. What a request needs is kept in memory: the
newest versions for some seconds (agencies.queries.rules_of), the content of a version as long as the process lives."""

from collections.abc import Collection
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING
from uuid import UUID

from lapor.agencies.models import Agency, Area, Category, RuleSet
from lapor.agencies.queries import rules_of
from lapor.agencies.routing.reading import KnownCodes
from lapor.agencies.routing.rows import RoutingTable, row_from
from lapor.core.ttl_cache import TTLCache

if TYPE_CHECKING:
    from lapor.agencies.routing.layers import Layer

ROUTING, LAYER = RuleSet.Kind.ROUTING, RuleSet.Kind.LAYER


def routing_in_force(root: Agency) -> RoutingTable | None:
    """None for a city that has loaded none."""
    version = rules_of(root).versions.get((ROUTING, ""))
    return _table(root.pk, version) if version else None


@lru_cache(maxsize=64)
def _table(root_id: UUID, version: str) -> RoutingTable:
    content = RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind=ROUTING, version=version)
    return RoutingTable(version, tuple(row_from(data) for data in content["rows"]))


def layer_versions(root: Agency) -> dict[str, str]:
    """The version in force of each layer, by name."""
    return {name: version for (kind, name), version in rules_of(root).versions.items() if kind == LAYER}


def layer_of(root: Agency, version: str) -> "Layer":
    return _layer(root.pk, version)


@lru_cache(maxsize=64)
def _layer(root_id: UUID, version: str) -> "Layer":
    from lapor.agencies.routing.layers import layer_from  # noqa: PLC0415 - shapely and numpy only where a city has layers

    row = RuleSet.objects.get(root_id=root_id, kind=LAYER, version=version)
    return layer_from(row.content, row.name, version)


def layers_at(root: Agency, names: Collection[str], *, latitude: float, longitude: float) -> frozenset[str]:
    """On which of these layers a point lies."""
    versions = layer_versions(root)
    return frozenset(
        name
        for name in names
        if name in versions and layer_of(root, versions[name]).holds(latitude=latitude, longitude=longitude)
    )


def agency_with_code(root: Agency, code: str) -> Agency | None:
    """An active one; those of a city are kept for some seconds."""
    return _agencies.get(root.pk).get(code)


def _find_agencies(root_id: UUID) -> dict[str, Agency]:
    return {agency.code: agency for agency in Agency.objects.filter(root=root_id, is_active=True)}


_agencies: TTLCache[UUID, dict[str, Agency]] = TTLCache(_find_agencies)


def category_codes(root_id: UUID) -> dict[UUID, str]:
    """The code of each active category that is not protected; kept for some seconds."""
    return _category_codes.get(root_id)


def _find_category_codes(root_id: UUID) -> dict[UUID, str]:
    return dict(Category.objects.filter(root=root_id, is_active=True, is_protected=False).values_list("pk", "code"))


_category_codes: TTLCache[UUID, dict[UUID, str]] = TTLCache(_find_category_codes)


def known_codes(root: Agency, channels: Collection[str]) -> KnownCodes:
    """What the rows of a file may name. `channels`: the installation's."""
    layers = [layer_of(root, version) for version in layer_versions(root).values()]
    agencies = Agency.objects.filter(root=root, is_active=True).values_list("code", "parent__code")
    return KnownCodes(
        categories=dict(Category.objects.filter(root=root, is_active=True).values_list("code", "is_protected")),
        areas=dict(Area.objects.filter(root=root, level__in=["district", "village"]).values_list("code", "level")),
        agencies={code: "" if above == root.code else above for code, above in agencies},
        channels=frozenset(channels),
        layers=frozenset(one.name for one in layers),
        meeting_layers=frozenset(
            frozenset((one.name, other.name)) for one, other in combinations(layers, 2) if one.meets(other)
        ),
    )
