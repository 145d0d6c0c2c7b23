"""What a page says to map.js about its map, and to its reader about who else learns of it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lapor.ui.addresses import fixed_url
from lapor.ui.headers import allow_pictures_of


def map_settings(context: Mapping[str, Any], areas_url: str, *, is_secret: bool = False) -> SafeString:
    """The data attributes that map.js reads: where its parts lie, what lies below, the words it shows.

    The answer of a page that holds a map may load pictures of the host that the tiles come from. `is_secret`: of a map
    whose part of the city nobody else may learn; streets then come from our own server or not at all."""
    below = _base_map(context, is_secret=is_secret)
    return _attributes(areas_url, tuple(below.items()), get_language())


@lru_cache(maxsize=100)
def _attributes(areas_url: str, below: tuple[tuple[str, str], ...], _language: str | None) -> SafeString:
    settings = {
        "map-script": static("lapor/map.js"),
        "map-style": static("lapor/map.css"),
        "map-areas": areas_url,
        "icons": static("lapor/icons.svg"),
        "map-label": _("Map of the city. Arrow keys move it, plus and minus zoom."),
        "map-note": _("Approximate borders"),
        "map-zoom-in": _("Zoom in"),
        "map-zoom-out": _("Zoom out"),
        **dict(below),
    }
    return format_html_join(" ", 'data-{}="{}"', settings.items())


def _base_map(context: Mapping[str, Any], *, is_secret: bool) -> dict[str, str]:
    """Nothing where only our own areas are drawn. `base_map` of the context: agencies.base_maps.Tiles, by a call."""
    tiles = context["base_map"]() if "base_map" in context else None
    if tiles is None or tiles.kind == "none" or (is_secret and tiles.origin):
        return {}
    if tiles.origin:
        allow_pictures_of(context["request"], tiles.origin)
    own = f"{fixed_url('web:map_tiles')}?v={tiles.version}" if tiles.path else ""
    return {
        "tiles": "file" if own else "server",
        "tiles-url": own or tiles.url,
        "tiles-credit": tiles.credit,
        "tiles-credit-url": tiles.credit_url,
        **({"tiles-script": static("lapor/map_tiles.js")} if own else {}),
    }


def map_source(context: Mapping[str, Any]) -> dict[str, Any]:
    """Below a map: what another host learns of whoever looks at it; nothing where only we do."""
    tiles = context["base_map"]() if "base_map" in context else None
    return {"tiles": tiles}
