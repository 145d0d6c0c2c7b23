"""`lapor map import FILE.pmtiles`: streets below the reports, from a file on this server (docs/operate/map.md)."""

import argparse
import hashlib
import shutil
import sys
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lapor.agencies.base_maps import OSM_CREDIT, choose, file_path
from lapor.agencies.models import Agency, Area, BaseMap
from lapor.agencies.queries import NoJurisdiction, jurisdiction
from lapor.core.pmtiles import HEADER_BYTES, NoMapFile, read_header


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["import"])
    parser.add_argument("file", type=Path, help="a PMTiles archive (version 3), vector or raster tiles")
    parser.add_argument("--credit", default=OSM_CREDIT, help=f"whom the map names as its source ({OSM_CREDIT})")
    parser.add_argument("--host", default="", help="a host name of the city, where there are several (the first)")


def run(args: argparse.Namespace) -> int:
    """0: it is shown from now on; 1: a fault, nothing was changed."""
    try:
        root = jurisdiction(args.host)
        digest = _check(root, args.file)
    except (NoMapFile, NoJurisdiction) as error:
        print(f"{args.file.name}: {error}", file=sys.stderr)
        return 1
    path = file_path(digest)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        part = path.with_suffix(".part")
        shutil.copyfile(args.file, part)
        part.replace(path)
    with transaction.atomic():
        choose(root, BaseMap.Kind.FILE, file=digest, credit=args.credit)
    _forget_others()
    print(f"{path.stat().st_size / 1024**2:.1f} MB imported; the maps show it within seconds.")
    return 0


def _check(root: Agency, path: Path) -> str:
    """The digest of the file. Raises NoMapFile where no kelurahan of the city lies in it."""
    try:
        with path.open("rb") as file:
            header = read_header(file.read(HEADER_BYTES))
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError):
        raise NoMapFile("there is no such file") from None
    points = Area.objects.filter(root=root, level="village").values_list("latitude", "longitude")
    missing = sum(not header.holds(latitude=latitude, longitude=longitude) for latitude, longitude in points)
    if points and missing == len(points):
        raise NoMapFile("no kelurahan of this city lies on this map")
    if missing:
        print(f"{missing} of {len(points)} kelurahan lie outside this map.", file=sys.stderr)
    return digest


def _forget_others() -> None:
    """Files that are no city's newest any more."""
    newest = BaseMap.objects.filter(kind=BaseMap.Kind.FILE).order_by("root_id", "-made_at", "-id").distinct("root_id")
    kept = {f"{digest}.pmtiles" for digest in newest.values_list("file", flat=True)}
    for path in Path(settings.MAPS_DIR).glob("*.pmtiles"):
        if path.name not in kept:
            path.unlink()
