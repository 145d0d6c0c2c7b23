"""`lapor listen`: asks the platforms that do not call us."""

import argparse

from lapor.ops.missing_migrations import refuse_unfit_database
from lapor.runtime import listener


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    refuse_unfit_database()
    return listener.main()
