"""What is damaged or half there is named in one sentence; nothing is thrown away, and no empty city takes a full one's
place."""

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

from lapor.core.keys import create_keys
from tests.setup.runs import Run, is_one_sentence, remove, variables

pytestmark = [pytest.mark.setup, pytest.mark.deep]
NOBODY = 65534  # a user that every Debian has


@pytest.fixture
def claimed(tmp_path):
    """A data folder with keys and no database yet."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "lapor.json").write_text(json.dumps({"what": "data folder of lapor", "layout": 1}))
    create_keys(data / "keys.json")
    return Run(data)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"home": "database"}'])
@pytest.mark.parametrize("command", ["run", "verify"])
def test_damaged_pointer_makes_no_empty_city(claimed, content, command):
    pointer = claimed.data_dir / "database.json"
    pointer.write_text(content)
    tried = claimed.lapor(command)
    assert (tried.returncode, is_one_sentence(tried.stderr)) == (1, True), tried.stderr
    assert str(pointer) in tried.stderr
    assert pointer.read_text() == content
    assert not (claimed.data_dir / "database").exists()


def test_lost_database_makes_no_empty_city(claimed):
    place = {"data_dir": str(claimed.data_dir), "home": "database", "sockets": "s", "identity": "x"}
    (claimed.data_dir / "database.json").write_text(json.dumps(place))
    tried = claimed.lapor("run")
    assert (tried.returncode, is_one_sentence(tried.stderr)) == (1, True), tried.stderr
    assert "no longer in" in tried.stderr
    assert not (claimed.data_dir / "database").exists()


def test_lost_keys_of_a_prepared_folder_are_not_made_anew(claimed):
    keys = claimed.data_dir / "keys.json"
    keys.unlink()
    (claimed.data_dir / "prepared.json").write_text("{}")
    tried = claimed.lapor("run")
    assert (tried.returncode, is_one_sentence(tried.stderr)) == (1, True), tried.stderr
    assert "gone" in tried.stderr
    assert not keys.exists()


def test_port_in_use_is_said_before_a_database_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = Run(tmp_path / "data", port=taken.getsockname()[1])
        assert run.lapor("run").returncode == 1
    assert not (run.data_dir / "database.json").exists()


@pytest.mark.parametrize("bind", ["8000", ":8000", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:http"])
def test_address_that_is_none_is_said(tmp_path, bind):
    tried = Run(tmp_path / "data", more={"LAPOR_BIND": bind}).lapor("run")
    assert (tried.returncode, is_one_sentence(tried.stderr)) == (1, True), tried.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("unbuffered", ["1", ""])
def test_reader_who_goes_away_gets_no_traceback(tmp_path, unbuffered):
    """`lapor doctor | head`: the pipe is closed before the first line is written."""
    run = Run(tmp_path / "data")
    settings = variables(run.data_dir, run.port, PYTHONUNBUFFERED=unbuffered)
    process = subprocess.Popen(
        run.command("doctor"), env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    process.wait(30)
    assert said == ""


@pytest.fixture
def small_disk(request):
    """A disk of its own of `request.param`, an ordinary user's."""
    folder = Path("/tmp") / f"lapor-full-{os.getpid()}"
    folder.mkdir()
    options = f"size={request.param},mode=755,uid={NOBODY},gid={NOBODY}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    yield folder
    remove(folder / "data")
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can mount a disk that gets full; tests/core/test_full_disk.py pretends one"
)
@pytest.mark.parametrize("small_disk", ["4m", "30m", "54m"], indirect=True)
def test_disk_that_gets_full_is_said_without_a_traceback(small_disk):
    """While PostgreSQL is made, while it starts, and while the tables are made."""
    tried = Run(small_disk / "data", as_user=NOBODY, more={"HOME": str(small_disk)}).lapor("run")
    assert (tried.returncode, "Traceback" in tried.stderr) == (1, False), tried.stderr
    assert "disk" in tried.stderr
