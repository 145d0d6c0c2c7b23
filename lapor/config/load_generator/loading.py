"""Fills a database with made-up reports: chunks by COPY in several processes, then the figures, then the readers' cursors.

Called by `lapor bench load` and by the measurements.
"""

import gc
import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from lapor.agencies.models import Agency, Area, Category, Officer
from lapor.agencies.queries import jurisdiction, rules_of
from lapor.agencies.roles import Role
from lapor.config.load_generator import elsewhere
from lapor.config.load_generator.arrivals import DAYS, Rhythm
from lapor.config.load_generator.report_lifecycles import City, Life, file_life, live
from lapor.config.load_generator.tables import write
from lapor.core import clock
from lapor.core.errors import SetupError
from lapor.ledger.actions import append, make_partitions
from lapor.ledger.models import Event, Stream
from lapor.publish.remaking import remake
from lapor.reports.acting import officer_actor
from lapor.reports.models import Report
from lapor.runtime.consumers import CONSUMERS

CHUNK = 2000
TOLD = 20  # lines on the way
LOADED = "bench.loaded"
TRIAGE_OFFICERS = 8
_FIGURES = """
DELETE FROM measure_statecount;
INSERT INTO measure_statecount (root_id, agency_id, state, is_protected, reports)
SELECT root_id, agency_id, state, is_protected, count(*) FROM measure_reportfigure GROUP BY 1, 2, 3, 4;
"""


@dataclass(frozen=True)
class LoadOrder:
    """What is to be made: `before` made-up reports stand there already, `first` is the first free tracking number."""

    reports: int
    seed: int
    before: int
    first: int
    last_day: date


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
        reports, seed, _made_before(), _first_number(reports), clock.now().astimezone(ZoneInfo(root.timezone)).date() - timedelta(days=1)
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
            raise SetupError("Somebody worked in this installation while reports were being made: its readers would miss those events. Begin anew.")
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in filter(str.strip, _FIGURES.split(";")):
            cursor.execute(statement)
        remake()
        append(stream_id=root.pk, kind=Stream.Kind.INSTALLATION, name=LOADED, actor_kind="system", data={"reports": reports, "seed": seed})
    return Loaded(reports, events, time.monotonic() - began)


def _made_before() -> int:
    made = sum(int(str(data["reports"])) for data in Event.objects.filter(name=LOADED).values_list("data", flat=True))
    if Report.objects.count() != made:
        raise SetupError("There are reports here that `lapor bench load` did not make. It fills empty installations only: "
                         "choose another folder with LAPOR_DATA_DIR.")  # fmt: skip
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
    protectors = Category.objects.filter(root=root, is_protected=True, agency__isnull=False).values_list("agency_id", flat=True)
    wanted += [(f"bench-protect-{agency.code}"[:60], agency, Role.PROTECTED_CASE_OFFICER) for agency in agencies if agency.pk in set(protectors)]
    there = set(Officer.objects.filter(username__startswith="bench-").values_list("username", flat=True))
    for username, agency, role in wanted:
        if username not in there:
            officer = Officer(username=username, name=f"Made up: {username}", agency=agency, role=role)
            officer.set_unusable_password()
            officer.save()


@contextmanager
def _readers_held() -> Iterator[None]:
    """Readers of events wait meanwhile and go on behind what was made: nobody is told of it, the read models are written here."""
    with transaction.atomic(), connection.cursor() as cursor:
        for consumer in CONSUMERS:
            cursor.execute("INSERT INTO ledger_cursor (consumer, transaction_id, event_id, failures) VALUES (%s, 0, 0, 0) ON CONFLICT DO NOTHING",
                           [consumer.name])  # fmt: skip
        cursor.execute("SELECT consumer FROM ledger_cursor FOR UPDATE")
        yield
        cursor.execute(
            "UPDATE ledger_cursor SET (transaction_id, event_id) = "
            "(SELECT transaction_id::text::numeric, id FROM ledger_event ORDER BY transaction_id DESC, id DESC LIMIT 1), moved_at = now()"
        )


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


_cities: dict[LoadOrder, City] = {}  # of the load at hand


def make_chunk(task: tuple[LoadOrder, int]) -> int:
    """Write one chunk; gives the number of its events."""
    order, start = task
    if order not in _cities:
        _cities[order] = city_of(order)
    gc.disable()  # nothing here is garbage until the chunk is written; looking for it would take a sixth of the time
    try:
        with transaction.atomic():
            return write(lives_of(order, start, _cities[order]))
    finally:
        gc.enable()
        gc.collect()


def lives_of(order: LoadOrder, start: int, city: City) -> list[Life]:
    """The reports of a chunk by the time they were filed; the same each time for the same order."""
    chance = random.Random(f"{order.seed}-{order.before}-{start}")  # noqa: S311 - invented data
    rhythm = Rhythm(order.seed, order.last_day, ZoneInfo(city.root.timezone))
    numbers = range(start, min(start + CHUNK, order.reports))
    moments = sorted(rhythm.moment(rhythm.day(number, order.reports), chance) for number in numbers)
    lives: list[Life] = []
    for number, at in zip(numbers, moments, strict=True):
        life = file_life(city, chance, at, order.first + number)
        live(life, lives)
        lives.append(life)
    return lives


def city_of(order: LoadOrder) -> City:
    """Reads once what the lives need; categories and areas by Zipf's law, in an order of the seed's own."""
    root = jurisdiction()
    chance = random.Random(order.seed)  # noqa: S311 - invented data
    categories = list(Category.objects.filter(root=root, is_active=True).select_related("agency").order_by("code"))
    villages = list(Area.objects.filter(root=root, level="village").defer("cell", "boundary").order_by("code"))
    chance.shuffle(categories)
    chance.shuffle(villages)
    weights = [(0.02 if category.is_protected else 1) / rank for rank, category in enumerate(categories, start=2)]
    officers = list(Officer.objects.filter(username__startswith="bench-").select_related("agency__root").order_by("username"))
    actors = [(officer, officer_actor(officer)) for officer in officers]
    local = clock.now().astimezone(ZoneInfo(root.timezone))
    return City(
        root=root, rules=rules_of(root), until=local.replace(hour=0, minute=0, second=0, microsecond=0),
        categories=categories, category_weights=list(accumulate(weights)),
        villages=villages, village_weights=list(accumulate(1 / rank for rank in range(3, len(villages) + 3))),
        district_offices={agency.area_code: agency for agency in Agency.objects.filter(root=root, is_active=True).exclude(area_code="")},
        triage=[actor for officer, actor in actors if officer.role == Role.TRIAGE_OFFICER],
        head=next(actor for officer, actor in actors if officer.role == Role.HEAD),
        liaisons={officer.agency_id: actor for officer, actor in actors if officer.role == Role.LIAISON_OFFICER},
        protectors={officer.agency_id: actor for officer, actor in actors if officer.role == Role.PROTECTED_CASE_OFFICER},
    )  # fmt: skip


def sizes() -> dict[str, int]:
    """Bytes of each table with its indexes, the largest first; partitions are counted with their table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(p.relname, c.relname), sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c "
            "LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent "
            "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 2 DESC LIMIT 14"
        )
        return dict(cursor.fetchall())
