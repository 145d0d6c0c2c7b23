"""A part of `lapor run` is killed: it comes back, alone or at the next start, with everything that was filed."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from lapor.runtime.cluster import Cluster, server
from lapor.runtime.cluster.errors import ClusterError
from tests.faults.times import recovery
from tests.setup.runs import is_alive, running, variables
from tests.setup.test_run import file_by_rest, is_filed, wait_until

pytestmark = [pytest.mark.setup, pytest.mark.deep]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    with running(tmp_path_factory.mktemp("killed") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def number(run):
    return file_by_rest(run, "Sebelum listrik padam")


def pid_file(run):
    return Path(Cluster(run.data_dir).place.home) / "cluster" / "postmaster.pid"


def database_pid(run):
    return int(pid_file(run).read_text().splitlines()[0])


def test_killed_database_is_started_again_under_the_running_site(run, number):
    killed = database_pid(run)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: not is_alive(killed))
    # 2 s; without anybody watching it takes 32, when the worker gives up
    with recovery("database killed under lapor run: the site is ready"):
        wait_until(lambda: run.answers("/readyz"), seconds=20)
    assert is_filed(run, number)
    assert database_pid(run) != killed
    assert run.process.poll() is None
    later = file_by_rest(run, "Sesudah listrik menyala")
    assert is_filed(run, later)


def test_killed_supervisor_leaves_nothing_in_the_way_of_the_next_start(run, number):
    os.kill(run.process.pid, signal.SIGKILL)
    run.process.wait(10)
    with recovery("everything killed at once: the site is there after its start"):
        run.start()  # at once: what answers first may still be the web server of before, on its way out
        wait_until(lambda: answers_with(run, number), seconds=60)


def answers_with(run, number):
    with suppress(OSError):
        return is_filed(run, number)
    return False


def test_stale_pid_that_another_program_has_now_is_no_database(run, number):
    run.stop(signal.SIGTERM)
    stranger = subprocess.Popen(["sleep", "300"])
    try:
        pid_file(run).write_text(f"{stranger.pid}\n")
        run.start()
        assert is_filed(run, number)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_server_whose_file_was_lost_is_ended_before_the_next_one_starts(tmp_path):
    """It still held its memory, and the new one gave up: "pre-existing shared memory block is still in use"."""
    cluster = Cluster(tmp_path / "data", fast=True)
    cluster.prepare()
    cluster.start()
    try:
        first = server.running_pid(cluster.place) or 0
        (cluster.place.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n")  # as after a copied backup
        assert server.running_pid(cluster.place) is None
        cluster.start()
        assert server.running_pid(cluster.place) not in {None, 0, first}
        assert not server.is_server(first, cluster.place)
    finally:
        cluster.destroy()


def test_database_that_is_killed_while_it_starts_is_started_once_more(tmp_path, monkeypatch):
    """As when memory runs out again during the recovery: it must not be the end of the site."""
    launched, launch, answers_now = [], server.launch, server.answers

    def noted(*given):
        launched.append(launch(*given))
        return launched[-1]

    def answers_after_two_kills(url):
        if len(launched) < 3:
            launched[-1].kill()
            launched[-1].wait(10)
            return False
        return answers_now(url)

    cluster = Cluster(tmp_path / "data", fast=True)
    cluster.prepare()
    monkeypatch.setattr(server, "launch", noted)
    monkeypatch.setattr(server, "answers", answers_after_two_kills)
    try:
        cluster.start()
        assert cluster.is_running()
        assert [process.returncode for process in launched] == [-signal.SIGKILL, -signal.SIGKILL, 0]
    finally:
        cluster.destroy()


def test_database_that_is_killed_at_every_start_is_given_up(tmp_path, monkeypatch):
    def answers_never(process, *_, **__):
        process.kill()
        process.wait(10)
        return False

    cluster = Cluster(tmp_path / "data", fast=True)
    cluster.prepare()
    monkeypatch.setattr(server, "wait_until_ready", answers_never)
    try:
        with pytest.raises(ClusterError):
            cluster.start()
    finally:
        cluster.destroy()


def test_database_that_is_interrupted_while_it_starts_is_ended(tmp_path, monkeypatch):
    """Ctrl-C during a long recovery: whoever started it leaves nothing behind."""

    def interrupted(*_arguments, **_named):
        raise KeyboardInterrupt

    cluster = Cluster(tmp_path / "data", fast=True)
    cluster.prepare()
    monkeypatch.setattr(server, "wait_until_ready", interrupted)
    try:
        with pytest.raises(KeyboardInterrupt):
            cluster.start()
        assert not cluster.is_running()
        assert server._strays(cluster.place) == {}
    finally:
        monkeypatch.undo()
        cluster.destroy()


def test_command_that_started_the_database_for_itself_stops_it_at_a_signal(run, number):
    """SIGTERM too, which ended the command and left the database."""
    run.stop(signal.SIGTERM)
    waiting = subprocess.Popen(
        run.command(
            "manage", "shell", "--verbosity", "0", "-c", "import time; print('up', flush=True); time.sleep(60)"
        ),
        env=variables(run.data_dir, run.port),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert waiting.stdout.readline() == "up\n"
    database = database_pid(run)
    waiting.send_signal(signal.SIGTERM)
    assert waiting.wait(30) != 0
    waiting.stdout.close()
    wait_until(lambda: not is_alive(database))
    run.start()
