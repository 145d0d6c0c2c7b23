"""`lapor worker`: background jobs and readers of events."""

import argparse

from lapor.ops.missing_migrations import refuse_unfit_database
from lapor.runtime import worker


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    refuse_unfit_database()
    return worker.main()
