"""What stands in deploy/ and docs/operate/server.md for a server: the units start what there is, only the backup knows
the owner's address, and `lapor prepare` makes what is missing."""

import os
import re
import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from lapor.cli import COMMANDS
from lapor.config.commands.prepare import make_role
from lapor.core.environment import PROJECT_DIR
from lapor.core.errors import SetupError
from lapor.ops.bodies import LARGEST
from lapor.runtime.cluster import Cluster
from tests.plugin import SERVER

UNITS = sorted((PROJECT_DIR / "deploy" / "systemd").glob("*.service"))
STAY = {"lapor-web.service", "lapor-worker.service", "lapor-listener.service"}


def test_units_are_there():
    assert {unit.name for unit in UNITS} == {*STAY, "lapor-backup.service"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_each_unit_starts_a_command_that_there_is_and_is_shut_in(unit):
    text = unit.read_text(encoding="utf-8")
    [word] = re.findall(r"^ExecStart=/opt/lapor/\.venv/bin/lapor (\w+)", text, re.M)
    assert word in {command.name for command in COMMANDS}
    for line in ("User=lapor", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes"):
        assert line in text
    assert ("Restart=always" in text) is (unit.name in STAY)
    assert ("owner.env" in text) is (unit.name not in STAY)  # least privilege


def test_settings_of_the_examples_are_those_of_the_page():
    listed = set(
        re.findall(r"`(LAPOR_\w+)`", (PROJECT_DIR / "docs/operate/environment.md").read_text(encoding="utf-8"))
    )
    for example in (PROJECT_DIR / "deploy" / "systemd").glob("*.example"):
        assert set(re.findall(r"LAPOR_\w+(?==)", example.read_text(encoding="utf-8"))) <= listed


def test_proxy_takes_as_much_as_the_server():
    text = (PROJECT_DIR / "deploy/nginx/lapor.conf").read_text(encoding="utf-8")
    [megabytes] = re.findall(r"client_max_body_size (\d+)m", text)
    assert int(megabytes) * 2**20 >= LARGEST
    assert "X-Forwarded-For $remote_addr;" in text


def test_page_names_files_that_there_are():
    text = (PROJECT_DIR / "docs/operate/server.md").read_text(encoding="utf-8")
    for named in re.findall(r"/opt/lapor/(deploy/[\w./*-]+)", text):
        assert list(PROJECT_DIR.glob(named)), named


@pytest.fixture
def admin(db):
    """The test server's superuser, and a role and an owner without rights that end with the test."""
    if "LAPOR_TEST_DATABASE_URL" in os.environ:
        pytest.skip("needs the tests' own server")
    url = Cluster(Path(os.environ[SERVER])).superuser_url.replace("/lapor?", f"/{connection.settings_dict['NAME']}?")
    name = f"lapor_test_{uuid.uuid4().hex[:8]}"
    yield url, name
    with psycopg.connect(url, autocommit=True) as ours:
        ours.execute(f'DROP ROLE IF EXISTS "{name}"')


def test_prepare_makes_the_applications_role_once(admin):
    url, name = admin
    assert make_role({"user": name, "password": "rahasia"}, url)
    assert not make_role({"user": name, "password": "rahasia"}, url)
    with psycopg.connect(url) as ours:
        row = ours.execute("SELECT rolcanlogin, rolcreaterole, rolsuper FROM pg_roles WHERE rolname = %s", [name])
        assert row.fetchone() == (True, False, False)


def test_an_owner_that_may_not_make_roles_is_told_what_to_do(admin):
    url, name = admin
    owner = Cluster(Path(os.environ[SERVER])).admin_url
    with pytest.raises(SetupError, match="CREATE ROLE"):
        make_role({"user": name}, owner.replace("/lapor?", f"/{connection.settings_dict['NAME']}?"))
    with pytest.raises(SetupError, match="names no user"):
        make_role({}, url)
    with pytest.raises(SetupError, match="as its owner"):
        make_role({"user": name}, "postgresql://x@127.0.0.1:1/x")
