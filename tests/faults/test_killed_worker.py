"""`kill -9` of a worker in the middle of a job: whoever wrote in a chat is answered soon, and once."""

import os
import signal
import threading
import time

import pytest

from tests.faults.sending import by_webhook
from tests.faults.test_killed_while_filing import pids_of, wait_until
from tests.faults.test_small_faults import Provider
from tests.faults.times import recovery
from tests.setup.runs import running

pytestmark = [pytest.mark.setup, pytest.mark.deep]
SOON = 15  # seconds; a worker takes three to start
SLOW = 120  # the first answer of the provider


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    with running(tmp_path_factory.mktemp("killed-worker") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def provider():
    with Provider() as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


def test_a_chat_whose_answer_a_killed_worker_had_in_hand_is_answered_soon_and_once(run, provider):
    made = run.lapor("account", "add", "webhook", "uji", "--set", f"send_url=http://127.0.0.1:{provider.server_port}/")
    provider.answer = (200, {}, b'{"id": "p-1"}', SLOW)
    assert by_webhook(run.url, "Ada kebakaran di pasar Johar", 1, made.stdout.strip().rsplit(" ", 1)[-1])
    wait_until(lambda: provider.calls, seconds=30)
    time.sleep(1)  # all that goes out at once is in somebody's hand
    in_hand = len(provider.calls)
    provider.answer = (200, {}, b'{"id": "p-2"}', 0)
    [worker] = pids_of(run, "lapor.cli worker")
    os.kill(worker, signal.SIGKILL)
    with recovery("worker killed: the answer in its hand is sent"):
        wait_until(lambda: len(provider.calls) >= 2 * in_hand, seconds=SOON)
    time.sleep(5)
    assert len(provider.calls) == 2 * in_hand
