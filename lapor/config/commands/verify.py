"""`lapor verify`: check the ledger's chains and heads. `lapor verify receipt FILE`: check a receipt.

Exit code 0: clean; 1: something is wrong, each fault on a line. With --new only what was added since the last clean
check is read; how far each clean check came is remembered in the data folder, outside the database.
"""

import argparse
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from lapor.core import clock
from lapor.core.files import read_json, write_json
from lapor.ledger.epochs import current_epoch
from lapor.ledger.sequencer import give_positions
from lapor.ledger.verifying import CheckedEvents, Verification, verify
from lapor.ledger.verifying_heads import Document, NotAHead, read_saved
from lapor.reports.history.checking_rows import RowCheck
from lapor.reports.receipts.receipts import MOST_BYTES, check_receipt

SHOWN = 50
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
KEPT = "verified.json"
SIGNS = {True: "ok   ", False: "WRONG", None: "?    "}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--all", action="store_true", help="read everything (the default)")
    scope.add_argument("--new", action="store_true", help="read only what was added since the last clean check")
    scope.add_argument(
        "--heads",
        nargs="+",
        type=Path,
        metavar="FILE",
        default=[],
        help="daily heads saved earlier (files, or folders of them); reads everything",
    )
    receipt = parser.add_subparsers(dest="what", metavar="receipt").add_parser("receipt", help="check a signed receipt")
    receipt.add_argument("file", type=Path)
    receipt.add_argument("--text", type=Path, metavar="FILE", help="also check that these are the words of the report")


def run(args: argparse.Namespace) -> int:
    try:
        if args.what == "receipt":
            return _run_receipt(args.file, args.text)
        return _run_ledger([head for path in args.heads for head in read_saved(path)], only_new=args.new)
    except (NotAHead, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _run_ledger(saved: list[Document], *, only_new: bool) -> int:
    began = time.monotonic()
    kept = settings.DATA_DIR / KEPT
    remembered = read_json(kept)
    # After a restore what was checked before may not be what is here.
    is_same = remembered.get("epoch", 1) == current_epoch()
    since = CheckedEvents.from_json(remembered) if only_new and is_same else None
    give_positions()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SNAPSHOT)
        rows = RowCheck(is_partial=since is not None)
        result = verify(since=since, saved=saved, watch=rows.see)
        rows.finish()
        result.faults += rows.faults
    for note in result.notes[:SHOWN]:
        print(f"NOTE: {note}")
    for fault in result.faults[:SHOWN]:
        print(f"WRONG: {fault}")
    if len(result.faults) > SHOWN:
        print(f"… and {len(result.faults) - SHOWN} more")
    print(_summary(result, rows, since, time.monotonic() - began))
    if result.faults or result.checked is None:
        return 1
    write_json(kept, {**result.checked.to_json(), "epoch": current_epoch(), "at": clock.now().isoformat()})
    return 0


def _summary(result: Verification, rows: RowCheck, since: CheckedEvents | None, seconds: float) -> str:
    scope = (
        "everything"
        if since is None
        else f"what was added since the last clean check ({since.position} older events were counted, not read)"
    )
    heads = f"{result.heads} daily heads" + (f", {result.saved_heads} saved ones" if result.saved_heads else "")
    heads += f", {result.timed} timed ones and witnesses" if result.timed else ""
    read = f"{result.events} events in {result.streams} streams, {heads} checked in {seconds:.1f} s"
    seen = f"{rows.compared} reports, entries and files compared with them"
    if rows.uncompared:
        seen += f" ({rows.uncompared} are older than the commitments and could not be)"
    return f"Checked {scope}.\n{read}; {seen}: {len(result.faults) or 'no'} faults"


def _run_receipt(file: Path, text: Path | None) -> int:
    with file.open("rb") as opened:
        raw = opened.read(MOST_BYTES + 1)
    words = text.read_text(encoding="utf-8", errors="replace") if text else ""
    check = check_receipt(raw, words=words)
    for finding in check.findings:
        print(f"{SIGNS[finding.is_good]} {finding.text}")
    return 0 if check.is_genuine else 1
