"""`lapor escalation check FILE`, `try [FILE]`, `what-if`: who would have heard of deadlines, and how many would have
been late with another term (docs/operate/escalation.md). Nothing is written; levels are loaded with the preset."""

import argparse
import sys
from pathlib import Path

from lapor.agencies.escalation.queries import MOST_BYTES, escalation_in_force, read_escalation
from lapor.agencies.models import Agency, Category
from lapor.agencies.preset import PresetError
from lapor.agencies.queries import NoJurisdiction, jurisdiction, rules_of
from lapor.calendars.escalation import CLOCKS, Escalation
from lapor.core.text import whole_number
from lapor.notify.escalation_trial import lines_of, try_escalation
from lapor.reports.deadlines import what_if
from lapor.reports.deadlines.recent_deadlines import MOST_DAYS, MOST_REPORTS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="check|try|what-if", required=True)
    check = what.add_parser("check", help="say every fault, with its line")
    check.add_argument("file", type=Path, help="TOML with [escalation], such as a preset.toml")
    attempt = what.add_parser("try", help="say who would have heard in the last weeks, beside who really did")
    attempt.add_argument("file", type=Path, nargs="?", help="the same; without it the levels in force")
    _add_days(attempt)
    other = what.add_parser("what-if", help="say how many deadlines would have been late with another term")
    other.add_argument("--working-days", type=_term, nargs="+", required=True, metavar="N", help="terms to try")
    other.add_argument("--category", default="", help="code of a category; without it all")
    other.add_argument("--clock", choices=CLOCKS, default="resolution", help="which deadline (resolution)")
    _add_days(other)


def _add_days(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=_days, default=30, help=f"how many days back, at most {MOST_DAYS} (30)")


def _days(text: str) -> int:
    return _between(text, MOST_DAYS)


def _term(text: str) -> int:
    return _between(text, what_if.MOST_WORKING_DAYS)


def _between(text: str, most: int) -> int:
    number = whole_number(text)
    if number is None or not 1 <= number <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to {most}")
    return number


def run(args: argparse.Namespace) -> int:
    """0: done; 1: a fault."""
    try:
        root = jurisdiction()
        if args.what == "what-if":
            return _what_if(root, args)
        escalation = _read(args.file, root) if args.file else escalation_in_force(rules_of(root))
    except (PresetError, NoJurisdiction) as error:
        print(error, file=sys.stderr)
        return 1
    if args.what == "check":
        print(f"{len(escalation.levels)} levels: no fault found")
    else:
        print("\n".join(lines_of(try_escalation(root, escalation, days=args.days, most=MOST_REPORTS))))
    return 0


def _what_if(root: Agency, args: argparse.Namespace) -> int:
    category = Category.objects.filter(root=root, code=args.category, is_protected=False).first()
    if args.category and category is None:
        print(f"there is no category {args.category!r}, or it is protected", file=sys.stderr)
        return 1
    found, terms = what_if.other_terms(
        root, args.working_days, clock=args.clock, category=category, days=args.days, most=MOST_REPORTS
    )
    print("\n".join(what_if.lines_of(found, terms)))
    return 0


def _read(path: Path, root: Agency) -> Escalation:
    """One byte more than is allowed says that it is too much."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, IsADirectoryError):
        raise PresetError(f"{path.name}: there is no such file") from None
    return read_escalation(content, path.name, root)
