"""`lapor routing check|try|load FILE`, `lapor routing layer NAME FILE`: which office gets a report, as rows of a file
(docs/operate/routing.md)."""

import argparse
import sys
from pathlib import Path

from django.core.validators import slug_re

from lapor.agencies.models import Agency
from lapor.agencies.queries import NoJurisdiction, jurisdiction
from lapor.agencies.routing import layers, reading
from lapor.agencies.routing.actions import load_layer, load_rows
from lapor.agencies.routing.queries import known_codes
from lapor.agencies.routing.reading import RoutingError
from lapor.agencies.routing.rows import RoutingRow, RoutingTable
from lapor.reports.vocabulary import channel_choices
from lapor.triage.routing_trial import MOST_REPORTS, lines_of, try_table

_LONGEST_NAME = 32
_BUFFER = 15.0  # metres: half of a wide road, and how far a phone's place is off


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="check|try|load|layer", required=True)
    for name, words in (
        ("check", "say every fault and conflict, with its line"),
        ("try", "say what it would have changed for reports of the past"),
        ("load", "put it into force as a new version"),
    ):
        one = what.add_parser(name, help=words)
        one.add_argument("file", type=Path, help="CSV")
        if name == "try":
            one.add_argument("--reports", type=int, default=1000, help=f"how many, at most {MOST_REPORTS} (1000)")
    layer = what.add_parser("layer", help="load what lies where: lines or areas that rows name")
    layer.add_argument("name", help="small letters, digits and `-`")
    layer.add_argument("file", type=Path, help="GeoJSON of lines or areas, in degrees (WGS 84)")
    layer.add_argument("--buffer", type=float, default=_BUFFER, help=f"metres around them ({_BUFFER:.0f})")


def run(args: argparse.Namespace) -> int:
    """0: done; 1: a fault."""
    try:
        root = jurisdiction()
        if args.what == "layer":
            return _load_layer(root, args.name, args.file, args.buffer)
        rows = reading.read_rows(_content(args.file, reading.MOST_BYTES), known_codes(root, dict(channel_choices())))
    except (RoutingError, NoJurisdiction) as error:
        print("\n".join(f"{args.file.name}: {line}" for line in str(error).splitlines()), file=sys.stderr)
        return 1
    return _done(root, args, rows)


def _done(root: Agency, args: argparse.Namespace, rows: tuple[RoutingRow, ...]) -> int:
    if args.what == "load":
        print(f"{len(rows)} rows are in force as version {load_rows(root, rows)}.")
    elif args.what == "try":
        print("\n".join(lines_of(try_table(root, RoutingTable("", rows), reports=max(1, args.reports)))))
    else:
        print(f"{len(rows)} rows: no fault and no conflict found")
    return 0


def _load_layer(root: Agency, name: str, path: Path, buffer: float) -> int:
    if not slug_re.match(name) or name != name.lower() or len(name) > _LONGEST_NAME:
        raise RoutingError(f"{name!r} is no name of a layer: at most {_LONGEST_NAME} small letters, digits and `-`")
    content = layers.read_layer(_content(path, layers.MOST_BYTES), buffer=buffer)
    print(f"{len(content['shapes'])} shapes are in force as version {load_layer(root, name, content)}.")
    return 0


def _content(path: Path, most: int) -> bytes:
    """One byte more than is allowed says that it is too much."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except (FileNotFoundError, IsADirectoryError):
        raise RoutingError("there is no such file") from None
