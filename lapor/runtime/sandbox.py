"""What web, worker and listener can still reach if somebody takes them over: everything but what is hidden, writing
only where they work.

Called by runtime.programs before a program's first thread. Linux with Landlock; elsewhere nothing, and `lapor doctor`
says so.
"""

import ctypes
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from lapor.core import landlock
from lapor.core.landlock import Rule

_DEVICES = ("null", "zero", "full", "random", "urandom", "tty", "shm", "fd", "stdin", "stdout", "stderr")
_WRITABLE_DEVICES = {"null", "zero", "full", "tty", "shm"}
_DROP_BOUNDING = 24  # prctl(2): PR_CAPBSET_DROP
_CAPABILITIES = 64
# Of root's powers (capabilities(7)): chown, dac_override, dac_read_search, fowner, kill, setgid, setuid,
# net_bind_service. The child that decodes files needs to become somebody else; nobody needs modules, raw disks, mounts
# or other processes' memory.
_KEPT = frozenset({0, 1, 2, 3, 5, 6, 7, 10})


def confine(*, hidden: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Shut this process and all that it starts off from the `hidden` files and folders, and from writing anywhere but
    below `writable`.

    What appears beside a hidden path later on cannot be read either. False where the kernel cannot do it (Landlock
    before version 2).
    """
    if landlock.version() < landlock.MOVES:
        return False
    secrets = [path.resolve() for path in hidden]
    rules = [Rule(path) for path in _around(Path("/"), [*secrets, Path("/dev")])]
    rules += [Rule(Path("/dev") / name, name in _WRITABLE_DEVICES) for name in _DEVICES]
    rules += [Rule(path.resolve(), is_writable=True) for path in writable]
    _drop_capabilities()
    return landlock.allow_only(rules, is_scoped=True)


def _around(folder: Path, hidden: list[Path]) -> Iterator[Path]:
    """What is below `folder` but the `hidden` and the folders on the way to them."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return
    for path in found:
        if path.is_symlink() or path in hidden:  # a link is followed to where it leads, and asked there
            continue
        if any(path in secret.parents for secret in hidden):
            yield from _around(path, hidden)
        else:
            yield path


def _drop_capabilities() -> None:
    """Root keeps what a program of ours needs; somebody else has nothing to drop."""
    if os.geteuid() != 0:
        return
    library = ctypes.CDLL(None, use_errno=True)
    for number in range(_CAPABILITIES):
        if number not in _KEPT:
            library.prctl(_DROP_BOUNDING, number, 0, 0, 0)  # refused for numbers that this kernel does not know
    mask = sum(1 << number for number in _KEPT)
    header = struct.pack("=Ii", 0x20080522, 0)
    low, high = mask & 0xFFFFFFFF, mask >> 32
    library.capset(header, struct.pack("=6I", low, low, 0, high, high, 0))
