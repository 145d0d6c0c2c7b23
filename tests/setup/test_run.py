"""`lapor run` starts on nothing, stops everything it started, survives being killed, and says in a sentence what is in
its way."""

import base64
import contextlib
import json
import os
import shutil
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.journeys.installation import free_port
from tests.setup.runs import Run, is_alive, is_one_sentence, remove, running

pytestmark = [pytest.mark.setup, pytest.mark.deep]
NOBODY = 65534  # a user that every Debian has


def file_by_rest(run, text, photo=b"", point=None, **contact):
    sent = [{"name": "a.jpg", "content": base64.b64encode(photo).decode()}] if photo else []
    more = {"contact": contact} if contact else {}
    more |= dict(zip(("latitude", "longitude"), point, strict=True)) if point else {}
    body = json.dumps({"text": text, "attachments": sent, **more}).encode()
    request = urllib.request.Request(f"{run.url}/api/v1/reports", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.loads(response.read())["tracking_id"]


def is_filed(run, number):
    with urllib.request.urlopen(f"{run.url}/api/v1/reports/{number}", timeout=20) as response:
        return json.loads(response.read())["tracking_id"] == number


def wait_until(condition, seconds=30):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """An installation that started on nothing once, in hard surroundings; each test leaves it running."""
    data = tmp_path_factory.mktemp("run") / "folder with spaces" / "data"
    data.parent.mkdir()
    with running(data, more={"LC_ALL": "POSIX", "LANG": "", "TZ": "Pacific/Kiritimati"}) as run:
        wait_until(lambda: run.answers("/readyz"))
        yield run


@pytest.fixture
def run(lived):
    """The same, running also where the test before it failed half-way."""
    if not lived.answers():
        lived.stop(signal.SIGKILL)
        lived.start()
    return lived


def test_it_stops_all_it_started_and_starts_again_quickly(run):
    number = file_by_rest(run, "Lampu mati 🚧")
    assert run.lapor("verify").returncode == 0
    doctor = run.lapor("doctor")
    assert doctor.returncode == 0, doctor.stdout
    second = run.lapor("run")
    assert (second.returncode, is_one_sentence(second.stderr)) == (1, True), second.stderr
    assert "already runs" in second.stderr
    family = run.family()
    assert run.database() in family
    assert len(family) > 5  # supervisor, web and its workers, worker, database and its helpers
    assert run.stop(signal.SIGINT) == 0
    assert run.database() == 0
    wait_until(lambda: not any(is_alive(pid) for pid in family))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", run.port))
    began = time.monotonic()
    run.start()
    assert time.monotonic() - began < 20  # 3 s on a machine at rest
    assert is_filed(run, number)


def test_killed_with_everything_it_goes_on_where_it_was(run):
    number = file_by_rest(run, "Sebelum listrik padam")
    database, family = run.database(), run.family()
    assert database in family
    for pid in family:
        with contextlib.suppress(ProcessLookupError):  # went with its parent
            os.kill(pid, signal.SIGKILL)
    assert run.process is not None
    run.process.wait(10)
    wait_until(lambda: not any(is_alive(pid) for pid in family))
    assert run.database() == database  # the stale pid file that the next start has to cope with
    run.start()
    assert is_filed(run, number)
    assert run.lapor("verify").returncode == 0


def test_two_folders_side_by_side_know_nothing_of_each_other(run, tmp_path):
    """The other one lies at a path too long for a socket."""
    other = tmp_path / ("panjang-" * 12) / "data"
    other.parent.mkdir()
    assert len(str(other)) > 107
    with running(other) as second:
        number = file_by_rest(run, "Di kota pertama")
        with pytest.raises(urllib.error.HTTPError):
            is_filed(second, number)
        assert is_filed(run, number)


def test_commands_start_the_database_for_their_own_time(run, tmp_path):
    events = int(run.lapor("verify").stdout.split(" events")[0].split()[-1])
    family = run.family()
    assert run.database() in family
    run.stop(signal.SIGTERM)
    wait_until(lambda: not any(is_alive(pid) for pid in family))
    doctor = run.lapor("doctor")
    assert (doctor.returncode, run.database()) == (0, 0), doctor.stdout
    book = Workbook()
    book.active.append(["Tracking ID", "Tanggal Laporan Masuk", "Status Laporan", "Isi Laporan Awal"])
    book.active.append(["7000001", "29 May 2023", "Ditutup oleh Sistem", "Jalan rusak"])
    book.save(tmp_path / "riwayat.xlsx")
    imported = run.lapor("import", "sp4n", str(tmp_path / "riwayat.xlsx"))
    assert (imported.returncode, imported.stdout.splitlines()[-1]) == (0, "imported 1, unchanged 0, failed 0"), (
        imported.stderr
    )
    assert run.database() == 0
    verified = run.lapor("verify")
    assert (verified.returncode, f"{events + 1} events" in verified.stdout) == (0, True), verified.stdout
    assert run.database() == 0
    run.start()


def test_port_in_use_is_said_with_another_to_take(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = Run(tmp_path / "data", port=taken.getsockname()[1])
        try:
            tried = run.lapor("run")
        finally:
            remove(run.data_dir)
    assert (tried.returncode, "Traceback" in tried.stderr) == (1, False)
    assert f"{run.port} cannot be used" in tried.stderr
    assert "LAPOR_BIND" in tried.stderr


@pytest.mark.parametrize(
    "what", ["damaged keys", "somebody's files", "a file in its place", "a demo for all the world"]
)
def test_folder_that_cannot_be_used_is_said_in_one_sentence(tmp_path, what):
    data, more = tmp_path / "data", {}
    if what == "damaged keys":
        data.mkdir()
        (data / "lapor.json").write_text('{"what": "data folder of lapor", "layout": 1}')
        (data / "keys.json").write_text('{"vault": [')
    elif what == "somebody's files":
        data.mkdir()
        (data / "skripsi.docx").write_text("x")
    elif what == "a file in its place":
        data.write_text("x")
    else:
        more = {"LAPOR_DEMO": "1", "LAPOR_BIND": f"0.0.0.0:{free_port()}"}
    tried = Run(data, more=more).lapor("run")
    assert (tried.returncode, is_one_sentence(tried.stderr)) == (1, True), tried.stderr
    assert what != "somebody's files" or (data / "skripsi.docx").read_text() == "x"


@pytest.fixture
def roots_home():
    """A folder in the home of whoever runs the tests, as a visitor's first clone would be."""
    home = Path.home()
    before = home.stat().st_mode
    folder = home / f".lapor-test-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    assert home.stat().st_mode == before


def test_in_the_home_of_its_user_no_permission_changes(roots_home):
    modes = {path: path.stat().st_mode for path in (*roots_home.parents, roots_home)}
    with running(roots_home / "data") as run:
        assert run.answers()
        assert {path: path.stat().st_mode for path in modes} == modes
        assert (run.data_dir.stat().st_mode & 0o077) == 0


@pytest.fixture
def users_folder():
    """A folder of an ordinary user's: of `nobody` where we are root, else our own."""
    base = Path("/tmp") / f"lapor-user-{os.getpid()}"
    base.mkdir(mode=0o755)
    if os.geteuid() == 0:
        os.chown(base, NOBODY, NOBODY)
    yield base
    base.chmod(0o755)
    shutil.rmtree(base, ignore_errors=True)


def test_ordinary_user_needs_no_rights(users_folder):
    user = os.geteuid() or NOBODY
    with running(users_folder / "data", as_user=NOBODY, more={"HOME": str(users_folder)}) as run:
        assert {path.stat().st_uid for path in (users_folder / "data").iterdir()} == {user}
        assert {Path(f"/proc/{pid}").stat().st_uid for pid in run.family()} == {user}
        assert is_filed(run, file_by_rest(run, "Sebagai pengguna biasa"))


def test_folder_without_the_right_to_write_is_said_in_one_sentence(users_folder):
    users_folder.chmod(0o555)
    tried = Run(users_folder / "data", as_user=NOBODY, more={"HOME": "/nonexistent"}).lapor("run")
    assert (tried.returncode, is_one_sentence(tried.stderr)) == (1, True), tried.stderr
    assert "No permission" in tried.stderr
