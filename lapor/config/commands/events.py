"""`lapor events list|retry`: events that a reader could not read and that were set aside, and their second chance."""

import argparse

from lapor.ledger.cursors import hand_out_again
from lapor.ledger.models import SetAsideEvent
from lapor.runtime.consumers import CONSUMERS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["list", "retry"])


def run(args: argparse.Namespace) -> int:
    """1 while anything is set aside."""
    if args.action == "retry":
        read, left = hand_out_again(CONSUMERS)
        print(f"{read} read now, {left} still set aside.")
        return 1 if left else 0
    rows = list(SetAsideEvent.objects.all()[:1000])
    for row in rows:
        print(f"{row.at:%Y-%m-%d %H:%M}  {row.consumer:16} event {row.event_id}  {row.error}")
    print(f"{len(rows)} set aside." if rows else "Nothing is set aside.")
    return 1 if rows else 0
