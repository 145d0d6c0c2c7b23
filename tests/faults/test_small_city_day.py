"""A day of a small city in a few minutes while a part of the site is killed again and again.

Nothing is lost, nothing is doubled, the ledger verifies, memory stays.

CITY_DAY_REPORTS=2000 is the whole day, in ten minutes with a kill every 30 s; without it a tenth, in one minute."""

import itertools
import os
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from lapor.runtime.cluster import Cluster
from tests.faults.city_day import City, Gateway, lives
from tests.faults.test_killed_while_filing import kill, rows, wait_until
from tests.setup.runs import running

pytestmark = [pytest.mark.setup, pytest.mark.deep]
REPORTS = int(os.environ.get("CITY_DAY_REPORTS", "200"))
SECONDS = REPORTS * 600 / 2000
KILL_EACH = 30 if REPORTS >= 2000 else 15
PEOPLE = 48  # at once
VICTIMS = ("worker", "serve", "database", "worker", "listen", "database")
GROWTH = 1.25  # of memory, from the first third of the day to the last
WAITING = """
SELECT count(*) FROM gateway_delivery WHERE state = 'waiting'
UNION ALL SELECT count(*) FROM gateway_inboundmessage WHERE state = 'waiting'
UNION ALL SELECT count(*) FROM gateway_outboundmessage WHERE status = 'waiting' AND channel = 'webhook'
"""
BEHIND = "SELECT count(*) FROM ledger_cursor WHERE position < (SELECT max(position) FROM ledger_position)"


def memory(run):
    """MiB of all processes (PSS)."""
    total = 0
    for pid in run.family():
        with suppress(OSError, StopIteration):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return total / 1024


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    with running(tmp_path_factory.mktemp("day") / "data", more={"LAPOR_TRUSTED_PROXIES": "127.0.0.1"}) as started:
        yield started


@pytest.fixture(scope="module")
def city(run):
    tokens = {}
    for user, role, agency in (("vera", "triage_officer", "diskominfo"), ("hana", "liaison_officer", "perkim")):
        made = run.lapor("officer", "add", user, "--name", user.title(), "--role", role, "--agency", agency)
        assert made.returncode == 0, made.stderr
        tokens[user] = run.lapor("token", "create", "--user", user).stdout.strip().split()[-1]
    with Gateway() as gateway:
        threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        url = f"send_url=http://127.0.0.1:{gateway.server_port}/"
        made = run.lapor("account", "add", "webhook", "uji", "--set", url, "--set", "quiet_hours=none")
        secret = made.stdout.strip().rsplit(" ", 1)[-1]

        def number_of(text):
            with suppress(psycopg.Error), psycopg.connect(Cluster(run.data_dir).superuser_url) as connection:
                found = connection.execute("SELECT tracking_id FROM reports_report WHERE text = %s", [text]).fetchone()
                return found[0] if found else ""
            return ""

        yield City(run.url, tokens["vera"], tokens["hana"], secret, gateway, number_of)
        gateway.shutdown()


def kills(run, over, seen):
    """In turn, with the memory just before each: then all processes have lived for as long as they may."""
    for what in itertools.cycle(VICTIMS):
        if over.wait(KILL_EACH):
            return
        seen.append(memory(run))
        kill(run, what)


def test_day_of_a_small_city_with_a_kill_every_thirty_seconds(run, city):
    day, over, seen = lives(city, REPORTS, seed=20261127), threading.Event(), []
    killer = threading.Thread(target=kills, args=(run, over, seen))
    killer.start()
    began = time.monotonic()
    try:
        with ThreadPoolExecutor(PEOPLE) as people:
            coming = []
            for number, life in enumerate(day):
                time.sleep(max(0.0, began + number * SECONDS / REPORTS - time.monotonic()))
                coming.append(people.submit(life.run))
                if broken := next((one for one in coming if one.done() and one.exception()), None):
                    people.shutdown(wait=False, cancel_futures=True)
                    broken.result()
            for one in coming:
                one.result()
    finally:
        over.set()
        killer.join()
    print(f"{REPORTS} reports in {time.monotonic() - began:.0f} s, MiB at each kill: {[round(one) for one in seen]}")
    wait_until(lambda: sum(count for (count,) in rows(run, WAITING)) == 0 and rows(run, BEHIND) == [(0,)], seconds=120)

    nothing_is_lost_or_doubled(run, day)
    nobody_is_told_twice(run, day)
    given = Counter(city.gateway.said.values())
    assert [one for one, times in given.items() if times > 1 and "Di mana" not in one[1]] == []
    verified = run.lapor("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    third = max(1, len(seen) // 3)
    assert sum(seen[-third:]) <= GROWTH * sum(seen[:third])


def nothing_is_lost_or_doubled(run, day):
    stored = rows(run, "SELECT r.text, e.act FROM reports_entry e JOIN reports_report r ON r.id = e.report_id")
    acts = Counter((text, act) for text, act in stored)
    wanted = Counter((life.text, act) for life in day for act in life.acts)
    assert {one: (acts[one], wanted[one]) for one in acts | wanted if acts[one] != wanted[one]} == {}


def nobody_is_told_twice(run, day):
    """Of each act one message, however often its job was taken up again."""
    told = rows(
        run,
        "SELECT r.text, m.cause, count(*) FROM gateway_outboundmessage m JOIN reports_report r ON r.id = m.report_id"
        " GROUP BY 1, 2",
    )
    acts = Counter((life.text, f"report.{act}") for life in day for act in life.acts)
    assert [one for one in told if one[2] > max(1, acts[one[:2]])] == []
