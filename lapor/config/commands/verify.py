"""`lapor verify`: recompute every hash chain of the ledger. Exit code 0: clean; 1: something is wrong, each fault on a line."""

import argparse
import time

from django.db import connection, transaction

from lapor.ledger.queries import verify

SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None yet: `receipt FILE` and `--heads FILE` come with the signed receipts and daily heads."""


def run(_args: argparse.Namespace) -> int:
    began = time.monotonic()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        result = verify()
    faults = result.faults or []
    for fault in faults[:SHOWN]:
        print(f"WRONG: {fault}")
    if len(faults) > SHOWN:
        print(f"… and {len(faults) - SHOWN} more")
    print(f"{result.events} events in {result.streams} streams read in {time.monotonic() - began:.1f} s: {len(faults) or 'no'} faults")
    return 1 if faults else 0
