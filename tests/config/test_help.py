"""`lapor X --help` says what X does on a machine that has no database, no data folder and no keys yet.

Walked: the table of commands."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from lapor.cli import COMMANDS

NAMES = [command.name for command in COMMANDS]
DEEPER = (["officer", "add", "--help"], ["manage", "migrate", "--help"], ["account", "add", "-h"])


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    empty = tmp_path_factory.mktemp("kosong")
    env = {"PATH": os.environ["PATH"], "HOME": str(empty), "LAPOR_DATA_DIR": str(empty / "data")}

    def helped(arguments):
        command = [sys.executable, "-m", "lapor.cli", *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)

    asked = [*([name, "--help"] for name in NAMES), *DEEPER]
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(map(tuple, asked), pool.map(helped, asked), strict=True))
    assert not (empty / "data").exists()  # a help text makes nothing
    return found


@pytest.mark.parametrize("name", NAMES)
def test_each_command_explains_itself_without_a_database(said, name):
    result = said[name, "--help"]
    assert result.returncode == 0, result.stderr
    assert name in result.stdout or "Available subcommands" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("arguments", DEEPER, ids=" ".join)
def test_so_do_their_actions(said, arguments):
    result = said[tuple(arguments)]
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("usage:")
