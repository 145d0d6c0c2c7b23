"""`lapor data publish`: make the open data of today anew (docs/operate/open-data.md)."""

import argparse
from zoneinfo import ZoneInfo

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.publish.open_data.dumping import dump


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["publish"])


def run(_args: argparse.Namespace) -> int:
    for root in Agency.objects.filter(parent=None, is_active=True):
        made = dump(root, clock.now().astimezone(ZoneInfo(root.timezone)).date())
        print(f"{root.name}: {made.reports} reports, {made.points} of them with a point, in {made.folder}")
    return 0
