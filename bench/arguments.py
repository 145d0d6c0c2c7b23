"""What every workload is asked for: on how many loaded reports, and for how long a round lasts."""

import argparse


def asked(about: str | None) -> tuple[int, float]:
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args()
    return given.reports, given.seconds
