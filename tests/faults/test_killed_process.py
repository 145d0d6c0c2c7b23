"""`kill -9` of one process of `lapor run`, nothing else the matter: it is there again, and nobody had to wait long."""

import os
import signal
import threading
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import pytest

from lapor.config.commands.serve import WORKERS
from tests.faults.test_killed_while_filing import pids_of, texts_filed, wait_until
from tests.faults.times import recovery
from tests.fixtures.polled import Platform
from tests.setup.runs import parents, running

pytestmark = [pytest.mark.setup, pytest.mark.deep]
SOON = 20  # seconds


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    with running(tmp_path_factory.mktemp("one-process") / "data") as started:
        wait_until(lambda: started.answers("/readyz"), seconds=30)
        yield started


@pytest.fixture
def platform():
    with Platform() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


def web_processes(run):
    """Those that answer, below the one that watches them."""
    [server] = [pid for pid in pids_of(run, "lapor.cli serve") if parents().get(pid) == run.process.pid]
    return {pid for pid, parent in parents().items() if parent == server}


def listening(run):
    """How many processes take requests: each has a socket of its own on the port (SO_REUSEPORT), opened once it has
    loaded the application; proc(5), /proc/net/tcp: local address, state 0A."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{run.port:04X}") and row[3] == "0A" for row in rows)


def is_answered(run):
    try:
        with urllib.request.urlopen(f"{run.url}/bantuan/", timeout=SOON) as answer:
            return answer.status == 200
    except OSError as error:
        print("not answered:", error)  # said where the test fails
        return False


def test_of_a_killed_web_process_at_most_one_request_in_turn_is_lost(run):
    wait_until(lambda: listening(run) == WORKERS, seconds=SOON)  # the first one says that the site is ready
    before = web_processes(run)
    answers = []

    def another_one_answers():
        answers.append(is_answered(run))
        now = web_processes(run)
        return len(now) == len(before) and now != before and listening(run) == WORKERS

    os.kill(min(before), signal.SIGKILL)
    with recovery("one web process killed: another one is there"):
        wait_until(another_one_answers, seconds=SOON)
    answers += [is_answered(run) for _turn in range(20)]
    assert answers.count(False) <= 1


def test_message_that_came_while_the_listener_was_killed_is_heard_soon(run, platform):
    made = run.lapor("account", "add", "webhook", "t", "--set", f"poll_url=http://127.0.0.1:{platform.server_port}/")
    assert made.returncode == 0, made.stderr
    wait_until(lambda: platform.seen, seconds=60)
    [listener] = pids_of(run, "lapor.cli listen")
    os.kill(listener, signal.SIGKILL)
    text = f"Ada kebakaran di pasar {uuid.uuid4().hex}"
    platform.messages.append({"id": "a-1", "from": "08221", "text": text})
    with recovery("listener killed: a message that came meanwhile is a report"):
        wait_until(lambda: text in texts_filed(run), seconds=60)
