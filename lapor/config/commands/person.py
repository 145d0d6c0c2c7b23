"""`lapor person export|erase`: what is kept of one person, by the number of a report or by an address they left."""

import argparse
import json
import sys

from lapor.agencies.models import Officer
from lapor.agencies.roles import Can, roles_that
from lapor.casework.persons import erase_person, export_person, reporters_with_contact
from lapor.reporters.models import Reporter
from lapor.reports.queries import report_by_number
from lapor.reports.workflow.acting import SYSTEM, officer_actor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["export", "erase"])
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--report", help="the number of one of their reports")
    who.add_argument("--email")
    who.add_argument("--phone")
    parser.add_argument("--user", help="the administrator in whose name it is done (else the history says: system)")
    parser.add_argument("--yes", action="store_true", help="erase without asking")


def run(args: argparse.Namespace) -> int:
    """Prints JSON (export) or what was erased; 1 where nobody is found."""
    found = persons(args)
    if not found:
        print("Nobody is known by that.", file=sys.stderr)
        return 1
    if args.action == "export":
        print(json.dumps([export_person(reporter) for reporter in found], ensure_ascii=False, indent=1))
        return 0
    if not args.yes and input(f"Erase the identity of {len(found)} reporter(s) for good? Type yes: ") != "yes":
        print("Nothing was erased.")
        return 1
    officer = (
        Officer.objects.filter(username=args.user, role__in=roles_that(Can.ADMINISTER), is_active=True).first()
        if args.user
        else None
    )
    if args.user and officer is None:
        print(f"There is no active administrator named {args.user!r}.", file=sys.stderr)
        return 1
    reports = sum(erase_person(reporter, by=officer_actor(officer) if officer else SYSTEM) for reporter in found)
    print(f"Erased: {len(found)} reporter(s); {reports} report(s) are without a reporter now.")
    return 0


def persons(args: argparse.Namespace) -> list[Reporter]:
    if args.email:
        return reporters_with_contact("email", args.email)
    if args.phone:
        return reporters_with_contact("phone", args.phone)
    report = report_by_number(args.report)
    return [report.reporter] if report is not None and report.reporter is not None else []
