"""`lapor worker`: background jobs and readers of events."""

import argparse

from lapor.runtime import worker


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    return int(worker.main() or 0)
