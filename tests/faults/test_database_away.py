"""The database goes away under processes that stand alone, as on a server: pages say so at once, words come back,
nobody ends, and soon after it is back all is as before."""

import re
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from contextlib import contextmanager, suppress

import psycopg
import pytest

from lapor.runtime.cluster import Cluster
from tests.faults.times import note, recovery
from tests.setup.runs import STOP_SECONDS, running, variables

pytestmark = [pytest.mark.setup, pytest.mark.deep]
AT_ONCE, SOON = 5.0, 10.0  # seconds; who comes first waits for it, and the machine is shared

POOL_GIVES_UP = 25.0  # seconds: twice the five for which a job waits for a connection, and the next look


@contextmanager
def alone(run, url, *words):
    """A command of its own, which knows the database by its address only; ended at the end."""
    log = run.data_dir.parent / f"{words[0]}.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            run.command(*words),
            env=variables(run.data_dir, run.port, LAPOR_DATABASE_URL=url),
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)


BROWSER = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())


def ask(run, path="/", data=None):
    """(status, seconds, words)"""
    began = time.monotonic()
    body = urllib.parse.urlencode(data).encode() if data else None
    try:
        with BROWSER.open(urllib.request.Request(f"{run.url}{path}", body), timeout=30) as answer:
            return answer.status, time.monotonic() - began, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, time.monotonic() - began, error.read().decode()


def until(seconds, happens):
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.2)


def lives_since(url, moment):
    """Whether a worker gave a sign of life after that moment of the database's clock."""
    with psycopg.connect(url) as connection:
        return bool(
            connection.execute(
                "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > %s LIMIT 1", [moment]
            ).fetchall()
        )


def moment_of(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT clock_timestamp()").fetchall()[0][0]


def test_database_that_goes_away_and_comes_back(tmp_path):
    text = f"Lampu gang mati {uuid.uuid4().hex}, sudah seminggu dan anak-anak takut lewat kalau malam"
    with running(tmp_path / "data") as run:
        run.stop(signal.SIGTERM)
        cluster = Cluster(run.data_dir)
        cluster.start()
        try:
            began = moment_of(cluster.superuser_url)
            with alone(run, cluster.url, "serve"), alone(run, cluster.url, "worker") as worker:
                until(60, run.answers)
                until(30, lambda: lives_since(cluster.superuser_url, began))
                assert ask(run)[0] == 200
                token = re.findall(r'csrfmiddlewaretoken" value="([^"]+)', ask(run, "/lapor")[2])[0]
                cluster.stop()
                found = [ask(run) for _turn in range(6)]
                assert {status for status, _seconds, _words in found} == {503}
                assert max(seconds for _status, seconds, _words in found) < AT_ONCE
                note("database stopped: the page that says so", max(seconds for _status, seconds, _words in found))
                form = {"draft_id": str(uuid.uuid4()), "text": text, "visibility": "public"}
                status, _seconds, words = ask(run, "/lapor", {**form, "csrfmiddlewaretoken": token})
                assert (status, text in words) == (503, True)
                time.sleep(8)  # longer than the worker waits for it
                assert worker.poll() is None
                cluster.start()
                back = moment_of(cluster.superuser_url)
                with recovery("database back after it was stopped: jobs"):
                    with recovery("database back after it was stopped: the site"):
                        until(SOON, lambda: ask(run)[0] == 200)
                    until(POOL_GIVES_UP, lambda: lives_since(cluster.superuser_url, back))
            assert worker.returncode == 0  # it was asked
        finally:
            cluster.stop()
