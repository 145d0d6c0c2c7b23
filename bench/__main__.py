"""`make bench` (w="B1 B3" for some of them, n=1000000 for so many loaded reports): what it costs.

Never part of the tests."""

import argparse
import subprocess
import sys

ON_LOADED = ("B1", "B3", "B4", "B5", "B6", "B9", "B10")
WORKLOADS = ("acts", "ledger", *ON_LOADED)


def main() -> int:
    """Each in a process of its own, since each has a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workloads", nargs="*", metavar="W", help=", ".join(WORKLOADS))
    parser.add_argument("--reports", default="10000")
    given = parser.parse_args()
    chosen = given.workloads or list(WORKLOADS)
    if unknown := set(chosen) - set(WORKLOADS):
        print(f"There is no workload {', '.join(sorted(unknown))}: one of {', '.join(WORKLOADS)}.", file=sys.stderr)
        return 2
    results = []
    for name in chosen:
        size = ["--reports", given.reports] if name in ON_LOADED else []
        results.append(subprocess.run([sys.executable, "-m", f"bench.{name.lower()}", *size], check=False).returncode)  # noqa: S603 - ourselves
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
