"""`lapor suggest train|evaluate`: learn what is suggested to officers, and measure it (docs/operate/suggest.md)."""

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lapor.intake.imports.labelled_file import read_labelled
from lapor.intake.imports.rows import FileError

if TYPE_CHECKING:
    from lapor.agencies.models import Agency
    from lapor.suggest.labelled import LabelledReport
    from lapor.suggest.models import SuggestionKind

_KILOBYTES = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="train|evaluate", required=True)
    what.add_parser("train", help="learn categories and agencies from this installation's own reports")
    evaluate = what.add_parser(
        "evaluate", help="learn from the older rows of a file, guess the newer ones, say how well"
    )
    evaluate.add_argument("--file", type=Path, required=True, help="XLSX or CSV")
    evaluate.add_argument("--text", required=True, help="the column with what people wrote")
    evaluate.add_argument("--label", required=True, help="the column with what is guessed: office or category")
    evaluate.add_argument("--date", required=True, help="the column with the day")
    evaluate.add_argument(
        "--split", type=date.fromisoformat, required=True, help="YYYY-MM-DD: learn from before, guess from then on"
    )


def run(args: argparse.Namespace) -> int:
    return train() if args.what == "train" else evaluate(args)


def train() -> int:
    """0 where something was learned, 1 where there was too little to learn from."""
    from lapor.agencies.models import Agency  # noqa: PLC0415 - evaluating needs no installation
    from lapor.suggest.models import SuggestionKind  # noqa: PLC0415

    roots = Agency.objects.filter(parent=None, is_active=True)
    learned = [_train(root, kind) for root in roots for kind in SuggestionKind]
    print(f"{sum(learned)} models learned, {_memory():.0f} MB at most")
    return 0 if any(learned) else 1


def _train(root: "Agency", kind: "SuggestionKind") -> bool:
    from lapor.suggest.actions import keep_model  # noqa: PLC0415
    from lapor.suggest.learning import TooFewReports, learn  # noqa: PLC0415
    from lapor.suggest.queries import training_reports  # noqa: PLC0415

    print(f"{root.name}, {kind.value}:")
    reports = list(training_reports(root, kind))
    try:
        model = learn(reports, say=_say(time.perf_counter()))
    except TooFewReports as error:
        print(f"  too little to learn from: {error}; the preset's words speak meanwhile")
        return False
    kept = keep_model(root, kind, model, reports=len(reports))
    print(f"  version {kept.version}: {kept.reports} reports, {kept.classes} classes, {model.space.size} features")
    return True


def evaluate(args: argparse.Namespace) -> int:
    """0, or 1 with a sentence where the file is not what it is said to be."""
    try:
        read = read_labelled(args.file, text=args.text, label=args.label, day=args.date)
    except FileError as error:
        print(error, file=sys.stderr)
        return 1
    for note in read.notes():
        print(note)
    older = [report for report in read.reports if report.on < args.split]
    newer = [report for report in read.reports if report.on >= args.split]
    print(f"{len(older)} rows from before {args.split}, {len(newer)} from then on")
    if not newer:
        print("There is nothing to guess from that day on.", file=sys.stderr)
        return 1
    return _measure(older, newer)


def _measure(older: "list[LabelledReport]", newer: "list[LabelledReport]") -> int:
    from lapor.suggest.evaluation import figures_of, lines_of  # noqa: PLC0415 - numpy and scikit-learn, for this only
    from lapor.suggest.learning import TooFewReports, learn  # noqa: PLC0415

    start = time.perf_counter()
    try:
        model = learn(older, say=_say(start))
    except TooFewReports as error:
        print(f"Too little to learn from: {error}.", file=sys.stderr)
        return 1
    print(f"learned in {time.perf_counter() - start:.0f} s, {_memory():.0f} MB at most, {model.space.size} features")
    start = time.perf_counter()
    guesses = [model.guess(report.text) for report in newer]
    print(f"{(time.perf_counter() - start) / len(newer) * 1000:.1f} ms a guess")
    for line in lines_of(
        figures_of(guesses, [report.label for report in newer]), Counter(report.label for report in older)
    ):
        print(line)
    return 0


def _say(start: float) -> Callable[[str], None]:
    return lambda line: print(f"[{time.perf_counter() - start:4.0f} s] {line}", flush=True)


def _memory() -> float:
    """The most that this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES
