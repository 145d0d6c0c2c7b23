"""`lapor import PROFILE FILE`: bring an office's history in.

A line for each row that was not taken, the sums on the last one."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from lapor.agencies.models import Officer
from lapor.agencies.queries import NoJurisdiction, jurisdiction
from lapor.agencies.roles import Can, roles_that
from lapor.intake.imports.actions import Import
from lapor.intake.imports.mapping import Links, read_mapping
from lapor.intake.imports.rows import FileError, Profile
from lapor.intake.imports.sp4n import Sp4n
from lapor.intake.imports.spreadsheet import Columns, Spreadsheet
from lapor.ledger.cursors import catch_up
from lapor.reports.workflow.acting import SYSTEM, officer_actor
from lapor.runtime.consumers import CONSUMERS

PROFILES = (Sp4n.name, Spreadsheet.name)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "profile",
        choices=sorted(PROFILES),
        help="which system the file comes from; table: a spreadsheet of your own (CSV, XLSX)",
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, write nothing")
    parser.add_argument(
        "--mapping",
        type=Path,
        help="CSV (kind,from,to): category, agency or area of the file to a code here; column, status",
    )
    parser.add_argument("--user", help="the administrator in whose name it is done (else the history says: system)")


def _say(line: int, why: str, _cells: Mapping[str, str]) -> None:
    print(f"row {line}: {why}")


def _profile(name: str, links: Links) -> Profile:
    if name == Sp4n.name:
        return Sp4n()
    return Spreadsheet(Columns({field: header for header, field in links.column.items()}, links.status, is_whole=False))


def run(args: argparse.Namespace) -> int:
    """0 where every row is in, 1 where one failed."""
    try:
        root = jurisdiction()
        links = read_mapping(args.mapping, root) if args.mapping else Links()
        actor = (
            officer_actor(Officer.objects.get(username=args.user, role__in=roles_that(Can.ADMINISTER), is_active=True))
            if args.user
            else SYSTEM
        )
        outcome = Import(root, actor, links, args.dry_run, _say).run(_profile(args.profile, links), args.file)
    except Officer.DoesNotExist:
        print(f"There is no active administrator named {args.user!r}.", file=sys.stderr)
        return 1
    except (FileError, NoJurisdiction) as error:
        print(error, file=sys.stderr)
        return 1
    if args.dry_run:
        print("Dry run: nothing was written.")
    elif outcome.imported:
        catch_up(CONSUMERS)  # list, search and figures, also where no worker runs
    print(f"imported {outcome.imported}, unchanged {outcome.unchanged}, failed {outcome.failed}")
    return 1 if outcome.failed else 0
