"""`lapor messages status|release|hold`: whether messages go out, and the word that lets them go after a restore."""

import argparse

from lapor.gateway.outbound.hold import held_since, hold_messages, release_messages, waiting_before


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["status", "release", "hold"])
    parser.add_argument(
        "--drop-older",
        action="store_true",
        help="with release: what waited before the hold is not sent any more (the original may have sent it)",
    )


def run(args: argparse.Namespace) -> int:
    """`status`: 1 while they are held."""
    if args.action == "hold":
        hold_messages()
        print("Nothing is sent from now on, until: lapor messages release.")
        return 0
    if args.action == "release":
        waiting, dropped = release_messages(drop_older=args.drop_older)
        print(f"Messages go out: {waiting} wait to be sent, {dropped} were given up.")
        return 0
    since = held_since()
    if since is None:
        print("Messages go out.")
        return 0
    print(
        f"Held since {since:%Y-%m-%d %H:%M} UTC: nothing is sent. {waiting_before(since)} waited already then.\n"
        "If this is the one installation that goes on: lapor messages release, or with --drop-older where those were"
        " sent by the one before. If it is a copy: leave it so."
    )
    return 1
