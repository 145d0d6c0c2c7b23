"""`lapor callback draw|check|show --month YYYY-MM`: the sample of closed reports whose reporters another office asks
(docs/operate/call-back.md). `draw` draws it once, `check` draws it again and compares, `show` prints what it was made
of."""

import argparse
import sys
from collections import Counter
from datetime import date

from lapor.agencies.models import Agency
from lapor.agencies.queries import NoJurisdiction, jurisdiction
from lapor.casework.callback.draws import draw, repeat
from lapor.casework.models import CallbackDraw
from lapor.reports.workflow.refusals import ActRefused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="draw|check|show", required=True)
    for name, help_text in (
        ("draw", "draw the sample of a month that is over, once"),
        ("check", "draw it again from the published head and compare"),
        ("show", "print head, seed, weights and the ranking"),
    ):
        one = what.add_parser(name, help=help_text)
        one.add_argument("--month", type=_month, required=True, metavar="YYYY-MM", help="when the reports were closed")
        if name == "show":
            one.add_argument("--frame", action="store_true", help="print every report that could be drawn, in order")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no month as 2026-10") from None


def run(args: argparse.Namespace) -> int:
    """0: done; 1: it could not be drawn, or a fault was found."""
    try:
        root = jurisdiction()
        made = draw(root, args.month, by=None) if args.what == "draw" else _drawn(root, args.month)
    except (ActRefused, NoJurisdiction) as error:
        print(error, file=sys.stderr)
        return 1
    found = repeat(made)
    print(
        f"{made.month:%Y-%m}: {made.cases.count()} of {len(made.frame)} reports drawn, {made.size} wanted;"
        f" head of {made.head_day}: {made.head}; seed {made.seed}"
    )
    for reason, count in sorted(Counter(made.skipped.values()).items()):
        print(f"passed over ({reason}): {count}")
    if args.what == "show":
        weights = {row.number: row for row in found.frame}
        drawn = set(made.cases.values_list("report__tracking_id", flat=True))
        for place, number in enumerate(found.order, start=1):
            row = weights[number]
            if number in drawn or args.frame:
                print(
                    f"{place}\t{number}\t{row.state}\t{row.agency or '-'}\t{row.weight}\t{'drawn' * (number in drawn)}"
                )
    for fault in found.faults:
        print(f"FAULT: {fault}")
    if args.what == "check" and not found.faults:
        print("drawn as the seed says")
    return 1 if found.faults else 0


def _drawn(root: Agency, month: date) -> CallbackDraw:
    made = CallbackDraw.objects.select_related("root").filter(root=root, month=month).first()
    if made is None:
        raise ActRefused(f"the sample of {month:%Y-%m} was not drawn")
    return made
