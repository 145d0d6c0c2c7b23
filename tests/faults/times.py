"""How long people notice a fault, for the table in docs/operate/faults.md: with FAULT_TIMES=FILE each test that ends
one writes a line there, and `python -m tests.faults.times FILE` prints the median of each fault over all runs."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

FAULT_TIMES = "FAULT_TIMES"


@contextmanager
def recovery(fault: str) -> Iterator[None]:
    """From the end of the fault (what died may start again) to the end of the block: it is as before."""
    began = time.monotonic()
    yield
    note(fault, time.monotonic() - began)


def note(fault: str, seconds: float) -> None:
    if path := os.environ.get(FAULT_TIMES):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{seconds:.2f}\t{fault}\n")


def table(lines: list[str]) -> list[str]:
    """A line for each fault: its median, its least and most, of how many runs."""
    found: dict[str, list[float]] = {}
    for line in lines:
        seconds, fault = line.rstrip("\n").split("\t")
        found.setdefault(fault, []).append(float(seconds))
    return [
        f"{median(times):6.1f} s  ({min(times):.1f} to {max(times):.1f}, {len(times)} runs)  {fault}"
        for fault, times in sorted(found.items())
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(table(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())) + "\n")
