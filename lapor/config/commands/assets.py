"""`lapor assets import FILE`: registered things on which stickers lead to the form (docs/operate/stickers.md)."""

import argparse
import sys
from pathlib import Path

from lapor.agencies.assets import AssetsError, import_assets
from lapor.agencies.queries import NoJurisdiction, jurisdiction


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["import"])
    parser.add_argument("file", type=Path, help="CSV with code, name, category, latitude, longitude")
    parser.add_argument("--host", default="", help="a host name of the city, where there are several (the first)")


def run(args: argparse.Namespace) -> int:
    """0: the file is the list now; 1: a fault, nothing was changed."""
    try:
        count = import_assets(jurisdiction(args.host), args.file.read_bytes())
    except (AssetsError, NoJurisdiction, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{count} assets are on the list.")
    return 0
