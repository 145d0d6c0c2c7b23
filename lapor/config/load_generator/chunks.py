"""One chunk of made-up reports, the same each time for the same order.

Called by loading.py, and by its pool (elsewhere.py)."""

import gc
import random
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from zoneinfo import ZoneInfo

from django.db import transaction

from lapor.agencies.models import Agency, Area, Category, Officer
from lapor.agencies.queries import jurisdiction, rules_of
from lapor.agencies.roles import Role
from lapor.config.load_generator.arrivals import Rhythm
from lapor.config.load_generator.report_lifecycles import City, Life, file_life, live
from lapor.config.load_generator.tables import write
from lapor.core import clock
from lapor.reports.workflow.acting import officer_actor

CHUNK = 2000


@dataclass(frozen=True)
class LoadOrder:
    """What is to be made: `before` made-up reports stand there already, `first` is the first free tracking number."""

    reports: int
    seed: int
    before: int
    first: int
    last_day: date


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
    officers = list(
        Officer.objects.filter(username__startswith="bench-").select_related("agency__root").order_by("username")
    )
    actors = [(officer, officer_actor(officer)) for officer in officers]
    local = clock.now().astimezone(ZoneInfo(root.timezone))
    return City(
        root=root,
        rules=rules_of(root),
        until=local.replace(hour=0, minute=0, second=0, microsecond=0),
        categories=categories,
        category_weights=list(accumulate(weights)),
        villages=villages,
        village_weights=list(accumulate(1 / rank for rank in range(3, len(villages) + 3))),
        district_offices={
            agency.area_code: agency
            for agency in Agency.objects.filter(root=root, is_active=True).exclude(area_code="")
        },
        triage=[actor for officer, actor in actors if officer.role == Role.TRIAGE_OFFICER],
        head=next(actor for officer, actor in actors if officer.role == Role.HEAD),
        liaisons={officer.agency_id: actor for officer, actor in actors if officer.role == Role.LIAISON_OFFICER},
        protectors={
            officer.agency_id: actor for officer, actor in actors if officer.role == Role.PROTECTED_CASE_OFFICER
        },
    )
