"""docs/operate/server.md is true: its commands, in their order on a bare Debian 12, lead from a release to the first
report behind nginx. systemd and certbot are stood in for (tests/setup/server): neither an init nor a name is there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lapor.core.environment import PROJECT_DIR
from tests.setup.bare_debian import bare_debian, layer, missing, try_in
from tests.setup.test_release import release  # noqa: F401 - a fixture

pytestmark = [pytest.mark.setup, pytest.mark.deep, pytest.mark.skipif(bool(missing()), reason=missing())]
PAGE = (PROJECT_DIR / "docs" / "operate" / "server.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE.partition("## Upgrade")[0], re.M | re.S)
SITE = "lapor.kota.example"
TRIAL = f"""
echo 127.0.0.1 {SITE} >> /etc/hosts
pg_ctlcluster 15 main start  # as its installation does where an init runs
cd /root/release
for block in /root/page/*; do
  echo "# $block"
  sh -eu "$block" || [ "$block" = /root/page/{len(BLOCKS) - 1} ]  # the last one's doctor finds much that is missing
done
systemd-analyze verify /etc/systemd/system/lapor-*
/opt/lapor/.venv/bin/python /root/file_a_report.py https://{SITE} /etc/letsencrypt/live/{SITE}/fullchain.pem ||
  {{ cat /root/lapor-*.log; exit 1; }}
cat /root/asked
"""


def fill(upper: Path, brought: Path) -> None:
    """The commands of the page, the release beside them, the stand-ins before the programs they stand for."""
    root, stand_ins = upper / "root", upper / "usr" / "local" / "sbin"
    stand_ins.mkdir(parents=True)
    (root / "page").mkdir(parents=True)
    for number, block in enumerate(BLOCKS):
        (root / "page" / str(number)).write_text(block.replace("VERSION", version(brought)))
    (root / "trial").write_text(TRIAL)
    (root / "release").mkdir()
    for name in (f"lapor-{version(brought)}.tar.gz", "SHA256SUMS"):
        shutil.copy(brought / name, root / "release")
    for program in (PROJECT_DIR / "tests" / "setup" / "server").iterdir():
        shutil.copy(program, root if program.suffix else stand_ins)


def version(brought: Path) -> str:
    [archive] = brought.glob("lapor-*.tar.gz")
    return archive.name.removeprefix("lapor-").removesuffix(".tar.gz")


def fetch_wheels(brought: Path, folder: Path) -> None:
    """Here, where a package index is within reach; the trial has no network."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    words = ["--find-links", str(brought), "--dest", str(folder), "--requirement", str(brought / "requirements.txt")]
    subprocess.run([*pip, *words], check=True, timeout=300, capture_output=True)


def test_commands_of_the_page_lead_to_the_first_report(release, tmp_path):  # noqa: F811 - the fixture
    [packages] = re.findall(r"^apt install -y (.+)$", PAGE, re.M)
    debian = bare_debian(packages.split())
    with layer(tmp_path) as upper:
        fill(upper, release)
        fetch_wheels(release, upper / "root" / "wheels")
        tried = try_in(debian, tmp_path, seconds=200)
    assert tried.returncode == 0, tried.stdout
    assert re.search(r"^ready: True\nfiled: \w", tried.stdout, re.M), tried.stdout
    assert f"certbot certonly --webroot -w /var/www/html -d {SITE}" in tried.stdout
    assert "systemctl enable --now lapor-web lapor-worker lapor-listener lapor-backup.timer" in tried.stdout
    assert "all migrations are there" in tried.stdout  # said by the doctor
    assert "systemctl reload nginx" in tried.stdout
