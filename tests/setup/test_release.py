"""The release: what `make release` fills a folder with is whole, and its wheel serves the site away from the clone,
where there is neither npm nor a compiler."""

import hashlib
import re
import subprocess
import sys
import tarfile
import urllib.request
import venv
from pathlib import Path

import pytest

from lapor.core.environment import PROJECT_DIR
from tests.setup.runs import running
from tests.setup.test_run import file_by_rest, is_filed, wait_until

pytestmark = [pytest.mark.setup, pytest.mark.deep]
BROUGHT = {"lapor.conf", "lapor-web.service", "lapor.env.example", "preset.toml", "LICENSE", "requirements.txt"}


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """Filled as `make release` fills dist/."""
    if not (PROJECT_DIR / "frontend" / "collected" / "staticfiles.json").exists():
        pytest.skip("this clone is not set up (make setup)")
    return make_release(PROJECT_DIR, tmp_path_factory.mktemp("release") / "dist")


def make_release(clone: Path, folder: Path) -> Path:
    made = subprocess.run(
        ["deploy/setup/release", str(folder)], cwd=clone, capture_output=True, text=True, check=False, timeout=180
    )
    if "requirement http-ece" in made.stderr:
        pytest.skip("http-ece has no wheel, and no package index is within reach to make one of its source")
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def program(release, tmp_path_factory):
    """`lapor` of an environment that has the release's wheel, by its hash, and what the tests' own has, but no clone.

    A folder on the path brings its packages; what an editable installation wrote beside them is not read."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(home, with_pip=False)
    [packages] = home.glob("lib/python*/site-packages")
    wanted = home.parent / "lapor.txt"
    wanted.write_text("".join((release / "requirements.txt").read_text().partition("lapor==")[1:]))
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "--quiet"]
    words = ["--no-deps", "--no-index", "--require-hashes", "--find-links", str(release), "--requirement", str(wanted)]
    subprocess.run([*pip, *words], check=True, timeout=120, capture_output=True)
    (packages / "tests.pth").write_text(next(one for one in sys.path if one.endswith("site-packages")) + "\n")
    return home / "bin" / "lapor"


@pytest.fixture(scope="module")
def run(program, tmp_path_factory):
    """From an empty folder, with nothing in reach but Python."""
    folder, nothing = tmp_path_factory.mktemp("away"), tmp_path_factory.mktemp("path")
    more = {"PATH": str(nothing), "PYTHONPATH": ""}
    with running(folder / "data", more=more, program=(str(program),), folder=nothing) as found:
        wait_until(lambda: found.answers("/readyz"))
        yield found


def page(run, path):
    with urllib.request.urlopen(run.url + path, timeout=20) as response:
        return response.status, response.read().decode()


def test_sums_name_every_file_and_hold(release):
    listed = dict(reversed(line.split("  ")) for line in (release / "SHA256SUMS").read_text().splitlines())
    files = {str(path.relative_to(release)) for path in release.rglob("*") if path.is_file()}
    assert set(listed) == files - {"SHA256SUMS"}
    assert {Path(name).name for name in files} >= BROUGHT
    for name, digest in listed.items():
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest, name


def test_archive_holds_the_same_files_with_their_sums(release, tmp_path):
    [archive] = release.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path, filter="data")
    [folder] = tmp_path.iterdir()
    assert folder.name == archive.name.removesuffix(".tar.gz")
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True, timeout=20)
    inside = {path.relative_to(folder) for path in folder.rglob("*")}
    assert inside == {path.relative_to(release) for path in release.rglob("*")} - {Path(archive.name)}


def test_server_needs_no_node(release):
    assert "nodejs" not in (release / "requirements.txt").read_text()


def test_installed_wheel_shows_its_pages_in_indonesian_with_their_styles(run):
    status, start = page(run, "/")
    assert (status, 'lang="id"' in start) == (200, True)
    sheets = re.findall(r'href="(/static/lapor/public\.[0-9a-f]{12}\.css)"', start)
    assert len(sheets) == 1
    assert page(run, sheets[0])[0] == 200
    status, form = page(run, "/lapor")
    assert (status, "Buat laporan" in form) == (200, True)  # compiled catalogue
    assert "__SHELL" in page(run, "/sw.js")[1]  # a script that no manifest names


def test_installed_wheel_takes_a_report_and_verifies(run):
    assert is_filed(run, file_by_rest(run, "Lampu mati di Jalan Kelud"))
    checked = run.lapor("verify")
    assert checked.returncode == 0, checked.stderr
    assert run.lapor("preset", "check", "semarang").returncode == 0


def test_installed_wheel_keeps_its_data_beside_its_environment(program, run):
    code = "import lapor; from lapor.core.environment import data_dir; print(lapor.__file__, data_dir())"
    said = subprocess.run(
        [program.parent / "python", "-c", code],
        env={"PATH": run.more["PATH"]},
        cwd=run.folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    package, data = said.stdout.split()
    home = program.parents[1]
    assert Path(package).is_relative_to(home)
    assert Path(data) == home.parent / "data"


def test_simulator_that_needs_node_says_so(run):
    tried = run.lapor("simulate", "sms")
    assert (tried.returncode, "make setup" in tried.stderr, "Traceback" in tried.stderr) == (1, True, False)
