"""B6: the map's data at any zoom, in any box, with filters, from 4 clients that rest between, each time another.

`make bench w=B6 n=1000000`.

Boxes are those of a phone and of a desk, around places where reports are; the server is asked for tiles' edges, as the
script does.
"""

import math
from random import Random

from bench.arguments import asked
from bench.b5 import COMMON, filters, search
from bench.database import loaded_database
from bench.results import keep
from bench.serving import closed, serving, warm

CLIENTS, PAUSE = 4, 0.2  # visitors, and seconds each looks before the next question
SCREENS = ((360, 520), (860, 540))  # pixels of the map on a phone and on a desk
TILE = 256


def main() -> None:
    reports, seconds = asked(__doc__)
    with loaded_database(reports), serving():
        around, several = boxes(), filters()
        warm(lambda: search(lambda chance: around(chance, 9, 18), "/peta/data.json"))
        named = {
            "any zoom, no filter": lambda chance: around(chance, 9, 18),
            "far, no filter": lambda chance: around(chance, 9, 12),
            "near, no filter": lambda chance: around(chance, 15, 18),
            "any zoom, open ones": lambda chance: {**around(chance, 9, 18), "state": "open"},
            "any zoom, one or two filters": lambda chance: {**around(chance, 9, 18), **several(chance)},
            "any zoom, words": lambda chance: {**around(chance, 9, 18), "q": chance.choice(COMMON)},
        }
        found = {
            name: closed(search(choose, "/peta/data.json"), clients=CLIENTS, seconds=seconds, pause=PAUSE)
            for name, choose in named.items()
        }
        keep("B6", reports, found)


def boxes() -> "Boxes":
    from lapor.agencies.models import Area  # noqa: PLC0415 - the settings are only known now

    return Boxes(list(Area.objects.filter(level="village").values_list("latitude", "longitude")))


class Boxes:
    """Screens around the middles of kelurahan, their edges on tiles."""

    def __init__(self, places: list[tuple[float, float]]) -> None:
        self.places = places

    def __call__(self, chance: Random, first: int, last: int) -> dict[str, str]:
        zoom, (width, height) = chance.randint(first, last), chance.choice(SCREENS)
        latitude, longitude = chance.choice(self.places)
        side = 1 << zoom
        x = (longitude + 180) / 360 * side
        y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * side
        edges = [
            math.floor(x - width / 2 / TILE),
            math.floor(y - height / 2 / TILE),
            math.ceil(x + width / 2 / TILE),
            math.ceil(y + height / 2 / TILE),
        ]
        west, east = (edge / side * 360 - 180 for edge in (edges[0], edges[2]))
        north, south = (
            math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * edge / side)))) for edge in (edges[1], edges[3])
        )
        return {"zoom": str(zoom), "bbox": f"{west:.5f},{south:.5f},{east:.5f},{north:.5f}"}


if __name__ == "__main__":
    main()
