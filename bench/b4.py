"""B4: officers' lists, from 4 clients that rest between: the first page and deep ones, each filter, words, one report.

`make bench w=B4 n=1000000`.

As pages of the console, asked with the session of a triage officer, who sees the city, and of a liaison officer, who
sees one agency.
"""

import time
from random import Random
from urllib.parse import urlencode

from bench.arguments import asked
from bench.b5 import COMMON, RARE, Choose
from bench.client import Call, get
from bench.database import loaded_database
from bench.results import keep
from bench.serving import closed, serving, warm

CLIENTS, PAUSE = 4, 0.2  # officers, and seconds each looks before the next page
INBOX = "/konsol/"
DEEP = 2000  # positions, drawn from all over the lists


def main() -> None:
    reports, seconds = asked(__doc__)
    with loaded_database(reports), serving():
        sessions = {name: session_of(name) for name in ("vera", "hana")}
        warm(lambda: pages(lambda _chance: {"queue": "open"}, sessions["vera"]))
        found = {
            name: closed(pages(choose, sessions[who]), clients=CLIENTS, seconds=seconds, pause=PAUSE)
            for name, (who, choose) in workloads().items()
        }
        shown = one_report(sessions["vera"])
        found["one report"] = closed(shown, clients=CLIENTS, seconds=seconds, pause=PAUSE)
        keep("B4", reports, found)


def workloads() -> dict[str, tuple[str, Choose]]:
    """By name: whose pages, and which address each time."""
    from lapor.agencies.models import Agency, Area, Category  # noqa: PLC0415 - the settings are only known now
    from lapor.casework.inbox import place  # noqa: PLC0415
    from lapor.reports.models import Report  # noqa: PLC0415
    from lapor.reports.models.queue import FIRST_CLOSED  # noqa: PLC0415
    from lapor.reports.vocabulary import State  # noqa: PLC0415

    categories = list(Category.objects.filter(is_active=True).values_list("code", flat=True))
    agencies = list(Agency.objects.filter(is_active=True).exclude(root=None).values_list("code", flat=True))
    areas = list(Area.objects.exclude(level="city").values_list("code", flat=True))
    anywhere = Report.objects.order_by("tracking_id").values_list("queue_key", "pk")  # numbers come in no order
    is_open, closed_ones = (
        list(rows[:DEEP])
        for rows in (anywhere.filter(queue_key__lt=FIRST_CLOSED), anywhere.filter(queue_key__gte=FIRST_CLOSED))
    )
    return {
        "what waits": ("vera", lambda _chance: {"queue": "mine"}),
        "open ones, first page": ("vera", lambda _chance: {"queue": "open"}),
        "open ones, deep page": ("vera", lambda chance: {"queue": "open", "after": place(*chance.choice(is_open))}),
        "closed ones, deep page": (
            "vera",
            lambda chance: {"queue": "closed", "after": place(*chance.choice(closed_ones))},
        ),
        "closed ones": ("vera", lambda _chance: {"queue": "closed"}),
        "state": ("vera", lambda chance: {"queue": "", "state": chance.choice(list(State.values))}),
        "category": ("vera", lambda chance: {"queue": "open", "category": chance.choice(categories)}),
        "agency": ("vera", lambda chance: {"queue": "open", "agency": chance.choice(agencies)}),
        "area": ("vera", lambda chance: {"queue": "open", "area": chance.choice(areas)}),
        "overdue": ("vera", lambda _chance: {"queue": "open", "late": "1"}),
        "category and area": (
            "vera",
            lambda chance: {"queue": "open", "category": chance.choice(categories), "area": chance.choice(areas)},
        ),
        "common words": ("vera", lambda chance: {"q": chance.choice(COMMON)}),
        "rare words": ("vera", lambda chance: {"q": chance.choice(RARE)}),
        "an agency's: what waits": ("hana", lambda _chance: {"queue": "mine"}),
        "an agency's: closed ones": ("hana", lambda _chance: {"queue": "closed"}),
    }


def session_of(username: str) -> dict[str, str]:
    """The headers of an officer who has signed in, with the second factor that the console asks for, and has seen a
    page: the browser sends all cookies that it was given."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from lapor.agencies.models import Officer  # noqa: PLC0415

    client, officer = Client(), Officer.objects.get(username=username)
    Authenticator.objects.get_or_create(user=officer, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
    client.force_login(officer)
    client.get(INBOX, headers={"Host": "127.0.0.1"})
    return {"Cookie": "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())}


def pages(choose: Choose, headers: dict[str, str]) -> Call:
    chance = Random(time.time_ns())

    def call(_number: int) -> bytes:
        return get(f"{INBOX}?{urlencode(choose(chance))}", headers)

    return call


def one_report(headers: dict[str, str]) -> Call:
    """Another each time, opened from a list."""
    from lapor.reports.models import Report  # noqa: PLC0415

    chance = Random(time.time_ns())
    rows = Report.objects.filter(is_protected=False, state="received").order_by("queue_key", "id")
    numbers = list(rows.values_list("tracking_id", flat=True)[:DEEP])

    def call(_number: int) -> bytes:
        return get(f"{INBOX}laporan/{chance.choice(numbers)}?queue=mine", headers)

    return call


if __name__ == "__main__":
    main()
