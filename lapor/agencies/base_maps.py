"""What lies below the reports on a city's maps: the administrator's newest choice, else what LAPOR_MAP_TILES says.

Called by page_context (every map), the console's screen and `lapor map import`; the file is served by the public pages.
Why a page with a map is allowed one host more, and what that host learns: docs/operate/map.md."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Agency, BaseMap, Officer
from lapor.core import clock
from lapor.core.ttl_cache import TTLCache
from lapor.ledger.event_names import EventName

OSM_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
OSM_HOST = "tile.openstreetmap.org"
OSM_CREDIT = "© OpenStreetMap contributors"
OSM_CREDIT_URL = "https://www.openstreetmap.org/copyright"
# One host, written out: it goes into the content policy of each page with a map.
_TEMPLATE = re.compile(r"(https?)://([a-z0-9.-]+)(?::(\d{1,5}))?(/[A-Za-z0-9._~/{}@%?=&+-]*)", re.ASCII)
_LOOPBACK = {"localhost", "127.0.0.1"}
_PARTS = ("{z}", "{x}", "{y}")


@dataclass(frozen=True)
class Tiles:
    """`url`: of a server, with {z}, {x}, {y}; `path`: of a file. Of the kind `none` neither."""

    kind: str = BaseMap.Kind.NONE
    url: str = ""
    credit: str = ""
    credit_url: str = ""
    path: Path | None = None

    @property
    def origin(self) -> str:
        """Whom the visitor's browser asks for pictures besides us; "" nobody."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}" if self.url else ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def version(self) -> str:
        """Another one for another file."""
        return self.path.stem[:12] if self.path else ""


def is_template(url: str) -> bool:
    """Whether tiles can be asked for by it: https (http only on this machine), one host, {z}, {x} and {y}."""
    found = _TEMPLATE.fullmatch(url)
    if found is None or not all(url.count(part) == 1 for part in _PARTS):
        return False
    rest = url
    for part in _PARTS:
        rest = rest.replace(part, "")
    return not {"{", "}"} & set(rest) and (found[1] == "https" or found[2] in _LOOPBACK)


def base_map_of(root: Agency) -> Tiles:
    """No query but once in some seconds."""
    return _known.get(root.pk)


def history(root: Agency, most: int = 20) -> list[BaseMap]:
    """The newest first."""
    return list(BaseMap.objects.filter(root=root).select_related("made_by").order_by("-made_at", "-id")[:most])


def newest_file(root: Agency) -> BaseMap | None:
    """The row of the map file that was imported last."""
    rows = BaseMap.objects.filter(root=root, kind=BaseMap.Kind.FILE).order_by("-made_at", "-id")
    found = rows.first()
    return found if found and file_path(found.file).is_file() else None


def choose(
    root: Agency, kind: str, *, url: str = "", file: str = "", credit: str = "", by: Officer | None = None
) -> BaseMap:
    """From now on (a process believes the former for some seconds). Needs a transaction. Raises ValueError for a
    server that is no template."""
    if kind == BaseMap.Kind.SERVER and not is_template(url):
        raise ValueError(url)
    row = BaseMap.objects.create(
        root=root,
        kind=kind,
        url=url if kind == BaseMap.Kind.SERVER else "",
        file=file if kind == BaseMap.Kind.FILE else "",
        credit=credit,
        made_at=clock.now(),
        made_by=by,
    )
    record_power_event(root.pk, EventName.MAP_CHOSEN, by=by, kind=kind, origin=_tiles_of(row).origin, file=row.file)
    return row


def trouble_of(root: Agency) -> str:
    """Why the outlines are shown though something else was wanted; "" where all is as wanted. For `lapor doctor`."""
    if base_map_of(root).kind != BaseMap.Kind.NONE:
        return ""
    rows = history(root, 1)
    if rows and rows[0].kind == BaseMap.Kind.FILE:
        return f"the map file {file_path(rows[0].file)} is gone: import it again (`lapor map import FILE.pmtiles`)"
    if not rows and settings.MAP_TILES not in {"", BaseMap.Kind.NONE}:
        return "LAPOR_MAP_TILES is neither `none`, `osm`, an address with {z}, {x} and {y}, nor a .pmtiles file there"
    return ""


def file_path(digest: str) -> Path:
    return Path(settings.MAPS_DIR) / f"{digest}.pmtiles"


def _find(root_id: UUID) -> Tiles:
    row = BaseMap.objects.filter(root=root_id).order_by("-made_at", "-id").first()
    return _tiles_of(row) if row else from_setting(settings.MAP_TILES, settings.MAP_TILES_CREDIT)


_known: TTLCache[UUID, Tiles] = TTLCache(_find)


def _tiles_of(row: BaseMap) -> Tiles:
    if row.kind == BaseMap.Kind.OSM:
        return _osm()
    if row.kind == BaseMap.Kind.SERVER:
        return Tiles(row.kind, url=row.url, credit=row.credit)
    if row.kind == BaseMap.Kind.FILE and (path := file_path(row.file)).is_file():
        return Tiles(row.kind, path=path, credit=row.credit)
    return Tiles()


def from_setting(value: str, credit: str) -> Tiles:
    """Of LAPOR_MAP_TILES; what is neither a template nor a file there is none."""
    if value == BaseMap.Kind.OSM:
        return _osm()
    if is_template(value):
        return Tiles(BaseMap.Kind.SERVER, url=value, credit=credit)
    if value.endswith(".pmtiles") and (path := Path(value)).is_file():
        return Tiles(BaseMap.Kind.FILE, path=path, credit=credit)
    return Tiles()


def _osm() -> Tiles:
    return Tiles(BaseMap.Kind.OSM, url=OSM_TILES, credit=OSM_CREDIT, credit_url=OSM_CREDIT_URL)
