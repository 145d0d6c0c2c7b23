"""`lapor token create|list|revoke`: bearer tokens of officers for the REST interface.

One is shown once, when it is made."""

import argparse
import sys

from lapor.agencies.actions import TOKEN_DAYS, create_token, revoke_token
from lapor.agencies.models import Officer
from lapor.agencies.queries import tokens_of
from lapor.core import clock

MOST_DAYS = 3 * TOKEN_DAYS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make one and print it, once")
    create.add_argument("--user", required=True, help="the officer's user name")
    create.add_argument(
        "--days",
        type=int,
        default=TOKEN_DAYS,
        help=f"after how many it ends (default {TOKEN_DAYS}, at most {MOST_DAYS})",
    )
    actions.add_parser("list", help="every token: number, officer, end, last use")
    actions.add_parser("revoke", help="end one now").add_argument("number", type=int, help="as `list` shows it")


def run(args: argparse.Namespace) -> int:
    """1 with a sentence where it cannot be done."""
    if args.action == "list":
        for row in tokens_of():
            end = "ended" if row.expires_at <= clock.now() else "until"
            print(
                f"{row.pk:6} {row.officer.username:20} made {row.created_at:%Y-%m-%d}  {end} {row.expires_at:%Y-%m-%d} "
                f" {f'last used {row.last_used_on}' if row.last_used_on else 'never used'}"
            )
        return 0
    if args.action == "revoke":
        if not revoke_token(args.number):
            print(f"There is no token {args.number}.", file=sys.stderr)
            return 1
        print(f"Token {args.number} has ended.")
        return 0
    officer = Officer.objects.select_related("agency").filter(username=args.user, is_active=True).first()
    if officer is None or not 0 < args.days <= MOST_DAYS:
        print(
            f"There is no active officer named {args.user!r}."
            if officer is None
            else f"Between 1 and {MOST_DAYS} days.",
            file=sys.stderr,
        )
        return 1
    print(create_token(officer, days=args.days))
    return 0
