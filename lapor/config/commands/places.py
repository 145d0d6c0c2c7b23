"""`lapor places import FILE`: the city's gazetteer, so that a street or a school typed in the form moves the pin
(docs/operate/map.md)."""

import argparse
import sys
from pathlib import Path

from lapor.agencies.areas.gazetteer import GazetteerError, import_places
from lapor.agencies.queries import NoJurisdiction, jurisdiction


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["import"])
    parser.add_argument(
        "file",
        type=Path,
        help="CSV with kind, name, latitude, longitude; or GeoJSON with names, as OpenStreetMap is exported",
    )
    parser.add_argument("--host", default="", help="a host name of the city, where there are several (the first)")


def run(args: argparse.Namespace) -> int:
    """0: the file is the gazetteer now; 1: a fault, nothing was changed."""
    try:
        count = import_places(jurisdiction(args.host), args.file)
    except (GazetteerError, NoJurisdiction) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{count} places imported.")
    return 0
