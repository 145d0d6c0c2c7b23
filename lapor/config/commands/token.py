"""`lapor token create --user U`: a bearer token for the REST interface, shown once."""

import argparse
import sys

from lapor.agencies.actions import create_token
from lapor.agencies.models import Officer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["create"])
    parser.add_argument("--user", required=True, help="the officer's user name")


def run(args: argparse.Namespace) -> int:
    officer = Officer.objects.filter(username=args.user, is_active=True).first()
    if officer is None:
        print(f"There is no active officer named {args.user!r}.", file=sys.stderr)
        return 1
    print(create_token(officer))
    return 0
