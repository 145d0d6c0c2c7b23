"""`lapor listen`: asks the platforms that do not call us."""

import argparse

from lapor.runtime import listener


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    return listener.main()
