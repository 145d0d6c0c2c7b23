"""`lapor areas import FILE`: the real boundaries of the villages, so that a point finds its kelurahan exactly."""

import argparse
import sys
from pathlib import Path

from lapor.agencies.areas.boundaries import BoundaryError, import_boundaries
from lapor.agencies.models import Area
from lapor.agencies.queries import NoJurisdiction, jurisdiction


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["import"])
    parser.add_argument("file", type=Path, help="GeoJSON; each feature has the official code in `kode` or `code`")


def run(args: argparse.Namespace) -> int:
    try:
        root = jurisdiction()
        count = import_boundaries(root, args.file)
    except (BoundaryError, NoJurisdiction) as error:
        print(error, file=sys.stderr)
        return 1
    missing = Area.objects.filter(root=root, level="village", boundary__isnull=True).count()
    print(f"{count} boundaries imported, {missing} villages have none yet.")
    return 0
