"""`lapor messages status|release|hold`: whether messages go out, and the word that lets them go after a restore."""

import argparse

from lapor.gateway.outbound.hold import (
    held_since,
    hold_messages,
    is_held_by_hand,
    release_messages,
    waiting_before,
)


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
        hold_messages(by_hand=True)
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
    why = "a person said so" if is_held_by_hand() else "the database was restored or moved"
    print(
        f"Held since {since:%Y-%m-%d %H:%M} UTC, because {why}: nothing is sent. {waiting_before(since)} waited already"
        " then.\nIf this is the one installation that goes on: lapor messages release, or with --drop-older where those"
        " were sent by the one before. If it is a copy: leave it so."
    )
    return 1
