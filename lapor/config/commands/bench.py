"""`lapor bench load --reports N`: made-up reports for measuring, in an installation that holds no real ones."""

import argparse

from lapor.config.load_generator.loading import load, sizes

SEED = 20261124


def add_arguments(parser: argparse.ArgumentParser) -> None:
    loading = parser.add_subparsers(dest="what", metavar="load", required=True).add_parser(
        "load", help="make reports by COPY"
    )
    loading.add_argument(
        "--reports", type=int, required=True, help="how many; 10000 take seconds, a million takes minutes"
    )
    loading.add_argument("--seed", type=int, default=SEED, help="the same seed and day make the same reports")
    loading.add_argument("--processes", type=int, default=2, help="that write at the same time (default 2)")


def run(args: argparse.Namespace) -> int:
    loaded = load(args.reports, seed=args.seed, processes=args.processes, say=lambda line: print(line, flush=True))
    print(f"{loaded.reports} made-up reports with {loaded.events} events in {loaded.seconds:.0f} s")
    found = sizes()
    for table, size in found.items():
        print(f"  {table:28}{size / 1e6:10.1f} MB")
    print(
        f"  {sum(found.values()) / loaded.reports:.0f} bytes a report with events and indexes, of what was loaded now"
    )
    return 0
