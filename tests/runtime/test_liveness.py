"""A worker of this machine that died is known at once, one that lives never counts as dead."""

import subprocess
import sys

import pytest
from django.conf import settings as django_settings

from lapor.runtime import liveness
from lapor.runtime.liveness import LivenessLock, take_up_left_jobs

pytestmark = pytest.mark.django_db
HOLD = """
import sys
from pathlib import Path
from lapor.core.files import take_lock
handle = open(sys.argv[1], "w")
take_lock(handle.fileno(), shared=False, wait=True)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def taken(settings, tmp_path, monkeypatch):
    """What was taken up, each time, of which workers."""
    settings.DATA_DIR = tmp_path
    found = []

    def take_up(ids):
        found.append(sorted(ids))
        return len(ids)

    monkeypatch.setattr(liveness, "take_up_jobs_of", take_up)
    return found


def left():
    return sorted(path.name for path in (django_settings.DATA_DIR / "workers").glob("*-*"))


def test_what_a_worker_left_is_taken_up_only_once_it_ended(taken):
    lock = LivenessLock(epoch=1)
    lock.take(7)
    assert (take_up_left_jobs(), left()) == (0, ["1-7"])
    lock.release()
    assert (take_up_left_jobs(), left()) == (1, [])
    assert (take_up_left_jobs(), taken) == (0, [[], [7], []])


def test_a_killed_process_holds_nothing_and_one_that_stands_still_does(taken):
    own = LivenessLock(epoch=1)
    own.take(1)
    file = django_settings.DATA_DIR / "workers" / "1-8"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"held\n"
        take_up_left_jobs()
        process.kill()
        process.wait()
        take_up_left_jobs()
    assert taken == [[], [8]]
    own.release()


def test_numbers_of_before_a_restore_are_nobodys(taken):
    """The database that was set back gives them again, perhaps to a worker of another machine."""
    for epoch in (0, 1):
        lock = LivenessLock(epoch)
        lock.take(9 + epoch)
        lock.release()
    assert (take_up_left_jobs(), taken, left()) == (1, [[10]], [])


def test_a_worker_that_registers_again_holds_one_lock(taken):
    lock = LivenessLock(epoch=1)
    lock.take(1)
    lock.take(2)
    take_up_left_jobs()
    assert (taken, left()) == ([[1]], ["1-2"])
    lock.release()


def test_a_disk_that_takes_nothing_stops_no_worker(taken, settings, caplog):
    settings.DATA_DIR = settings.DATA_DIR / "a file, no folder"
    settings.DATA_DIR.write_text("")
    LivenessLock(epoch=1).take(1)
    assert (take_up_left_jobs(), taken) == (0, [])
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
