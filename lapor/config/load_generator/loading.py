"""Fills a database with made-up reports: chunks by COPY in several processes, then the figures, then the readers'
cursors.

Called by `lapor bench load` and by the measurements.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from lapor.agencies.models import Agency, Category, Officer
from lapor.agencies.queries import jurisdiction
from lapor.agencies.roles import Role
from lapor.config.load_generator import elsewhere
from lapor.config.load_generator.arrivals import DAYS
from lapor.config.load_generator.chunks import CHUNK, LoadOrder, make_chunk
from lapor.core import clock
from lapor.core.errors import SetupError
from lapor.ledger.actions import append, make_partitions
from lapor.ledger.event_names import EventName
from lapor.ledger.models import Event, Stream
from lapor.ledger.sequencer import give_positions, last_position
from lapor.publish.remaking import remake
from lapor.reports.models import Report
from lapor.runtime.consumers import CONSUMERS

TOLD = 20  # lines on the way
LOADED = EventName.BENCH_LOADED
TRIAGE_OFFICERS = 8
_FIGURES = """
DELETE FROM measure_statecount;
INSERT INTO measure_statecount (root_id, agency_id, state, is_protected, reports)
SELECT root_id, agency_id, state, is_protected, count(*) FROM measure_reportfigure GROUP BY 1, 2, 3, 4;
"""


@dataclass(frozen=True)
class Loaded:
    """What was made."""

    reports: int
    events: int
    seconds: float


def load(reports: int, *, seed: int, processes: int = 2, say: Callable[[str], None] = print) -> Loaded:
    """Make so many reports more. Raises SetupError where reports stand there that were not made here."""
    began = time.monotonic()
    root = jurisdiction()
    order = LoadOrder(
        reports,
        seed,
        _made_before(),
        _first_number(reports),
        clock.now().astimezone(ZoneInfo(root.timezone)).date() - timedelta(days=1),
    )
    _make_officers(root)
    make_partitions(first=order.last_day - timedelta(days=DAYS), months=DAYS // 30 + 2)
    with _readers_held():
        first = _next_event()
        events = 0
        for count, done in _chunks(order, processes):
            events += count
            if done * TOLD // reports > (done - CHUNK) * TOLD // reports:
                say(f"{done} of {reports} reports, {time.monotonic() - began:.0f} s")
        if _next_event() - first - 1 != events:
            raise SetupError(
                "Somebody worked in this installation while reports were being made: its readers would miss those"
                " events. Begin anew."
            )
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in filter(str.strip, _FIGURES.split(";")):
            cursor.execute(statement)
        remake()
        append(
            stream_id=root.pk,
            kind=Stream.Kind.INSTALLATION,
            name=LOADED,
            actor_kind="system",
            data={"reports": reports, "seed": seed},
        )
    return Loaded(reports, events, time.monotonic() - began)


def _made_before() -> int:
    made = sum(int(str(data["reports"])) for data in Event.objects.filter(name=LOADED).values_list("data", flat=True))
    if Report.objects.count() != made:
        raise SetupError(
            "There are reports here that `lapor bench load` did not make. It fills empty installations only: "
            "choose another folder with LAPOR_DATA_DIR."
        )
    return made


def _first_number(reports: int) -> int:
    """Takes so many numbers of the sequence; they follow on each other, since nobody else files."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(nextval('reports_tracking_number')) FROM generate_series(1, %s)", [reports])
        return int(cursor.fetchone()[0])


def _next_event() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('ledger_event_id_seq')")
        return int(cursor.fetchone()[0])


def _make_officers(root: Agency) -> None:
    """Who acts in the stories; nobody can sign in as one of them."""
    agencies = list(Agency.objects.filter(path__contains=[root.pk]))
    wanted = [(f"bench-verify-{n}", root, Role.TRIAGE_OFFICER) for n in range(TRIAGE_OFFICERS)]
    wanted += [("bench-head", root, Role.HEAD)]
    wanted += [(f"bench-{agency.code}"[:60], agency, Role.LIAISON_OFFICER) for agency in agencies]
    protectors = Category.objects.filter(root=root, is_protected=True, agency__isnull=False).values_list(
        "agency_id", flat=True
    )
    wanted += [
        (f"bench-protect-{agency.code}"[:60], agency, Role.PROTECTED_CASE_OFFICER)
        for agency in agencies
        if agency.pk in set(protectors)
    ]
    there = set(Officer.objects.filter(username__startswith="bench-").values_list("username", flat=True))
    for username, agency, role in wanted:
        if username not in there:
            officer = Officer(username=username, name=f"Made up: {username}", agency=agency, role=role)
            officer.set_unusable_password()
            officer.save()


@contextmanager
def _readers_held() -> Iterator[None]:
    """Readers of events wait meanwhile and go on behind what was made: nobody is told of it, the read models are
    written here."""
    with transaction.atomic(), connection.cursor() as cursor:
        for consumer in CONSUMERS:
            cursor.execute(
                "INSERT INTO ledger_cursor (consumer, position, failures) VALUES (%s, 0, 0) ON CONFLICT DO NOTHING",
                [consumer.name],
            )
        cursor.execute("SELECT consumer FROM ledger_cursor FOR UPDATE")
        yield
        give_positions()
        cursor.execute("UPDATE ledger_cursor SET position = %s, moved_at = now()", [last_position()])


def _chunks(order: LoadOrder, processes: int) -> Iterator[tuple[int, int]]:
    """(events of a chunk, reports done so far), as the chunks are written."""
    starts = list(range(0, order.reports, CHUNK))
    tasks = [(order, start) for start in starts]
    done = 0
    if processes == 1:
        results = ((make_chunk(task), task) for task in tasks)
        for events, (_order, start) in results:
            done += min(CHUNK, order.reports - start)
            yield events, done
        return
    with multiprocessing.get_context("forkserver").Pool(processes, initializer=elsewhere.begin) as pool:
        for events, start in pool.imap_unordered(elsewhere.make_chunk, tasks):
            done += min(CHUNK, order.reports - start)
            yield events, done


def sizes() -> dict[str, int]:
    """Bytes of each table with its indexes, the largest first; partitions are counted with their table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(p.relname, c.relname), sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c "
            "LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent "
            "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 2 DESC LIMIT 14"
        )
        return dict(cursor.fetchall())
