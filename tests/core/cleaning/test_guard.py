"""The child that decodes: it holds nothing of ours, and whatever kills it is a refusal and not our end."""

import errno
import json
import os
import resource
import subprocess
import sys

import pytest

from lapor.core.cleaning import child, guard
from lapor.core.cleaning.limits import MAX_BYTES, READY, FileRefused
from tests import makers


def run_child(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode


def pretend(monkeypatch, script, tmp_path):
    """The guard starts this script instead of the decoder."""
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(path))


@pytest.mark.parametrize("script", ["kill -9 $$", "exit 1", "exit 0"])
def test_child_that_dies_over_its_file_means_too_heavy(monkeypatch, tmp_path, script):
    pretend(monkeypatch, f"echo ready; cat > /dev/null; {script}", tmp_path)
    with pytest.raises(FileRefused, match="too_heavy"):
        guard.clean_photo(makers.photo())


def test_child_that_never_ends_is_ended(monkeypatch, tmp_path):
    pretend(monkeypatch, "echo ready; exec sleep 60", tmp_path)
    monkeypatch.setitem(guard.SECONDS, "photo", 0.3)
    with pytest.raises(FileRefused, match="too_heavy"):
        guard.clean_photo(makers.photo())


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "exec sleep 60"])
def test_child_that_never_came_to_its_file_is_no_fault_of_the_file(monkeypatch, tmp_path, caplog, script):
    pretend(monkeypatch, f"echo no module >&2; {script}", tmp_path)
    monkeypatch.setitem(guard.SECONDS, "photo", 0.3)
    with pytest.raises(FileRefused, match="not_opened") as found:
        guard.clean_photo(makers.photo())
    assert found.value.is_temporary
    assert "no module" in caplog.text


@pytest.mark.parametrize(
    "error", [OSError(errno.EAGAIN, "Resource temporarily unavailable"), OSError(errno.ENOMEM, "x")]
)
def test_child_that_cannot_be_started_is_no_fault_of_the_file(monkeypatch, error):
    """It counted as a full disk, or as too heavy."""

    def run(*_arguments, **_options):
        raise error

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(FileRefused, match="not_opened"):
        guard.inspect(makers.pdf())


def test_child_gets_none_of_our_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("LAPOR_SECRET_KEY", "kunci")
    pretend(
        monkeypatch,
        'cat > /dev/null; printf \'{"refused": "%s", "kind": ""}\\n\' "${LAPOR_SECRET_KEY:-nothing}"',
        tmp_path,
    )
    with pytest.raises(FileRefused, match="nothing"):
        guard.clean_photo(makers.photo())


def test_too_large_photo_is_refused_unread():
    with pytest.raises(FileRefused) as found:
        guard.clean_photo(b"\xff\xd8\xff" + b"\0" * MAX_BYTES["photo"])
    assert (found.value.code, found.value.kind) == ("too_large", "photo")


class Pipe:
    def __init__(self, content=b""):
        import io  # noqa: PLC0415

        self.buffer = io.BytesIO(content)


def answer(monkeypatch, task, content, *arguments):
    """What the child would say, played in this process without its limits."""
    out = Pipe()
    monkeypatch.setattr(child, "_limit", lambda _task: None)
    monkeypatch.setattr(sys, "argv", ["child", task, *arguments])
    monkeypatch.setattr(sys, "stdin", Pipe(content))
    monkeypatch.setattr(sys, "stdout", out)
    assert child.main() == 0
    return json.loads(out.buffer.getvalue().removeprefix(READY).partition(b"\n")[0])


@pytest.mark.parametrize(
    ("task", "content", "kind"),
    [
        ("photo", makers.photo(), "photo"),
        ("inspect", makers.pdf(), "pdf"),
        ("clean", makers.pdf(), "pdf"),
        ("inspect", makers.recording(1), "video"),
        ("clean", makers.recording(1, video=None, form="mp3", audio="libmp3lame"), "audio"),
    ],
)
def test_child_says_what_it_found(monkeypatch, task, content, kind):
    assert answer(monkeypatch, task, content)["kind"] == kind


def test_child_masks(monkeypatch):
    assert len(answer(monkeypatch, "mask", makers.photo(), "0,1")["sizes"]) == 2


def test_child_says_what_it_refuses(monkeypatch):
    assert answer(monkeypatch, "photo", b"abc")["refused"] == "unreadable"
    monkeypatch.setattr(child, "_do", lambda *_arguments: (_ for _ in ()).throw(MemoryError))
    assert answer(monkeypatch, "photo", b"abc")["refused"] == "too_heavy"


def test_child_limits_itself_before_it_reads(monkeypatch):
    limits, niceness = {}, []
    monkeypatch.setattr(resource, "setrlimit", lambda what, values: limits.update({what: values}))
    monkeypatch.setattr(os, "nice", niceness.append)
    child._limit("clean")
    assert limits[resource.RLIMIT_AS][0] == child.MEMORY["clean"]
    assert limits[resource.RLIMIT_CPU][0] == child.CPU_SECONDS["clean"]
    assert limits[resource.RLIMIT_FSIZE] == (0, 0)
    child._limit("photo")
    assert niceness == [5]


def test_real_child_cannot_take_more_memory_than_it_may():
    code = (
        "import sys; sys.argv = ['child', 'photo']\nfrom lapor.core.cleaning import"
        " child\nchild._limit('photo')\nbytearray(3 * 2**30)"
    )
    assert run_child(code) != 0
