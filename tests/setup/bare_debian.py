"""A bare Debian 12 for a trial: made once by debootstrap and kept, never written to.

What a trial starts and writes ends with it: it has processes, a network and a layer of files of its own."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

KEPT = Path("/var/cache/lapor-tests")
NEEDED = ("debootstrap", "unshare", "chroot", "mount", "ip")
OF_A_SERVER = ("systemd", "ca-certificates", "openssl")  # what a Debian has that is not made by debootstrap
APART = ("unshare", "--mount", "--pid", "--net", "--fork", "--kill-child")
START = """
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root"
mount -t proc proc "$2/root/proc"
mount --bind /dev "$2/root/dev"
mount -t tmpfs tmpfs "$2/root/dev/shm"
mount -t tmpfs tmpfs "$2/root/tmp"
ip link set lo up
exec chroot "$2/root" /usr/bin/env --ignore-environment PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
  PIP_NO_INDEX=1 PIP_FIND_LINKS=/root/wheels /bin/sh -eu /root/trial
"""


def missing() -> str:
    """Why none can be made here, "" where one can."""
    programs = [name for name in NEEDED if shutil.which(name) is None]
    if os.geteuid() != 0:
        return "only root can make a bare Debian"
    if programs:
        return f"a bare Debian needs {', '.join(programs)}"
    tried = [*APART, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    may_mount = subprocess.run(tried, check=False, timeout=20, capture_output=True).returncode == 0
    return "" if may_mount else "this root may not mount"


def bare_debian(packages: Sequence[str]) -> Path:
    """With these packages installed and nothing started; takes minutes the first time."""
    name = hashlib.sha256(" ".join(sorted(packages)).encode()).hexdigest()[:8]
    kept = KEPT / f"bookworm-{name}"
    if kept.exists():
        return kept
    being_made = kept.with_name(f"{kept.name}.{os.getpid()}")
    being_made.parent.mkdir(parents=True, exist_ok=True)
    try:
        call("debootstrap", "--variant=minbase", f"--include={','.join(OF_A_SERVER)}", "bookworm", str(being_made))
        no_start = being_made / "usr" / "sbin" / "policy-rc.d"
        no_start.write_text("#!/bin/sh\nexit 101\n")
        no_start.chmod(0o755)
        call("chroot", str(being_made), "apt-get", "-qq", "install", "-y", *packages)
        call("chroot", str(being_made), "apt-get", "clean")
        being_made.rename(kept)
    finally:
        shutil.rmtree(being_made, ignore_errors=True)
    return kept


def call(*words: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(words, env=quiet, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, f"{' '.join(words)}: {(done.stdout + done.stderr)[-2000:]}"


@contextmanager
def layer(folder: Path) -> Iterator[Path]:
    """What a trial will find at its root besides the bare Debian; to be filled before `try_in`.

    Removed at the end: it grows to a gigabyte."""
    for name in ("upper", "work", "root"):
        (folder / name).mkdir()
    try:
        yield folder / "upper"
    finally:
        shutil.rmtree(folder)


def try_in(debian: Path, folder: Path, *, seconds: int) -> "subprocess.CompletedProcess[str]":
    """Run /root/trial of the layer in `folder`."""
    return subprocess.run(
        [*APART, "/bin/sh", "-euc", START, "sh", str(debian), str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        timeout=seconds,
    )
