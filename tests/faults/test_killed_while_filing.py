"""`kill -9` of web, worker and database while 200 people file by form, REST, webhook and mail: what was acknowledged is there, once."""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from lapor.core.cluster import Cluster
from tests.faults.sending import by_form, by_mail, by_rest, by_webhook
from tests.setup.runs import running

pytestmark = pytest.mark.setup
EACH = 50
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
    pids = [run.database()] if what == "database" else pids_of(run, f"lapor.cli {what}")
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


def test_everything_acknowledged_is_there_once_and_told_once(run, tmp_path):
    made = run.lapor("account", "add", "webhook", "uji", "--set", "send_url=http://127.0.0.1:9/")
    secret = made.stdout.strip().rsplit(" ", 1)[-1]
    texts = {way: [f"Ada kebakaran {way} nomor {number} di pasar" for number in range(EACH)] for way in ("form", "rest", "webhook", "mail")}
    chance = random.Random(SEED)  # noqa: S311 - the same moments each time
    with ThreadPoolExecutor(8) as people:
        sent = [people.submit(by_mail, run, tmp_path, texts["mail"])]
        for number in range(EACH):
            sent.append(people.submit(by_form, run.url, texts["form"][number], number))
            sent.append(people.submit(by_rest, run.url, texts["rest"][number], EACH + number))
            sent.append(people.submit(by_webhook, run.url, texts["webhook"][number], number, secret))
        for what in ("worker", "serve", "database", "worker"):
            time.sleep(chance.uniform(0.3, 1.5))
            kill(run, what)
        assert all(one.result() for one in sent)
    wait_until(lambda: run.answers("/readyz") and nothing_waits_but_the_dead_provider(run), seconds=120)
    filed = [text for (text,) in rows(run, "SELECT text FROM reports_report")]
    assert sorted(filed) == sorted(text for way in texts.values() for text in way)
    told = rows(run, "SELECT report_id, cause, count(*) FROM gateway_outboundmessage GROUP BY 1, 2 HAVING count(*) > 1")
    assert told == []
    verified = run.lapor("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def nothing_waits_but_the_dead_provider(run):
    """Messages to the webhook's provider, who is not there, wait for their next try."""
    return sum(count for (count,) in rows(run, WAITING)) == 0
