"""`lapor account add|list|on|off`: the city's accounts on channels."""

import argparse
import secrets
import sys
from collections.abc import Mapping

from lapor.agencies.models import Agency
from lapor.agencies.queries import jurisdiction
from lapor.gateway.accounts.accounts import opened, set_account_active
from lapor.gateway.accounts.setup import put_account, settings_of
from lapor.gateway.channels import CHANNELS, SECRET
from lapor.gateway.models import ChannelAccount


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser(
        "add", help="make an account, or give it new settings and secrets; a secret that is not named stays"
    )
    add.add_argument("channel", choices=sorted(CHANNELS))
    add.add_argument("name")
    add.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="an open setting, such as send_url=https://…"
    )
    add.add_argument(
        "--secret",
        action="append",
        default=[],
        metavar="NAME[=VALUE]",
        help="a token or password; without a value it is read from standard input",
    )
    add.add_argument("--city", default="", help="the root agency's code, where the installation serves several cities")
    actions.add_parser("list", help="every account")
    for name in ("on", "off"):
        switch = actions.add_parser(name, help=f"switch an account {name}")
        switch.add_argument("channel")
        switch.add_argument("name")


def run(args: argparse.Namespace) -> int:
    """1 with a sentence where it cannot be done."""
    if args.action == "list":
        for one in ChannelAccount.objects.all():
            print(f"{one!s:30} {'on' if one.is_active else 'off'}{'  files only' if one.is_local else ''}")
        return 0
    if args.action == "add":
        return _add(args)
    row = ChannelAccount.objects.filter(channel=args.channel, name=args.name).first()
    if row is None:
        print(f"There is no account {args.channel}/{args.name}.", file=sys.stderr)
        return 1
    set_account_active(row.pk, is_active=args.action == "on")
    return 0


def _add(args: argparse.Namespace) -> int:
    pairs = [pair.partition("=") for pair in args.set]
    root = Agency.objects.filter(root=None, code=args.city).first() if args.city else jurisdiction()
    if root is None or not all(sign for _name, sign, _value in pairs):
        print("There is no such city." if root is None else "Say settings as NAME=VALUE.", file=sys.stderr)
        return 1
    given = {
        name: value if sign else sys.stdin.readline().rstrip("\n")
        for name, sign, value in (one.partition("=") for one in args.secret)
    }
    settings = {name: value for name, _sign, value in pairs}
    unknown = _unknown(args.channel, settings, is_secret=False) | _unknown(args.channel, given, is_secret=True)
    if unknown:
        known = ", ".join(sorted({setting.name for setting in settings_of(args.channel)}))
        print(f"{args.channel} has no {', '.join(sorted(unknown))}. It has: {known}.", file=sys.stderr)
        return 1
    row = ChannelAccount.objects.filter(channel=args.channel, name=args.name).first()
    is_kept = row is not None and SECRET.name in opened(row).account.secrets and SECRET.name not in given
    if not is_kept:
        given.setdefault(SECRET.name, secrets.token_urlsafe(32))
    put_account(args.channel, args.name, root=root, settings=settings, secrets=given)
    print(f"/webhooks/{args.channel}/{args.name}")
    print(
        "The secret of the signature stays."
        if is_kept
        else f"Secret of the signature, shown once: {given[SECRET.name]}"
    )
    return 0


def _unknown(channel: str, given: Mapping[str, str], *, is_secret: bool) -> set[str]:
    """Names that no code would read."""
    known = {setting.name for setting in settings_of(channel) if setting.is_secret == is_secret}
    return set(given) - known - ({SECRET.name} if is_secret else set())
