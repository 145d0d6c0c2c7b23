"""B5: the public list searched by words, from 4 clients that rest between, every search another one.

`make bench w=B5 n=1000000`.

Common words, rare ones, several at once, words typed wrong, and with filters: as JSON, where little but the search is
paid for, and as a page.
"""

import time
from collections.abc import Callable
from random import Random
from urllib.parse import urlencode

from bench.arguments import asked
from bench.client import Call, get
from bench.database import loaded_database
from bench.results import keep
from bench.serving import address, closed, serving, warm

CLIENTS, PAUSE = 4, 0.2  # visitors, and seconds each looks before the next question
PAGE, JSON = "/laporan/", "/laporan/laporan.json"  # twenty reports as a page with its form, a hundred as JSON
COMMON = (
    "lampu jalan",
    "sampah menumpuk",
    "jalan berlubang",
    "banjir",
    "mohon segera",
    "air mati",
    "penerangan",
    "genangan",
)
RARE = (
    "bugenvil bantaran",
    "sudirman lampu merah",
    "pengasapan kenanga",
    "tanggul jebol cempaka",
    "beasiswa",
    "ambulans terlambat",
    "karcis",
)
# common words that no text has together
APART = (
    "tanggul ambulans",
    "beasiswa berlubang",
    "puskesmas parkir karcis",
    "anjing tagihan",
)
WRONG = ("lampo jalan", "smapah", "berlubnag", "tangul", "puskemas")
Choose = Callable[[Random], dict[str, str]]


def main() -> None:
    reports, seconds = asked(__doc__)
    with loaded_database(reports), serving():
        narrowed = filters()
        warm(lambda: search(lambda chance: {"q": chance.choice(COMMON + RARE)}))
        found = {
            name: closed(search(choose, path), clients=CLIENTS, seconds=seconds, pause=PAUSE)
            for name, choose, path in (
                ("the page, common words", lambda chance: {"q": chance.choice(COMMON)}, PAGE),
                ("common words", lambda chance: {"q": chance.choice(COMMON)}, JSON),
                ("rare words", lambda chance: {"q": chance.choice(RARE)}, JSON),
                ("words that never meet", lambda chance: {"q": chance.choice(APART)}, JSON),
                ("words typed wrong", lambda chance: {"q": chance.choice(WRONG)}, JSON),
                (
                    "words with one or two filters",
                    lambda chance: {"q": chance.choice(COMMON + RARE), **narrowed(chance)},
                    JSON,
                ),
                ("filters alone", narrowed, JSON),
            )
        }
        keep("B5", reports, found)


def filters() -> Choose:
    """One or two filters of what the database has."""
    from lapor.agencies.models import Agency, Area, Category  # noqa: PLC0415 - the settings are only known now

    values = {
        "category": list(Category.objects.filter(is_active=True).values_list("code", flat=True)),
        "agency": list(Agency.objects.filter(is_active=True).exclude(root=None).values_list("code", flat=True)),
        "area": list(Area.objects.exclude(level="city").values_list("code", flat=True)),
        "state": ["open", "closed", "resolved", "in_progress", "archived"],
        "kind": ["complaint", "aspiration"],
        "channel": ["web", "whatsapp", "radio", "counter"],
        "since": ["2026-10-01", "2026-01-01", "2024-06-01"],
    }

    def choose(chance: Random) -> dict[str, str]:
        return {name: chance.choice(values[name]) for name in chance.sample(sorted(values), chance.choice((1, 2)))}

    return choose


def search(choose: Choose, path: str = "/laporan/") -> Call:
    chance = Random(time.time_ns())

    def call(_number: int) -> bytes:
        return get(f"{path}?{urlencode(choose(chance))}", {"X-Forwarded-For": address(chance.getrandbits(30))})

    return call


if __name__ == "__main__":
    main()
