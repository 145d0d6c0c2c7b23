"""`lapor ingest CHANNEL FILE…`: raw payload files as if the platform had delivered them; a line for each message, at
least one a file."""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from lapor.core.errors import TRY_AGAIN
from lapor.core.ids import show_tracking_id
from lapor.gateway.accounts.accounts import account_for_files, opened
from lapor.gateway.channels import CHANNELS
from lapor.gateway.inbound.receiving import Read, read_delivery, store
from lapor.gateway.messages import Received, opened_message
from lapor.gateway.models import Delivery, InboundMessage
from lapor.intake.conversations.reading import lane, take_message
from lapor.reports.models import Report

STDIN = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("channel", choices=sorted(CHANNELS))
    parser.add_argument("files", nargs="+", metavar="FILE", help="- reads standard input (a pipe of the mail server)")
    parser.add_argument("--account", default="", help="needed where the channel has several")
    parser.add_argument("--explain", action="store_true", help="say why")


def run(args: argparse.Namespace) -> int:
    """0 unless a file could not be stored: then 75, at which a mail server's pipe keeps the mail and tries again
    (sysexits: EX_TEMPFAIL). What cannot be understood is stored and shown (quarantine)."""
    row = account_for_files(args.channel, args.account)
    if row is None:
        print(f"There is no account {args.account!r} on {args.channel}.", file=sys.stderr)
        return 1
    account, failed = opened(row), False
    for name in args.files:
        try:
            body = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
        except OSError as error:
            print(f"{name}: not stored: {error.strerror}", file=sys.stderr)
            failed = True
            continue
        stored = store(account, Received(body))
        if stored.is_copy:
            print(f"{name}: duplicate{' (the same bytes came before)' if args.explain else ''}")
            continue
        with lane(args.channel, wait=True):  # else a running worker might take it before we can say what became of it
            lines = lines_of(stored.id, explain=args.explain)
        for line in lines:
            print(f"{name}: {line}")
    return TRY_AGAIN if failed else 0


def lines_of(delivery_id: UUID, *, explain: bool) -> list[str]:
    """Read the delivery and take its messages; what became of each, whoever read it."""
    delivery = Delivery.objects.filter(id=delivery_id).defer("raw").get()
    found = read_delivery(delivery.received_at, delivery_id)
    if found is None:
        rows = InboundMessage.objects.filter(delivery_id=delivery_id).order_by("place_in_delivery")
        found = [Read(row, opened_message(bytes(row.body)), is_copy=False) for row in rows]
    if found:
        return [_line(read, explain=explain) for read in found]
    delivery.refresh_from_db(fields=["state", "error"])
    why = f": {delivery.error.strip().splitlines()[-1]}" if explain and delivery.error else ""
    word = {"quarantine": "quarantined", "waiting": "stored"}.get(delivery.state, "duplicate")
    return [word + why]


def _line(read: Read, *, explain: bool) -> str:
    if not read.is_copy:
        take_message(read.message)
    row = InboundMessage.objects.get(pk=read.message.pk)
    words = {"candidate": "candidate", "ignored": "ignored", "quarantine": "quarantined"}
    word = "duplicate" if read.is_copy else words.get(row.state, "stored")
    number = (
        Report.objects.filter(pk=row.report_id).values_list("tracking_id", flat=True).first() if row.report_id else None
    )
    parts = [word, *([show_tracking_id(number)] if number else [])]
    if explain:
        reasons = [
            "waits for its files" if row.files_due_at and row.state == "waiting" else row.outcome,
            *row.error.strip().splitlines()[-1:],
            *read.inbound.flaws,
        ]
        reasons = ["the same message came before", *reasons] if read.is_copy else reasons
        parts.append(f"({'; '.join(reason for reason in reasons if reason)})")
    return " ".join(parts)
