"""`lapor fill`: the preset and the demo of a new database. Called by preparation, in a process of its own."""

import argparse

from lapor.config.preparation import load_first_preset, make_first_demo
from lapor.core import environment


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None: LAPOR_PRESET and LAPOR_DEMO say what is wanted."""


def run(_args: argparse.Namespace) -> int:
    load_first_preset()
    make_first_demo(environment.data_dir())
    return 0
