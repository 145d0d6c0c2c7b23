"""How long making a head and `lapor verify` take: `python -m bench.ledger --events 1000000`, on a database of its own.

Writes the events as the ledger does (the same hashes), eight to a stream, without the acts around them.
"""

import argparse
import json
import resource
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.database import own_database
from lapor.ledger.chain import EMPTY, Content, event_hash

PER_STREAM = 8


def generated(events: int) -> Iterator[tuple[Content, bytes]]:
    """Content and hash of events like those of reports."""
    began = datetime.now(UTC) - timedelta(days=300)
    for number in range(events // PER_STREAM):
        stream_id, previous = uuid.uuid4(), EMPTY
        for sequence in range(1, PER_STREAM + 1):
            data = {
                "from": "received",
                "to": "forwarded",
                "version": sequence,
                "entry": str(uuid.uuid4()),
                "text": "ab" * 32,
                "photos": [],
            }
            at = began + timedelta(seconds=number * 25 * PER_STREAM * 1_000_000 // events, hours=sequence)
            content = Content(stream_id, "report", sequence, at, "report.forward", "officer", uuid.uuid4(), data)
            previous = event_hash(content, previous)
            yield content, previous


def fill(events: int) -> None:
    from django.db import connection, transaction  # noqa: PLC0415 - the settings are only known now

    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(
            "COPY ledger_event (recorded_at, stream_id, stream_kind, sequence, name, actor_kind, actor_id, data, hash)"
            " FROM STDIN"
        ) as copy:
            for content, digest in generated(events):
                copy.write_row(
                    (
                        content.recorded_at,
                        content.stream_id,
                        "report",
                        content.sequence,
                        content.name,
                        content.actor_kind,
                        content.actor_id,
                        json.dumps(content.data),
                        digest,
                    )
                )
        cursor.execute(
            "INSERT INTO ledger_stream SELECT stream_id, 'report', sequence, hash, 0 FROM ledger_event WHERE sequence"
            " = %s",
            [PER_STREAM],
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_event")
        cursor.execute("ANALYZE ledger_stream")


def measure(events: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    from lapor.config.commands import verify as command  # noqa: PLC0415
    from lapor.ledger.heads import make_heads  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    began = time.monotonic()
    fill(events)
    print(f"{events} events written in {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    made = make_heads()
    print(f"head over them made in {time.monotonic() - began:.1f} s ({len(json.dumps(made[0]))} bytes)")
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    for arguments in ([], ["--new"], []):
        began = time.process_time()
        print(f"lapor verify {' '.join(arguments)}")
        if command.run(parser.parse_args(arguments)):
            raise SystemExit(1)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"  {time.process_time() - began:.1f} s of this process's CPU, at most {memory} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    events = parser.parse_args().events
    with own_database():
        measure(events)


if __name__ == "__main__":
    main()
