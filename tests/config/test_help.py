"""`lapor X --help` says what X does on a machine that has no database, no data folder and no keys yet.

Walked: the table of commands."""

import json
import os
import subprocess
import sys

import pytest

from lapor.cli import COMMANDS, Need

NAMES = [command.name for command in COMMANDS]
DEEPER = (["officer", "add", "--help"], ["manage", "migrate", "--help"], ["account", "add", "-h"])
# What needs nothing loads what it likes, and the first of each other kind shows that its modules can be loaded at all:
# these get a process each. The rest follow one another in one, since most of the time is Python's and Django's start.
ALONE = {
    *(command.name for command in COMMANDS if command.needs is Need.NOTHING),
    *({command.needs: command.name for command in reversed(COMMANDS)}.values()),
}
ONE_AFTER_ANOTHER = """
import contextlib, io, json, sys
from lapor.cli import main
found = []
for arguments in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = ended.code
    found.append([code or 0, out.getvalue(), err.getvalue()])
json.dump(found, sys.stdout)
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Of each command line: exit code, standard output, standard error."""
    empty = tmp_path_factory.mktemp("kosong")
    env = {"PATH": os.environ["PATH"], "HOME": str(empty), "LAPOR_DATA_DIR": str(empty / "data")}

    def python(arguments, given=""):
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=env, input=given, capture_output=True, text=True, timeout=120, check=False)
        return done.returncode, done.stdout, done.stderr

    alone = [[name, "--help"] for name in NAMES if name in ALONE]
    others = [*([name, "--help"] for name in NAMES if name not in ALONE), *DEEPER]
    found = {tuple(one): python(["-m", "lapor.cli", *one]) for one in alone}
    code, out, err = python(["-c", ONE_AFTER_ANOTHER], json.dumps(others))
    assert (code, err) == (0, "")
    found |= zip(map(tuple, others), map(tuple, json.loads(out)), strict=True)
    assert not (empty / "data").exists()  # a help text makes nothing
    return found


@pytest.mark.parametrize("name", NAMES)
def test_each_command_explains_itself_without_a_database(said, name):
    code, out, err = said[name, "--help"]
    assert (code, err) == (0, "")
    assert name in out or "Available subcommands" in out


@pytest.mark.parametrize("arguments", DEEPER, ids=" ".join)
def test_so_do_their_actions(said, arguments):
    code, out, err = said[tuple(arguments)]
    assert (code, err) == (0, "")
    assert out.startswith("usage:")
