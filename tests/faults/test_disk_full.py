"""The disk of the data folder is full to the last byte, then there is room again: reports are taken all the time, and
no process dies of it (who writes into what is mapped from a full disk is killed)."""

import errno
import subprocess
import urllib.error
from itertools import count

import pytest

from tests.faults.test_killed_process import web_processes
from tests.faults.times import recovery
from tests.makers import photo
from tests.setup.bare_debian import missing
from tests.setup.runs import is_alive, running
from tests.setup.test_run import file_by_rest, is_filed, wait_until

MEGABYTES = 64
pytestmark = [
    pytest.mark.setup,
    pytest.mark.deep,
    pytest.mark.skipif(bool(missing()), reason="a disk of its own: only root mounts one"),
]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Its data folder is a disk of its own; the database of a run by root lies elsewhere (docs/operate/backup.md)."""
    data = tmp_path_factory.mktemp("disk-full") / "data"
    data.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(data)], check=True, timeout=20)
    try:
        with running(data) as started:
            wait_until(lambda: started.answers("/readyz"))
            yield started
    finally:
        subprocess.run(["umount", "--lazy", str(data)], check=True, timeout=20)


def fill_disk(path):
    """With a file that takes what is left."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 16))
        except OSError as error:
            assert error.errno == errno.ENOSPC
    return path


def takes_photo(run, green):
    """True, or what is answered. `green`: another photo each time, the same one would be there already."""
    try:
        return is_filed(run, file_by_rest(run, "Lubang di Jalan Kelud", photo(colour=(200, green, 0))))
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_reports_are_taken_while_photos_are_refused_with_a_sentence(run):
    numbers = count(step=8)
    assert takes_photo(run, next(numbers)) is True
    wait_until(lambda: len(web_processes(run)) >= 2)  # the first one says that the site is ready
    before = web_processes(run)
    filler = fill_disk(run.data_dir / "filler")
    refused, why = takes_photo(run, next(numbers))
    assert (refused, "penyimpanan kami penuh" in why) == (503, True)
    assert is_filed(run, file_by_rest(run, "Lampu jalan mati di Jalan Kelud"))
    assert run.answers("/healthz")
    assert run.answers("/readyz")
    for path in ("/", "/laporan/", "/statistik/", "/lapor", "/masuk/", "/api/v1/categories", "/metrics"):
        run.answers(path)  # each counts anew, wherever that is written
    assert {pid for pid in before if is_alive(pid)} == before
    filler.unlink()
    with recovery("disk full: once there is room a photo is taken"):
        wait_until(lambda: takes_photo(run, next(numbers)) is True)
