"""`make bench` (w=acts, w=ledger or w=door for one of them): what the heart costs. Never part of the tests."""

import subprocess
import sys

WORKLOADS = ("acts", "ledger", "door")


def main() -> int:
    """Each in a process of its own, since each makes a database of its own."""
    chosen = sys.argv[1:] or list(WORKLOADS)
    if unknown := set(chosen) - set(WORKLOADS):
        print(f"There is no workload {', '.join(unknown)}: one of {', '.join(WORKLOADS)}.", file=sys.stderr)
        return 2
    return max(subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode for name in chosen)  # noqa: S603 - ourselves


if __name__ == "__main__":
    sys.exit(main())
