"""`lapor officer add|list|off|on|password|forget-factor|lend|hand-over`: accounts of officers, in the hands of whoever
runs the machine."""

import argparse
import secrets
import sys
from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lapor.agencies.actions import create_officer, new_password, tell_of_account
from lapor.agencies.models import Agency, Officer
from lapor.agencies.officers.delegations import lend_role
from lapor.agencies.officers.second_factor import forget_second_factor
from lapor.agencies.roles import Role
from lapor.casework.handing_over import hand_over
from lapor.casework.officers import switch_officer
from lapor.core import clock
from lapor.ledger.event_names import EventName

BY_NAME = (
    ("off", "switch an account off; nothing of its history goes"),
    ("on", "switch it on again"),
    ("password", "print a new password, once"),
    ("forget-factor", "phone and recovery codes are lost: ask for new ones"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="make an account; its first password is printed once")
    add.add_argument("user")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=Role.values)
    add.add_argument("--agency", required=True, help="the agency's code in the preset")
    add.add_argument("--email", default="", help="where deadlines and hand-overs are told")
    add.add_argument("--city", default="", help="the root agency's code, where the installation serves several cities")
    actions.add_parser("list", help="every account with role and agency")
    for name, text in BY_NAME:
        actions.add_parser(name, help=text).add_argument("user")
    over = actions.add_parser("hand-over", help="give all open reports of one officer to another; before `off`")
    over.add_argument("user", help="whose reports")
    over.add_argument("to", help="who gets them")
    over.add_argument("--by", required=True, help="the head or liaison officer in whose name it is done")
    lend = actions.add_parser("lend", help="lend an absent officer's role to another for a time")
    lend.add_argument("user", help="who is absent")
    lend.add_argument("substitute")
    lend.add_argument("--until", required=True, type=date.fromisoformat, help="last day, YYYY-MM-DD")


def run(args: argparse.Namespace) -> int:
    """1 with a sentence where it cannot be done."""
    work: dict[str, Callable[[argparse.Namespace], None]] = {
        "add": _add,
        "list": _list,
        "off": _switch,
        "on": _switch,
        "password": _password,
        "forget-factor": _forget_factor,
        "lend": _lend,
        "hand-over": _hand_over,
    }
    try:
        work[args.action](args)
    except ValidationError as error:
        print("\n".join(error.messages), file=sys.stderr)
        return 1
    return 0


def _add(args: argparse.Namespace) -> None:
    if Officer.objects.filter(username=args.user).exists():
        raise ValidationError(f"There is an officer named {args.user!r} already.")
    found = Agency.objects.filter(code=args.agency, is_active=True).select_related("root")
    agencies = [agency for agency in found if not args.city or (agency.root or agency).code == args.city]
    if len(agencies) != 1:
        raise ValidationError(
            f"{len(agencies)} active agencies have the code {args.agency!r}"
            + ("; say which city with --city." if agencies else ".")
        )
    with transaction.atomic():
        officer = create_officer(
            username=args.user,
            password=secrets.token_urlsafe(24),
            name=args.name,
            agency=agencies[0],
            role=Role(args.role),
            email=args.email,
        )
        tell_of_account(officer, EventName.OFFICER_ADDED)
        password = new_password(officer)
    print(f"{args.user} · {Role(args.role).label} · {agencies[0].name}\nFirst password, shown once: {password}")


def _list(_args: argparse.Namespace) -> None:
    for officer in Officer.objects.select_related("agency").order_by("agency__name", "username"):
        print(
            f"{officer.username:20} {officer.role:24} {officer.agency.code:30}"
            f" {officer.name}{'' if officer.is_active else '  (off)'}"
        )


def _switch(args: argparse.Namespace) -> None:
    released = switch_officer(_officer(args.user), is_active=args.action == "on")
    print(f"{args.user} is {args.action}.{f' {released} reports were given back to the office.' if released else ''}")


def _password(args: argparse.Namespace) -> None:
    print(f"New password of {args.user}, shown once: {new_password(_officer(args.user))}")


def _forget_factor(args: argparse.Namespace) -> None:
    officer = _officer(args.user)
    with transaction.atomic():
        count = forget_second_factor(officer)
        tell_of_account(officer, EventName.OFFICER_FACTOR_FORGOTTEN, count=count)
    print(
        f"{count} forgotten; {args.user} sets up a new second factor at the next sign-in."
        if count
        else f"{args.user} had none."
    )


def _lend(args: argparse.Namespace) -> None:
    today = timezone.localdate(clock.now())
    delegation = lend_role(
        _officer(args.user), _officer(args.substitute), first_day=today, last_day=args.until, by=None
    )
    print(f"{args.substitute} stands in for {args.user} until the end of {args.until}. ({delegation.pk})")


def _hand_over(args: argparse.Namespace) -> None:
    result = hand_over(_officer(args.user), _officer(args.to), by=_officer(args.by), everything=True)
    print(f"{len(result.done)} reports of {args.user} are given to {args.to}.")
    for report, reason in result.refused:
        print(f"{report} stays: {reason}", file=sys.stderr)


def _officer(username: str) -> Officer:
    found = Officer.objects.select_related("agency").filter(username=username).first()
    if found is None:
        raise ValidationError(f"There is no officer named {username!r}.")
    return found
