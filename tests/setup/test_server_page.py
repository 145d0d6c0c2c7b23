"""docs/operate/server.md is true: its commands, in their order on a bare Debian 12, lead from a release to the first
report behind nginx, then to a newer release and back. systemd and certbot are stood in for (tests/setup/server):
neither an init nor a name is there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lapor.core.environment import PROJECT_DIR
from tests.setup.bare_debian import bare_debian, layer, missing, try_in
from tests.setup.test_release import make_release, release  # noqa: F401 - a fixture

pytestmark = [pytest.mark.setup, pytest.mark.deep, pytest.mark.skipif(bool(missing()), reason=missing())]
PAGE = (PROJECT_DIR / "docs" / "operate" / "server.md").read_text(encoding="utf-8")
INSTALLING, UPGRADE, BACK = (
    re.findall(r"^```sh\n(.*?)^```", part, re.M | re.S)
    for part in re.split(r"^## (?:Upgrade|The way back|Several nodes)$", PAGE, flags=re.M)[:3]
)
SITE = "lapor.kota.example"
NEWER = "0.2.0"
MIGRATION = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("casework", "{last}")]
    operations = [migrations.RunSQL("CREATE TABLE casework_of_the_newer_release (id integer)")]
"""
TRIAL = f"""
say() {{ python=/opt/lapor/.venv/bin/python
  $python /root/file_a_report.py https://{SITE} /etc/letsencrypt/live/{SITE}/fullchain.pem "$@" ||
    {{ cat /root/lapor-*.log; exit 1; }}
}}
follow() {{ for block in /root/page/$1-*; do
    echo "# $block"
    sh -eu "$block" || [ "$block" = /root/page/{{doctor}} ]  # the doctor finds much that is missing
  done
}}
echo 127.0.0.1 {SITE} >> /etc/hosts
pg_ctlcluster 15 main start  # as its installation does where an init runs
mkdir -p /media/usb
cd /root/release
follow 0
systemd-analyze verify /etc/systemd/system/lapor-*
say > /root/first
cat /root/first
cd /root/newer
follow 1
/opt/lapor/.venv/bin/lapor --version
say "$(sed -n 's/^filed: //p' /root/first)"
say
echo "# old code on the newer database"
mv /opt/lapor /opt/lapor-newer && mv /opt/lapor-before /opt/lapor
! sh -eu /root/page/prepare
mv /opt/lapor /opt/lapor-before && mv /opt/lapor-newer /opt/lapor
follow 2
/opt/lapor/.venv/bin/lapor --version
say "$(sed -n 's/^filed: //p' /root/first)"
say
cat /root/asked
"""


def commands() -> dict[str, str]:
    """Each block of the page under the part and the place where it is its turn; "prepare" and "doctor" by name too.

    What the page names in a sentence ("as in 1") is one of its own blocks."""
    unpack, prepare, units, doctor = (
        next(block for block in INSTALLING if word in block)
        for word in ("sha256sum", "lapor prepare", "enable --now", "lapor doctor")
    )
    restore, release_messages = BACK
    parts = [INSTALLING, [*UPGRADE, unpack, prepare, units], [restore, prepare, units, release_messages]]
    found = {f"{part}-{place:02}": block for part, blocks in enumerate(parts) for place, block in enumerate(blocks)}
    return {**found, "prepare": prepare, "doctor": next(name for name, block in found.items() if block == doctor)}


def fill(upper: Path, brought: Path, newer: Path) -> None:
    """The commands of the page, the releases beside them, the stand-ins before the programs they stand for."""
    root, stand_ins = upper / "root", upper / "usr" / "local" / "sbin"
    stand_ins.mkdir(parents=True)
    (root / "page").mkdir(parents=True)
    found = commands()
    doctor = found.pop("doctor")
    for name, block in found.items():
        of = newer if name.startswith("1-") else brought
        (root / "page" / name).write_text(block.replace("VERSION", version(of)))
    (root / "trial").write_text(TRIAL.replace("{doctor}", doctor))
    for folder, of in (("release", brought), ("newer", newer)):
        (root / folder).mkdir()
        for name in (f"lapor-{version(of)}.tar.gz", "SHA256SUMS"):
            shutil.copy(of / name, root / folder)
    for program in (PROJECT_DIR / "tests" / "setup" / "server").iterdir():
        shutil.copy(program, root if program.suffix else stand_ins)


def newer_release(folder: Path) -> Path:
    """A release of this code with the next number and one more migration."""
    clone = folder / "clone"
    clone.mkdir()
    for name in (".git", ".venv", "frontend", "requirements", "README.md", "LICENSE", "CHANGELOG.md"):
        (clone / name).symlink_to(PROJECT_DIR / name)
    for name in ("lapor", "deploy"):
        shutil.copytree(PROJECT_DIR / name, clone / name)
    text = (PROJECT_DIR / "pyproject.toml").read_text(encoding="utf-8")
    (clone / "pyproject.toml").write_text(re.sub(r'^version = ".*"$', f'version = "{NEWER}"', text, flags=re.M))
    migrations = clone / "lapor" / "casework" / "migrations"
    last = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "9999_newer.py").write_text(MIGRATION.format(last=last))
    return make_release(clone, folder / "dist")


def version(brought: Path) -> str:
    [archive] = brought.glob("lapor-*.tar.gz")
    return archive.name.removeprefix("lapor-").removesuffix(".tar.gz")


def fetch_wheels(brought: Path, folder: Path) -> None:
    """Here, where a package index is within reach; the trial has no network."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    words = ["--find-links", str(brought), "--dest", str(folder), "--requirement", str(brought / "requirements.txt")]
    subprocess.run([*pip, *words], check=True, timeout=300, capture_output=True)


def test_commands_of_the_page_lead_to_the_first_report_to_a_newer_release_and_back(release, tmp_path):  # noqa: F811
    [packages] = re.findall(r"^apt install -y (.+)$", PAGE, re.M)
    debian = bare_debian(packages.split())
    (tmp_path / "newer").mkdir()
    newer = newer_release(tmp_path / "newer")
    with layer(tmp_path) as upper:
        fill(upper, release, newer)
        fetch_wheels(release, upper / "root" / "wheels")
        tried = try_in(debian, tmp_path, seconds=400)
    said = tried.stdout
    assert tried.returncode == 0, said
    assert f"certbot certonly --webroot -w /var/www/html -d {SITE}" in said
    assert "systemctl enable --now lapor-web lapor-worker lapor-listener lapor-backup.timer" in said
    assert "all migrations are there" in said  # said by the doctor
    assert "systemctl reload nginx" in said
    first, upgraded, second, back, third = re.findall(r"^filed: (\w+)", said, re.M)
    assert first == upgraded == back
    assert len({first, second, third}) == 3
    assert re.findall(r"^lapor (\d\S+)$", said, re.M) == [NEWER, version(release)]
    assert "newer" in said.partition("# old code on the newer database")[2].partition("# /root/page/2-00")[0]
