"""A program that was taken over reads nothing hidden, writes only where it works, and reaches no other process
(runtime.sandbox)."""

import json
import os
import subprocess
import sys
import textwrap

import pytest

from lapor.core import landlock
from lapor.runtime.sandbox import confine

TRIAL = """
    import json, os, signal, socket, subprocess, sys
    from pathlib import Path
    from lapor.runtime.sandbox import confine
    base, outside = Path(sys.argv[1]), int(sys.argv[2])
    held = confine(hidden=[base / "database", base / "database.pgpass"], writable=[base / "outbox", base / "tmp"])
    def tried(work):
        try:
            work()
        except OSError as error:
            return type(error).__name__
        return "done"
    def cat(path):
        return subprocess.run(["cat", path], capture_output=True).returncode
    (base / "outbox" / "new").mkdir()
    (base / "outbox" / "a").write_text("a")
    print(json.dumps({
        "held": held,
        "keys": tried((base / "keys.json").read_text),
        "program": tried(lambda: __import__("decimal")),
        "password": tried((base / "database.pgpass").read_text),
        "by child": cat(base / "database.pgpass"),
        "by another name": tried(lambda: Path(f"/proc/self/root{base}/database.pgpass").read_text()),
        "by link": tried(lambda: os.link(base / "database.pgpass", base / "outbox" / "mine")),
        "cluster": tried(lambda: os.listdir(base / "database")),
        "write beside": tried(lambda: (base / "keys.json").write_text("")),
        "make beside": tried(lambda: (base / "new").write_text("")),
        "own program": tried(lambda: Path(confine.__code__.co_filename).open("a")),
        "remove": tried(lambda: (base / "keys.json").unlink()),
        "move inside": tried(lambda: (base / "outbox" / "a").rename(base / "outbox" / "new" / "a")),
        "move over": tried(lambda: (base / "outbox" / "new" / "a").rename(base / "tmp" / "a")),
        "environment of another": tried(Path(f"/proc/{outside}/environ").read_bytes),
        "memory of another": tried(lambda: Path(f"/proc/{outside}/mem").open("rb")),
        "signal": tried(lambda: os.kill(outside, 0)),
        "threads": {line for task in Path("/proc/self/task").iterdir()
                    for line in (task / "status").read_text().splitlines()
                    if line.startswith("NoNewPrivs")} == {"NoNewPrivs:\\t1"},
    }))
"""
REFUSED = (
    "password",
    "by another name",
    "cluster",
    "write beside",
    "make beside",
    "own program",
    "remove",
    "environment of another",
    "memory of another",
)


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    if landlock.version() < landlock.MOVES:
        pytest.skip("this kernel has no Landlock that knows moving between folders")
    base = tmp_path_factory.mktemp("data")
    for name in ("database", "outbox", "tmp"):
        (base / name).mkdir()
    for name in ("keys.json", "database.pgpass"):
        (base / name).write_text("{}", encoding="utf-8")
    with subprocess.Popen(["sleep", "60"]) as outside:
        try:
            command = [sys.executable, "-c", textwrap.dedent(TRIAL), str(base), str(outside.pid)]
            done = subprocess.run(command, capture_output=True, check=False, timeout=60)
        finally:
            outside.kill()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_is_hidden_cannot_be_read_nor_anything_else_written(tried):
    assert tried["held"]
    assert {name: tried[name] for name in REFUSED} == dict.fromkeys(REFUSED, "PermissionError")
    assert tried["by child"] != 0
    assert tried["by link"] == "OSError"  # Landlock says "another disk" where a link would give more rights


def test_a_program_still_does_its_work(tried):
    assert {tried[name] for name in ("keys", "program", "move inside", "move over")} == {"done"}
    assert tried["threads"]


def test_no_process_outside_can_be_signalled(tried):
    if landlock.version() < landlock.SCOPES:
        pytest.skip("Landlock before version 6 knows no scopes")
    assert tried["signal"] == "PermissionError"


def test_nothing_is_shut_in_where_the_kernel_cannot(monkeypatch):
    monkeypatch.setattr(landlock, "version", lambda: 1)
    assert confine(hidden=[], writable=[]) is False
    assert os.access(sys.executable, os.R_OK)
