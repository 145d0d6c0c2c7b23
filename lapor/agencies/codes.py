"""What a code in an address names: category, agency, area of a city. Kept for some seconds: every list that is narrowed
asks, officers' and public ones."""

from uuid import UUID

from lapor.agencies.models import Agency, Area, Category
from lapor.core.ttl_cache import TTLCache

Key = tuple[UUID, str]


def category_of(root: Agency, code: str) -> Category | None:
    """Switched off or not."""
    return _categories.get(_key(root, code))


def agency_of(root: Agency, code: str) -> Agency | None:
    """Switched off or not."""
    return _agencies.get(_key(root, code))


def area_of(root: Agency, code: str) -> Area | None:
    return _areas.get(_key(root, code))


def area_codes(root: Agency, code: str) -> tuple[str, ...]:
    """The area and those right below it; an area that nobody knows stands alone."""
    return _area_codes.get(_key(root, code))


def _key(root: Agency, code: str) -> Key:
    """The database refuses a NUL, which no code holds."""
    return root.pk, code.replace("\x00", "")


def _find_area_codes(key: Key) -> tuple[str, ...]:
    root_id, code = key
    return (code, *Area.objects.filter(root=root_id, parent=code).order_by("code").values_list("pk", flat=True))


_categories: TTLCache[Key, Category | None] = TTLCache(
    lambda key: Category.objects.filter(root=key[0], code=key[1]).first()
)
_agencies: TTLCache[Key, Agency | None] = TTLCache(lambda key: Agency.objects.filter(root=key[0], code=key[1]).first())
_areas: TTLCache[Key, Area | None] = TTLCache(lambda key: Area.objects.filter(root=key[0], pk=key[1]).first())
_area_codes: TTLCache[Key, tuple[str, ...]] = TTLCache(_find_area_codes)
