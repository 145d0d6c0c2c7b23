"""A decoder that was taken over reads no keys, opens no socket, starts no program, on a machine that has the walls."""

import json
import subprocess
import sys
import textwrap

import pytest

TRIAL = """
    import json, os, socket, subprocess, sys
    from lapor.core.cleaning.walls import close_in
    walls = close_in()
    def tried(work):
        try:
            work()
        except OSError as error:
            return type(error).__name__
        return "done"
    print(json.dumps({
        "walls": walls, "uid": os.geteuid(),
        "read": tried(lambda: open(sys.argv[1]).read()),
        "list": tried(lambda: os.listdir(os.path.dirname(sys.argv[1]))),
        "write": tried(lambda: open(sys.argv[1] + ".new", "w")),
        "socket": tried(lambda: socket.socket(socket.AF_UNIX)),
        "inet": tried(lambda: socket.socket(socket.AF_INET)),
        "start": tried(lambda: subprocess.run(["/bin/true"])),
        "import": tried(lambda: __import__("decimal")),
    }))
"""


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    keys = tmp_path_factory.mktemp("data") / "keys.json"
    keys.write_text("{}", encoding="utf-8")
    keys.chmod(0o666)
    done = subprocess.run(
        [sys.executable, "-I", "-c", textwrap.dedent(TRIAL), str(keys)], capture_output=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def test_no_file_of_ours_can_be_read_or_written(tried):
    if "files" not in tried["walls"]:
        pytest.skip("this kernel has no Landlock")
    assert {tried["read"], tried["list"], tried["write"]} == {"PermissionError"}
    assert tried["import"] == "done"


def test_no_socket_and_no_program(tried):
    if "calls" not in tried["walls"]:
        pytest.skip("no seccomp here")
    assert {tried["socket"], tried["inet"], tried["start"]} == {"PermissionError"}


def test_root_becomes_nobody(tried):
    if "uid" not in tried["walls"]:
        pytest.skip("not root, or the program lies where nobody else can read it")
    assert tried["uid"] != 0
