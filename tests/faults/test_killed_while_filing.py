"""`kill -9` of web, worker, listener and database while 250 people file by form, REST, webhook, mail and a platform
that is asked; the database away for 20 seconds: what was acknowledged is there, once."""

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from lapor.runtime.cluster import Cluster
from tests.faults.sending import by_form, by_mail, by_rest, by_webhook
from tests.faults.times import note
from tests.fixtures.polled import Platform
from tests.setup.runs import running

pytestmark = [pytest.mark.setup, pytest.mark.deep]
EACH = 50
AWAY = 20  # seconds
WAITING = """
SELECT count(*) FROM gateway_delivery WHERE state = 'waiting'
UNION ALL SELECT count(*) FROM gateway_inboundmessage WHERE state = 'waiting'
UNION ALL SELECT count(*) FROM gateway_outboundmessage WHERE status = 'waiting' AND channel = 'email'
"""
SEED = 20261124


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    with running(tmp_path_factory.mktemp("faults") / "data", more={"LAPOR_TRUSTED_PROXIES": "127.0.0.1"}) as started:
        yield started


def pids_of(run, words):
    """The running site's processes with these words in their command."""
    found = []
    for pid in run.family():
        with suppress(OSError):
            if words in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode():
                found.append(pid)
    return found


def kill(run, what):
    database = [pid] if (pid := run.database()) else []  # none while it comes back; 0 would be ourselves
    pids = database if what == "database" else pids_of(run, f"lapor.cli {what}")
    for pid in pids[:1] if what == "worker" else pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def rows(run, query):
    with psycopg.connect(Cluster(run.data_dir).superuser_url) as connection:
        return connection.execute(query).fetchall()


def wait_until(condition, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(psycopg.Error):
            if condition():
                return
        time.sleep(0.5)
    raise AssertionError("it did not come to an end")


def told_twice(run):
    return rows(run, "SELECT report_id, cause, count(*) FROM gateway_outboundmessage GROUP BY 1, 2 HAVING count(*) > 1")


def texts_filed(run):
    return sorted(text for (text,) in rows(run, "SELECT text FROM reports_report"))


def texts_of(*ways, word, each=EACH):
    """Words of an urgent kind, so that no draft waits."""
    return {way: [f"Ada kebakaran {way} nomor {number} {word}" for number in range(each)] for way in ways}


@pytest.fixture(scope="module")
def platform():
    with Platform() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def secret(run, platform):
    """Of the account `uji`, whose provider is not there; another one is asked."""
    run.lapor("account", "add", "webhook", "tanya", "--set", f"poll_url=http://127.0.0.1:{platform.server_port}/")
    made = run.lapor("account", "add", "webhook", "uji", "--set", "send_url=http://127.0.0.1:9/")
    return made.stdout.strip().rsplit(" ", 1)[-1]


def test_everything_acknowledged_is_there_once_and_told_once(run, tmp_path, secret, platform):
    texts = texts_of("form", "rest", "webhook", "mail", "asked", word="di pasar")
    chance = random.Random(SEED)  # noqa: S311 - the same moments each time
    with ThreadPoolExecutor(8) as people:
        sent = [people.submit(by_mail, run, tmp_path, texts["mail"])]
        for number in range(EACH):
            sent.append(people.submit(by_form, run.url, texts["form"][number], number))
            sent.append(people.submit(by_rest, run.url, texts["rest"][number], EACH + number))
            sent.append(people.submit(by_webhook, run.url, texts["webhook"][number], number, secret))
            platform.messages.append({"id": f"a-{number}", "from": f"0822{number}", "text": texts["asked"][number]})
        for what in ("worker", "serve", "listen", "database", "worker", "listen"):
            time.sleep(chance.uniform(0.3, 1.5))
            kill(run, what)
        killed = time.monotonic()
        assert all(one.result() for one in sent)
    wanted = sorted(text for way in texts.values() for text in way)
    wait_until(
        lambda: (
            run.answers("/readyz") and nothing_waits_but_the_dead_provider(run) and len(texts_filed(run)) >= len(wanted)
        ),
        seconds=150,
    )
    note("each killed while 250 file: all is filed and told after the last kill", time.monotonic() - killed)
    assert texts_filed(run) == wanted
    assert told_twice(run) == []
    verified = run.lapor("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_database_that_is_away_for_twenty_seconds_loses_nothing(run, secret):
    """Every process of it stands still, as behind a cut network: it does not refuse, it does not answer."""
    before = texts_filed(run)
    texts = texts_of("form", "rest", "webhook", word="di hutan", each=6)
    database = pids_of(run, "postgres")
    try:
        for pid in database:
            os.kill(pid, signal.SIGSTOP)
        with ThreadPoolExecutor(8) as people:
            sent = [people.submit(by_form, run.url, text, 200 + number) for number, text in enumerate(texts["form"])]
            sent += [people.submit(by_rest, run.url, text, 220 + number) for number, text in enumerate(texts["rest"])]
            sent += [
                people.submit(by_webhook, run.url, text, 500 + number, secret)
                for number, text in enumerate(texts["webhook"])
            ]
            time.sleep(AWAY)
            for pid in database:
                os.kill(pid, signal.SIGCONT)
            goes_on = time.monotonic()
            assert all(one.result() for one in sent)
    finally:
        for pid in database:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
    wanted = sorted([*before, *(text for way in texts.values() for text in way)])
    wait_until(lambda: run.answers("/readyz") and len(texts_filed(run)) >= len(wanted), seconds=60)
    note("database stood still for 20 s: all that came meanwhile is filed", time.monotonic() - goes_on)
    assert texts_filed(run) == wanted
    assert told_twice(run) == []


def nothing_waits_but_the_dead_provider(run):
    """Messages to the webhook's provider, who is not there, wait for their next try."""
    return sum(count for (count,) in rows(run, WAITING)) == 0
